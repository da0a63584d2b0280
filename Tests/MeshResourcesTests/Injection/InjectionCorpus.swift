import TestSupport
import XCTest

@testable import MeshResources

/// The shared injection cases.
enum InjectionCorpus {
    /// A file of the corpus; skips the test where the corpus is absent.
    static func source(_ path: String) throws -> SourceText {
        guard let full = Conformance.path("inject/" + path) else { throw XCTSkip("no conformance data beside the checkout") }
        return SourceText(name: path, bytes: [UInt8](try Data(contentsOf: URL(fileURLWithPath: full))))
    }

    static func json(_ path: String) throws -> Node {
        let result = YAML.parse(try source(path))
        return try XCTUnwrap(result.tree.documents.first?.root, path)
    }

    /// Templates by file: parsing them takes longer than a case.
    nonisolated(unsafe) private static var templates: [String: InjectionSettings.Templates] = [:]

    private static func templates(_ path: String) throws -> InjectionSettings.Templates {
        if let known = templates[path] { return known }
        let read = try InjectionSettings.Templates.read(try source(path))
        templates[path] = read
        return read
    }

    /// The settings of a case, from the files rendered for it.
    static func settings(_ testCase: Node) throws -> InjectionSettings {
        let rendered = try XCTUnwrap(testCase["rendered"])
        var settings = InjectionSettings(
            templates: try templates(rendered["inject_config"]?.text ?? ""),
            values: try InjectionValues(try source(rendered["values"]?.text ?? "")),
            mesh: try .read(try source(rendered["mesh_config"]?.text ?? "")))
        settings.nativeSidecars = isNative(testCase)
        return settings
    }

    static func isNative(_ testCase: Node) -> Bool {
        testCase["env"]?["ENABLE_NATIVE_SIDECARS"].map { $0.text == "true" } ?? testCase["native_sidecars"]?.bool ?? false
    }

    static func trimmed(_ text: String) -> String { text.trimmingCharacters(in: .whitespacesAndNewlines) }

    static func text(_ source: SourceText) -> String { String(decoding: source.bytes, as: UTF8.self) }

    /// Where two texts part.
    static func difference(_ wanted: String, _ found: String) -> String? {
        let (wanted, found) = (trimmed(wanted), trimmed(found))
        return wanted == found ? nil : Golden.firstDifference(wanted, found)
    }
}
