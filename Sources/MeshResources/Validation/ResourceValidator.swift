/// The verdict on one resource by itself: that of the API server's schema and of istiod's webhook together.
public enum ResourceValidator {
    /// Whether resources of this kind and group are judged: the kinds of Istio, and what `istioctl validate` looks at besides.
    public static func knows(_ resource: Resource) -> Bool {
        guard let schema = SchemaRegistry.shared.schema(forKind: resource.kind) else { return false }
        return schema.group == resource.group
    }

    /// What is wrong with a resource: errors and warnings in the order of the text. Nothing for kinds that are not known.
    public static func validate(_ resource: Resource) -> [Diagnostic] {
        guard let schema = SchemaRegistry.shared.schema(forKind: resource.kind), resource.apiVersion.hasPrefix(schema.group + "/") else {
            return []
        }
        var validation = Validation(resource, schema: schema, registry: .shared)
        return validation.run(.shared)
    }
}
