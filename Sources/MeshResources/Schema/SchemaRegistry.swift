/// Every kind that is known, with its fields. Reads its tables once, when first asked.
public final class SchemaRegistry: Sendable {
    /// The registry of Istio 1.30.
    public static let shared = SchemaRegistry(tables: [
        CommonSchema.table, VirtualServiceSchema.table, DestinationRuleSchema.table, GatewaySchema.table, AuthorizationPolicySchema.table,
        ServiceEntrySchema.table, SidecarSchema.table, PeerAuthenticationSchema.table, RequestAuthenticationSchema.table,
        TelemetrySchema.table, EnvoyFilterSchema.table, WorkloadEntrySchema.table, WorkloadGroupSchema.table, WasmPluginSchema.table,
        ProxyConfigSchema.table, TrafficExtensionSchema.table, TestSuiteSchema.table,
    ])

    /// The kinds in the order of the documentation.
    public let kinds: [KindSchema]
    /// Every message type.
    public let messages: [MessageSchema]
    private let kindIndex: [String: Int]
    private let messageIndex: [String: Int]
    /// The tables in the form that the validator walks.
    let program: SchemaProgram

    init(tables: [String]) {
        let table = SchemaTable(tables)
        kinds = table.kinds
        messages = table.messages
        kindIndex = Dictionary(kinds.enumerated().map { ($1.kind, $0) }, uniquingKeysWith: { first, _ in first })
        messageIndex = Dictionary(messages.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        program = SchemaProgram(messages: messages)
    }

    /// The schema of a kind such as `VirtualService`; `nil` when it is not one of Istio's.
    public func schema(forKind kind: String) -> KindSchema? { kindIndex[kind].map { kinds[$0] } }

    /// The message type of a name such as `HTTPRoute`.
    public func message(named name: String) -> MessageSchema? { messageIndex[name].map { messages[$0] } }

    /// The place of a message in `messages`.
    func messageNumber(_ name: String) -> Int? { messageIndex[name] }

    /// A field found by its path.
    public struct Found: Sendable {
        /// The kind that the path begins with.
        public let kind: KindSchema
        /// The path in full, such as `VirtualService.spec.http.route`.
        public let path: String
        /// The field; `nil` when the path names the kind alone or its `spec`.
        public let field: FieldSchema?
        /// The fields below it; empty for scalars and free-form objects.
        public let children: [FieldSchema]
    }

    /// Where a path leads: `VirtualService`, `VirtualService.http.route`, `VirtualService.spec.http[0].route`. The kind and keys count
    /// regardless of case; indexes are passed over, as are the keys of maps.
    public func field(at path: String) -> Found? {
        var words = path.split(separator: ".").map { $0.prefix { $0 != "[" } }
        guard !words.isEmpty else { return nil }
        let first = words.removeFirst().lowercased()
        guard let kind = kinds.first(where: { $0.kind.lowercased() == first }) else { return nil }
        var full = kind.kind
        if let next = words.first, next.lowercased() == "spec" {
            words.removeFirst()
            full += ".spec"
        }
        var message = message(named: kind.message)
        var field: FieldSchema?
        var insideMap = false
        for word in words {
            if let found = message?.fields.first(where: { $0.name == word })
                ?? message?.fields.first(where: { $0.name.lowercased() == word.lowercased() })
            {
                field = found
                insideMap = found.shape == .map
                full += ".\(found.name)"
                message = found.messageName.flatMap { self.message(named: $0) }
            } else if insideMap {
                insideMap = false
                full += ".\(word)"
            } else {
                return nil
            }
        }
        return Found(kind: kind, path: full, field: field, children: message?.fields ?? [])
    }
}
