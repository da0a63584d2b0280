/// The application's probes and hooks: collected for the agent, and rewritten so that the kubelet asks the agent.
struct AppProbes {
    private static let type = RecordSchema.shared.type("AppProber")
    private static let httpGet = type.index("httpGet")
    private static let tcpSocket = type.index("tcpSocket")
    private static let grpc = type.index("grpc")
    private static let timeout = type.index("timeoutSeconds")

    /// By path at the agent.
    private var probers: [String: Record] = [:]

    var isEmpty: Bool { probers.isEmpty }

    /// Collects the probes of every container but the sidecar.
    ///
    /// - Parameters:
    ///   - pod: The pod.
    ///   - statusPort: The agent's port: a probe that goes there was rewritten before.
    init(_ pod: Pod, statusPort: Int64) {
        for field in [PodFields.initContainers, PodFields.containers] {
            for container in pod.containers(field) where container.containerName != "istio-proxy" {
                let name = container.containerName
                let ports = Dictionary(
                    container.list(PodFields.ports).compactMap { item -> (String, Int64)? in
                        guard let port = item.record, !port.string(PodFields.portName).isEmpty else { return nil }
                        return (port.string(PodFields.portName), port.int(PodFields.containerPort) ?? 0)
                    }, uniquingKeysWith: { _, last in last })
                for (field, word) in Self.probes {
                    guard let probe = container.record(field) else { continue }
                    guard var prober = Self.prober(probe, ports, statusPort, takesGRPC: true) else { continue }
                    if let seconds = probe.int(PodFields.probeTimeout), seconds != 0 { prober[Self.timeout] = .int(seconds) }
                    probers["/app-health/\(name)/\(word)"] = prober
                }
                guard let lifecycle = container.record(PodFields.lifecycle) else { continue }
                for (field, word) in Self.hooks {
                    guard let handler = lifecycle.record(field) else { continue }
                    probers["/app-lifecycle/\(name)/\(word)"] = Self.prober(handler, ports, statusPort, takesGRPC: false)
                }
            }
        }
    }

    private static let probes = [
        (PodFields.readinessProbe, "readyz"), (PodFields.livenessProbe, "livez"), (PodFields.startupProbe, "startupz"),
    ]
    private static let hooks = [(PodFields.preStop, "prestopz"), (PodFields.postStart, "poststartz")]

    /// What a probe or hook asks, ports as numbers; `nil` for commands and for what cannot be asked.
    private static func prober(_ probe: Record, _ ports: [String: Int64], _ statusPort: Int64, takesGRPC: Bool) -> Record? {
        var prober = Record(type)
        let probeType = probe.type
        func number(_ value: RecordValue?) -> Int64? {
            switch value {
            case .string(let name)?: return ports[name]
            case .int(let number)?: return number == statusPort ? nil : number
            default: return statusPort == 0 ? nil : 0
            }
        }
        if var action = probe.record(probeType.index("httpGet")) {
            guard let port = number(action[PodFields.port]) else { return nil }
            action[PodFields.port] = .int(port)
            prober[httpGet] = .record(action)
        } else if var action = probe.record(probeType.index("tcpSocket")) {
            guard let port = number(action[PodFields.tcpPort]) else { return nil }
            action[PodFields.tcpPort] = .int(port)
            prober[tcpSocket] = .record(action)
        } else if takesGRPC, let action = probe.record(probeType.index("grpc")) {
            prober[grpc] = .record(action)
        } else {
            return nil
        }
        return prober
    }

    /// The collection as the JSON text that the agent reads.
    var json: String {
        var writer = RecordJSON()
        writer.append("{")
        for (index, entry) in probers.sorted(by: { JSONWriter.precedes($0.key, $1.key) }).enumerated() {
            if index > 0 { writer.append(",") }
            writer.writeString(entry.key)
            writer.append(":")
            writer.write(entry.value)
        }
        writer.append("}")
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// A sidecar's variables with the collection put in: at the end, or in place of that of an earlier injection, whose entries are
    /// kept over the new ones.
    func environment(_ variables: [RecordValue], wasInjected: Bool) -> [RecordValue] {
        let name = "ISTIO_KUBE_APP_PROBERS"
        guard wasInjected, let place = variables.firstIndex(where: { $0.record?.string(PodFields.envName) == name }) else {
            return variables + [Record.environment(name, json)]
        }
        var all = self
        if let root = JSONText.parse(variables[place].record?.string(PodFields.envValue) ?? "") { all.add(root) }
        var result = variables
        result[place] = Record.environment(name, all.json)
        return result
    }

    /// Adds entries in the form that the agent reads.
    mutating func add(_ root: Node) {
        var reader = RecordReader(.document)
        for (key, value) in root.entries {
            if let prober = try? reader.read(value, Self.type) { probers[key.keyText] = prober }
        }
    }

    // MARK: Rewriting

    /// Lets every probe and hook of the application go to the agent.
    static func rewrite(_ pod: inout Pod, statusPort: Int64) {
        var port = statusPort
        if let text = pod.annotation(InjectionAnnotation.statusPort), let number = Int64(text) { port = number }
        for field in [PodFields.containers, PodFields.initContainers] where pod.containers(field).contains(where: hasProbes) {
            pod.updateContainers(field) { container in
                let name = container.containerName
                guard name != "istio-proxy", hasProbes(container) else { return }
                for (field, word) in probes {
                    guard let probe = container.record(field) else { continue }
                    container[field] = .record(rewritten(probe, "/app-health/\(name)/\(word)", port))
                }
                guard var lifecycle = container.record(PodFields.lifecycle) else { return }
                for (field, word) in hooks {
                    guard let handler = lifecycle.record(field) else { continue }
                    lifecycle[field] = .record(rewritten(handler, "/app-lifecycle/\(name)/\(word)", port))
                }
                container[PodFields.lifecycle] = .record(lifecycle)
            }
        }
    }

    private static func hasProbes(_ container: Record) -> Bool {
        container[PodFields.readinessProbe] != nil || container[PodFields.livenessProbe] != nil || container[PodFields.startupProbe] != nil
            || container[PodFields.lifecycle] != nil
    }

    private static func rewritten(_ probe: Record, _ path: String, _ port: Int64) -> Record {
        var probe = probe
        let type = probe.type
        let http = type.index("httpGet")
        let others = ["tcpSocket", "grpc"].filter { name in type.fields.contains { $0.name == name } }.map { type.index($0) }
        var action: Record
        if let present = probe.record(http) {
            action = present
            if action.string(PodFields.scheme) == "HTTPS" { action[PodFields.scheme] = .string("HTTP") }
        } else if others.contains(where: { probe[$0] != nil }) {
            for other in others { probe[other] = nil }
            action = Record(PodFields.httpGetType)
        } else {
            return probe
        }
        action[PodFields.path] = .string(path)
        action[PodFields.port] = .int(port)
        probe[http] = .record(action)
        return probe
    }
}
