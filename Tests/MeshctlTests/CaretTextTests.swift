import MeshResources
import XCTest

@testable import meshctl

/// The text that people read.
final class CaretTextTests: XCTestCase {
    private func render(_ text: String, _ marked: String, width: Int = 60) -> String {
        let source = SourceText(name: "a.yaml", text: text)
        let bytes = Array(text.utf8)
        let needle = Array(marked.utf8)
        let start = (0...(bytes.count - needle.count)).first { bytes[$0..<($0 + needle.count)].elementsEqual(needle) } ?? 0
        let location = Location(source: source, range: SourceRange(start, start + needle.count))
        let diagnostic = Diagnostic(code: "MSH9999", severity: .error, message: "something", location: location)
        let lines = CaretText(paint: Painter(isOn: false), width: width).text(diagnostic).split(
            separator: "\n", omittingEmptySubsequences: false)
        return lines.dropFirst().joined(separator: "\n")
    }

    func testOneLine() {
        XCTAssertEqual(
            render("a: 1\nkey: value # note\n", "value"),
            """
             --> a.yaml:2:6
              |
            2 | key: value # note
              |      ^^^^^

            """)
    }

    func testTabsBecomeBlanks() {
        XCTAssertTrue(render("a:\tb", "b").contains("1 | a:    b\n  |       ^\n"), render("a:\tb", "b"))
    }

    func testWideCharactersTakeTwoColumns() {
        XCTAssertTrue(render("名前: 値段", "値段").contains("1 | 名前: 値段\n  |       ^^^^\n"), render("名前: 値段", "値段"))
    }

    func testControlCharactersAreNotSentToTheTerminal() {
        let text = render("a: \u{1B}[31mred", "red")
        XCTAssertFalse(text.contains("\u{1B}"))
    }

    func testLongLinesAreCutAroundThePlace() {
        let long = String(repeating: "x", count: 500) + " HERE " + String(repeating: "y", count: 500)
        let text = render(long, "HERE")
        for line in text.split(separator: "\n") { XCTAssertLessThanOrEqual(line.count, 60, String(line)) }
        XCTAssertTrue(text.contains("HERE") && text.contains("…"), text)
        let lines = text.split(separator: "\n").map(String.init)
        let column = lines[2].range(of: "HERE").map { lines[2].distance(from: lines[2].startIndex, to: $0.lowerBound) }
        XCTAssertEqual(lines[3].firstIndex(of: "^").map { lines[3].distance(from: lines[3].startIndex, to: $0) }, column)
    }

    func testARangeOfSeveralLinesIsMarkedToTheEndOfTheFirst() {
        XCTAssertTrue(render("a: [b,\n  c]", "[b,\n  c]").contains("1 | a: [b,\n  |    ^^^\n"), render("a: [b,\n  c]", "[b,\n  c]"))
    }

    func testAnEmptyRangeHasOneCaret() {
        XCTAssertTrue(render("abc", "").contains("1 | abc\n  | ^\n"))
    }

    /// A hundred megabytes on one line must cost next to nothing to show.
    func testAHugeLineIsCheap() {
        let source = SourceText(name: "a.yaml", bytes: [UInt8](repeating: 0x78, count: 20_000_000))
        let location = Location(source: source, range: SourceRange(19_999_999, 20_000_000))
        let diagnostic = Diagnostic(code: "", severity: .warning, message: "m", location: location)
        XCTAssertLessThan(CaretText(paint: Painter(isOn: false), width: 80).text(diagnostic).count, 500)
    }

    func testTablesAlign() {
        var table = Table(["NAME", "AGE"])
        table.add(["a-long-name", "1d"])
        table.add(["名", ""])
        XCTAssertEqual(table.text(), "NAME          AGE\na-long-name   1d\n名\n")
    }

    func testXMLAndWorkflowCommandsAreEscaped() {
        let source = SourceText(name: "a,b:c.yaml", text: "x")
        let finding = Diagnostic(
            code: "MSH0001", severity: .error, message: "50% <of>\n'x' & \"y\"\u{1}",
            location: Location(source: source, range: SourceRange(0, 1)))
        XCTAssertEqual(
            GitHubAnnotations.text([finding]),
            "::error file=a%2Cb%3Ac.yaml,line=1,endLine=1,col=1,endColumn=2,title=MSH0001::50%25 <of>%0A'x' & \"y\"\u{1}\n")
        let xml = JUnit.text([finding], files: [])
        XCTAssertTrue(xml.contains("message=\"50% &lt;of&gt;&#10;'x' &amp; &quot;y&quot;\u{FFFD}\""), xml)
        XCTAssertEqual(SARIF.uri("a b/ü.yaml"), "a%20b/%C3%BC.yaml")
    }
}
