import Glibc
import MeshResources

/// A part of a proxy's configuration: a table, or the messages behind it as JSON or YAML.
struct ProxyConfigReport: Report {
    /// What `-o json` and `-o yaml` print.
    enum Content {
        /// A list, made when it is printed.
        case list(() -> [Value])
        /// Messages of a dump, one after the other, so that a large dump is never held as values.
        case messages([Node])
        /// One message.
        case value(Value)
        /// The text that the proxy sent.
        case text(SourceText)
    }

    let table: () -> String
    let content: Content
    var exitCode = ExitCode.success

    /// Messages of a dump with the table about them.
    static func messages(_ nodes: [Node], table: @escaping () -> ColumnText) -> ProxyConfigReport {
        ProxyConfigReport(table: { table().text }, content: .messages(nodes))
    }

    /// One message with the text about it.
    static func value(_ value: Value, text: @escaping () -> String) -> ProxyConfigReport {
        ProxyConfigReport(table: text, content: .value(value))
    }

    func write(to console: Console, as format: OutputFormat) {
        switch (format, content) {
        case (.json, .text(let source)):
            console.output.write(source.bytes)
            console.output.write("\n")
        case (.json, .value(let value)): console.output.write(JSONWriter.text(value, Self.layout) + "\n")
        case (.json, .list(let values)): writeJSON(values().lazy.map { $0 }, to: console)
        case (.json, .messages(let nodes)): writeJSON(nodes.lazy.map(Self.message), to: console)
        case (.yaml, .text(let source)):
            if let root = JSONReader.parse(source).tree.roots.first { console.output.write(YAMLEmitter.text(Value(root))) }
        case (.yaml, .value(let value)): console.output.write(YAMLEmitter.text(value))
        case (.yaml, .list(let values)): writeYAML(values().lazy.map { $0 }, to: console)
        case (.yaml, .messages(let nodes)): writeYAML(nodes.lazy.map(Self.message), to: console)
        default: console.output.write(table())
        }
    }

    private static let layout = JSONWriter.Options(sortsKeys: false, indent: "    ")

    /// A resource without the type that stands around it in a dump.
    private static func message(_ node: Node) -> Value {
        var value = ProtoJSON.value(node)
        value["@type"] = nil
        return value
    }

    private func writeJSON(_ values: some Sequence<Value>, to console: Console) {
        var isFirst = true
        for value in values {
            console.output.write(isFirst ? "[\n    " : ",\n    ")
            isFirst = false
            let lines = JSONWriter.text(value, Self.layout).split(separator: "\n", omittingEmptySubsequences: false)
            console.output.write(lines.joined(separator: "\n    "))
        }
        console.output.write(isFirst ? "[]\n" : "\n]\n")
    }

    private func writeYAML(_ values: some Sequence<Value>, to console: Console) {
        var isEmpty = true
        for value in values {
            isEmpty = false
            console.output.write(YAMLEmitter.text(.array([value])))
        }
        if isEmpty { console.output.write("[]\n") }
    }
}

/// The time of day.
enum Clock {
    /// Seconds since the start of 1970.
    static var now: Int { time(nil) }
}
