/// The services that a proxy knows, one for each host name, and the ports that it has of each.
///
/// Several of one name are put together as istiod does it (appendSidecarServices in pilot/pkg/model/sidecar.go): one of Kubernetes takes the
/// place of others, ServiceEntries alike in everything but their ports are joined, and otherwise the first one stays.
struct ServiceScope {
    struct Entry {
        var service: MeshService
        var ports: [MeshService.Port]
        /// The services that further ports came from.
        var owners: [Int: MeshService] = [:]

        /// The service that brought a port.
        func owner(of port: Int) -> MeshService { owners[port] ?? service }
    }

    private var entries: [String: Entry] = [:]

    subscript(hostname: String) -> Entry? { entries[hostname] }

    /// Adds a service with some of its ports.
    mutating func add(_ service: MeshService, _ ports: [MeshService.Port]) {
        guard let known = entries[service.hostname] else {
            entries[service.hostname] = Entry(service: service, ports: ports)
            return
        }
        if known.service.isKubernetes, !service.isKubernetes { return }
        if !known.service.isKubernetes, service.isKubernetes {
            entries[service.hostname] = Entry(service: service, ports: ports)
            return
        }
        guard known.service === service || Self.areAlike(known.service, service) else { return }
        for port in ports where !known.ports.contains(where: { $0.number == port.number }) {
            entries[service.hostname]?.ports.append(port)
            if known.service !== service { entries[service.hostname]?.owners[port.number] = service }
        }
    }

    private static func areAlike(_ a: MeshService, _ b: MeshService) -> Bool {
        a.namespace == b.namespace && a.resolution == b.resolution && a.isKubernetes == b.isKubernetes
            && a.resource.labels == b.resource.labels && a.selector == b.selector && Set(a.exportTo) == Set(b.exportTo)
    }
}
