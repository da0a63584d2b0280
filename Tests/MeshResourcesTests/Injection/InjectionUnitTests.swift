import XCTest

@testable import MeshResources

/// The shared tables for single steps of injection.
final class InjectionUnitTests: XCTestCase {
    private func cases(_ group: String) throws -> (group: Node, cases: [Node]) {
        let group = try XCTUnwrap(try InjectionCorpus.json("unit_cases.json")[group])
        let cases = group["cases"].map { Array($0.items) } ?? []
        XCTAssertFalse(cases.isEmpty)
        return (group, cases)
    }

    private func strings(_ node: Node?) -> [String: String] {
        Dictionary(uniqueKeysWithValues: node?.entries.map { ($0.key.text, $0.value.text) } ?? [])
    }

    private func map(_ node: Node?) -> RecordMap { RecordMap(strings: node?.entries.map { ($0.key.text, $0.value.text) } ?? []) }

    private func record(_ node: Node?, _ type: RecordType) throws -> Record {
        var reader = RecordReader(.document)
        return try reader.read(try XCTUnwrap(node), type)
    }

    private func pod(_ node: Node?) throws -> Pod {
        let record = try record(node, PodFields.podType)
        return Pod(
            metadata: record.record(PodFields.podMetadata) ?? Record(PodFields.metadataType),
            spec: record.record(PodFields.podSpec) ?? Record(PodFields.specType))
    }

    private func mesh(_ node: Node?) throws -> MeshSettings {
        try node.map { try MeshSettings.istioDefaults.applying($0) } ?? .istioDefaults
    }

    private func name(_ testCase: Node) -> String { testCase["name"]?.text ?? "" }

    func testMultusNetworks() throws {
        let (group, cases) = try cases("append_multus_network")
        let network = group["network"]?.text ?? ""
        for testCase in cases {
            let result = MultusNetworks.append(network, to: testCase["in"]?.text ?? "")
            XCTAssertEqual(result, testCase["want"]?.text, name(testCase))
            XCTAssertEqual(MultusNetworks.append(network, to: result), result, name(testCase))
        }
    }

    func testProxyImage() throws {
        for testCase in try cases("proxy_image").cases {
            var proxy = MeshSettings.istioDefaults.proxy
            if let image = testCase["proxy_config_image"], !image.isNull {
                proxy[MeshSettings.proxyType.index("image")] = .record(try record(image, RecordSchema.shared.type("ProxyImage")))
            }
            let values = InjectionValues(Value(try XCTUnwrap(testCase["values"])))
            let annotation = testCase["annotations"]?["sidecar.istio.io/proxyImageType"]?.text
            XCTAssertEqual(ProxyImage.reference(values, proxy: proxy, annotation: annotation), testCase["want"]?.text, name(testCase))
        }
    }

    func testCleanedProxyConfig() throws {
        for testCase in try cases("clean_proxy_config").cases {
            let proxy = try MeshSettings.istioDefaults.proxy(applying: JSONWriter.text(try XCTUnwrap(testCase["proxy_config"])))
            let text = MeshSettings.cleanedJSON(proxy)
            XCTAssertEqual(text, testCase["want"]?.text, name(testCase))
            let again = try MeshSettings.istioDefaults.proxy(applying: text)
            XCTAssertEqual(RecordJSON.text(again), RecordJSON.text(proxy), name(testCase))
        }
    }

    func testContainerPorts() throws {
        for testCase in try cases("ports_for_container").cases {
            let container = try record(testCase["container"], PodFields.containerType)
            XCTAssertEqual(ContainerPorts.inbound(container), testCase["want"]?.items.map(\.text))
        }
    }

    func testInjectionPath() throws {
        for testCase in try cases("parse_inject_envs").cases {
            XCTAssertEqual(InjectionPath.variables(testCase["path"]?.text ?? ""), strings(testCase["want"]), name(testCase))
        }
        for testCase in try cases("update_cluster_envs").cases {
            let variables = InjectionPath.variables(testCase["inject_path"]?.text ?? "").sorted { $0.key < $1.key }
            XCTAssertEqual(variables.map(\.key), testCase["want"]?.items.map { $0["name"]?.text ?? "" })
            XCTAssertEqual(variables.map(\.value), testCase["want"]?.items.map { $0["value"]?.text ?? "" })
        }
    }

    func testStatus() throws {
        for testCase in try cases("parse_status").cases {
            var pod = Pod()
            pod.setAnnotation(InjectionAnnotation.status, testCase["status"]?.text)
            let status = InjectionStatus(pod)
            XCTAssertEqual(status?.containers ?? [], testCase["want"]?["containers"]?.items.map(\.text) ?? [], name(testCase))
            XCTAssertEqual(status?.initContainers ?? [], testCase["want"]?["initContainers"]?.items.map(\.text) ?? [], name(testCase))
        }
    }

