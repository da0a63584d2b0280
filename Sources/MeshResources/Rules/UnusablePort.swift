/// A port of an AuthorizationPolicy is written with leading zeros, or one of a DestinationRule is none.
enum UnusablePort: Rule {
    static let about = RuleDescription(
        code: "MSH2065", name: "unusable-port", severity: .warning,
        kinds: ["AuthorizationPolicy", "DestinationRule"],
        summary: "a port is written so that it matches nothing",
        explanation: """
            `ports` of an operation are texts that are compared with the port's number. Istio accepts `080`, but it is another text than \
            `80`. Nor does it look at the ports of a DestinationRule's `portLevelSettings`: without a number from 1 to 65535 the settings \
            are for no port.

            Write the number, without zeros in front.
            """,
        examples: [
            .init(
                "080",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  rules: [{to: [{operation: {ports: [«"080"»]}}]}]
                """),
            .init(
                "settings for no port",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: shop, namespace: web}
                spec:
                  host: shop
                  trafficPolicy:
                    portLevelSettings:
                    - port: {number: «80800»}
                      tls: {mode: DISABLE}
                """),
            .init(
                "settings for a port",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: shop, namespace: web}
                spec:
                  host: shop
                  trafficPolicy:
                    portLevelSettings:
                    - port: {number: 8080}
                      tls: {mode: DISABLE}
                """),
            .init(
                "80",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  rules: [{to: [{operation: {ports: ["80"]}}]}]
                """),
        ],
        source: "Istio, AuthorizationPolicy reference")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for object in mesh.all(.destinationRule) {
            checkSettings(object.spec["trafficPolicy"], "spec.trafficPolicy", object, &report)
            for (number, subset) in object.spec.items("subsets").enumerated() {
                checkSettings(subset["trafficPolicy"], "spec.subsets[\(number)].trafficPolicy", object, &report)
            }
        }
        PolicyRules.forEach(mesh, in: "to", "operation", ["ports", "notPorts"], where: { $0.first == 0x30 || $0.first == 0x2B }) {
            policy, name, place in
            guard name.text.utf8.count > 1, let number = Int(name.text), String(number) != name.text else { return }
            report.add(
                policy, at: name.node, path: place.path, "port '\(name.text)' is not written as the number \(number)",
                help: "write '\(number)'",
                fixes: [
                    FixIt(
                        title: "replace '\(name.text)' by '\(number)'", isSafe: true, source: name.node.tree.source,
                        edits: [TextEdit(range: name.node.contentRange, replacement: String(number))])
                ])
        }
    }

    private static func checkSettings(_ policy: Node?, _ path: String, _ object: Mesh.Object, _ report: inout Report) {
        for (number, settings) in policy.items("portLevelSettings").enumerated() {
            guard let port = settings.value("port"), port.isMapping else { continue }
            let value = port.value("number")
            let amount = value?.double ?? 0
            if value == nil || amount < 1 || amount > 65535 {
                report.add(
                    object, at: value ?? port, path: "\(path).portLevelSettings[\(number)].port.number",
                    "\(value.map { "port \($0.text) is none" } ?? "the port has no number"), so these settings are for nothing",
                    help: "write a number from 1 to 65535")
            }
        }
    }
}
