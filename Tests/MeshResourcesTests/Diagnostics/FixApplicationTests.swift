import XCTest

@testable import MeshResources

/// Which fixes are carried out together, and what comes of them.
final class FixApplicationTests: XCTestCase {
    private let source = SourceText(name: "t", text: "abcdefghij")

    private func apply(_ fixes: [[(Int, Int, String)]]) -> (text: String, applied: Int) {
        let fixes = fixes.map { edits in
            FixIt(
                title: "t", isSafe: true, source: source,
                edits: edits.map { TextEdit(range: SourceRange($0.0, $0.1), replacement: $0.2) })
        }
        let (bytes, applied) = FixApplication.apply(fixes, to: source)
        return (String(decoding: bytes, as: UTF8.self), applied)
    }

    func testFixesApartAreTakenTogether() {
        XCTAssertEqual(apply([[(6, 7, "G")], [(0, 1, "A"), (9, 10, "J")]]).text, "AbcdefGhiJ")
    }

    func testAnOverlappingFixIsLeftWhole() {
        let (text, applied) = apply([[(1, 4, "X")], [(3, 5, "Y"), (8, 9, "I")]])
        XCTAssertEqual(text, "aXefghij")
        XCTAssertEqual(applied, 1)
    }

    func testAnInsertionMayStandBeforeAReplacement() {
        XCTAssertEqual(apply([[(2, 2, "+")], [(2, 3, "C")]]).text, "ab+Cdefghij")
        XCTAssertEqual(apply([[(2, 3, "C")], [(2, 2, "+")]]).text, "ab+Cdefghij")
        XCTAssertEqual(apply([[(2, 2, "+")], [(2, 3, "C")], [(2, 4, "D")]]).applied, 2)
    }

    func testEqualFixesCountEach() {
        let (text, applied) = apply([[(2, 3, "C")], [(2, 3, "C")]])
        XCTAssertEqual(text, "abCdefghij")
        XCTAssertEqual(applied, 2)
    }

    func testNoTwoTakenFixesOverlap() {
        var state: UInt64 = 3
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for _ in 0..<2_000 {
            let fixes = (0..<6).map { index -> (Int, Int, String) in
                let start = random(10)
                return (start, min(10, start + random(4)), String(index))
            }
            // Each character of the source is gone at most once, and each taken fix stands in the text exactly once.
            let (text, applied) = apply(fixes.map { [$0] })
            let taken = fixes.filter { text.contains($0.2) }
            XCTAssertEqual(taken.count, applied, "\(fixes)")
            XCTAssertEqual(text.count, 10 + taken.count - taken.reduce(0) { $0 + $1.1 - $1.0 }, "\(fixes)")
        }
    }
}