    func testOmitNil() throws {
        for testCase in try cases("omit_nil").cases {
            let result = TemplateFunctions.withoutNil(TemplateValue(Value(try XCTUnwrap(testCase["in"]))))
            XCTAssertEqual(result.plain, testCase["want"].map { Value($0) } ?? .null, name(testCase))
        }
    }

    func testResourceAttributes() throws {
        for testCase in try cases("otel_resource_attributes").cases {
            let mesh = try mesh(testCase["mesh_config"])
            func strings(_ key: String) -> TemplateMap { TemplateMap(pairs: self.strings(testCase[key]).map { ($0.key, $0.value) }) }
            let containers = try testCase["containers"]?.items.map { try record($0, PodFields.containerType) } ?? []
            var text = ""
            if mesh.usesSemanticConventions {
                text = ResourceAttributes.text(
                    annotations: strings("annotations"), labels: strings("labels"), namespace: testCase["namespace"]?.text ?? "",
                    containers: containers)
            }
            XCTAssertEqual(text, testCase["want"]?.text, name(testCase))
        }
    }

    func testProbes() throws {
        let (collect, collectCases) = try cases("dump_app_probers")
        for testCase in collectCases {
            let probes = AppProbes(try pod(testCase["pod"]), statusPort: Int64(collect["status_port"]?.int ?? 0))
            let want = testCase["want"]
            if probes.isEmpty {
                XCTAssertTrue(want == nil || want?.isNull == true || want?.count == 0 || want?.text == "{}", name(testCase))
            } else {
                let found = try XCTUnwrap(JSONText.parse(probes.json))
                XCTAssertEqual(Value(found), want.map { Value($0) }, name(testCase))
            }
        }
        let (rewrite, rewriteCases) = try cases("rewrite_probes")
        for testCase in rewriteCases {
            var pod = try pod(testCase["pod"])
            AppProbes.rewrite(&pod, statusPort: Int64(rewrite["status_port"]?.int ?? 0))
            let want = try self.pod(testCase["want"])
            XCTAssertEqual(RecordJSON.text(pod.spec), RecordJSON.text(want.spec), name(testCase))
        }
    }

    func testMergedProbers() throws {
        for testCase in try cases("merge_or_append_probers").cases {
            var probes = AppProbes(Pod(), statusPort: 15020)
            probes.add(try XCTUnwrap(JSONText.parse(testCase["probers"]?.text ?? "")))
            let variables: [RecordValue] = try testCase["env"]?.items.map { .record(try record($0, PodFields.envType)) } ?? []
            let found = probes.environment(variables, wasInjected: testCase["previously_injected"]?.bool ?? false)
            let want: [Record] = try testCase["want"]?.items.map { try record($0, PodFields.envType) } ?? []
            XCTAssertEqual(found.compactMap(\.record).map { RecordJSON.text($0) }, want.map { RecordJSON.text($0) }, name(testCase))
        }
    }

    func testProbeRewritingIsAsked() throws {
        for testCase in try cases("should_rewrite_app_http_probers").cases {
            let annotation = testCase["annotations"]?["sidecar.istio.io/rewriteAppHTTPProbers"]?.text
            let wish = annotation.flatMap(Booleans.parse) ?? testCase["values_setting"]?.bool
            XCTAssertEqual(wish, testCase["want"]?.bool, name(testCase))
        }
    }

    func testSidecarIsFound() throws {
        for testCase in try cases("find_sidecar").cases {
            var pod = Pod()
            for (key, field) in [("containers", PodFields.containers), ("initContainers", PodFields.initContainers)] {
                pod.setContainers(
                    field,
                    testCase[key]?.items.map { item in
                        var container = Record(PodFields.containerType)
                        container[PodFields.containerName] = .string(item.text)
                        return container
                    } ?? [])
            }
            XCTAssertEqual(pod.find("istio-proxy") != nil, testCase["want_found"]?.bool, name(testCase))
        }
    }

    func testAnnotations() throws {
        for testCase in try cases("validate_resource_quantity").cases {
            let annotations = RecordMap(strings: [("sidecar.istio.io/proxyCPU", testCase["value"]?.text ?? "")])
            XCTAssertEqual(
                !AnnotationChecks.problems(annotations, .istioDefaults).isEmpty, testCase["want_error"]?.bool, name(testCase))
        }
        for testCase in try cases("validate_annotations").cases {
            let problems = AnnotationChecks.problems(map(testCase["annotations"]), .istioDefaults)
            XCTAssertEqual(!problems.isEmpty, testCase["want_error"]?.bool, "\(name(testCase)): \(problems)")
        }
    }

