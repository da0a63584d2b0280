/// What Istio's templates for pods make, as code: the answer where there is neither a cluster nor a template.
enum BuiltInTemplate: String, CaseIterable, Sendable {
    case sidecar, gateway
    case grpcSimple = "grpc-simple"
    case grpcAgent = "grpc-agent"

    /// What the template says for a pod, as a patch of type Pod.
    func patch(_ context: BuiltInContext) throws(InjectionError) -> Record {
        let value: Value =
            switch self {
            case .sidecar: try BuiltInSidecar(context).patch()
            case .gateway: BuiltInGateway(context).patch()
            case .grpcSimple: BuiltInProxyless.bootstrapOnly(context)
            case .grpcAgent: try BuiltInProxyless.agent(context)
            }
        return Record(patch: value, PodFields.podType)
    }
}

extension Record {
    /// A patch from a value whose shape is known to fit the type; what does not fit is left out.
    init(patch value: Value, _ type: RecordType) {
        self.init(type)
        guard case .object(let object) = value else { return }
        for (key, value) in object {
            var key = key
            guard let index = key.withUTF8({ type.field(named: $0) }) else { continue }
            self[index] = RecordValue(patch: value, type.fields[index].kind)
        }
    }
}

extension RecordValue {
    init(patch value: Value, _ kind: RecordKind) {
        switch (value, kind) {
        case (.object, .record(let index)): self = .record(Record(patch: value, RecordSchema.shared.types[index]))
        case (.object(let object), _):
            var element = RecordKind.raw
            if case .map(let kind) = kind { element = kind }
            var map = RecordMap()
            for (key, value) in object { map.append(key, RecordValue(patch: value, element)) }
            self = .map(map)
        case (.array(let items), .list(let element)): self = .list(items.map { RecordValue(patch: $0, element) })
        case (.array(let items), _): self = .list(items.map { RecordValue(patch: $0, .raw) })
        case (.string(let text), .quantity): self = .string(Quantity(text)?.description ?? text)
        case (.int(let number), .quantity): self = .string(Quantity(String(number))?.description ?? String(number))
        case (.string(let text), _): self = .string(text)
        case (.int(let number), _): self = .int(number)
        case (.bool(let flag), _): self = .bool(flag)
        case (.double(let number), _): self = .double(number)
        case (.uint(let number), _): self = .double(Double(number))
        case (.null, _): self = .null
        }
    }
}
