import XCTest

@testable import MeshResources

/// The strict JSON reader.
final class JSONReaderTests: XCTestCase {
    private func read(_ text: String) -> String {
        let result = JSONReader.parse(SourceText(name: "t", text: text))
        if let first = result.diagnostics.first, let start = first.location?.start {
            return "\(start.line):\(start.column) \(first.message)"
        }
        return result.tree.roots.map { JSONWriter.text($0) }.joined(separator: " ")
    }

    func testValues() {
        XCTAssertEqual(read(#"{"b":[1,-2.50,1e3,true,null],"a":"\u00e9\ud83d\ude00\n\/"}"#), #"{"a":"é😀\n/","b":[1,-2.5,1000,true,null]}"#)
        XCTAssertEqual(
            read("[18446744073709551615, 9007199254740993, 1e-7, 100000000000000000000000]"),
            "[18446744073709551615,9007199254740993,1e-7,1e+23]")
    }

    func testRefusals() {
        XCTAssertEqual(read(#"{"a":1,}"#), "1:8 expected a key in double quotes")
        XCTAssertEqual(read("[1 2]"), "1:4 unexpected character, expected ',' or ']'")
        XCTAssertEqual(read("[01]"), "1:2 a number with a leading zero is not JSON")
        XCTAssertEqual(read(#""\ud800""#), "1:2 half of a surrogate pair")
        XCTAssertEqual(read("\"a\nb\""), "1:3 a control character must be escaped")
        XCTAssertEqual(read(#"{"a"#), "1:2 a string that is opened here is never closed")
        XCTAssertEqual(read(""), "1:1 an empty text is not JSON")
        XCTAssertEqual(read("nul"), "1:1 expected a JSON value")
        XCTAssertEqual(read(String(repeating: "[", count: 5000)), "1:257 nested deeper than 256 levels")
    }

    func testNumbersAsGoWritesThem() {
        let expected: [(Double, String)] = [
            (0.1, "0.1"), (1, "1"), (1e21, "1e+21"), (1e20, "100000000000000000000"), (1e-7, "1e-7"), (0.000001, "0.000001"), (-0.0, "-0"),
        ]
        for (value, text) in expected { XCTAssertEqual(NumberFormat.json(value), text) }
    }
}
