import CCurl

/// Ctrl-C as a wish that verbs grant in their own time, rather than as sudden death.
public enum Interrupts {
    /// From now on the first SIGINT or SIGTERM is noted; a second one ends the process.
    public static func catchThem() { ccurl_catch_interrupts() }
    /// The signal that was noted; `nil` when none was.
    public static var signal: Int32? { ccurl_noted() == 0 ? nil : ccurl_noted() }

    /// Runs what brings things to an end after a signal: requests and pauses in it are not cut short by the first one.
    public static func finishing<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        ccurl_finish(1)
        defer { ccurl_finish(0) }
        return try body()
    }
}
