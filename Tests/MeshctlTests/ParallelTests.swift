import XCTest

@testable import meshctl

final class ParallelTests: XCTestCase {
    func testResultsKeepTheirOrder() {
        XCTAssertEqual(Parallel.map(1000, threads: 8) { $0 * $0 }, (0..<1000).map { $0 * $0 })
        XCTAssertEqual(Parallel.map(0, threads: 8) { $0 }, [])
        XCTAssertEqual(Parallel.map(1, threads: 8) { $0 }, [0])
    }

    func testTwoPiecesOfWorkGiveTheirOwnResults() {
        let (count, word) = Parallel.both({ Parallel.map(100) { $0 }.count }, { "done" })
        XCTAssertEqual(count, 100)
        XCTAssertEqual(word, "done")
    }
}
