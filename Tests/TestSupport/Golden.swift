import Foundation

/// Expected texts kept as files. With `MESHCTL_RECORD=1` they are rewritten, and the run fails.
public enum Golden {
    /// Compares a text with a file of the checkout; the problem in words, or `nil` when they are equal.
    public static func problem(_ text: String, _ relative: String) -> String? {
        if ProcessInfo.processInfo.environment["MESHCTL_RECORD"] == "1" {
            guard Project.text(relative) != text else { return nil }
            let url = URL(fileURLWithPath: Project.path(relative))
            try? FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try? text.write(to: url, atomically: true, encoding: .utf8)
            return "recorded \(relative)"
        }
        guard let expected = Project.text(relative) else { return "no golden \(relative): run the tests with MESHCTL_RECORD=1" }
        if expected == text { return nil }
        return "\(relative) differs: \(firstDifference(expected, text)); MESHCTL_RECORD=1 rewrites it"
    }

    /// Says where two texts part.
    public static func firstDifference(_ expected: String, _ actual: String) -> String {
        let a = expected.split(separator: "\n", omittingEmptySubsequences: false)
        let b = actual.split(separator: "\n", omittingEmptySubsequences: false)
        for index in 0..<max(a.count, b.count) {
            let (left, right) = (index < a.count ? String(a[index]) : "(end)", index < b.count ? String(b[index]) : "(end)")
            if left != right { return "line \(index + 1): expected '\(left)', found '\(right)'" }
        }
        return "no difference"
    }
}
