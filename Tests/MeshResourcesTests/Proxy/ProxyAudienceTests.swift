import MeshResources
import XCTest

/// Which proxies a change concerns.
final class ProxyAudienceTests: XCTestCase {
    private func groups(_ kind: String, _ spec: String, namespace: String = "shop", old: String? = nil) throws -> [String] {
        func node(_ spec: String) throws -> Node {
            try XCTUnwrap(YAML.parse(SourceText(name: "t", text: "spec: \(spec)\n")).tree.documents.first?.root)
        }
        let change = ProxyAudience.Change(kind: kind, namespace: namespace, old: try old.map(node), new: try node(spec))
        let audience = ProxyAudience([change], rootNamespace: "istio-system") { namespace, name in
            name == "known" ? ["istio": "\(namespace)-gateway"] : nil
        }
        return audience.groups.map { group in
            let labels = group.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            return ([group.namespace ?? "*"] + labels).joined(separator: " ")
        }.sorted()
    }

    func testExport() throws {
        XCTAssertEqual(try groups("VirtualService", "{hosts: [a]}"), ["*"])
        XCTAssertEqual(try groups("VirtualService", "{exportTo: [., web]}"), ["shop", "web"])
        XCTAssertEqual(try groups("ServiceEntry", "{exportTo: ['*', web]}"), ["*"])
        XCTAssertEqual(try groups("ServiceEntry", "{exportTo: ['~']}"), [])
        XCTAssertEqual(try groups("DestinationRule", "{exportTo: [.]}"), ["shop"])
        XCTAssertEqual(try groups("DestinationRule", "{workloadSelector: {matchLabels: {app: web}}}"), ["shop app=web"])
    }

    func testWhatItWasBeforeCountsToo() throws {
        XCTAssertEqual(try groups("VirtualService", "{exportTo: [.]}", old: "{exportTo: [web]}"), ["shop", "web"])
    }

    func testGateways() throws {
        XCTAssertEqual(try groups("Gateway", "{selector: {istio: ingress}}"), ["* istio=ingress"])
        XCTAssertEqual(try groups("Gateway", "{gatewayClassName: istio}"), ["*"])
        XCTAssertEqual(try groups("VirtualService", "{gateways: [known]}"), ["* istio=shop-gateway"])
        XCTAssertEqual(try groups("VirtualService", "{gateways: [edge/known, mesh], exportTo: [.]}"), ["* istio=edge-gateway", "shop"])
        XCTAssertEqual(try groups("VirtualService", "{gateways: [unknown], exportTo: [web]}"), ["web"])
    }

    func testSelectors() throws {
        XCTAssertEqual(try groups("AuthorizationPolicy", "{selector: {matchLabels: {app: web}}}"), ["shop app=web"])
        XCTAssertEqual(try groups("AuthorizationPolicy", "{}"), ["shop"])
        XCTAssertEqual(try groups("AuthorizationPolicy", "{}", namespace: "istio-system"), ["*"])
        XCTAssertEqual(try groups("EnvoyFilter", "{workloadSelector: {labels: {app: web}}}", namespace: "istio-system"), ["* app=web"])
        XCTAssertEqual(try groups("PeerAuthentication", "{mtls: {mode: STRICT}}"), ["*"])
        XCTAssertEqual(
            try groups("AuthorizationPolicy", "{targetRefs: [{kind: Gateway, name: edge}]}"),
            ["shop gateway.networking.k8s.io/gateway-name=edge"])
        XCTAssertEqual(try groups("Deployment", "{}"), [])
        XCTAssertEqual(try groups("Service", "{}"), ["*"])
    }

    func testMembers() {
        let changes = [ProxyAudience.Change(kind: "Sidecar", namespace: "shop", old: nil, new: nil)]
        XCTAssertTrue(ProxyAudience(changes, rootNamespace: "r") { _, _ in nil }.isEmpty)
    }
}
