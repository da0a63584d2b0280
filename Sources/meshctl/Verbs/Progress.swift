import Glibc
import MeshAPI
import MeshResources

/// A line that counts on a terminal; silent in a pipe.
final class Progress {
    private let console: Console
    private let total: Int
    private let isShown: Bool
    private var last: SteadyTime?

    init(_ console: Console, total: Int) {
        self.console = console
        self.total = total
        isShown = isatty(STDERR_FILENO) == 1 && !console.isQuiet && total > 20
    }

    /// Shows how many are done, at most ten times a second.
    func show(_ verb: String, _ done: Int) { show(verb, done, of: total) }

    /// Shows how many of another number are done.
    func show(_ verb: String, _ done: Int, of total: Int) {
        guard isShown else { return }
        let now = SteadyTime.now
        if let last, last.duration(to: now) < .milliseconds(100), done < total { return }
        last = now
        console.error.write("\r\(verb) \(done) of \(total)\u{1B}[K")
        console.error.flush()
    }

    /// Takes the line away.
    func clear() {
        guard isShown, last != nil else { return }
        console.error.write("\r\u{1B}[K")
        console.error.flush()
    }
}
