import TestSupport
import XCTest

extension Golden {
    /// Compares a text with a file of the checkout and fails the test when they differ.
    static func check(_ text: String, _ relative: String, file: StaticString = #filePath, line: UInt = #line) {
        if let problem = problem(text, relative) { XCTFail(problem, file: file, line: line) }
    }
}
