import MeshResources

/// What an editor shows about the place under the cursor: documentation, and where names are defined.
enum EditorHelp {
    /// The documentation of the field under the cursor, as Markdown with its range.
    static func hover(_ file: Workspace.File, offset: UInt32, encoding: PositionEncoding) -> Value {
        guard let place = NodePath(file, offset: offset) else { return .null }
        let path = ([place.resource.kind] + place.keys).joined(separator: ".")
        guard let found = SchemaRegistry.shared.field(at: path), let field = found.field else { return .null }
        var text = "**\(field.name)** `\(field.typeName)`\(FieldText.notes(field))\n\n\(field.documentation)"
        if !field.enumeration.isEmpty { text += "\n\nOne of " + field.enumeration.map { "`\($0)`" }.joined(separator: ", ") }
        if let standard = field.defaultValue { text += "\n\nDefault: `\(standard)`" }
        return [
            "contents": ["kind": "markdown", "value": .string(text)],
            "range": encoding.range(place.node.range, in: place.node.tree.source),
        ]
    }

    /// Where the gateway, host, subset or secret under the cursor is defined.
    static func definitions(_ file: Workspace.File, offset: UInt32, mesh: Mesh) -> [Location] {
        guard let place = NodePath(file, offset: offset), !place.isKey, place.node.isScalar, let key = place.keys.last else { return [] }
        let text = place.node.text
        let namespace = place.resource.namespace ?? mesh.options.defaultNamespace
        switch key {
        case "gateways":
            return mesh.gateway(text, from: namespace).map { [$0.object.nameNode.location] } ?? []
        case "host", "hosts":
            let host = mesh.qualified(text, from: namespace)
            let services = mesh.hosts.resolve(host, from: namespace).map { [$0.object.nameNode.location] } ?? []
            return services.isEmpty ? mesh.destinationRules(host: host).map { $0.hostNode.location } : services
        case "subset":
            guard let host = place.mappings.last?["host"]?.text else { return [] }
            return mesh.destinationRules(host: mesh.qualified(host, from: namespace)).flatMap { rule in
                rule.subsets.filter { $0.name == text }.map { ($0.node["name"] ?? $0.node).location }
            }
        case "credentialName":
            return mesh.all(.secret).filter { $0.name == text }.map { $0.nameNode.location }
        default: return []
        }
    }
}
