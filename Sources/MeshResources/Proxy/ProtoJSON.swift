/// Rewrites what Envoy dumps, with the field names of the `.proto` files, as protobuf's JSON, with lower camel case names.
///
/// Both spellings mean the same message; istioctl prints the second. Keys that users and extensions choose stay as they are:
/// those of maps and of free-form structures.
public enum ProtoJSON {
    /// Fields that hold maps: their keys stay, what is below is rewritten.
    private static let maps: Set<String> = [
        "typedFilterMetadata", "typedPerFilterConfig", "typedExtensionProtocolOptions", "extensionProtocolOptions", "policies", "map",
        "keyValues", "providers", "requirementMap", "namedEndpoints", "dynamicParameters", "params", "contextExtensions",
        "sourceCodes", "args", "opaqueConfig", "dimensions", "perFilterConfig", "allowedCapabilities", "attributes",
        "certificateProviderInstances", "clusterMinHealthyPercentages", "extractionByMethod", "extractionsByMethod",
        "fieldRestrictions", "mappedRequestAttributes", "mappedResponseAttributes", "messageRestrictions", "methodRestrictions",
        "namedFilterChains", "paramsMatch", "requestExtractionByField", "requestFieldExtractions", "requestFieldRestrictions",
        "responseExtractionByField", "responseFieldRestrictions", "secrets",
    ]
    /// Fields that hold free-form structures: nothing below is rewritten.
    private static let structures: Set<String> = [
        "filterMetadata", "jsonFormat", "typedJsonFormat", "defaultSubset", "staticLayer", "hiddenEnvoyDeprecatedConfig",
        "transportSocketMatchCriteria", "filterContext", "attachmentTemplate", "aws", "base",
    ]

    /// A message as a value, its fields renamed.
    public static func value(_ node: Node) -> Value { value(node, under: "", in: "", depth: 0) }

    private static func value(_ node: Node, under name: String, in parent: String, depth: Int) -> Value {
        guard depth < 500 else { return Value(node) }
        switch node.kind {
        case .scalar: return Value(node)
        case .sequence:
            // No list holds maps: below a repeated field of such a name stand messages, as the policies of load balancing do.
            let under = maps.contains(name) ? "" : name
            return .array(node.items.map { value($0, under: under, in: parent, depth: depth + 1) })
        case .mapping:
            if isStructure(name, in: parent) { return Value(node) }
            let keepsKeys = maps.contains(name) || name == "requires" && parent == "filterStateRules"
            let isFreeForm =
                node["type_url"] != nil || node["typeUrl"] != nil || node.anyType.hasSuffix("google.protobuf.Struct")
                || node.field("metadata_namespace") != nil
            var object = Value.Object()
            for (key, item) in node.entries {
                let written = key.text
                let field = keepsKeys ? written : camelCase(written)
                if isFreeForm, field == "value" {
                    object[field] = Value(item)
                } else {
                    object[field] = value(item, under: keepsKeys ? "" : field, in: name, depth: depth + 1)
                }
            }
            return .object(object)
        }
    }

    /// Whether a field holds a free-form structure; of some names it depends on the message around.
    private static func isStructure(_ name: String, in parent: String) -> Bool {
        if structures.contains(name) { return true }
        switch name {
        case "metadata": return parent == "node" || parent == "userAgentBuildVersion"
        case "match": return parent == "transportSocketMatches"
        default: return false
        }
    }

    /// `dynamicActiveClusters` as `dynamic_active_clusters`.
    static func snakeCase(_ name: String) -> String {
        guard name.utf8.contains(where: { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") }) else { return name }
        var result: [UInt8] = []
        for byte in name.utf8 {
            let isUpper = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
            if isUpper { result.append(UInt8(ascii: "_")) }
            result.append(isUpper ? byte | 0x20 : byte)
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// `dynamic_active_clusters` as `dynamicActiveClusters`.
    public static func camelCase(_ name: String) -> String {
        guard name.utf8.contains(UInt8(ascii: "_")) else { return name }
        var result: [UInt8] = []
        var isStart = false
        for byte in name.utf8 {
            if byte == UInt8(ascii: "_") {
                isStart = true
            } else {
                result.append(isStart && byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") ? byte & 0xDF : byte)
                isStart = false
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
