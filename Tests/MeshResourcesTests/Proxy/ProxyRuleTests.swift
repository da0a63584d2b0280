import XCTest

@testable import MeshResources

/// Every rule about proxies does what its examples say, and what it should on recorded proxies.
final class ProxyRuleTests: XCTestCase {
    private static let now = Moment(year: 2026, month: 11, day: 23, hour: 7, minute: 0, second: 0)?.seconds ?? 0

    /// Reads an example: documents with `configs` are proxies, others are manifests.
    private func context(_ text: String, _ title: String) -> ProxyContext {
        let parsed = YAML.parse(SourceText(name: "example.yaml", text: text))
        XCTAssertTrue(parsed.isComplete, "\(title): \(parsed.diagnostics.map(\.message))")
        var proxies: [ProxyView] = []
        var resources: [Resource] = []
        var version = ""
        for root in parsed.tree.roots {
            if root["configs"] != nil {
                proxies.append(ProxyView(name: "proxy-\(proxies.count)", dump: ConfigDump(root), hostStatus: root["clusters"]))
                version = root["istiodVersion"]?.text ?? version
            } else if let resource = Resource(root, document: resources.count) {
                resources.append(resource)
            }
        }
        let mesh = resources.isEmpty ? nil : Mesh(resources: resources)
        return ProxyContext(proxies: proxies, mesh: mesh, istiodVersion: version, now: Self.now)
    }

    func testEveryExampleFiresWhereItIsMarked() {
        for rule in ProxyRuleRegistry.all {
            XCTAssertTrue(rule.about.examples.contains { $0.fires }, "\(rule.about.name) has no example that fires")
            XCTAssertTrue(rule.about.examples.contains { !$0.fires }, "\(rule.about.name) has no example that does not fire")
            for example in rule.about.examples {
                let title = "\(rule.about.name), '\(example.title)'"
                let (text, marks) = RuleExamplesTests.marks(in: example.yaml)
                let findings = context(text, title).findings([rule])
                let shown = findings.map { "\($0.location?.start.line ?? 0): \($0.message)" }
                XCTAssertEqual(
                    findings.compactMap { $0.location?.range.start }.sorted(), marks.map(\.start).sorted(), "\(title): found \(shown)")
                XCTAssertEqual(
                    findings.compactMap { $0.location?.range.end }.sorted(), marks.map(\.end).sorted(), "\(title): found \(shown)")
                for finding in findings {
                    XCTAssertFalse(finding.message.hasSuffix("."), finding.message)
                    XCTAssertNotNil(finding.resource)
                }
            }
        }
    }

