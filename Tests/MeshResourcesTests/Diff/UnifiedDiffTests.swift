import MeshResources
import TestSupport
import XCTest

final class UnifiedDiffTests: XCTestCase {
    func testWritesHunksAsPatchTakesThem() {
        let old = (1...12).map { "line \($0)\n" }.joined()
        let new = old.replacingOccurrences(of: "line 2\n", with: "line two\n").replacingOccurrences(of: "line 12\n", with: "line 12")
        XCTAssertEqual(
            UnifiedDiff.text(old: Array(old.utf8), new: Array(new.utf8), oldName: "a/f", newName: "b/f"),
            """
            --- a/f
            +++ b/f
            @@ -1,5 +1,5 @@
             line 1
            -line 2
            +line two
             line 3
             line 4
             line 5
            @@ -9,4 +9,4 @@
             line 9
             line 10
             line 11
            -line 12
            +line 12
            \\ No newline at end of file

            """)
    }

    /// What `patch` makes of the difference is the new text.
    func testPatchAppliesIt() throws {
        guard let patch = Program.find("patch") else { throw XCTSkip("patch is not installed") }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("meshctl-patch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for seed in 0..<60 {
            var random = SeededGenerator(seed: seed)
            func text() -> String {
                let lines = (0..<Int.random(in: 1..<40, using: &random)).map { _ in "line \(Int.random(in: 0..<12, using: &random))" }
                return lines.joined(separator: "\n") + (Bool.random(using: &random) ? "\n" : "")
            }
            let (old, new) = (text(), text())
            let file = folder.appendingPathComponent("f")
            try old.write(to: file, atomically: true, encoding: .utf8)
            let difference = UnifiedDiff.text(old: Array(old.utf8), new: Array(new.utf8), oldName: "a/f", newName: "b/f")
            if old != new {
                let result = try Program.run(patch, ["-p1", "-s"], input: difference, directory: folder.path)
                XCTAssertEqual(result.status, 0, "seed \(seed): \(result.output)")
            }
            XCTAssertEqual(try String(contentsOf: file, encoding: .utf8), new, "seed \(seed)")
        }
    }
}
