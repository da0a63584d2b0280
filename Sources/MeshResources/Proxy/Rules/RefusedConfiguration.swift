/// MSH3001: a proxy refused what istiod sent it.
enum RefusedConfiguration: ProxyRule {
    static let about = RuleDescription(
        code: "MSH3001", name: "refused-configuration", severity: .error, kinds: ["Proxy"],
        summary: "a proxy refused configuration and goes on with an older one",
        explanation: """
            Envoy checks what istiod sends and keeps what it had when something is wrong with it. The proxy then works with old rules, and new \
            ones never reach it until the cause is gone. Most causes are EnvoyFilters: their patches are applied unseen. The proxy's reason \
            names what it stumbled over; correct or remove the patch that puts it there.
            """,
        examples: [
            .init(
                "a listener in an error state",
                """
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.ListenersConfigDump
                  dynamic_listeners:
                  - name: virtualInbound
                    error_state:
                      details: «"script load error"»
                """),
            .init(
                "a listener that is in use",
                """
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.ListenersConfigDump
                  dynamic_listeners:
                  - name: virtualInbound
                    active_state: {listener: {name: virtualInbound}}
                """),
        ], source: "Envoy, xDS protocol: ACK, NACK and resource updates")

    static func check(_ context: ProxyContext, _ report: inout ProxyReport) {
        for proxy in context.proxies {
            var reasons: Set<String> = []
            for listener in proxy.dump.find(.listeners)?.fieldItems("dynamic_listeners") ?? [] {
                guard let details = listener.field("error_state")?.field("details") else { continue }
                // Envoy repeats the error in an entry of its own without a name.
                guard reasons.insert(details.text).inserted else { continue }
                let name = listener.fieldText("name")
                let what = name.isEmpty ? "a listener" : "listener '\(name)'"
                add("\(what) was refused: '\(details.text)'", kind: "LISTENER", proxy, details, context, &report)
            }
            for type in proxy.sync?.refusals ?? [] {
                let reason = type.refusal ?? ""
                if reasons.contains(where: { reason.hasPart($0) }) { continue }
                add("\(type.shortType) was refused: '\(reason)'", kind: kinds[type.shortType] ?? "", proxy, nil, context, &report)
            }
        }
    }

    private static let kinds = ["CDS": "CLUSTER", "LDS": "LISTENER", "RDS": "ROUTE"]

    /// Names the EnvoyFilters that may be the cause: those that patch this kind in this proxy.
    private static func add(
        _ message: String, kind: String, _ proxy: ProxyView, _ node: Node?, _ context: ProxyContext, _ report: inout ProxyReport
    ) {
        let suspects = (context.mesh?.objects ?? []).filter { object in
            object.kind == .envoyFilter && EnvoyFilterView(object).patches.contains { $0.touches(kind) }
                && EnvoyFilterView(object).selects(proxy, context)
        }
        let names = suspects.map { "'\($0.fullName)'" }.joined(separator: ", ")
        report.add(
            proxy, at: node, message + (suspects.isEmpty ? "" : "; it is patched by EnvoyFilter \(names)"),
            help: suspects.isEmpty ? nil : "correct or remove the patch that puts in what the proxy refuses",
            related: suspects.map { $0.related("patches this kind of configuration") })
    }
}
