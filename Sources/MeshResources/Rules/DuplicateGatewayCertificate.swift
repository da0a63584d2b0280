/// Two Gateways of the same pods use one certificate.
enum DuplicateGatewayCertificate: Rule {
    static let about = RuleDescription(
        code: "IST0138", name: "duplicate-gateway-certificate", severity: .warning,
        kinds: ["Gateway"],
        summary: "two Gateways of the same pods use one certificate",
        explanation: """
            Browsers reuse an HTTP/2 connection for every host that its certificate covers. When two Gateways serve the same certificate, \
            a request for a host of the second can arrive on a connection of the first, whose routes do not know the host, and gets 404.

            Put the servers that share a certificate into one Gateway, or give each Gateway a certificate of its own.
            """,
        examples: [
            .init(
                "the same credential twice",
                """
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: «a», namespace: web}
                spec:
                  selector: {istio: ingress}
                  servers: [{port: {number: 443, name: a, protocol: HTTPS}, hosts: [a.example.com], tls: {mode: SIMPLE, credentialName: wild}}]
                ---
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: «b», namespace: web}
                spec:
                  selector: {istio: ingress}
                  servers: [{port: {number: 443, name: b, protocol: HTTPS}, hosts: [b.example.com], tls: {mode: SIMPLE, credentialName: wild}}]
                """),
            .init(
                "other pods",
                """
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: a, namespace: web}
                spec:
                  selector: {istio: ingress}
                  servers: [{port: {number: 443, name: a, protocol: HTTPS}, hosts: [a.example.com], tls: {mode: SIMPLE, credentialName: wild}}]
                ---
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: b, namespace: web}
                spec:
                  selector: {istio: egress}
                  servers: [{port: {number: 443, name: b, protocol: HTTPS}, hosts: [b.example.com], tls: {mode: SIMPLE, credentialName: wild}}]
                """),
        ],
        source: "Istio, analyzer gateway.CertificateAnalyzer")
    static let analyzers = ["gateway.CertificateAnalyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        // Only Gateways that share a certificate are compared, each pair once.
        var users: [String: [Int]] = [:]
        for (index, gateway) in mesh.gateways.enumerated() {
            var own: Set<String> = []
            for server in gateway.servers {
                if let certificate = certificate(server.tls), own.insert(certificate).inserted {
                    users[certificate, default: []].append(index)
                }
            }
        }
        var partners: [Int: Set<Int>] = [:]
        for sharing in users.values where sharing.count > 1 {
            for first in sharing.prefix(limit) {
                for second in sharing.prefix(limit)
                where first != second && covers(mesh.gateways[first].selector, mesh.gateways[second].selector) {
                    partners[first, default: []].insert(second)
                }
            }
        }
        for (index, others) in partners.sorted(by: { $0.key < $1.key }) {
            let gateway = mesh.gateways[index]
            for other in others.sorted().prefix(limit) {
                let rival = mesh.gateways[other].object
                report.add(
                    gateway.object, "certificate is also used by Gateway '\(rival.fullName)'",
                    istio:
                        "Duplicate certificate in multiple gateways \(GoFormat.list([gateway.object.fullName, rival.fullName])) may cause 404s if "
                        + "clients re-use HTTP2 connections.",
                    help: "put the servers into one Gateway, or use different certificates",
                    related: [rival.related("the certificate is used here")])
            }
        }
    }

    /// So many Gateways of one certificate are named; more would only repeat the finding.
    private static let limit = 20

    private static func certificate(_ tls: Node?) -> String? {
        if let name = tls.text("credentialName") { return "credential \(name)" }
        guard let certificate = tls.text("serverCertificate"), let key = tls.text("privateKey") else { return nil }
        return "files \(certificate) \(key)"
    }

    /// Whether every label of the first is also in the second; a selector without labels covers all.
    private static func covers(_ a: LabelSelector, _ b: LabelSelector) -> Bool {
        a.labels.allSatisfy { label in b.labels.contains { $0 == label } }
    }
}
