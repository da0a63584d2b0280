import MeshResources

/// YAML as `sigs.k8s.io/yaml` writes it: keys sorted.
enum YAMLText {
    /// One document, ending with a line feed.
    static func document(_ value: Value) -> String { JSONWriter.text(value, .init(sortsKeys: true, indent: "  ")) + "\n" }
}
