/// The places of a manifest where every value must be a text: labels, annotations, selectors.
enum TextMaps {
    /// The mappings of a resource whose values are texts, with their paths.
    static func all(_ resource: Resource) -> [(map: Node, path: String)] {
        var result: [(map: Node, path: String)] = []
        func add(_ node: Node?, _ path: String) {
            guard let node, node.isMapping else { return }
            result.append((node, path))
        }
        add(resource.metadata?["labels"], "metadata.labels")
        add(resource.metadata?["annotations"], "metadata.annotations")
        guard let spec = resource.spec, spec.isMapping else { return result }
        if let selector = spec["selector"], selector.isMapping {
            if let labels = selector["matchLabels"] {
                add(labels, "spec.selector.matchLabels")
            } else if resource.kind == "Service" || resource.kind == "Gateway" {
                add(selector, "spec.selector")
            }
        }
        if let selector = spec["workloadSelector"] {
            add(selector["labels"], "spec.workloadSelector.labels")
            add(selector["matchLabels"], "spec.workloadSelector.matchLabels")
        }
        if let template = spec["template"]?["metadata"] {
            add(template["labels"], "spec.template.metadata.labels")
            add(template["annotations"], "spec.template.metadata.annotations")
        }
        if resource.kind == "DestinationRule" {
            for (index, subset) in spec.items("subsets").enumerated() { add(subset["labels"], "spec.subsets[\(index)].labels") }
        }
        return result
    }

    /// Whether the value at a path is one of them.
    static func isText(_ path: String) -> Bool {
        for word in ["labels.", "annotations.", "matchLabels."] where path.contains(word) { return true }
        return false
    }
}