    func testTheRegistryIsTheFolder() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../Sources/MeshResources/Proxy/Rules").standardizedFileURL
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
        let rules = files.map { String($0.dropLast(6)) }.filter { $0 != "ExampleCertificate" }
        XCTAssertEqual(Set(ProxyRuleRegistry.all.map { "\($0)" }), Set(rules))
        XCTAssertEqual(
            ProxyRuleRegistry.all.map { $0.about.code }, (1...ProxyRuleRegistry.all.count).map { $0 < 10 ? "MSH300\($0)" : "MSH30\($0)" })
    }

    private func recorded(_ folder: String, _ names: [String], istiod state: String = "healthy") throws -> ProxyContext {
        let syncs = try SyncReader.read(Recordings.json("istiod/1.30/\(state)/syncz.http"), istiod: "istiod") ?? []
        let proxies = try names.map { name -> ProxyView in
            let dump = try Recordings.dump("\(folder)/\(name).http")
            let view = ProxyView(name: name, dump: dump)
            return ProxyView(name: name, dump: dump, sync: syncs.first { $0.proxy == view.name })
        }
        return ProxyContext(proxies: proxies, istiodVersion: "1.30.3-56df41f6-Clean", now: Self.now)
    }

    /// A mesh that works raises nothing but what is known to be wrong in it.
    func testHealthyProxies() throws {
        let names = ["productpage", "gateway", "ratings", "reviews-v1"].map { "\($0)/config_dump-include_eds" }
        let findings = try recorded("envoy/1.40", names).findings()
        let shown = findings.filter { $0.severity > .info }.map { "\($0.code) \($0.resource?.name ?? ""): \($0.message)" }
        XCTAssertEqual(shown, [])
        // The lab has services without pods, and a VirtualService for a host without port 80.
        XCTAssertEqual(Set(findings.map(\.code)), ["MSH3002", "MSH3003"])
    }

    func testRefusedConfiguration() throws {
        let context = try recorded("envoy/1.40/nack", ["gateway/config_dump", "reviews-v1/config_dump"], istiod: "nack")
        let messages = context.findings([RefusedConfiguration.self]).map(\.message)
        XCTAssertEqual(messages.count, 2, "\(messages)")
        XCTAssertTrue(messages[0].hasPrefix("RDS was refused: 'no argument for repetition operator"), messages[0])
        XCTAssertTrue(messages[1].hasPrefix("listener 'virtualInbound' was refused: 'script load error"), messages[1])
    }

    /// Proxies that are judged one by one, with only an extract kept, raise the same as all of them at once.
    func testSurveyFindsTheSame() throws {
        func compare(_ context: ProxyContext, _ title: String) {
            let survey = ProxySurvey(mesh: context.mesh, istiodVersion: context.istiodVersion, now: context.now)
            let parts = context.proxies.map { survey.part($0, called: "Envoy of \($0.name)") }
            let found = survey.findings(parts)
            func texts(_ findings: [Diagnostic]) -> [String] {
                findings.map { "\($0.code) \($0.severity) \($0.resource?.name ?? "") \($0.message) \($0.help ?? "")" }
            }
            XCTAssertEqual(texts(found), texts(context.findings()), title)
        }
        for rule in ProxyRuleRegistry.all {
            for example in rule.about.examples {
                let title = "\(rule.about.name), '\(example.title)'"
                compare(context(RuleExamplesTests.marks(in: example.yaml).0, title), title)
            }
        }
        let names = ["productpage", "gateway", "ratings", "reviews-v1"].map { "\($0)/config_dump-include_eds" }
        compare(try recorded("envoy/1.40", names), "healthy")
        compare(try recorded("envoy/1.40/nack", ["gateway/config_dump", "reviews-v1/config_dump"], istiod: "nack"), "nack")
        // istiod's own spelling of the fields.
        let istiod = try ["productpage", "ratings"].map { name in
            ProxyView(name: name, dump: try Recordings.dump("istiod/1.30/healthy/\(name)/config_dump.http"))
        }
        compare(ProxyContext(proxies: istiod, now: Self.now), "istiod")
    }

    /// What is kept of a dump is a fraction of it.
    func testExtractsAreSmall() throws {
        let source = try Recordings.body("envoy/1.40/productpage/config_dump-include_eds.http")
        let extract = ProxyView(name: "p", dump: try ConfigDump(source)).extract(name: "p")
        let text = try XCTUnwrap(extract.clusters?.first?.tree.source)
        XCTAssertLessThan(text.count * 4, source.count, "\(text.count) of \(source.count) bytes")
    }

    func testAuthorizationTable() throws {
        let dump = try ProxyCorpus.dump("testdata/authz/configdump.yaml")
        XCTAssertEqual(
            try AuthorizationReport(dump).table.text,
            "ACTION   AuthorizationPolicy         RULES\nALLOW    _anonymous_match_nothing_   1\nALLOW    httpbin.default             1\n"
                + "CUSTOM   ext-authz.default           1\n")
        let none = #"{"configs":[{"@type":"type.googleapis.com/envoy.admin.v3.ListenersConfigDump","static_listeners":[]}]}"#
        XCTAssertEqual(try AuthorizationReport(ConfigDump(SourceText(name: "none", text: none))).table.text, "")
    }
}
