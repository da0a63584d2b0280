import Foundation
import MeshResources
import TestSupport
import XCTest

/// Recorded answers of a real mesh, where they are present: `../shared/recordings` beside the checkout, or beside the
/// conformance data.
enum Recordings {
    static let folder: String? = {
        let beside = Conformance.folder.map { ($0 as NSString).deletingLastPathComponent + "/recordings" }
        return beside.flatMap { FileManager.default.fileExists(atPath: $0 + "/README.md") ? $0 : nil }
    }()

    /// The body of a recorded answer. Skips the test when the recordings are absent.
    static func body(_ path: String) throws -> SourceText {
        guard let folder else { throw XCTSkip("no recordings beside the checkout") }
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(path)"))
        guard let mark = data.range(of: Data("\n---\n".utf8)) else { throw CocoaError(.fileReadCorruptFile) }
        let answer = data[mark.upperBound...]
        let blank = answer.range(of: Data("\r\n\r\n".utf8)) ?? answer.range(of: Data("\n\n".utf8))
        return SourceText(name: path, bytes: [UInt8](answer[(blank?.upperBound ?? answer.startIndex)...]))
    }

    /// A recorded config dump.
    static func dump(_ path: String) throws -> ConfigDump { try ConfigDump(body(path)) }

    /// A recorded answer in JSON.
    static func json(_ path: String) throws -> Node {
        let source = try body(path)
        return try XCTUnwrap(JSONReader.parse(source).tree.roots.first, path)
    }
}

/// Files of the proxyconfig corpus.
enum ProxyCorpus {
    static func text(_ path: String) throws -> String {
        guard let file = Conformance.path("proxyconfig/\(path)") else { throw XCTSkip("no conformance data beside the checkout") }
        return try String(contentsOfFile: file, encoding: .utf8)
    }

    static func json(_ path: String) throws -> Node {
        let result = JSONReader.parse(SourceText(name: path, text: try text(path)))
        return try XCTUnwrap(result.tree.roots.first, path)
    }

    static func dump(_ path: String) throws -> ConfigDump { try ConfigDump(SourceText(name: path, text: try text(path))) }
}
