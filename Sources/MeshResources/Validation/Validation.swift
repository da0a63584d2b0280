/// The validation of one resource: walks it along its schema, runs the checks of each message, gathers findings.
struct Validation {
    let resource: Resource
    let tree: Tree
    /// The namespace that the resource counts for: its own, or `default`.
    let namespace: String
    let schema: KindSchema
    let program: SchemaProgram
    let checks: [MessageCheck?]
    /// The spec; absent where the resource has none.
    let spec: Field
    private(set) var diagnostics: [Diagnostic] = []
    /// Values of a wrong type, about which nothing more is said.
    var mistyped: [UInt32] = []
    private var decoded: [UnsafeMutablePointer<UInt8>] = []

    /// What the checks below a VirtualService must know of it.
    var virtualService = VirtualServiceScope()

    init(_ resource: Resource, schema: KindSchema, registry: SchemaRegistry) {
        self.resource = resource
        self.tree = resource.node.tree
        self.schema = schema
        let own = resource.namespace ?? ""
        namespace = own.isEmpty ? "default" : own
        program = registry.program
        checks = MessageChecks.shared.byNumber
        let root = Field(resource.node.tree, resource.node.writtenIndex)
        spec = root["spec"] ?? .absent(resource.node.tree)
    }

    /// The resource's findings in the order of the text.
    mutating func run(_ registry: SchemaRegistry) -> [Diagnostic] {
        defer { for memory in decoded { memory.deallocate() } }
        checkObject(registry)
        guard diagnostics.count > 1 else { return diagnostics }
        return diagnostics.enumerated().sorted { a, b in
            let first = a.element.location?.range.start ?? 0
            let second = b.element.location?.range.start ?? 0
            return first == second ? a.offset < b.offset : first < second
        }.map(\.element)
    }

    // MARK: Findings

    /// Adds a finding at a value.
    mutating func report(_ mistake: Mistake, at field: Field, _ message: String, help: String? = nil, fixes: [FixIt] = []) {
        guard field.isAbsent || !mistyped.contains(field.written) else { return }
        add(mistake, message, field.isAbsent ? resource.nameLocation : field.node.headLocation, path(to: field), help, fixes)
    }

    /// Adds a finding at the key of a value.
    mutating func report(_ mistake: Mistake, keyOf value: Field, _ key: Field, _ message: String, help: String? = nil, fixes: [FixIt] = [])
    {
        add(mistake, message, key.node.location, path(to: value), help, fixes)
    }

    /// Adds a finding about a field that `parent` should have.
    mutating func report(_ mistake: Mistake, missing key: String, in parent: Field, _ message: String, help: String? = nil) {
        guard parent.isAbsent || !mistyped.contains(parent.written) else { return }
        let location = parent.isAbsent ? resource.nameLocation : parent.node.headLocation
        add(mistake, message, location, join(path(to: parent), key), help, [])
    }

    private mutating func add(
        _ mistake: Mistake, _ message: String, _ location: Location, _ path: String, _ help: String?, _ fixes: [FixIt]
    ) {
        diagnostics.append(
            Diagnostic(
                code: mistake.rawValue, severity: mistake.severity, message: message, location: location, path: path, help: help,
                resource: resource.resourceName, fixes: fixes))
    }

    // MARK: Reading

    /// The characters of a scalar as bytes, at least eight more readable after them. Valid until the run ends.
    mutating func bytes(of field: Field) -> Bytes {
        guard !field.isAbsent else { return Bytes(start: nil, count: 0) }
        let record = field.record
        guard record.meta & 0x3 == Tree.Meta.scalar else { return Bytes(start: nil, count: 0) }
        let isBlock = record.meta & Tree.Meta.styleMask >= Tree.Meta.literal
        if record.meta & Tree.Meta.needsDecoding == 0, !isBlock {
            return Bytes(start: tree.source.base + Int(record.start), count: Int(record.end &- record.start))
        }
        return keep(Array(field.node.text.utf8))
    }

    /// The characters of an optional scalar; nothing when it is absent.
    mutating func bytes(of field: Field?) -> Bytes { field.map { bytes(of: $0) } ?? Bytes(start: nil, count: 0) }

    /// Keeps bytes until the run ends.
    mutating func keep(_ bytes: [UInt8]) -> Bytes {
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count + 8)
        memory.initialize(repeating: 0, count: bytes.count + 8)
        for (index, byte) in bytes.enumerated() { memory[index] = byte }
        decoded.append(memory)
        return Bytes(start: UnsafePointer(memory), count: bytes.count)
    }
}
