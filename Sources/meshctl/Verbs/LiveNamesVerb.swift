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
        try? show(call.operands.first ?? "", line, words)
        return DoneReport(exitCode: .success)
    }

    /// A cluster that does not answer must not hold up a shell.
    private static func limitTime() {
        signal(SIGALRM) { _ in _exit(0) }
        var timer = itimerval()
        timer.it_value.tv_usec = 480_000
        setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
    }

    private static func show(_ what: String, _ call: Invocation, _ words: [String]) throws {
        func print(_ names: [String]) { for name in names { call.console.output.write(name + "\n") } }
        switch what {
        case "explainable": print(explainable(words.last ?? ""))
        case "contexts": print(try ClusterAccess.contexts(call.clusterChoice))
        case "namespaces": try list("namespaces", isNamespaced: false, call)
        case "pods", "services": try list(what, call)
        case "resources":
            // First the kind, then names of that kind.
            if let kind = ConnectionWords.operands(words).first { try list(kind, call) } else { print(kinds) }
        default: break
        }
    }

    /// Names as they come: what was there in time stays when the time is over.
    private static func list(_ kind: String, isNamespaced: Bool = true, _ call: Invocation) throws {
        let client = try call.cluster()
        let core = ["namespaces": "Namespace", "pods": "Pod", "services": "Service"]
        let resource =
            if let name = core[kind] { try client.discovery.resource(apiVersion: "v1", kind: name) } else {
                try client.discovery.find(kind)
            }
        let namespace = isNamespaced ? client.namespace : nil
        var count = 0
        _ = try client.list(resource, KubernetesClient.ListQuery(namespace: namespace, pageSize: 250)) { object in
            guard let name = object["metadata"]?["name"]?.text else { return }
            call.console.output.write(name + "\n")
            count += 1
            if count % 250 == 0 { call.console.output.flush() }
        }
    }

    /// The kinds that are mostly asked for, in kubectl's plural.
    private static var kinds: [String] {
        let mesh = SchemaRegistry.shared.kinds.filter { $0.group.hasSuffix("istio.io") || $0.group == "gateway.networking.k8s.io" }
        let names = mesh.map { schema in
            let word = schema.kind.lowercased()
            return word.hasSuffix("y") && !word.hasSuffix("ay") ? word.dropLast() + "ies" : word + "s"
        }
        return Array(Set(names)).sorted() + ["namespaces", "pods", "services"]
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
    /// The words before the last one that are neither options nor their values nor the verb.
    static func operands(_ words: [String]) -> [String] {
        let options = GlobalOptions.all + [GetVerb.command, DeleteVerb.command, WaitVerb.command].flatMap(\.options)
        let valued = Set(options.flatMap(\.valuedSpellings))
        var operands: [String] = []
        var index = 0
        while index < words.count - 1 {
            let word = words[index]
            if valued.contains(word) {
                // bash splits --flag=value into three words.
                index += index + 1 < words.count && words[index + 1] == "=" ? 2 : 1
            } else if !word.hasPrefix("-") {
                operands.append(word)
            }
            index += 1
        }
        // zsh leaves the verb away.
        let verbs = Set(CommandTable.verbs.flatMap { [$0.name] + $0.aliases })
        if let first = operands.first, verbs.contains(first) { operands.removeFirst() }
        return operands
    }

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
