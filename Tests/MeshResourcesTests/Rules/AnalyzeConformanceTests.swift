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

    /// What all analyzers together find in a case beyond what Istio's table names is listed here with its reason, code by code.
    func testNothingUnexplainedIsFoundByAllAnalyzersTogether() throws {
        for entry in try cases("cases.json").items {
            var inputs: [Mesh.Input] = []
            for path in entry.names("inputs").map(\.text) + ["default_resources.yaml"] {
                inputs += Resource.all(in: try read(path)).resources.map { Mesh.Input($0) }
            }
            let mesh = try mesh(entry, inputs)
            let schema = mesh.objects.flatMap { SchemaAnalysis.findings($0, ResourceValidator.validate($0.resource)) }
            let findings = Analysis.run(mesh, forAnalyze: true).findings + schema
            let id = entry["id"]?.text ?? ""
            let expected = Set(entry.items("expected").compactMap { $0["code"]?.text })
            for finding in findings where !expected.contains(finding.diagnostic.code) {
                let code = finding.diagnostic.code
                // A message of Istio's comes from one of Istio's analyzers.
                if code.hasPrefix("IST") { XCTAssertFalse(finding.analyzer.hasPrefix("meshctl."), finding.analyzer) }
                let isExplained = Self.explained[code]?.contains { id.hasPrefix($0) } ?? false
                XCTAssertTrue(isExplained, "\(id): \(code) \(finding.diagnostic.rule): \(finding.analyzeText)")
            }
        }
    }

    /// For each code the cases (by the beginning of their names) in which it is rightly found beside what they are about.
    private static let explained: [String: [String]] = [
        // Routes to Services, subsets and Gateways that the files leave out; a Telemetry that selects no pod.
        "IST0101": [
            "dupmatches", "host defined in virtualservice not found", "telemetryDefaultSelector",
            "virtualServiceConflictingMeshGatewayHosts",
            "virtualServiceInternalGatewayRef", "virtualServiceJWTClaimRoute",
        ],
        // Namespaces without a label for injection.
        "IST0102": [
            "Detect `image: auto` in non-injected pods", "alpha", "istioInjectionProxyImageMismatch", "misannoted",
            "serviceMultipleDeployments",
            "sidecarDefaultSelector",
        ],
        // A pod without proxy in a namespace with injection.
        "IST0103": ["authorizationpolicies"],
        // Objects cut down to what the case needs: no servers, routes, settings or certificates, names in capitals, fields of old.
        "IST0106": [
            "Condition Analyzer", "EnvoyFilterUses", "KubernetesGatewaySelector", "authorizationpolicies",
            "conflicting gateways detect: no port", "conflicting gateways with multiple port declarations", "deprecation",
            "gatewayNoWorkload",
            "gatewaySecret", "host defined in virtualservice not found in the gateway", "sidecarDefaultSelector",
            "virtualServiceDestinationHosts", "virtualServiceGateways", "virtualServiceInternalGatewayRef",
        ],
        // The case about alpha annotations shares its file with those about wrong, unknown and deprecated ones.
        "IST0107": ["alpha"], "IST0108": ["alpha"], "IST0125": ["alpha"],
        "IST0135": ["alpha", "istioInjection"],
        // Several VirtualServices of one host, in the mesh and at gateways with other hosts.
        "IST0109": ["dupmatches", "virtualServiceDestinationHosts"],
        "IST0132": ["dupmatches", "virtualServiceConflictingMeshGatewayHosts"],
        "MSH2004": ["host defined in virtualservice not found in the gateway"],
        // Namespaces for both data planes.
        "IST0123": ["sidecarDefaultSelector"],
        // Policies in a namespace without pods.
        "IST0127": ["Condition Analyzer"],
        // TCP ports without addresses, of which validation warns too.
        "IST0133": ["ServiceEntry Addresses"],
        // Gateways for one host and port, with one certificate, of another protocol, on ports that no Service has.
        "IST0138": ["gatewaySecret"], "IST0145": ["gatewaySecret"],
        "IST0162": ["conflicting gateways detect by sub selector", "conflicting gateways with multiple port declarations"],
        "MSH2054": [
            "Analyze conflicting gateway with list type", "conflicting gateways detect",
            "conflicting gateways with multiple port declarations",
        ],
        // Secrets without a certificate.
        "IST0161": ["certificate duplication in Gateway"],
        // Webhooks of several revisions, all for the same pods.
        "IST0139": ["Detect `image: auto` in non-injected pods", "externalControlPlane"],
        // A pod whose image is another than the injector's.
        "IST0158": ["istioInjectionEnableNamespacesByDefault"],
        // Two Telemetries for one pod.
        "IST0159": ["KubernetesGatewaySelector"],
        // Hosts and subsets without a Service or pod.
        "IST0173": ["Route Rule no effect on Ingress"], "IST0174": ["destinationrule with", "virtualServiceDestinationRules"],
        // A VirtualService exported to 'bogus' on purpose, and a QuotaSpec of Mixer.
        "MSH2001": ["virtualServiceDestinationHosts"], "MSH2072": ["deprecation"],
        // The account 'sleep', whose ServiceAccount is not there.
        "MSH2023": ["authorizationpolicies"],
        // Four ServiceEntries of one host and port, each with another protocol.
        "MSH2055": ["missing Addresses and Protocol in Service Entry"],
        // A match that an earlier one covers in a way that Istio does not see.
        "MSH2030": ["dupmatches"],
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
