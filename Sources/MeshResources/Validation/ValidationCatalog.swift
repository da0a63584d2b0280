/// What there is to say about each code of validation.
public enum ValidationCatalog {
    /// The descriptions in the order of their codes.
    public static let all: [RuleDescription] = {
        let entries = MistakeTable.read([
            SchemaMistakes.table, SharedMistakes.table, VirtualServiceMistakes.table, DestinationRuleMistakes.table, GatewayMistakes.table,
            AuthorizationMistakes.table, ServiceEntryMistakes.table, SidecarMistakes.table, AuthenticationMistakes.table,
            ExtensionMistakes.table, WorkloadMistakes.table, MetadataMistakes.table, CompanionMistakes.table,
        ])
        return Mistake.allCases.compactMap { mistake in entries[mistake.name].map { description(mistake, $0) } }.sorted {
            $0.code < $1.code
        }
    }()

    private static func description(_ mistake: Mistake, _ entry: MistakeTable.Entry) -> RuleDescription {
        RuleDescription(
            code: mistake.rawValue, name: mistake.kebabName, severity: mistake.severity, kinds: mistake.kinds, summary: entry.summary,
            explanation: entry.explanation, examples: entry.examples,
            source: "the schema of Istio's CustomResourceDefinitions and the validation of istiod 1.30")
    }
}

/// Reads the text tables of `Catalog/`.
///
/// An entry is a line `case | summary`, then lines of explanation, then examples: `! KIND SPEC` or `!! OBJECT` in YAML's flow style,
/// with marks around what the finding must lie on.
enum MistakeTable {
    /// What a table says about one mistake.
    struct Entry {
        var summary: String
        var explanation = ""
        var examples: [RuleDescription.Example] = []
    }

    /// The entries by the name of their case.
    static func read(_ tables: [String]) -> [String: Entry] {
        var entries: [String: Entry] = [:]
        var name = ""
        for line in tables.flatMap({ $0.split(separator: "\n") }) {
            if !line.hasPrefix(" "), let bar = line.firstIndex(of: "|") {
                name = String(line[..<bar].prefix { $0 != " " })
                entries[name] = Entry(summary: String(line[bar...].drop { $0 == "|" || $0 == " " }))
                continue
            }
            let text = line.split(separator: " ").joined(separator: " ")
            if text.hasPrefix("!") {
                if let summary = entries[name]?.summary { entries[name]?.examples.append(.init(summary, manifest(text))) }
            } else if let explanation = entries[name]?.explanation {
                entries[name]?.explanation = explanation.isEmpty ? text : explanation + " " + text
            }
        }
        return entries
    }

    /// The manifest of an example line.
    private static func manifest(_ line: String) -> String {
        if line.hasPrefix("!! ") { return line.dropFirst(3) + "\n" }
        let words = line.dropFirst(2).split(separator: " ", maxSplits: 1)
        let kind = SchemaRegistry.shared.schema(forKind: String(words[0]))
        return """
            apiVersion: \(kind?.group ?? "")/\(kind?.versions.first ?? "v1")
            kind: \(words[0])
            metadata: {name: example}
            spec: \(words.count > 1 ? words[1] : "{}")

            """
    }
}

extension Mistake {
    /// The name of the case.
    var name: String { String(describing: self) }

    /// The name in kebab case, without runs of capitals: `delegate-with-tls`.
    var kebabName: String {
        var result = ""
        var wasUpper = true
        for character in name {
            if character.isUppercase, !wasUpper { result += "-" }
            wasUpper = character.isUppercase
            result += character.lowercased()
        }
        return result
    }

    /// The kinds that the mistake can be made in; empty where it can be made in any.
    var kinds: [String] {
        switch self {
        case .servicePortUnnamed, .servicePortName, .serviceAppProtocol: return ["Service"]
        case .operatorField: return ["IstioOperator"]
        default: break
        }
        return switch rawValue.dropFirst(3).prefix(2) {
        case "10": ["VirtualService"]
        case "11": ["DestinationRule"]
        case "12": ["Gateway", "Sidecar"]
        case "13": ["AuthorizationPolicy"]
        case "14": ["ServiceEntry"]
        case "15": ["Sidecar"]
        case "16": ["PeerAuthentication", "RequestAuthentication"]
        case "17": ["Telemetry", "WasmPlugin", "TrafficExtension", "EnvoyFilter"]
        case "18": ["WorkloadEntry", "WorkloadGroup", "ServiceEntry"]
        default: rawValue.hasPrefix("IST") ? ["VirtualService"] : []
        }
    }
}