    func testNativeSidecars() throws {
        for testCase in try cases("detect_native_sidecar").cases {
            let setting = ["enabled": "true", "disabled": "false"][testCase["mode"]?.text ?? ""] ?? "auto"
            let versions = testCase["node_kubelet_versions"]?.items.map(\.text) ?? []
            XCTAssertEqual(NativeSidecars.isEnabled(setting, kubeletVersions: versions), testCase["want"]?.bool, name(testCase))
        }
        let template = """
            {{ $native := ne (index .ObjectMeta.Annotations `sidecar.istio.io/nativeSidecar` | default (printf "%t" .NativeSidecars)) "false" }}
            spec:
              {{ if $native }}initContainers{{ else }}containers{{ end }}:
              - name: istio-proxy
                image: proxy
            """
        for testCase in try cases("native_sidecar_annotation").cases {
            var settings = InjectionSettings(
                templates: try .parse([("sidecar", template)]), values: InjectionValues([:]), mesh: .istioDefaults)
            settings.nativeSidecars = testCase["native_sidecars"]?.bool ?? false
            var pod: Value = ["metadata": ["name": "p"], "spec": ["containers": [["name": "app"], ["name": "istio-proxy"]]]]
            pod["metadata"]?["annotations"] = testCase["annotations"].map { Value($0) }
            let result = try inject(pod, settings)
            let lists = ["containers", "initContainers"].filter { list in
                result["spec"]?[list]?.array?.contains { $0["name"] == "istio-proxy" } ?? false
            }
            XCTAssertEqual(lists, [testCase["want_list"]?.text], name(testCase))
        }
    }

    private func inject(_ pod: Value, _ settings: InjectionSettings) throws -> Value {
        let node = try XCTUnwrap(YAML.parse(SourceText(name: "pod", text: JSONWriter.text(pod))).tree.documents.first?.root)
        guard case .injected(let result) = try PodWebhook(settings).inject(node, namespace: "") else { return .null }
        return result
    }

    func testPrometheusMerge() throws {
        for testCase in try cases("enable_prometheus_merge").cases {
            var mesh = MeshSettings.istioDefaults
            if let config = testCase["mesh_config"] { mesh = try mesh.applying(config) }
            let settings = InjectionSettings(templates: try .parse([("sidecar", "")]), values: InjectionValues([:]), mesh: mesh)
            var pod: Value = ["metadata": ["name": "p"], "spec": ["containers": []]]
            pod["metadata"]?["annotations"] = testCase["annotations"].map { Value($0) }
            let result = try inject(pod, settings)
            XCTAssertEqual(result["metadata"]?["annotations"]?["prometheus.io/port"] != nil, testCase["want"]?.bool, name(testCase))
        }
    }

    func testTemplatesTogether() throws {
        for group in ["multiple_templates", "strategic_merge"] {
            let (group, cases) = try cases(group)
            var templates: [(String, String)] = []
            for (key, value) in group["templates"]?.entries ?? [] { templates.append((key.text, value.text)) }
            let zero = try XCTUnwrap(
                YAML.parse(SourceText(name: "mesh", text: "defaultConfig: {statusPort: 0}")).tree.documents.first?.root)
            var settings = InjectionSettings(
                templates: try .parse(templates), values: InjectionValues([:]), mesh: try MeshSettings.istioDefaults.applying(zero))
            settings.defaultTemplates = group["default_templates"]?.items.map(\.text) ?? []
            for (key, value) in group["aliases"]?.entries ?? [] { settings.aliases[key.text] = value.items.map(\.text) }
            for testCase in cases {
                let input = try XCTUnwrap(
                    YAML.parse(SourceText(name: "in", text: testCase["input"]?.text ?? "")).tree.documents.first?.root)
                guard case .injected(var found) = try PodWebhook(settings).inject(input, namespace: "") else { return XCTFail() }
                found["metadata"]?["annotations"]?["sidecar.istio.io/status"] = nil
                let want = try XCTUnwrap(
                    YAML.parse(SourceText(name: "want", text: testCase["want"]?.text ?? "")).tree.documents.first?.root)
                var wanted = Value(try record(want, PodFields.podType))
                wanted["metadata"]?["annotations"]?["sidecar.istio.io/status"] = nil
                XCTAssertEqual(YAMLEmitter.text(found), YAMLEmitter.text(wanted), name(testCase))
            }
        }
    }
}
