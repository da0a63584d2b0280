import Glibc
import MeshAPI
import MeshResources

/// `meshctl __complete WHAT -- WORD...`: names for the completion scripts, one a line. The words are those of the line being typed, the
/// last one unfinished. It never complains and never takes longer than half a second.
enum LiveNamesVerb {
    static let command = Command(
        "__complete", group: .other, summary: "print names for completion scripts", operands: .init("WHAT [WORD...]", 1...Int.max),
        isHidden: true, run: run)

    static func run(_ call: Invocation) -> any Report {
        limitTime()
        let words = Array(call.operands.dropFirst())
        let line = Invocation(path: call.path, arguments: ConnectionWords.arguments(words), console: call.console)
        let names = (try? names(of: call.operands.first ?? "", line, typed: words.last ?? "")) ?? []
        return TextReport(text: names.map { $0 + "\n" }.joined())
    }

    /// A cluster that does not answer must not hold up a shell.
    private static func limitTime() {
        signal(SIGALRM) { _ in _exit(0) }
        var timer = itimerval()
        timer.it_value.tv_usec = 480_000
        setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
    }

    private static func names(of what: String, _ call: Invocation, typed: String) throws -> [String] {
        switch what {
        case "explainable": explainable(typed)
        case "contexts": try ClusterAccess.contexts(call.clusterChoice)
        case "namespaces": try list("v1", "Namespace", namespace: nil, call)
        case "pods": try list("v1", "Pod", namespace: call.cluster().namespace, call)
        default: []
        }
    }

    private static func list(_ apiVersion: String, _ kind: String, namespace: String?, _ call: Invocation) throws -> [String] {
        let client = try call.cluster()
        var names: [String] = []
        let resource = try client.discovery.resource(apiVersion: apiVersion, kind: kind)
        _ = try client.list(resource, KubernetesClient.ListQuery(namespace: namespace)) { object in
            if let name = object["metadata"]?["name"]?.text { names.append(name) }
        }
        return names
    }

    /// Kinds and codes; after a kind and a dot its fields.
    private static func explainable(_ typed: String) -> [String] {
        let registry = SchemaRegistry.shared
        guard let dot = typed.lastIndex(of: ".") else {
            var seen = Set<String>()
            return registry.kinds.map(\.kind) + RuleCatalog.all.map(\.code).filter { seen.insert($0).inserted }
        }
        let parent = String(typed[..<dot])
        return (registry.field(at: parent)?.children ?? []).map { "\(parent).\($0.name)" }
    }
}

/// Finds the connection options in a line that is not finished.
enum ConnectionWords {
    static func arguments(_ words: [String]) -> Arguments {
        var arguments = Arguments()
        for (index, word) in words.enumerated() {
            for option in GlobalOptions.connection {
                for spelling in option.spellings {
                    if word == spelling, index + 1 < words.count - 1 {
                        // bash splits --flag=value into three words.
                        let value = words[index + 1] == "=" ? index + 2 : index + 1
                        if value < words.count - 1 { arguments.add(option, words[value]) }
                    } else if spelling.hasPrefix("--"), word.hasPrefix(spelling + "=") {
                        arguments.add(option, String(word.dropFirst(spelling.count + 1)))
                    }
                }
            }
        }
        return arguments
    }
}
