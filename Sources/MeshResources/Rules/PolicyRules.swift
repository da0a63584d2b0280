/// Walks the rules of AuthorizationPolicies.
enum PolicyRules {
    /// Where a value of a rule stands.
    struct Place {
        let list: String
        let holder: String
        let key: String
        let indexes: (rule: Int, entry: Int, value: Int)

        /// `spec.rules[0].from[1].source.principals[2]`.
        var path: String { "spec.rules[\(indexes.rule)].\(list)[\(indexes.entry)].\(holder).\(key)[\(indexes.value)]" }
    }

    /// Calls `body` for every string in the lists `keys` of `rules[].list[].holder` whose written bytes satisfy `condition`.
    static func forEach(
        _ mesh: Mesh, in list: String, _ holder: String, _ keys: [String],
        where condition: (UnsafeBufferPointer<UInt8>) -> Bool = { _ in true },
        _ body: (_ policy: Mesh.Object, _ name: Mesh.Name, _ place: Place) -> Void
    ) {
        for policy in mesh.all(.authorizationPolicy) {
            for (i, rule) in policy.spec.items("rules").enumerated() {
                for (j, entry) in rule.items(list).enumerated() {
                    guard let holding = entry[holder], holding.isMapping else { continue }
                    for (keyNode, values) in holding.rawEntries {
                        guard values.isSequence, let key = keys.first(where: { keyNode.rawBytes.elementsEqual($0.utf8) }) else { continue }
                        for (k, item) in values.items.enumerated() where item.isScalar && (item.needsDecoding || condition(item.rawBytes)) {
                            guard let text = item.string else { continue }
                            body(policy, Mesh.Name(text: text, node: item), Place(list: list, holder: holder, key: key, indexes: (i, j, k)))
                        }
                    }
                }
            }
        }
    }
}
