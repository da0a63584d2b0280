/// MSH3005: two listeners want the same address and port.
enum ListenersShareAddress: ProxyRule {
    static let about = RuleDescription(
        code: "MSH3005", name: "listeners-share-address", severity: .error, kinds: ["Proxy"],
        summary: "two listeners of a proxy have the same address and port",
        explanation: """
            Only one of them gets the connections; Envoy refuses the other one or never uses it. This comes of EnvoyFilters that add listeners, \
            and of a Sidecar or Gateway that binds a port which Istio itself needs (15001, 15006, 15021, 15090).
            """,
        examples: [
            .init(
                "an added listener on a taken port",
                """
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.ListenersConfigDump
                  dynamic_listeners:
                  - active_state: {listener: {name: a, address: {socket_address: {address: 0.0.0.0, port_value: 80}}}}
                  - active_state: {listener: {name: b, address: {socket_address: {address: 0.0.0.0, port_value: «80»}}}}
                """),
            .init(
                "the same port on another address, and for another protocol",
                """
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.ListenersConfigDump
                  dynamic_listeners:
                  - active_state: {listener: {name: a, address: {socket_address: {address: 0.0.0.0, port_value: 80}}}}
                  - active_state: {listener: {name: b, address: {socket_address: {address: 10.0.0.1, port_value: 80}}}}
                  - active_state: {listener: {name: c, address: {socket_address: {protocol: UDP, address: 0.0.0.0, port_value: 80}}}}
                """),
        ], source: "Envoy, listener configuration")

    static func check(_ context: ProxyContext, _ report: inout ProxyReport) {
        for proxy in context.proxies {
            var owners: [String: Node] = [:]
            for listener in proxy.listeners {
                let sockets = [listener.field("address")] + listener.fieldItems("additional_addresses").map { $0.field("address") }
                for socket in sockets.compactMap({ $0?.field("socket_address") }) {
                    guard let port = socket.field("port_value"), port.wholeNumber ?? 0 != 0 else { continue }
                    let key = "\(socket.fieldText("protocol")) \(socket.fieldText("address")):\(port.text)"
                    guard let other = owners[key] else {
                        owners[key] = listener
                        continue
                    }
                    let names = "'\(listener.fieldText("name"))' and '\(other.fieldText("name"))'"
                    report.add(
                        proxy, at: port, "listeners \(names) share \(socket.fieldText("address")):\(port.text)",
                        help: "give one of them another port")
                }
            }
        }
    }
}
