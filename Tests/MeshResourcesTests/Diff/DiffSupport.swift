import MeshResources
import XCTest

/// A generator whose sequence depends on the seed only, so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state &* 0x2545_F491_4F6C_DD1D
    }
}

enum DiffSupport {
    /// The root of a value, as if it had been read.
    static func node(_ value: Value, name: String = "value") -> Node {
        guard let root = YAML.parse(SourceText(name: name, text: JSONWriter.text(value))).tree.documents.first?.root else {
            XCTFail("a value cannot be read back")
            return YAML.parse(SourceText(name: name, text: "{}")).tree.documents[0].root!
        }
        return root
    }

    /// The resources of a YAML text.
    static func resources(_ text: String, name: String = "file.yaml") -> [Resource] {
        let result = YAML.parse(SourceText(name: name, text: text))
        XCTAssert(result.isComplete, result.diagnostics.map(\.message).joined(separator: "; "))
        return Resource.all(in: result.tree).resources
    }
}
