import Glibc

/// A point of time on a clock that nobody sets, for deadlines and durations.
///
/// The standard library's clocks live in the concurrency library, which a program without tasks would link for them alone.
public struct SteadyTime: Comparable, Sendable {
    /// Nanoseconds since the machine started, sleep included.
    private let nanoseconds: Int64

    /// This point of time.
    public static var now: SteadyTime {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return SteadyTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    /// How long it is from here to there; negative for what is past.
    public func duration(to other: SteadyTime) -> Duration { .nanoseconds(other.nanoseconds - nanoseconds) }

    /// The point so much later. Durations of centuries count as one century.
    public static func + (moment: SteadyTime, duration: Duration) -> SteadyTime {
        let seconds = max(-Self.century, min(Self.century, duration.components.seconds))
        return SteadyTime(nanoseconds: moment.nanoseconds + seconds * 1_000_000_000 + duration.components.attoseconds / 1_000_000_000)
    }

    /// Whether one is earlier.
    public static func < (a: SteadyTime, b: SteadyTime) -> Bool { a.nanoseconds < b.nanoseconds }

    private static let century: Int64 = 100 * 366 * 86_400
}
