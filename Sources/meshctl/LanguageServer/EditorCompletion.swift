import MeshResources

/// What can be typed at a cursor: fields, words of enumerations, and names of the workspace.
struct EditorCompletion {
    private let context: CursorContext
    private let mesh: Mesh
    private var items: [Value] = []

    /// The items for a cursor.
    static func items(_ source: SourceText, offset: UInt32, mesh: Mesh) -> [Value] {
        var completion = EditorCompletion(context: CursorContext(source, offset: offset), mesh: mesh)
        completion.collect()
        return completion.items
    }

    private init(context: CursorContext, mesh: Mesh) {
        self.context = context
        self.mesh = mesh
    }

    private mutating func collect() {
        if context.path.isEmpty { return collectTop() }
        let schema = SchemaRegistry.shared.field(at: ([context.kind] + context.fullPath).joined(separator: "."))
        if context.key == nil, let children = schema?.children, !children.isEmpty {
            for field in children where context.siblings[field.name] == nil { add(field) }
        } else if let field = schema?.field {
            collectValues(field)
        }
    }

    private mutating func collectTop() {
        switch context.key {
        case "kind"?: for kind in SchemaRegistry.shared.kinds { add(kind.kind, 7, detail: kind.group) }
        case "apiVersion"?:
            let kind = SchemaRegistry.shared.schema(forKind: context.kind)
            for schema in kind.map({ [$0] }) ?? SchemaRegistry.shared.kinds {
                for version in schema.versions { add("\(schema.group)/\(version)", 12) }
            }
        case nil:
            for key in ["apiVersion", "kind", "metadata", "spec"] where context.siblings[key] == nil {
                add(key, 10, insert: key + (context.isFlow ? ": " : ":"))
            }
        default: break
        }
    }

    private mutating func collectValues(_ field: FieldSchema) {
        for word in field.enumeration { add(word, 20) }
        if field.type == .bool { for word in ["true", "false"] { add(word, 12) } }
        switch field.name {
        case "gateways":
            for gateway in mesh.gateways {
                let object = gateway.object
                add(object.namespace == context.namespace ? object.name : object.fullName, 18, detail: "Gateway")
            }
            add("mesh", 12, detail: "the sidecars")
        case "host", "hosts":
            for entry in mesh.hosts.entries {
                let isNear = entry.isService && entry.object.namespace == context.namespace
                add(entry.host, 18, detail: "\(entry.object.resource.kind) \(entry.object.fullName)")
                if isNear { add(entry.object.name, 18, detail: "Service of this namespace") }
            }
        case "subset":
            guard let host = context.siblings["host"] else { return }
            for rule in mesh.destinationRules(host: mesh.qualified(host, from: context.namespace)) {
                for subset in rule.subsets { add(subset.name, 18, detail: "DestinationRule \(rule.object.fullName)") }
            }
        default: break
        }
    }

    private mutating func add(_ field: FieldSchema) {
        var insert = field.name + ":"
        if context.isFlow || field.messageName == nil && field.shape == .single { insert += " " }
        add(field.name, 5, detail: field.typeName, documentation: field.documentation, insert: insert, isDeprecated: field.isDeprecated)
    }

    /// Adds an item; `kind` is the protocol's number for its icon.
    private mutating func add(
        _ label: String, _ kind: Int64, detail: String = "", documentation: String = "", insert: String? = nil, isDeprecated: Bool = false
    ) {
        var item: Value.Object = ["label": .string(label), "kind": .int(kind)]
        if !detail.isEmpty { item["detail"] = .string(detail) }
        if !documentation.isEmpty { item["documentation"] = .string(documentation) }
        if let insert { item["insertText"] = .string(insert) }
        if isDeprecated { item["deprecated"] = true }
        items.append(.object(item))
    }
}
