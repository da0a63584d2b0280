extension Mesh {
    /// The hosts that exist: those of Services and of ServiceEntries, with their ports and who sees them.
    public struct HostRegistry: Sendable {
        /// Every entry in order: ServiceEntry hosts, then Services.
        public let entries: [Entry]
        private let exact: [String: [Int]]
        private let wildcards: [String: [Int]]

        /// A host that traffic can be sent to.
        public struct Entry: Sendable {
            /// The Service or ServiceEntry.
            public let object: Object
            /// The host, full for Services.
            public let host: String
            /// Where it is visible.
            public let exportTo: ExportScope
            /// The ports.
            public let ports: [Port]
            /// Labels that select its workloads; `nil` when it selects none.
            public let selector: LabelSelector?

            /// Whether it is a Service of Kubernetes.
            public var isService: Bool { object.kind == .service }
        }

        /// A port of a host.
        public struct Port: Sendable {
            /// The number; `nil` when absent or no number.
            public let number: Int?
            /// The name; empty when absent.
            public let name: String
            /// `protocol` as written: of Services the transport, of ServiceEntries the application protocol.
            public let proto: String
            /// `appProtocol`; `nil` when absent.
            public let appProtocol: String?
            /// The entry.
            public let node: Node
        }

        init(services: [Object], entries entryObjects: [Object], config: MeshConfig) {
            var entries: [Entry] = []
            var exact: [String: [Int]] = [:]
            var wildcards: [String: [Int]] = [:]
            exact.reserveCapacity(services.count + entryObjects.count)
            func add(_ entry: Entry) {
                if HostName.isWildcard(entry.host) {
                    wildcards[String(entry.host.utf8.dropFirst()) ?? "", default: []].append(entries.count)
                } else {
                    exact[entry.host, default: []].append(entries.count)
                }
                entries.append(entry)
            }
            for object in entryObjects {
                let spec = object.spec
                let scope = ExportScope(spec.names("exportTo").map(\.text), namespace: object.namespace, fallback: config.serviceExport)
                let ports = spec.items("ports").map(Self.port)
                let selector = spec.value("workloadSelector").map { LabelSelector($0.stringMap("labels")) }
                for host in spec.names("hosts") {
                    let host = HostName.qualified(host.text, namespace: object.namespace, domain: config.domain)
                    add(Entry(object: object, host: host, exportTo: scope, ports: ports, selector: selector))
                }
            }
            for object in services {
                let spec = object.spec
                let labels = spec.stringMap("selector")
                add(
                    Entry(
                        object: object, host: "\(object.name).\(object.namespace).svc.\(config.domain)",
                        exportTo: Self.scope(object, config), ports: spec.items("ports").map(Self.port),
                        selector: labels.isEmpty ? nil : LabelSelector(labels)))
            }
            self.entries = entries
            self.exact = exact
            self.wildcards = wildcards
        }

        private static func port(_ node: Node) -> Port {
            Port(
                number: (node["port"] ?? node["number"])?.int, name: node.text("name") ?? "", proto: node.text("protocol") ?? "",
                appProtocol: node["appProtocol"]?.string, node: node)
        }

        private static func scope(_ service: Object, _ config: MeshConfig) -> ExportScope {
            let annotation = service.resource.metadata["annotations"].text("networking.istio.io/exportTo") ?? ""
            let names = annotation.split(separator: ",").map { String($0.trimmed) }
            return ExportScope(names, namespace: service.namespace, fallback: config.serviceExport)
        }

        /// The entries whose host is exactly `fqdn`.
        public func entries(named fqdn: String) -> [Entry] { (exact[fqdn] ?? []).map { entries[$0] } }

        /// Whether there is an entry with exactly that host.
        public func contains(_ fqdn: String) -> Bool { exact[fqdn] != nil }

        /// The entry that a host means to an object of `namespace` that is itself visible in `scope`: the same name first, else a
        /// wildcard that covers it.
        ///
        /// Whoever sees the object must see the host: an entry counts when it is visible everywhere or somewhere in `scope`. When
        /// `scope` is everywhere, it counts when it is visible in `namespace` or belongs to it.
        public func resolve(_ fqdn: String, from namespace: String, scope: ExportScope = .everywhere) -> Entry? {
            func isVisible(_ entry: Entry) -> Bool {
                if entry.exportTo.isEverywhere { return true }
                guard scope.isEverywhere else { return entry.exportTo.overlaps(scope) }
                return entry.exportTo.includes(namespace) || entry.object.namespace == namespace
            }
            if let list = exact[fqdn], let hit = list.first(where: { isVisible(entries[$0]) }) { return entries[hit] }
            guard !wildcards.isEmpty else { return nil }
            for suffix in HostName.suffixes(fqdn) {
                let list = wildcards[suffix] ?? []
                if let hit = list.first(where: { isVisible(entries[$0]) || entries[$0].exportTo.includes(namespace) }) {
                    return entries[hit]
                }
            }
            return nil
        }
    }
}

extension Substring {
    /// Without blanks and tabs at both ends.
    var trimmed: Substring {
        var text = self
        while let first = text.utf8.first, first == 0x20 || first == 0x09 { text = text.dropFirst() }
        while let last = text.utf8.last, last == 0x20 || last == 0x09 { text = text.dropLast() }
        return text
    }
}
