import MeshAPI
import MeshResources

/// `meshctl wait`.
enum WaitVerb {
    static let condition = Option.value(
        "for", nil, "WHAT", "distribution (every proxy has acknowledged), delete, create, or condition=NAME[=VALUE]",
        standard: "distribution")
    static let timeout = Option.value("timeout", nil, "DURATION", "how long to wait", standard: "30s")

    static let command = Command(
        "wait", group: .cluster, summary: "wait until the proxies have a change, or an object is as it should be",
        operands: .init("[KIND NAME]", 0...2, completes: .live("resources")), options: [condition, timeout],
        examples: [
            .init("Until every proxy has acknowledged what istiod sent", "meshctl wait"),
            .init("Until an object is gone", "meshctl wait --for=delete vs reviews -n shop"),
            .init("Until a gateway is programmed", "meshctl wait --for=condition=Programmed gtw shop -n shop --timeout 2m"),
        ],
        usesCluster: true, run: run)

    static func run(_ call: Invocation) throws -> any Report {
        Interrupts.catchThem()
        let seconds = try call.arguments.duration(timeout) ?? 30
        let deadline = SteadyTime.now + .milliseconds(Int64(min(seconds, 86_400) * 1000))
        let what = call.value(condition) ?? "distribution"
        if what == "distribution" {
            if let problem = try ProxyWait(call).run(until: deadline) { throw Failure(.failure, problem) }
            return DoneReport(exitCode: .success)
        }
        let parts = what.split(separator: "=").map(String.init)
        guard ["delete", "create", "condition"].contains(parts[0]), (parts[0] == "condition") == (parts.count > 1) else {
            throw Failure(.usage, "'\(what)' is nothing to wait for: expected distribution, delete, create or condition=NAME")
        }
        var words = call.operands
        if words.count == 1, let slash = words[0].firstIndex(of: "/") {
            words = [String(words[0][..<slash]), String(words[0][words[0].index(after: slash)...])]
        }
        guard words.count == 2 else { throw Failure(.usage, "too few arguments: expected KIND NAME") }
        do {
            try wait(call, for: parts, kind: words[0], name: words[1], until: deadline)
        } catch let error as KubernetesError {
            throw Failure(error)
        }
        return DoneReport(exitCode: .success)
    }

    private static func wait(
        _ call: Invocation, for parts: [String], kind: String, name: String, until deadline: SteadyTime
    ) throws {
        let client = try call.cluster()
        let resource = try client.kind(kind)
        let query = KubernetesClient.ListQuery(
            namespace: resource.isNamespaced ? client.namespace : nil, fields: "metadata.name=\(name)")
        while true {
            var object: Node?
            let version = try client.list(resource, query) { object = $0 }
            if isMet(parts, object) { return call.console.note("\(resource.singular)/\(name): \(parts.joined(separator: "=")) is met") }
            var isDone = false
            var isThere = object != nil
            do throws(KubernetesError) {
                try client.watch(resource, query, from: version, deadline: deadline) { event in
                    isThere = event.kind != .deleted
                    isDone = isMet(parts, isThere ? event.object : nil)
                    return !isDone
                }
            } catch {
                // The place to go on from is too old: look again.
                guard error.status == 410 else { throw error }
                continue
            }
            if isDone { return call.console.note("\(resource.singular)/\(name): \(parts.joined(separator: "=")) is met") }
            let wanted = parts.joined(separator: "=")
            let state = isThere || parts[0] == "create" ? "does not meet \(wanted)" : "does not exist"
            throw Failure(.failure, "timed out: \(resource.singular)/\(name) \(state)")
        }
    }

    private static func isMet(_ parts: [String], _ object: Node?) -> Bool {
        switch parts[0] {
        case "delete": return object == nil
        case "create": return object != nil
        default:
            let wanted = (parts.count > 2 ? parts[2] : "True").lowercased()
            return object?["status"]?["conditions"]?.items.contains { item in
                item["type"]?.text.lowercased() == parts[1].lowercased() && item["status"]?.text.lowercased() == wanted
            } ?? false
        }
    }
}
