import CCurl

/// Ctrl-C as a wish that verbs grant in their own time, rather than as sudden death.
public enum Interrupts {
    /// From now on the first SIGINT or SIGTERM is noted; a second one ends the process.
    public static func catchThem() { ccurl_catch_interrupts() }
    /// The signal that was noted; `nil` when none was.
    public static var signal: Int32? { ccurl_interrupted() == 0 ? nil : ccurl_interrupted() }
}
