/// Walks the rules of AuthorizationPolicies.
enum PolicyRules {
    /// Calls `body` for every string in the lists `keys` of `rules[].list[].holder`, with its path.
    static func forEach(
        _ mesh: Mesh, in list: String, _ holder: String, _ keys: [String],
        _ body: (_ policy: Mesh.Object, _ name: Mesh.Name, _ path: String) -> Void
    ) {
        for policy in mesh.all(.authorizationPolicy) {
            for (i, rule) in policy.spec.items("rules").enumerated() {
                for (j, entry) in rule.items(list).enumerated() {
                    guard let holding = entry[holder] else { continue }
                    for key in keys {
                        for (k, item) in holding.items(key).enumerated() {
                            guard let text = item.string else { continue }
                            body(policy, Mesh.Name(text: text, node: item), "spec.rules[\(i)].\(list)[\(j)].\(holder).\(key)[\(k)]")
                        }
                    }
                }
            }
        }
    }
}

extension Node {
    /// The bytes of a scalar without its quotes.
    var contentRange: SourceRange {
        let record = record
        return isScalar ? SourceRange(start: record.start, end: record.end) : range
    }
}
