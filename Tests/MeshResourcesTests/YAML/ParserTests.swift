import XCTest

@testable import MeshResources

/// What the YAML reader makes of texts: values, positions, refusals.
final class ParserTests: XCTestCase {
    /// The documents as canonical JSON, or the first complaint as `line:column message`.
    private func read(_ text: String) -> [String] {
        let result = YAML.parse(SourceText(name: "t", text: text))
        if let first = result.diagnostics.first, let start = first.location?.start {
            return ["\(start.line):\(start.column) \(first.message)"]
        }
        return result.tree.documents.map { $0.root.map { JSONWriter.text($0) } ?? "null" }
    }

    func testBlockCollections() {
        XCTAssertEqual(read("a:\n- b\n- c: 1\n  d: 2\ne:\n  f: g\n"), [#"{"a":["b",{"c":1,"d":2}],"e":{"f":"g"}}"#])
        XCTAssertEqual(read("- - a\n  - b\n- c"), [#"[["a","b"],"c"]"#])
        XCTAssertEqual(read("a:\nb:\n  - \n  - x"), [#"{"a":null,"b":[null,"x"]}"#])
    }

    func testFlowCollections() {
        XCTAssertEqual(read("a: [b, {c: d}, 'e',\n  f]"), [#"{"a":["b",{"c":"d"},"e","f"]}"#])
        XCTAssertEqual(read(#"{"a":1,b: [x: z,],}"#), [#"{"a":1,"b":[{"x":"z"}]}"#])
        XCTAssertEqual(read("a:\n  b: [\n    c\n  ]"), [#"{"a":{"b":["c"]}}"#])
    }

    func testScalarsOverSeveralLines() {
        XCTAssertEqual(read("a: b\n  c\n\n  d"), [#"{"a":"b c\nd"}"#])
        XCTAssertEqual(read("a: \"b\\\n  c \\n\n  d\""), [#"{"a":"bc \n d"}"#])
        XCTAssertEqual(read("a: 'it''s\n  so'"), [#"{"a":"it's so"}"#])
    }

    func testBlockScalars() {
        XCTAssertEqual(read("a: |\n  x\n   y\n\nb: >-\n  x\n  y\n\n  z\nc: |+\n  x\n\n"), [#"{"a":"x\n y\n","b":"x y\nz","c":"x\n\n"}"#])
        XCTAssertEqual(read("a: |2\n    x\n   y\n"), [#"{"a":"  x\n y\n"}"#])
        XCTAssertEqual(read("- |\n x\n- y"), [#"["x\n",true]"#])
    }

    func testDocuments() {
        XCTAssertEqual(read("---\na: 1\n---\n---\nb\n...\n"), [#"{"a":1}"#, "null", #""b""#])
        XCTAssertEqual(read("# nothing\n"), [])
        XCTAssertEqual(read("\u{FEFF}a: 1\r\nb: 2\r\n"), [#"{"a":1,"b":2}"#])
    }

    func testWhatOtherReadersLose() {
        XCTAssertEqual(read(" a: 1\nb: 2").first?.hasPrefix("2:1 "), true)
        XCTAssertEqual(read("a: 1\n...\nb: 2"), [#"{"a":1}"#, #"{"b":2}"#])
        XCTAssertEqual(read("{\"a\":1} {\"b\":2}").first?.hasPrefix("1:9 "), true)
    }

    func testAnchorsAndMergeKeys() {
        XCTAssertEqual(read("a: &x {p: 1, q: 2}\nb:\n  <<: *x\n  q: 3"), [#"{"a":{"p":1,"q":2},"b":{"p":1,"q":3}}"#])
        XCTAssertEqual(read("a: [&x [1], *x]"), [#"{"a":[[1],[1]]}"#])
        XCTAssertEqual(read("- &x !!str 80\n- *x : v"), [#"["80",{"80":"v"}]"#])
        XCTAssertEqual(read("a: *none").first, "1:4 the alias '*none' refers to no anchor of this document")
        XCTAssertEqual(read("a: &a [*a]").first, "1:8 the value of anchor 'a' contains itself")
    }

    func testRefusalsNameTheMistakeAndItsPlace() {
        let expected = [
            "a:\n\tb: 1": "2:1 a tab is used as indentation",
            "a:b\nc: d": "1:2 no blank after ':', so that 'a:b' is not a key",
            "a: 1\nb:2\nc: 3": "2:2 no blank after ':', so that 'b:2' is not a key",
            "a: \"x\nb: y\n": "1:4 a double quote is opened here and not closed before a line without indentation",
            "a: [b\nc: d\n": "1:4 '[' is opened here and not closed before a line without indentation",
            "a: [b": "1:4 '[' is opened here and never closed",
            "a: {{ .Values.x }}": "1:4 a template action '{{' is not YAML",
            "? [a]\n: b": "1:1 outside the subset: a collection as a mapping key",
            "%YAML 1.2\n---\na": "1:1 outside the subset: a '%YAML' directive that Kubernetes does not read",
            "host: *.example.com": "1:7 '*' begins an alias, and '.example.com' is no alias name",
            "a: \"\\q\"": "1:5 unknown escape '\\q' in double quotes",
            "a: @b": "1:4 a plain value may not begin with '@'",
            "a: .inf": "1:4 '.inf' has no JSON form",
            "a: b: c": "1:5 a mapping may not begin behind 'key:' on the same line",
            "a:\n  b: 1\n c: 2": "3:2 indented by 1 where the mapping is indented by 0",
        ]
        for (text, message) in expected { XCTAssertEqual(read(text).first, message, text) }
    }

    func testSeveralErrorsInOneText() {
        let text = "a: [\n---\nspec:\n  x: @\n  y: 1\nother: `\n---\ngood: yes\n"
        let result = YAML.parse(SourceText(name: "t", text: text))
        XCTAssertEqual(result.diagnostics.compactMap { $0.location?.start.line }, [1, 4, 6])
        XCTAssertEqual(result.tree.roots.map { JSONWriter.text($0) }, [#"{"good":true}"#])
    }

    func testAMistakeBehindADocumentsEndLeavesItWhole() {
        let result = YAML.parse(SourceText(name: "t", text: "a: [1, 2]\n... b\nc: @\n"))
        XCTAssertEqual(result.diagnostics.compactMap { $0.location?.start.line }.first, 2)
        XCTAssertEqual(result.tree.roots.map { JSONWriter.text($0) }, [#"{"a":[1,2]}"#])
    }

    func testBytesThatAreNotText() {
        func complaint(_ bytes: [UInt8]) -> String? { YAML.parse(SourceText(name: "t", bytes: bytes)).diagnostics.first?.message }
        XCTAssertEqual(complaint([0x61, 0x3A, 0x20, 0xFF]), "the byte 0xFF is not UTF-8")
        XCTAssertEqual(complaint([0x61, 0x00]), "a zero byte, this looks like a binary file")
        XCTAssertEqual(complaint([0x61, 0xED, 0xA0, 0x80]), "the byte 0xED is not UTF-8")
        XCTAssertEqual(complaint([0x07]), "the control character U+0007 is not allowed")
        XCTAssertNil(complaint([0xFF, 0xFE, 0x61, 0x00, 0x3A, 0x00, 0x20, 0x00, 0x62, 0x00]))
    }

    func testDepthAndExpansionAreBounded() {
        XCTAssertEqual(read(String(repeating: "[", count: 100_000)).first, "1:257 nested deeper than 256 levels")
        var laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<10 { laughs += "a\(level): &a\(level) [\((0..<10).map { _ in "*a\(level - 1)" }.joined(separator: ", "))]\n" }
        XCTAssertEqual(read(laughs).first?.contains("aliases unfold to more than"), true)
    }

    func testTimeIsLinear() {
        func seconds(_ text: String) -> Double {
            let source = SourceText(name: "t", text: text)
            let clock = ContinuousClock()
            var best = Duration.seconds(1000)
            for _ in 0..<3 { best = min(best, clock.measure { _ = YAML.parse(source) }) }
            return Double(best.components.attoseconds) * 1e-18 + Double(best.components.seconds)
        }
        let shapes: [(String, (Int) -> String)] = [
            ("keys", { n in (0..<n).map { "key\($0): v\n" }.joined() }),
            ("anchors", { n in (0..<n).map { "- &a\($0) v\n- *a\($0)\n" }.joined() }),
            ("aliases as keys", { n in (0..<n).map { "- &a\($0) v\n- *a\($0) : w\n" }.joined() }),
            ("documents", { n in String(repeating: "a: 1\n---\n", count: n) }),
            ("long line", { n in "a: [" + String(repeating: "x, ", count: n) + "x]\n" }),
            ("text", { n in "a: |\n" + String(repeating: "  line of text\n", count: n) }),
        ]
        for (name, make) in shapes {
            let small = seconds(make(4_000))
            let big = seconds(make(32_000))
            XCTAssertLessThan(big, small * 8 * 4 + 0.02, "\(name): \(small) s for 4,000, \(big) s for 32,000")
        }
    }

    func testPartsReadAsTheWhole() {
        let text = (0..<200).map { "---\n# \($0)\nname: d\($0)\ntext: |\n  ---\n  x\n" }.joined()
        let source = SourceText(name: "t", text: text)
        let parts = YAML.parts(of: source, size: 500)
        XCTAssertGreaterThan(parts.count, 5)
        let roots = parts.flatMap { YAML.parse(source, part: $0).tree.roots.map { JSONWriter.text($0) } }
        XCTAssertEqual(roots, YAML.parse(source).tree.roots.map { JSONWriter.text($0) })
    }

    func testPositionsCountCharacters() {
        let source = SourceText(name: "t", text: "é: x\r\n日本: [y]\r\n")
        let root = YAML.parse(source).tree.roots[0]
        XCTAssertEqual(root["é"]?.location.start, Position(line: 1, column: 4))
        XCTAssertEqual(root["日本"]?.items.first { _ in true }?.location.start, Position(line: 2, column: 6))
        XCTAssertEqual(source.offset(line: 2, column: 6), root["日本"]?.items.first { _ in true }?.range.start)
    }
}
