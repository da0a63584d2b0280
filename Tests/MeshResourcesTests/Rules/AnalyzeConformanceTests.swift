import Foundation
import TestSupport
import XCTest

@testable import MeshResources

/// The cases of Istio's own analyzers, where the shared data is present.
final class AnalyzeConformanceTests: XCTestCase {
    private func read(_ path: String) throws -> Tree {
        guard let file = Conformance.path("analyze/\(path)") else { throw XCTSkip("no conformance data") }
        let text = SourceText(name: path, bytes: [UInt8](try Data(contentsOf: URL(fileURLWithPath: file))))
        return YAML.parse(text).tree
    }

    private func cases(_ path: String) throws -> Node {
        let tree = try read(path)
        return try XCTUnwrap(tree.roots.first)
    }

    /// `Kind namespace/name`, with an absent namespace read as default and none for cluster-scoped kinds.
    private func normal(_ resource: String) -> String {
        let parts = resource.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return resource }
        let scoped = ["Namespace", "CustomResourceDefinition", "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration", "Node"]
        if scoped.contains(parts[0]) { return "\(parts[0]) \(parts[1].split(separator: "/").last ?? "")" }
        return parts[1].contains("/") ? resource : "\(parts[0]) default/\(parts[1])"
    }

    private func mesh(_ entry: Node, _ inputs: [Mesh.Input]) throws -> Mesh {
        var options = Mesh.Options()
        options.isComplete = true
        options.now = Int(Date().timeIntervalSince1970)
        if let file = entry["mesh_config"]?.string { options.meshConfig = try read(file).roots.first }
        if let file = entry["mesh_networks"]?.string { options.meshNetworks = try read(file).roots.first }
        return Mesh(inputs: inputs, options: options)
    }

    /// Runs one analyzer: rules, and validation for `schema.ValidationAnalyzer.*`.
    private func run(_ analyzer: String, _ mesh: Mesh) -> [Finding] {
        let found = Analysis.run(mesh, rules: RuleRegistry.rules(named: analyzer), forAnalyze: true).findings
        let kinds = SchemaAnalysis.kinds.filter { SchemaAnalysis.analyzer($0) == analyzer }
        let schema = mesh.objects.filter { kinds.contains($0.resource.kind) }
            .flatMap { SchemaAnalysis.findings($0, ResourceValidator.validate($0.resource)) }
        return Analysis.sorted(found + schema)
    }

    private func expected(_ entry: Node) -> [String] {
        entry.items("expected").map { "\($0["code"]?.text ?? "") \(normal($0["resource"]?.text ?? ""))" }.sorted()
    }

    func testEveryCaseGivesIstiosMessages() throws {
        let levels = try self.levels()
        for entry in try cases("cases.json").items {
            var inputs: [Mesh.Input] = []
            for path in entry.names("inputs").map(\.text) + ["default_resources.yaml"] {
                inputs += Resource.all(in: try read(path)).resources.map { Mesh.Input($0) }
            }
            let findings = run(entry["analyzer"]?.text ?? "", try mesh(entry, inputs))
            let found = findings.map { "\($0.diagnostic.code) \(normal($0.diagnostic.resource?.description ?? ""))" }.sorted()
            XCTAssertEqual(found, expected(entry), entry["id"]?.text ?? "")
            for finding in findings {
                XCTAssertEqual(finding.diagnostic.severity.word, levels[finding.diagnostic.code]?.level, finding.diagnostic.code)
                let template = levels[finding.diagnostic.code]?.template ?? ""
                XCTAssertTrue(fits(finding.analyzeText, template), "'\(finding.analyzeText)' is not of the form '\(template)'")
            }
        }
    }

    func testServicesOfSeveralClustersAreCompared() throws {
        for entry in try cases("multicluster_cases.json").items {
            var inputs: [Mesh.Input] = []
            for (cluster, files) in try XCTUnwrap(entry["clusters"]).entries {
                for path in files.items.map(\.text) {
                    inputs += Resource.all(in: try read(path)).resources.map { Mesh.Input($0, cluster: cluster.text) }
                }
            }
            let findings = run(entry["analyzer"]?.text ?? "", try mesh(entry, inputs))
            XCTAssertEqual(
                findings.map { "\($0.diagnostic.code) \(normal($0.diagnostic.resource?.description ?? ""))" }.sorted(), expected(entry))
        }
    }

    /// What all analyzers together find in a case beyond what Istio's table names is of the kinds listed here, each for a reason.
    func testNothingUnexplainedIsFoundByAllAnalyzersTogether() throws {
        for entry in try cases("cases.json").items {
            var inputs: [Mesh.Input] = []
            for path in entry.names("inputs").map(\.text) + ["default_resources.yaml"] {
                inputs += Resource.all(in: try read(path)).resources.map { Mesh.Input($0) }
            }
            let mesh = try mesh(entry, inputs)
            let findings = Analysis.run(mesh, forAnalyze: true).findings
            for finding in findings where finding.diagnostic.code.hasPrefix("IST") {
                // A message of Istio's comes from one of Istio's analyzers, which the cases of other files pin down.
                XCTAssertFalse(finding.analyzer.hasPrefix("meshctl."), finding.analyzer)
            }
            for finding in findings where finding.diagnostic.code.hasPrefix("MSH") {
                XCTAssertTrue(
                    Self.justified.contains(finding.diagnostic.rule),
                    "\(entry["id"]?.text ?? ""): \(finding.diagnostic.code) \(finding.diagnostic.rule): \(finding.diagnostic.message)")
            }
        }
    }

    /// The rules that find something in the test data of Istio's analyzers, rightly.
    private static let justified: Set<String> = [
        // Gateways made to conflict have HTTP in one and TCP in the other.
        "mixed-gateway-port",
        // Routes made to overlap, with everything else equal or narrower.
        "shadowed-route",
        // The gateway cases route one host from several VirtualServices, each with a catch-all.
        "gateway-host-clash",
        // Cases that put many rules for one host into one file.
        "duplicate-destination-rule", "repeated-resource",
        // One VirtualService is exported to 'bogus' on purpose, and one file holds a QuotaSpec of Mixer.
        "unknown-export-namespace", "unknown-istio-kind",
        // Policies in the authorization case repeat each other's conditions.
        "shadowed-policy-rule", "unknown-principal", "unknown-policy-host",
    ]

    func testCommandLinesEndAsIstioctls() throws {
        for entry in try cases("cli_cases.json").items {
            let words = entry.names("args").map(\.text)
            let files = words.filter { $0.hasSuffix(".yaml") }
            let analyzer = words.firstIndex(of: "--analyzer").map { words[$0 + 1] }
            let inputs = try files.flatMap { Resource.all(in: try read($0)).resources.map { Mesh.Input($0) } }
            let mesh = Mesh(inputs: inputs, options: Mesh.Options())
            let findings =
                analyzer.map { run($0, mesh) }
                ?? (Analysis.run(mesh, forAnalyze: true).findings
                    + mesh.objects.flatMap { SchemaAnalysis.findings($0, ResourceValidator.validate($0.resource)) })
            XCTAssertEqual(
                findings.contains { $0.diagnostic.severity == .error }, try XCTUnwrap(entry["want_error"]?.bool), entry["name"]?.text ?? "")
        }
    }

    private func levels() throws -> [String: (level: String, template: String)] {
        var result: [String: (level: String, template: String)] = [:]
        for message in try cases("messages.json").items {
            result[message["code"]?.text ?? ""] = (message["level"]?.text.lowercased() ?? "", message["template"]?.text ?? "")
        }
        return result
    }

    /// Whether a text is a template with something in place of each verb of the form `%v`.
    private func fits(_ text: String, _ template: String) -> Bool {
        var pattern = ""
        var rest = template[...]
        while let percent = rest.firstIndex(of: "%") {
            pattern += NSRegularExpression.escapedPattern(for: String(rest[..<percent])) + "[\\s\\S]*"
            rest = rest[percent...].dropFirst(2)
        }
        pattern += NSRegularExpression.escapedPattern(for: String(rest))
        return text.range(of: "^\(pattern)$", options: .regularExpression) != nil
    }
}
