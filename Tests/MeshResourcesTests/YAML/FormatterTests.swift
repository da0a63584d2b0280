import TestSupport
import XCTest

@testable import MeshResources

/// The canonical layout, and edits that leave the rest alone.
final class FormatterTests: XCTestCase {
    private func format(_ text: String) -> String? {
        let result = YAML.parse(SourceText(name: "t", text: text))
        guard case .success(let bytes) = Formatter.format([result.tree]) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    func testLayout() {
        let input = """
            # top


            a:   {b: 1,c: [x,y]}   # flow
            list:
                - k:  v
                  # inside
                  text: |-
                        one
                          two

                -   - x
            """
        let expected = """
            # top

            a: {b: 1, c: [x, y]}   # flow
            list:
            - k: v
              # inside
              text: |-
                one
                  two

            - - x

            """
        XCTAssertEqual(format(input), expected)
    }

    func testCommentsOnEveryPlaceStay() {
        let text = "# a\nx: # b\n  # c\n  y: 1 # d\n  # e\n- # f\n"
        let tree = YAML.parse(SourceText(name: "t", text: "# a\nx: # b\n  # c\n  y: 1 # d\n  # e\nz:\n# f\n- # g\n  q: 1\n# h\n")).tree
        XCTAssertEqual(tree.comments.count, 8)
        guard case .success(let bytes) = Formatter.format([tree]) else { return XCTFail("refused") }
        XCTAssertEqual(String(decoding: bytes, as: UTF8.self), "# a\nx: # b\n  # c\n  y: 1 # d\n# e\nz:\n# f\n- # g\n  q: 1\n# h\n")
        XCTAssertFalse(YAML.parse(SourceText(name: "t", text: text)).isComplete)
    }

    func testRealFilesKeepTheirValuesAndSettleAtOnce() throws {
        guard let folder = Conformance.folder else { throw XCTSkip("no conformance data") }
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder + "/realworld").filter { $0.hasSuffix(".yaml") }.sorted()
        var formatted = 0
        for file in files.enumerated().filter({ $0.offset % 10 == 0 }).map(\.element) {
            let data = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/realworld/" + file)))
            let result = YAML.parse(SourceText(name: file, bytes: data))
            guard result.isComplete else { continue }
            guard case .success(let once) = Formatter.format([result.tree]) else { XCTFail("\(file): refused"); continue }
            guard case .success(let twice) = Formatter.format([YAML.parse(SourceText(name: file, bytes: once)).tree]) else {
                XCTFail("\(file): refused the second time")
                continue
            }
            XCTAssertEqual(once, twice, file)
            formatted += 1
        }
        XCTAssertGreaterThan(formatted, 300)
    }

    // MARK: Edits

    private func edited(_ text: String, _ edit: (Node) -> TextEdit?) -> String? {
        let source = SourceText(name: "t", text: text)
        guard let root = YAML.parse(source).tree.roots.first, let edit = edit(root) else { return nil }
        let fix = FixIt(title: "t", isSafe: true, source: source, edits: [edit])
        return String(decoding: FixApplication.apply([fix], to: source).bytes, as: UTF8.self)
    }

    func testReplaceKeepsTheStyle() {
        XCTAssertEqual(edited("a: b # c\n") { YAMLEditor.replace($0["a"]!, with: "x y") }, "a: x y # c\n")
        XCTAssertEqual(edited("a: b\n") { YAMLEditor.replace($0["a"]!, with: "yes") }, "a: \"yes\"\n")
        XCTAssertEqual(edited("a: 'b'\n") { YAMLEditor.replace($0["a"]!, with: "it's") }, "a: 'it''s'\n")
        XCTAssertEqual(edited("a: \"b\"\n") { YAMLEditor.replace($0["a"]!, with: "l\nm") }, "a: \"l\\nm\"\n")
        XCTAssertEqual(edited("a:\nb: 1\n") { YAMLEditor.replace($0["a"]!, with: "x") }, "a: x\nb: 1\n")
        XCTAssertNil(edited("{-t-}\n") { YAMLEditor.replace($0["-t-"]!, with: "x") })
        XCTAssertNil(edited("? a\n") { YAMLEditor.replace($0["a"]!, with: "x") })
        XCTAssertEqual(edited("a: |\n  x\nb: 1\n") { YAMLEditor.replace($0["a"]!, with: "y") }, "a: \"y\"\nb: 1\n")
    }

    func testRemoveTakesWholeLines() {
        XCTAssertEqual(edited("a: 1\nb:\n  c: 2 # x\nd: 3\n") { YAMLEditor.remove("b", from: $0) }, "a: 1\nd: 3\n")
        XCTAssertEqual(edited("- a: 1\n  b: 2\n") { YAMLEditor.remove("a", from: $0.items.first { _ in true }!) }, "- b: 2\n")
        XCTAssertEqual(edited("{a: 1, b: 2}\n") { YAMLEditor.remove("b", from: $0) }, "{a: 1}\n")
        XCTAssertEqual(edited("- a\n- b\n- c\n") { YAMLEditor.remove(itemAt: 1, from: $0) }, "- a\n- c\n")
        XCTAssertNil(edited("a: 1\n") { YAMLEditor.remove("a", from: $0) })
    }

    func testInsertStandsBehindTheLastEntry() {
        XCTAssertEqual(
            edited("a:\n  b: 1 # x\nc: 2\n") { YAMLEditor.insert("d", .object(["e": 1]), into: $0["a"]!) },
            "a:\n  b: 1 # x\n  d:\n    e: 1\nc: 2\n")
        XCTAssertEqual(edited("a: {b: 1}\n") { YAMLEditor.insert("c", "x", into: $0["a"]!) }, "a: {b: 1, c: x}\n")
    }
}
