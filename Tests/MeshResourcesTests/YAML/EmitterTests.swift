import XCTest

@testable import MeshResources

final class EmitterTests: XCTestCase {
    private func scalar(_ text: String) -> String {
        String(YAMLEmitter.text(.object(["k": .string(text)])).dropFirst(3).dropLast())
    }

    func testPlainStringsStayPlain() {
        for text in ["a", "a b", "-p", "a:b", "http://x/y", "a#b", "istio-proxy", "é", "?x", "1.2.3", "10Mi", "$(POD)", "a,b", "x]"] {
            XCTAssertEqual(scalar(text), text)
        }
    }

    func testStringsThatWouldReadAsSomethingElseAreDoubleQuoted() {
        let texts = [
            "", "~", "null", "true", "yes", "No", "on", "y", "N", "1", "-1", "+5", "0x1F", "0644", "0b11", "1_000", "1.5", "1e3", ".5",
            ".inf",
            ".NaN", "2001-01-02", "2001-1-2", "2001-01-02T03:04:05Z", "2001-01-02 03:04:05", "12:30", "190:20:30.15", "<<",
        ]
        for text in texts { XCTAssertEqual(scalar(text), "\"\(text)\"") }
        for text in ["2001-13-02", "2001-02-30", "12:60", "nope", "1.2.3", "0x", "+", "-", "2001-01-02T03:04:05"] where text != "-" {
            XCTAssertEqual(scalar(text), text)
        }
    }

    func testStringsThatCannotBePlainAreSingleQuoted() {
        let texts = [
            "*", "{\"a\":\"b\"}", " a", "a ", "a: b", "a #b", "a:", "- a", "-", "? a", "[x", "@x", "`x", "%x", "#x", "---", "...x", "&a",
            "!a", ",",
        ]
        for text in texts { XCTAssertEqual(scalar(text), "'\(text)'") }
        XCTAssertEqual(scalar("'a"), "'''a'")
    }

    func testSpecialCharactersForceDoubleQuotes() {
        XCTAssertEqual(scalar("a\tb"), #""a\tb""#)
        XCTAssertEqual(scalar("a\u{1}b\u{7F}"), #""a\x01b\x7F""#)
        XCTAssertEqual(scalar("😀"), #""\U0001F600""#)
        XCTAssertEqual(scalar("a\r\nb"), #""a\r\nb""#)
        XCTAssertEqual(scalar("a \nb"), #""a \nb""#)
    }

    func testLiteralBlocks() {
        XCTAssertEqual(scalar("a\nb"), "|-\n  a\n  b")
        XCTAssertEqual(scalar("a\nb\n"), "|\n  a\n  b")
        XCTAssertEqual(scalar("a\n\nb\n\n"), "|+\n  a\n\n  b\n")
        XCTAssertEqual(scalar(" a\nb"), "|2-\n   a\n  b")
        XCTAssertEqual(scalar("\n"), "|2+\n")
    }

    func testLongTextsFoldAtBlanks() {
        let word = String(repeating: "x", count: 40)
        XCTAssertEqual(scalar("\(word) \(word) y z"), "\(word) \(word)\n  y z")
        XCTAssertEqual(scalar("'\(word) \(word) y z"), "'''\(word) \(word)\n  y z'")
        XCTAssertEqual(scalar("\(word)\(word)\(word)"), "\(word)\(word)\(word)")
        XCTAssertEqual(scalar("\t\(word) \(word) y z"), "\"\\t\(word) \(word)\n  y z\"")
    }

    func testLayout() {
        let value: Value = [
            "b": [["n": 1, "m": [:]], ["x"], [["deep", 2.5]], []], "a": ["k": nil, "e": [:]], "c": true,
        ]
        XCTAssertEqual(
            YAMLEmitter.text(value),
            """
            a:
              e: {}
              k: null
            b:
            - m: {}
              "n": 1
            - - x
            - - - deep
                - 2.5
            - []
            c: true

            """)
        XCTAssertTrue(YAMLEmitter.text(value, .ordered).hasPrefix("b:\n- \"n\": 1"))
        XCTAssertEqual(YAMLEmitter.text(.string("x")), "x\n")
        XCTAssertEqual(YAMLEmitter.text(.array([])), "[]\n")
    }

    func testLongKeysAreExplicit() {
        let key = String(repeating: "k", count: 129)
        XCTAssertEqual(YAMLEmitter.text(.object([key: "v"])), "? \(key)\n: v\n")
        XCTAssertEqual(YAMLEmitter.text(.object([key: ["a": 1]])), "? \(key)\n: a: 1\n")
    }

    func testKeyOrder() {
        let keys = ["b", "a10", "a2", "a", "ab", "a-b", "a1", "B", "_", "a02", "1", "10", "9"]
        let sorted = keys.sorted(by: EmitterKeyOrder.precedes)
        XCTAssertEqual(sorted, ["_", "1", "9", "10", "B", "a", "a-b", "a1", "a2", "a02", "a10", "ab", "b"])
    }

    func testNumbers() {
        XCTAssertEqual(YAMLEmitter.text(.array([0.5, 1234567.5, 1e-7, -3, 0])), "- 0.5\n- 1.2345675e+06\n- 1e-07\n- -3\n- 0\n")
    }
}
