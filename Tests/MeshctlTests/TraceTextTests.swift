import MeshResources
import XCTest

@testable import meshctl

/// The tree of an explanation.
final class TraceTextTests: XCTestCase {
    private func tree(width: Int?) -> String {
        let source = SourceText(name: "samples/shop/security.yaml", text: "a: 1\nb: 2\n")
        let place = Location(source: source, range: SourceRange(5, 6))
        let inner = TraceStep("rule", "source principal is 'a', rule wants 'b'; path is '/', rule wants '/products/*'", .lost, at: place)
        var outer = TraceStep("ALLOW", "policies apply, but no rule allows it", .lost)
        outer.steps = [inner, TraceStep("remedy", "none", .note)]
        return TraceText(paint: Painter(isOn: false), width: width).text([outer])
    }

    func testLinesAreWholeWhereThereIsNoTerminal() {
        XCTAssertEqual(
            tree(width: nil),
            """
            └─ ✗ ALLOW policies apply, but no rule allows it
               ├─ ✗ rule source principal is 'a', rule wants 'b'; path is '/', rule wants '/products/*'  samples/shop/security.yaml:2:1
               └─ · remedy none

            """)
    }

    func testLongLinesBreakBetweenWords() {
        XCTAssertEqual(
            tree(width: 44),
            """
            └─ ✗ ALLOW policies apply, but no rule
               │ allows it
               ├─ ✗ rule source principal is 'a', rule
               │    wants 'b'; path is '/', rule wants
               │    '/products/*'
               │    samples/shop/security.yaml:2:1
               └─ · remedy none

            """)
    }
}
