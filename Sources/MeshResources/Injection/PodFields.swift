/// Indexes of the fields that injection reads and writes, looked up once.
enum PodFields {
    static let podType = RecordSchema.shared.type("Pod")
    static let metadataType = RecordSchema.shared.type("ObjectMeta")
    static let specType = RecordSchema.shared.type("PodSpec")
    static let containerType = RecordSchema.shared.type("Container")
    static let probeType = RecordSchema.shared.type("Probe")
    static let handlerType = RecordSchema.shared.type("LifecycleHandler")
    static let lifecycleType = RecordSchema.shared.type("Lifecycle")
    static let httpGetType = RecordSchema.shared.type("HTTPGetAction")
    static let tcpSocketType = RecordSchema.shared.type("TCPSocketAction")
    static let grpcType = RecordSchema.shared.type("GRPCAction")
    static let envType = RecordSchema.shared.type("EnvVar")
    static let portType = RecordSchema.shared.type("ContainerPort")
    static let securityType = RecordSchema.shared.type("SecurityContext")
    static let ownerType = RecordSchema.shared.type("OwnerReference")

    static let podMetadata = podType.index("metadata")
    static let podSpec = podType.index("spec")

    static let name = metadataType.index("name")
    static let generateName = metadataType.index("generateName")
    static let namespace = metadataType.index("namespace")
    static let labels = metadataType.index("labels")
    static let annotations = metadataType.index("annotations")
    static let ownerReferences = metadataType.index("ownerReferences")
    static let managedFields = metadataType.index("managedFields")

    static let ownerController = ownerType.index("controller")
    static let ownerKind = ownerType.index("kind")
    static let ownerVersion = ownerType.index("apiVersion")
    static let ownerName = ownerType.index("name")

    static let containers = specType.index("containers")
    static let initContainers = specType.index("initContainers")
    static let volumes = specType.index("volumes")
    static let imagePullSecrets = specType.index("imagePullSecrets")
    static let hostNetwork = specType.index("hostNetwork")
    static let serviceAccountName = specType.index("serviceAccountName")

    static let containerName = containerType.index("name")
    static let image = containerType.index("image")
    static let arguments = containerType.index("args")
    static let env = containerType.index("env")
    static let ports = containerType.index("ports")
    static let readinessProbe = containerType.index("readinessProbe")
    static let livenessProbe = containerType.index("livenessProbe")
    static let startupProbe = containerType.index("startupProbe")
    static let lifecycle = containerType.index("lifecycle")
    static let securityContext = containerType.index("securityContext")
    static let runAsUser = securityType.index("runAsUser")
    static let runAsGroup = securityType.index("runAsGroup")

    static let envName = envType.index("name")
    static let envValue = envType.index("value")
    static let portName = portType.index("name")
    static let containerPort = portType.index("containerPort")
    static let portProtocol = portType.index("protocol")

    static let preStop = lifecycleType.index("preStop")
    static let postStart = lifecycleType.index("postStart")
    static let probeTimeout = probeType.index("timeoutSeconds")
    static let path = httpGetType.index("path")
    static let port = httpGetType.index("port")
    static let scheme = httpGetType.index("scheme")
    static let tcpPort = tcpSocketType.index("port")
    static let grpcPort = grpcType.index("port")
}

/// A pod, or what a workload makes pods from.
struct Pod: Sendable {
    var metadata = Record(PodFields.metadataType)
    var spec = Record(PodFields.specType)

    init() {}

    init(metadata: Record, spec: Record) {
        self.metadata = metadata
        self.spec = spec
    }

    var annotations: RecordMap { metadata.map(PodFields.annotations) ?? RecordMap() }
    var labels: RecordMap { metadata.map(PodFields.labels) ?? RecordMap() }

    func annotation(_ name: String) -> String? { metadata.map(PodFields.annotations)?.string(name) }
    func label(_ name: String) -> String? { metadata.map(PodFields.labels)?.string(name) }

    mutating func setAnnotation(_ name: String, _ value: String?) { set(PodFields.annotations, name, value) }
    mutating func setLabel(_ name: String, _ value: String?) { set(PodFields.labels, name, value) }

    private mutating func set(_ field: Int, _ name: String, _ value: String?) {
        var map = metadata.map(field) ?? RecordMap()
        map[name] = value.map { .string($0) }
        metadata[field] = map.isEmpty ? nil : .map(map)
    }

    /// The containers of a list, `PodFields.containers` or `PodFields.initContainers`.
    func containers(_ field: Int) -> [Record] { spec.list(field).compactMap(\.record) }

    mutating func setContainers(_ field: Int, _ containers: [Record]) {
        spec[field] = containers.isEmpty && field == PodFields.initContainers ? nil : .list(containers.map { .record($0) })
    }

    /// Changes every container of a list in place.
    mutating func updateContainers(_ field: Int, _ body: (inout Record) -> Void) {
        _ = spec.update(field) { value in
            guard case .list(var items) = value else { return }
            value = .null
            for index in items.indices {
                guard case .record(var container) = items[index] else { continue }
                items[index] = .null
                body(&container)
                items[index] = .record(container)
            }
            value = .list(items)
        }
    }

    /// The first container of a name, and the list that it is in: containers come first.
    func find(_ name: String, in fields: [Int] = [PodFields.containers, PodFields.initContainers]) -> (field: Int, container: Record)? {
        for field in fields {
            for container in containers(field) where container.string(PodFields.containerName) == name { return (field, container) }
        }
        return nil
    }
}

extension Record {
    var containerName: String { string(PodFields.containerName) }

    /// The value of an environment variable.
    func environment(_ name: String) -> String? {
        for case .record(let variable) in list(PodFields.env) where variable.string(PodFields.envName) == name {
            return variable.string(PodFields.envValue)
        }
        return nil
    }

    /// An environment variable.
    static func environment(_ name: String, _ value: String) -> RecordValue {
        var variable = Record(PodFields.envType)
        variable[PodFields.envName] = .string(name)
        if !value.isEmpty { variable[PodFields.envValue] = .string(value) }
        return .record(variable)
    }
}
