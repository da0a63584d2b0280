import MeshResources
import XCTest

final class RE2Tests: XCTestCase {
    private func expect(_ pattern: String, matches: [String] = [], not: [String] = [], line: UInt = #line) throws {
        let expression = try RE2(pattern)
        let matcher = RE2Matcher(expression)
        for text in matches { XCTAssertTrue(matcher.fullMatch(text), "\(pattern) should match \(text)", line: line) }
        for text in not { XCTAssertFalse(matcher.fullMatch(text), "\(pattern) should not match \(text)", line: line) }
    }

    func testFullMatchSpansTheWholeText() throws {
        try expect("/v[0-9]+/items", matches: ["/v1/items", "/v42/items"], not: ["/v1/items/", "/v/items", "x/v1/items"])
        try expect("^/a$|b", matches: ["/a", "b"], not: ["/ab", "ab"])
        try expect("a|ab", matches: ["a", "ab"])
        try expect(".*\\.(png|jpe?g)", matches: ["/x.png", ".jpg", "a.jpeg"], not: ["/x.gif", "/x.png\n"])
        try expect("x{2,3}", matches: ["xx", "xxx"], not: ["x", "xxxx"])
        try expect("(a*)*b", matches: ["b", "aaab"], not: ["aaa"])
    }

    func testDotKnowsUTF8AndNotBrokenBytes() throws {
        try expect("a.b", matches: ["aéb", "a😀b"], not: ["a\nb", "ab"])
        let matcher = RE2Matcher(try RE2("a.b"))
        XCTAssertFalse(matcher.fullMatch([0x61, 0xFF, 0x62]))
        XCTAssertTrue(RE2Matcher(try RE2("a\\Cb")).fullMatch([0x61, 0xFF, 0x62]))
    }

    func testFlagsFoldingAndClasses() throws {
        try expect("(?i)jason", matches: ["JASON", "ja\u{17F}on"], not: ["jaso"])
        try expect("a(?i:b)c", matches: ["aBc"], not: ["ABC"])
        try expect("[[:alpha:]_]\\d\\W", matches: ["x1-", "_0 "], not: ["x1x"])
        try expect("\\p{Greek}+\\PL", matches: ["αβγ1"], not: ["abc1"])
        try expect("\\Qa.b\\E+", matches: ["a.bb"], not: ["axb"])
        try expect("(?s).", matches: ["\n"])
    }

    func testWordBoundariesInsideAndAtTheEnds() throws {
        try expect(".*\\bfoo\\b.*", matches: ["foo", "a foo b", "-foo-"], not: ["afoo", "food"])
        XCTAssertTrue(try RE2("\\Bo\\b").partialMatch("fo o"))
        XCTAssertFalse(try RE2("^o").partialMatch("fo"))
    }

    func testReasonsAreWordedAsRE2AndAsGo() {
        let table: [(String, String)] = [
            ("(a", "missing ): (a"), ("a)", "unexpected ): a)"), ("[a", "missing ]: [a"), ("*", "no argument for repetition operator: *"),
            ("a**", "bad repetition operator: **"), ("a{1001}", "invalid repetition size: {1001}"),
            ("(a{100}){100}", "invalid repetition size: {100}"), ("\\8", "invalid escape sequence: \\8"), ("\\", "trailing \\"),
            ("(?<=a)b", "invalid perl operator: (?<="), ("[b-a]", "invalid character class range: b-a"),
            ("(?P<n", "invalid named capture group: (?P<n"), ("\\p{Klingon}", "invalid character class range: \\p{Klingon}"),
        ]
        for (pattern, reason) in table { XCTAssertEqual(RE2.check(pattern)?.description, reason) }
        XCTAssertEqual(RE2.check("(a")?.goDescription, "error parsing regexp: missing closing ): `(a`")
        XCTAssertNil(RE2.check("(?P<year>\\d{4})-{,2}"))
    }

    func testNestingAndSizeAreBounded() {
        let deep = String(repeating: "(", count: 5_000) + String(repeating: ")", count: 5_000)
        XCTAssertEqual(RE2.check(deep)?.reason, .nestsTooDeeply)
        XCTAssertThrowsError(try RE2("(\\pL{500}){2}"))
        let large = try? RE2("[ab]{1000}[cd]{1000}[ef]{1000}" + String(repeating: "[gh]{1000}", count: 31))
        XCTAssertGreaterThan(large?.programSize ?? 0, RE2.envoyProgramLimit)
    }

    func testHostilePatternTakesLinearTime() throws {
        let text = String(repeating: "a", count: 100_000)
        XCTAssertFalse(try RE2("(a*)*(a|aa)*b").fullMatch(text))
        // More states than the table holds: it starts over instead of growing.
        let bits = String(repeating: "abbab", count: 4_000)
        XCTAssertTrue(try RE2("[ab]*a[ab]{13}").fullMatch(bits + "a" + String(repeating: "b", count: 13)))
    }

    func testReplacement() throws {
        XCTAssertEqual(try RE2("/v([0-9]+)/").replacingAll(in: "/a/v1/b/v2/c", with: "/\\1-"), "/a/1-b/2-c")
        XCTAssertEqual(try RE2("b*").replacingAll(in: "abc", with: "-"), "-a-c-")
        XCTAssertNil(try RE2("x").replacingAll(in: "abc", with: "-"))
        XCTAssertEqual(try RE2("(a|ab)(c|bcd)").firstMatch(in: Array("xabcd".utf8))?.compactMap { $0 }, [1..<5, 1..<2, 2..<5])
    }
}
