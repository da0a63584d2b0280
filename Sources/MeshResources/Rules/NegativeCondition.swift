/// The status of an object says that something is wrong.
enum NegativeCondition: Rule {
    static let about = RuleDescription(
        code: "IST0171", name: "negative-condition", severity: .warning,
        kinds: ["Service", "ServiceEntry", "WorkloadEntry", "AuthorizationPolicy", "Gateway", "HTTPRoute", "GRPCRoute"],
        summary: "the status of an object reports a failure",
        explanation: """
            Controllers write into `status.conditions` whether they accepted an object and could apply it. A condition here says that they \
            could not.

            Read reason and message of the condition.
            """,
        examples: [
            .init(
                "a waypoint that is not ready",
                """
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: web}
                status:
                  conditions:
                  - type: «istio.io/WaypointBound»
                    status: "False"
                    reason: WaypointIsNotReady
                    message: not ready
                """),
            .init(
                "all is well",
                """
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: web}
                status:
                  conditions: [{type: istio.io/WaypointBound, status: "True"}, {type: Other, status: "False"}]
                """),
        ],
        source: "Istio, analyzer conditions.ConditionAnalyzer")
    static let analyzers = ["conditions.ConditionAnalyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        let kinds: [Mesh.Kind] = [
            .service, .serviceEntry, .workloadEntry, .authorizationPolicy, .kubernetesGateway, .httpRoute, .grpcRoute,
        ]
        for kind in kinds {
            for object in mesh.all(kind) {
                let status = object.resource.node["status"]
                if kind == .httpRoute || kind == .grpcRoute {
                    for (index, parent) in status.items("parents").enumerated() {
                        judge(parent, "status.parents[\(index)].", object, kind, &report)
                    }
                } else {
                    judge(status, "status.", object, kind, &report)
                }
            }
        }
    }

    private static func judge(_ holder: Node?, _ path: String, _ object: Mesh.Object, _ kind: Mesh.Kind, _ report: inout Report) {
        for (index, condition) in holder.items("conditions").enumerated() {
            guard let type = condition.text("type") else { continue }
            let reason = condition["reason"]?.text ?? ""
            let isFalse = condition["status"]?.text == "False"
            let isPartly = kind == .authorizationPolicy && type == "WaypointAccepted" && reason == "PartiallyInvalid"
            guard isFalse && counts(type, for: kind) || isPartly else { continue }
            let message = condition["message"]?.text ?? ""
            report.add(
                object, at: condition["type"], path: "\(path)conditions[\(index)]",
                "condition '\(type)' is \(isFalse ? "false" : "only partly met"): \(reason.isEmpty ? "no reason given" : reason)\(message.isEmpty ? "" : ", '\(message)'")",
                istio: "A condition with a negative status is present: type=\(type), reason=\(reason), message=\(message).", once: true)
        }
    }

    private static func counts(_ type: String, for kind: Mesh.Kind) -> Bool {
        switch kind {
        case .service, .serviceEntry, .workloadEntry: type == "istio.io/WaypointBound"
        case .authorizationPolicy: type == "ZtunnelAccepted" || type == "WaypointAccepted"
        default: type == "Accepted" || type == "Programmed" || type == "ResolvedRefs"
        }
    }
}
