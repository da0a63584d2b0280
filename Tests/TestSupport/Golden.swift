import Foundation
import XCTest

/// Expected texts kept as files. With `MESHCTL_RECORD=1` they are rewritten, and the run fails.
public enum Golden {
    /// Compares a text with a file of the checkout.
    public static func check(_ text: String, _ relative: String, file: StaticString = #filePath, line: UInt = #line) {
        if ProcessInfo.processInfo.environment["MESHCTL_RECORD"] == "1" {
            guard Project.text(relative) != text else { return }
            let url = URL(fileURLWithPath: Project.path(relative))
            try? FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try? text.write(to: url, atomically: true, encoding: .utf8)
            XCTFail("recorded \(relative)", file: file, line: line)
            return
        }
        guard let expected = Project.text(relative) else {
            return XCTFail("no golden \(relative): run the tests with MESHCTL_RECORD=1", file: file, line: line)
        }
        if expected != text {
            XCTFail("\(relative) differs: \(firstDifference(expected, text)); MESHCTL_RECORD=1 rewrites it", file: file, line: line)
        }
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
