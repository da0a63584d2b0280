import XCTest

@testable import MeshResources

/// The goldens of `kube-inject`: by the shipped templates, by the built-in ones, and by the webhook's path.
final class InjectionGoldenTests: XCTestCase {
    func testCommand() throws {
        var count = 0
        for testCase in try InjectionCorpus.json("cases.json").items where testCase["check_kube_inject"]?.bool != false {
            count += 1
            let name = testCase["name"]?.text ?? ""
            let injector = ManifestInjector(Injector(try InjectionCorpus.settings(testCase)))
            check(name, testCase, injector.inject(try InjectionCorpus.source(testCase["input"]?.text ?? "")))
        }
        XCTAssertEqual(count, 130)
    }

    func testBuiltInDefaults() throws {
        var count = 0
        for testCase in try InjectionCorpus.json("cases.json").items {
            guard testCase["check_kube_inject"]?.bool != false,
                testCase["rendered"]?["inject_config"]?.text.hasPrefix("rendered/default/") == true
            else { continue }
            count += 1
            var settings = try InjectionCorpus.settings(testCase)
            settings.templates = .builtIn
            settings.values = InjectionValues(BuiltInDefaults.values)
            let injector = ManifestInjector(Injector(settings))
            let name = testCase["name"]?.text ?? ""
            let result = injector.inject(try InjectionCorpus.source(testCase["input"]?.text ?? ""))
            check(name, testCase, result)
            if result.errors.isEmpty {
                let again = injector.inject(SourceText(name: name, bytes: result.output))
                let (once, twice) = (String(decoding: result.output, as: UTF8.self), String(decoding: again.output, as: UTF8.self))
                if let problem = InjectionCorpus.difference(once, twice) { XCTFail("\(name), injected twice: \(problem)") }
            }
        }
        XCTAssertEqual(count, 102)
    }

    private func check(_ name: String, _ testCase: Node, _ result: ManifestInjector.Result) {
        if let wanted = testCase["expected_error"]?.string {
            XCTAssertTrue(result.errors.contains { $0.message.lowercased().contains(wanted.lowercased()) }, "\(name): \(result.errors)")
            return
        }
        XCTAssertEqual(result.errors.map(\.message), [], name)
        if let log = testCase["expected_log"]?.string {
            XCTAssertTrue(result.warnings.contains { $0.contains(log) }, "\(name): \(result.warnings)")
        }
        guard let wanted = try? InjectionCorpus.source(testCase["expected"]?.text ?? "") else { return XCTFail(name) }
        if let problem = InjectionCorpus.difference(InjectionCorpus.text(wanted), String(decoding: result.output, as: UTF8.self)) {
            XCTFail("\(name): \(problem)")
        }
    }

    func testWebhook() throws {
        var count = 0
        for testCase in try InjectionCorpus.json("cases.json").items where testCase["check_webhook"]?.bool == true {
            count += 1
            let name = testCase["name"]?.text ?? ""
            var settings = try InjectionCorpus.settings(testCase)
            settings.revision = "default"
            let webhook = PodWebhook(settings)
            let inputs = YAML.parse(try InjectionCorpus.source(testCase["input"]?.text ?? "")).tree.documents.compactMap(\.root)
            let wanted = YAML.parse(try InjectionCorpus.source(testCase["expected"]?.text ?? "")).tree.documents.compactMap(\.root)
            for (input, wanted) in zip(inputs.filter(\.isMapping), wanted.filter(\.isMapping)) {
                try check(name, webhook, testCase, input, wanted)
            }
        }
        XCTAssertEqual(count, 124)
    }

    /// Sends the pod that a workload would make through the webhook and compares it with that of the golden.
    private func check(_ name: String, _ webhook: PodWebhook, _ testCase: Node, _ input: Node, _ wanted: Node) throws {
        guard ManifestInjector.kinds.contains(input["kind"]?.text ?? "") else { return }
        guard input["kind"]?.text != "List" else {
            for (item, wanted) in zip(input["items"].map { Array($0.items) } ?? [], wanted["items"].map { Array($0.items) } ?? []) {
                try check(name, webhook, testCase, item, wanted)
            }
            return
        }
        let isOpenShift = testCase["env"]?["PLATFORM"]?.text == "openshift"
        var annotations: [String: String]?
        if isOpenShift, let namespace = testCase["namespaces"]?.items.first(where: { _ in true }) {
            annotations = Dictionary(uniqueKeysWithValues: namespace["annotations"]?.entries.map { ($0.key.text, $0.value.text) } ?? [])
        }
        let pod = try Self.node(Self.pod(of: input))
        let answer = try webhook.inject(pod, namespace: input["metadata"]?["namespace"]?.text ?? "", namespaceAnnotations: annotations)
        var result: Value
        switch answer {
        case .skipped: result = Value(pod)
        case .injected(let value): result = value
        }
        for key in ["generateName", "ownerReferences"] { result["metadata"]?[key] = nil }
        var golden = Self.pod(of: wanted)
        for key in ["generateName", "ownerReferences"] { golden["metadata"]?[key] = nil }
        let (found, expected) = try (Self.canonical(result), Self.canonical(golden))
        if let problem = InjectionCorpus.difference(expected, found) { XCTFail("\(name): \(problem)") }
    }

    /// The pod that a workload's controller would create: owned by the workload.
    private static func pod(of object: Node) -> Value {
        if object["kind"]?.text == "Pod" { return Value(object) }
        let template = object["spec"]?["template"] ?? object["spec"]?["jobTemplate"]?["spec"]?["template"]
        var pod = template.map { Value($0) } ?? [:]
        var metadata = pod["metadata"]?.object ?? [:]
        let owner = object["metadata"]?["name"]?.text ?? ""
        metadata["generateName"] = .string(owner)
        metadata["ownerReferences"] = [
            [
                "apiVersion": .string(object["apiVersion"]?.text ?? ""), "kind": .string(object["kind"]?.text ?? ""),
                "name": .string(owner),
                "controller": true,
            ]
        ]
        pod["metadata"] = .object(metadata)
        return pod
    }

    private static func node(_ value: Value) throws -> Node {
        let text = JSONWriter.text(value, .init(sortsKeys: false))
        return try XCTUnwrap(YAML.parse(SourceText(name: "pod", text: text)).tree.documents.first?.root)
    }

    /// A pod in canonical form without what the comparison leaves out.
    private static func canonical(_ pod: Value) throws -> String {
        var reader = RecordReader(.document)
        let record = try reader.read(try node(pod), PodFields.podType)
        var result = Pod(
            metadata: record.record(PodFields.podMetadata) ?? Record(PodFields.metadataType),
            spec: record.record(PodFields.podSpec) ?? Record(PodFields.specType))
        result.setAnnotation(InjectionAnnotation.status, nil)
        var object = Record(PodFields.podType)
        object[PodFields.podMetadata] = .record(result.metadata)
        object[PodFields.podSpec] = .record(result.spec)
        return YAMLEmitter.text(Value(object))
    }
}
