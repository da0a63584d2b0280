/// The VirtualServices and virtual hosts that could have answered to a request's host, and why they did not.
struct HostCandidates {
    let explanation: RouteExplanation

    private var mesh: TrafficMesh { explanation.mesh }
    private var proxy: TrafficProxy { explanation.proxy }

    var steps: [TraceStep] {
        let outcome = explanation.outcome
        let host = HostName.withoutPort(explanation.request.host)
        var result: [TraceStep] = []
        if let table = outcome.table {
            for candidate in table.all where candidate !== outcome.host && covers(candidate.domain, host) {
                guard candidate.name != "allow_any", candidate.name != "block_all" else { continue }
                result.append(
                    TraceStep(
                        "virtual host", "'\(candidate.domain)' covers the host too, but '\(outcome.host?.domain ?? "")' is closer", .lost,
                        at: candidate.records.first?.resource.nameLocation))
            }
        }
        let answering = (outcome.table?.all ?? []).filter { covers($0.domain, host) || $0 === outcome.host }
        let used = Set(answering.flatMap { $0.records.map(ObjectIdentifier.init) })
        for record in mesh.virtualServices.all where !used.contains(ObjectIdentifier(record)) && names(record, host) {
            if let reason = reason(record) {
                result.append(
                    TraceStep(
                        "VirtualService", "\(record.name.path): \(reason.text)", .lost,
                        at: reason.node?.pointer ?? record.resource.nameLocation))
            }
        }
        return result
    }

    private func covers(_ domain: String, _ host: String) -> Bool {
        domain == "*" || domain == host
            || (HostName.isWildcard(domain) && HostName.covers(domain, host) && host.utf8.count >= domain.utf8.count)
    }

    /// Whether a VirtualService's hosts have to do with the host asked for.
    private func names(_ record: VirtualServiceRecord, _ host: String) -> Bool {
        if record.hosts.contains(where: { covers($0.asciiLowercased(), host) }) { return true }
        guard proxy.kind == .sidecar, let service = explanation.outcome.host?.service?.hostname else { return false }
        return record.hosts.contains { HostName.covers($0, service) }
    }

    private func reason(_ record: VirtualServiceRecord) -> (text: String, node: Node?)? {
        let spec = record.resource.spec
        guard proxy.kind == .gateway else { return sidecarReason(record) }
        let chain = explanation.outcome.chain
        let gateways = chain?.servers.map(\.gateway.key) ?? []
        guard let gateway = record.gateways.first(where: gateways.contains) else {
            let bound = record.gateways.joined(separator: ", ")
            return ("it is bound to \(bound), not to \(Array(Set(gateways)).sorted().joined(separator: ", "))", spec?["gateways"])
        }
        if let hidden = hiddenReason(record) { return hidden }
        let servers = chain?.servers.filter { $0.gateway.key == gateway } ?? []
        if servers.allSatisfy({ $0.index.intersection(record.hosts, namespace: record.name.namespace).isEmpty }) {
            let hosts = servers.flatMap(\.hosts).joined(separator: ", ")
            return ("the server of Gateway \(gateway) takes only \(hosts)", spec?["hosts"])
        }
        return ("none of its rules is for this listener", spec?["http"])
    }

    private func sidecarReason(_ record: VirtualServiceRecord) -> (text: String, node: Node?)? {
        let spec = record.resource.spec
        guard record.gateways.contains("mesh") else {
            return ("it is bound to \(record.gateways.joined(separator: ", ")), not to sidecars", spec?["gateways"])
        }
        if let hidden = hiddenReason(record) { return hidden }
        let view = mesh.sidecarView(proxy)
        guard let egress = view.egress(explanation.request.port), egress.virtualServices.contains(where: { $0 === record }) else {
            return ("the Sidecar resource does not import it", spec?["hosts"])
        }
        guard record.applies(port: explanation.request.port, gateway: "mesh", labels: proxy.labels, namespace: proxy.namespace) else {
            return ("none of its rules is for this workload", spec?["http"])
        }
        if let winner = explanation.outcome.host?.records.first {
            return ("sidecars take one VirtualService a host, and \(winner.name.path) comes first", spec?["hosts"])
        }
        return ("its hosts do not live on port \(explanation.request.port)", spec?["hosts"])
    }

    private func hiddenReason(_ record: VirtualServiceRecord) -> (text: String, node: Node?)? {
        guard !Visibility.reaches(record.exportTo, owner: record.name.namespace, client: proxy.namespace) else { return nil }
        return ("it is not exported to namespace '\(proxy.namespace)'", record.resource.spec?["exportTo"])
    }
}
