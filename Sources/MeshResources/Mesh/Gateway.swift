extension Mesh {
    /// An Istio Gateway with its servers read.
    public final class Gateway: Sendable {
        /// The object.
        public let object: Object
        /// The workloads that serve it.
        public let selector: LabelSelector
        /// The servers in order.
        public let servers: [Server]
        private let byHost: [String: [Host]]

        /// One server of a Gateway.
        public struct Server: Sendable {
            /// The entry.
            public let node: Node
            /// The entry's index.
            public let index: Int
            /// The hosts.
            public let hosts: [Host]
            /// The port number; `nil` when absent or no number.
            public let port: Int?
            /// The protocol in upper case; empty when absent.
            public let proto: String
            /// The address to bind to; empty when absent.
            public let bind: String
            /// `tls` unless absent.
            public let tls: Node?
        }

        /// A host that a server accepts, perhaps only for VirtualServices of one namespace.
        public struct Host: Sendable {
            /// As written: `host` or `namespace/host`.
            public let text: String
            /// `nil` for every namespace; `.` is resolved.
            public let namespace: String?
            /// The host alone.
            public let host: String
            /// Where it stands.
            public let node: Node

            /// Whether VirtualServices of `other` may use it.
            public func admits(_ other: String) -> Bool { namespace == nil || namespace == other }
        }

        init(_ object: Object) {
            self.object = object
            let spec = object.spec
            selector = LabelSelector(spec.stringMap("selector"))
            var servers: [Server] = []
            var index = 0
            for item in spec.items("servers") {
                if item.isMapping {
                    let port = item["port"]
                    servers.append(
                        Server(
                            node: item, index: index, hosts: item.names("hosts").map { Self.host($0, in: object.namespace) },
                            port: port?["number"]?.int, proto: port.text("protocol")?.uppercased() ?? "", bind: item.text("bind") ?? "",
                            tls: item.value("tls")))
                }
                index += 1
            }
            self.servers = servers
            byHost = Dictionary(grouping: servers.flatMap(\.hosts), by: \.host)
        }

        private static func host(_ name: Name, in namespace: String) -> Host {
            guard let slash = name.text.utf8.firstIndex(of: 0x2F) else {
                return Host(text: name.text, namespace: nil, host: name.text, node: name.node)
            }
            let scope = String(name.text[..<slash])
            return Host(
                text: name.text, namespace: scope == "*" ? nil : scope == "." ? namespace : scope,
                host: String(name.text[name.text.index(after: slash)...]), node: name.node)
        }

        /// Whether a server accepts one of the hosts from a VirtualService of `namespace`.
        public func accepts(_ hosts: [String], from namespace: String) -> Bool { hosts.contains { accepts($0, from: namespace) } }

        private func accepts(_ host: String, from namespace: String) -> Bool {
            func isAdmitted(_ own: String) -> Bool { byHost[own]?.contains { $0.admits(namespace) } ?? false }
            if isAdmitted(host) || HostName.suffixes(host).contains(where: { isAdmitted("*" + $0) }) { return true }
            // What lies under a wildcard is not indexed; few VirtualServices have one.
            guard HostName.isWildcard(host) else { return false }
            return byHost.contains { own, entries in HostName.overlap(own, host) && entries.contains { $0.admits(namespace) } }
        }
    }
}
