import TestSupport
import XCTest

@testable import MeshResources

/// What a real istiod answered, against what `PodWebhook` gives for the same pods.
final class WebhookRecordingTests: XCTestCase {
    private struct Exchange {
        let name: String
        let path: String
        let request: Node
        let response: Node
    }

    private func exchanges() throws -> [Exchange] {
        guard let folder = Conformance.path("../recordings/webhook/inject"), FileManager.default.fileExists(atPath: folder) else {
            throw XCTSkip("no recordings beside the checkout")
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".http") }.sorted()
        return try names.compactMap { name in
            let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
            let halves = SprigText.split(text.replacingOccurrences(of: "\r\n", with: "\n"), by: "\n---\n")
            guard halves.count == 2, let request = Self.body(halves[0]), let response = Self.body(halves[1]) else { return nil }
            let path = halves[0].split(separator: " ").dropFirst().first.map { String($0.prefix { !$0.isNewline }) } ?? ""
            return Exchange(name: name, path: path, request: request, response: response)
        }
    }

    private static func body(_ message: String) -> Node? {
        let parts = SprigText.split(message, by: "\n\n")
        return parts.count < 2 ? nil : JSONText.parse(parts.dropFirst().joined(separator: "\n\n"))
    }

    /// The settings of the recorded mesh.
    private func settings() throws -> InjectionSettings {
        let mesh = SourceText(
            name: "mesh",
            text: "defaultConfig: {holdApplicationUntilProxyStarts: true, proxyMetadata: {ISTIO_META_DNS_CAPTURE: 'true'}}")
        let release: Value = ["global": ["hub": "registry.istio.io/release", "tag": "1.30.3"]]
        var settings = InjectionSettings(
            templates: .builtIn, values: InjectionValues(BuiltInDefaults.values.merging(release)), mesh: try .read(mesh))
        settings.nativeSidecars = true
        return settings
    }

    func testSamePods() throws {
        var settings = try settings()
        var injected = 0
        for exchange in try exchanges() {
            let request = try XCTUnwrap(exchange.request["request"], exchange.name)
            let pod = try XCTUnwrap(request["object"], exchange.name)
            let namespace = request["namespace"]?.text ?? ""
            // The path that names a cluster names one whose nodes that istiod does not know.
            settings.nativeSidecars = exchange.path == "/inject"
            let answer = try PodWebhook(settings).inject(pod, namespace: namespace, path: exchange.path)
            guard let patch = exchange.response["response"]?["patch"]?.string else {
                if case .injected = answer { XCTFail("\(exchange.name): istiod leaves the pod alone") }
                continue
            }
            injected += 1
            let bytes = try XCTUnwrap(Base64.decode(patch))
            let operations = try XCTUnwrap(JSONText.parse(String(decoding: bytes, as: UTF8.self)))
            // The patch is against the pod as the API server writes it, with fields such as `resources` always there.
            let wanted = try JSONPatch.apply(operations, to: Value(try record(pod)))
            guard case .injected(let found) = answer else {
                XCTFail("\(exchange.name): istiod injects")
                continue
            }
            if let problem = InjectionCorpus.difference(try canonical(wanted), try canonical(found)) {
                XCTFail("\(exchange.name): \(problem)")
            }
        }
        XCTAssertGreaterThanOrEqual(injected, 10)
    }

    func testRemoteAnswers() throws {
        for exchange in try exchanges() {
            var reader = RecordReader(.document)
            let record = try reader.read(try XCTUnwrap(exchange.request["request"]?["object"]), PodFields.podType)
            let pod = Pod(
                metadata: record.record(PodFields.podMetadata) ?? Record(PodFields.metadataType),
                spec: record.record(PodFields.podSpec) ?? Record(PodFields.specType))
            let result = try RemoteWebhook.apply(exchange.response, to: pod)
            let isPatched = exchange.response["response"]?["patch"] != nil
            XCTAssertEqual(result.find("istio-proxy") != nil, isPatched || pod.find("istio-proxy") != nil, exchange.name)
        }
        let refusal = try XCTUnwrap(JSONText.parse(#"{"response":{"allowed":false,"status":{"message":"no"}}}"#))
        XCTAssertThrowsError(try RemoteWebhook.apply(refusal, to: Pod())) { XCTAssertEqual("\($0)", "no") }
    }

    private func canonical(_ pod: Value) throws -> String {
        let text = JSONWriter.text(pod, .init(sortsKeys: false))
        let node = try XCTUnwrap(YAML.parse(SourceText(name: "pod", text: text)).tree.documents.first?.root)
        return YAMLEmitter.text(Value(try record(node)))
    }

    private func record(_ pod: Node) throws -> Record {
        var reader = RecordReader(.document)
        return try reader.read(pod, PodFields.podType)
    }
}
