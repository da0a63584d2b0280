import CCurl
import Glibc

/// Waiting that Ctrl-C ends.
public enum Pause {
    /// Waits for a while; `false` when the user interrupted.
    @discardableResult
    public static func sleep(_ duration: Duration) -> Bool {
        let end = SteadyTime.now + duration
        while SteadyTime.now < end {
            if ccurl_interrupted() != 0 { return false }
            usleep(UInt32(min(100, max(1, SteadyTime.now.duration(to: end).milliseconds))) * 1000)
        }
        return true
    }
}
