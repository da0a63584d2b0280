extension Mesh {
    /// A VirtualService with its hosts, gateways and destinations resolved.
    public final class VirtualService: Sendable {
        /// The object.
        public let object: Object
        /// `spec`.
        public let spec: Node?
        /// The hosts.
        public let hosts: [Host]
        /// The gateways as written; empty means `mesh`.
        public let gateways: [Name]
        /// Where it is visible.
        public let exportTo: ExportScope
        /// Whether `exportTo` is written.
        public let exportNames: [Name]
        /// Whether it applies to sidecars.
        public let isOnMesh: Bool
        /// Every destination of its routes and mirrors, in Istio's order: tcp, tls, http, then mirrors.
        public let destinations: [Destination]
        /// Every `delegate` of its HTTP routes in order.
        let delegates: [Delegate]

        /// Where an HTTP route hands over to another VirtualService.
        struct Delegate: Sendable {
            /// The route's index.
            let rule: Int
            /// The key `delegate`.
            let keyNode: Node
            /// Its mapping.
            let node: Node
        }

        /// A host of a VirtualService.
        public struct Host: Sendable {
            /// As written.
            public let text: String
            /// As Istio looks it up.
            public let fqdn: String
            /// Where it stands.
            public let node: Node
        }

        /// Where a rule sends requests.
        public struct Destination: Sendable {
            /// The host as written; empty when absent.
            public let host: String
            /// The host as Istio looks it up.
            public let fqdn: String
            /// The subset; `nil` when absent or empty.
            public let subset: String?
            /// The port; `nil` when absent.
            public let port: Int?
            /// Whether a port is written at all.
            public let hasPort: Bool
            /// The `destination` mapping (of a mirror, the mirror itself).
            public let node: Node
            /// The list the rule stands in.
            public let list: RouteList
            /// The rule's index.
            public let rule: Int
            /// The index in the rule's `route` or `mirrors`.
            public let index: Int
            /// What the destination is for.
            public let role: Role

            /// The path of the mapping: `spec.http[0].route[1].destination`.
            public var path: String {
                switch role {
                case .route: "spec.\(list.rawValue)[\(rule)].route[\(index)].destination"
                case .mirror: "spec.\(list.rawValue)[\(rule)].mirror"
                case .mirrors: "spec.\(list.rawValue)[\(rule)].mirrors[\(index)].destination"
                }
            }
            /// The node of the host, else of the mapping.
            public var hostNode: Node { node["host"] ?? node }
        }

        /// The lists of rules.
        public enum RouteList: String, Sendable { case http, tls, tcp }
        /// What a destination is for.
        public enum Role: Sendable { case route, mirror, mirrors }

        init(_ object: Object, _ config: MeshConfig) {
            self.object = object
            let spec = object.spec
            self.spec = spec
            let namespace = object.namespace
            let domain = config.domain
            hosts = spec.names("hosts").map {
                Host(text: $0.text, fqdn: HostName.qualified($0.text, namespace: namespace, domain: domain), node: $0.node)
            }
            gateways = spec.names("gateways")
            isOnMesh = gateways.isEmpty || gateways.contains { $0.text == "mesh" }
            exportNames = spec.names("exportTo")
            exportTo = ExportScope(exportNames.map(\.text), namespace: namespace, fallback: config.virtualServiceExport)
            var routes: [Destination] = []
            var mirrors: [Destination] = []
            var delegates: [Delegate] = []
            // A route without a destination counts as one without a host.
            func add(_ node: Node?, _ list: RouteList, _ rule: Int, _ index: Int, _ role: Role, to result: inout [Destination]) {
                guard let node, role == .route || node.isMapping else { return }
                let host = node["host"]?.string ?? ""
                let port = node.value("port")
                result.append(
                    Destination(
                        host: host, fqdn: HostName.qualified(host, namespace: namespace, domain: domain), subset: node.text("subset"),
                        port: port?["number"]?.int, hasPort: port != nil, node: node, list: list, rule: rule, index: index, role: role))
            }
            for list in [RouteList.tcp, .tls, .http] {
                var rule = 0
                for item in spec.items(list.rawValue) {
                    var index = 0
                    for route in item.items("route") {
                        add(route.value("destination") ?? route, list, rule, index, .route, to: &routes)
                        index += 1
                    }
                    if list == .http {
                        if let entry = item.entry("delegate"), entry.value.isMapping {
                            delegates.append(Delegate(rule: rule, keyNode: entry.key, node: entry.value))
                        }
                        add(item["mirror"], list, rule, 0, .mirror, to: &mirrors)
                        index = 0
                        for mirror in item.items("mirrors") {
                            add(mirror["destination"], list, rule, index, .mirrors, to: &mirrors)
                            index += 1
                        }
                    }
                    rule += 1
                }
            }
            self.delegates = delegates
            destinations = mirrors.isEmpty ? routes : routes + mirrors
        }
    }
}
