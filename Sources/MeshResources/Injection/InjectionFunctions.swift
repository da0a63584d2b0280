/// The functions that Istio adds for injection templates; they replace Sprig's of the same name.
extension TemplateFunctions {
    /// Go's, Sprig's and Istio's functions.
    public static let injection: TemplateFunctions = {
        var table = TemplateFunctions.builtin
        table.addSprig()
        table.addIstioTexts()
        table.addIstioMaps()
        table.addIstioObjects()
        return table
    }()

    private mutating func addIstioTexts() {
        add("contains", .string, .string) { .bool(SprigText.contains($0[1].text, $0[0].text)) }
        add("toLower", .string) { .string($0[0].text.lowercased()) }
        add("indent", .int, .string) { arguments in
            let pad = try SprigText.blanks(arguments[0].integer)
            return .string(arguments[1].text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n" + pad))
        }
        add("directory", .string) { arguments in
            let path = arguments[0].text
            return .string(path.lastIndex(of: "/").map { String(path[...$0]) } ?? "")
        }
        // The process environment is nothing that a template should see.
        add("env", .string, .string) { $0[1] }
        add("kubevirtInterfaces", .string) { $0[0] }
        add("excludeInterfaces", .string) { $0[0] }
        add("excludeInboundPort", .any, .string) { .string(Self.excludeInboundPort(GoText.sprint($0[0]), $0[1].text)) }
        add("appendMultusNetwork", .string, .string) { .string(MultusNetworks.append($0[1].text, to: $0[0].text)) }
        add("formatDuration", .any) { arguments in
            switch arguments[0] {
            case .object(let object), .nilPointer(let object): .string((object as? DurationView)?.goText ?? "")
            default: throw TemplateFunctionError("wrong type for value; expected *durationpb.Duration; got \(arguments[0].typeName)")
            }
        }
    }

    private mutating func addIstioMaps() {
        add("isset", .stringMap, .string) { .bool($0[0].mapping[$0[1].text] != nil) }
        add("valueOrDefault", .any, .any) { arguments in
            switch arguments[0] {
            case .null, .missing, .string(""): arguments[1]
            default: arguments[0]
            }
        }
        add("annotation", .object, .string, .any) { arguments in
            guard case .object(let meta) = arguments[0], case .map(let annotations)? = meta.field("Annotations") else {
                throw TemplateFunctionError("wrong type for value; expected v1.ObjectMeta; got \(arguments[0].typeName)")
            }
            return annotations[arguments[1].text] ?? .string(GoText.sprint(arguments[2]))
        }
        add("strdict", rest: .string) { arguments in
            var entries: [String: TemplateValue] = [:]
            for index in stride(from: 0, to: arguments.count, by: 2) {
                entries[arguments[index].text] = index + 1 < arguments.count ? arguments[index + 1] : .string("")
            }
            return .map(TemplateMap(strings: entries))
        }
        add("omit", .stringMap, rest: .string) { arguments in
            var entries = arguments[0].mapping.entries
            for key in arguments.dropFirst() { entries[key.text] = nil }
            return .map(TemplateMap(strings: entries))
        }
        add("mergeMaps", rest: .stringMap) { .map(Self.merged($0)) }
        add("toJsonMap", rest: .stringMap) { .string(Self.json(.map(Self.merged($0)))) }
        add("toJSON", .stringMap) { .string(Self.json($0[0])) }
    }

    private mutating func addIstioObjects() {
        add("toYaml", .any) { .string(YAMLEmitter.text($0[0].plain)) }
        add("structToJSON", .any) { .string(Self.structJSON($0[0])) }
        add("protoToJSON", .any) { arguments in
            guard case .object(let object) = arguments[0] else { return .string("{}") }
            if let proxy = object as? ProxyConfigView { return .string(proxy.json) }
            return .string(JSONWriter.text(object.plain, JSONWriter.Options(sortsKeys: false)))
        }
        add("fromJSON", .string) { arguments in
            guard let root = JSONText.parse(arguments[0].text) else { return .string("{}") }
            return TemplateValue(Value(root))
        }
        add("omitNil", .any) { Self.withoutNil($0[0]) }
        add("otelResourceAttributes", .any, .stringMap, .stringMap, .string, .list) { arguments in
            guard case .object(let object) = arguments[0], let mesh = object as? MeshConfigView, mesh.settings.usesSemanticConventions
            else {
                return .string("")
            }
            let containers = arguments[4].items.compactMap { item in
                if case .object(let object) = item { (object as? RecordView)?.record } else { nil }
            }
            return .string(
                ResourceAttributes.text(
                    annotations: arguments[1].mapping, labels: arguments[2].mapping, namespace: arguments[3].text, containers: containers))
        }
        add("applicationPorts", .list) { .string(Self.ports($0[0].items, includingProxy: false)) }
        add("includeInboundPorts", .list) { .string(Self.ports($0[0].items, includingProxy: true)) }
    }

    // MARK: What they do

    /// Adds a port to a list of ports, unless it is there.
    static func excludeInboundPort(_ port: String, _ list: String) -> String {
        let port = SprigText.trim(port)
        guard !port.isEmpty, port != "0" else { return list }
        let parts = list.split(separator: ",", omittingEmptySubsequences: false)
        if parts.contains(Substring(port)) { return list }
        return (parts.map { SprigText.trim(String($0)) }.filter { !$0.isEmpty } + [port]).joined(separator: ",")
    }

    private static func merged(_ maps: [TemplateValue]) -> TemplateMap {
        TemplateMap(strings: maps.reduce(into: [:]) { $0.merge($1.mapping.entries) { _, last in last } })
    }

    private static func json(_ value: TemplateValue) -> String {
        var writer = RecordJSON()
        writer.write(plain: value.plain)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func structJSON(_ value: TemplateValue) -> String {
        guard case .object(let object) = value else { return value.isNil ? "{}" : json(value) }
        if let view = object as? RecordView { return RecordJSON.text(view.record) }
        var writer = RecordJSON()
        writer.write(plain: object.plain, sortsKeys: false)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Maps and lists without their nulls; one that becomes empty by that becomes null itself.
    static func withoutNil(_ value: TemplateValue) -> TemplateValue {
        switch value {
        case .map(let map):
            let kept = map.entries.compactMapValues { value in
                let inner = withoutNil(value)
                return inner.isNil ? nil : inner
            }
            return kept.isEmpty && !map.isEmpty ? .null : .map(map.holdsStrings ? TemplateMap(strings: kept) : TemplateMap(kept))
        case .list(let items):
            let kept = items.map(withoutNil).filter { !$0.isNil }
            return kept.isEmpty && !items.isEmpty ? .null : .list(kept)
        default: return value
        }
    }

    /// The TCP ports of containers, joined by commas.
    private static func ports(_ containers: [TemplateValue], includingProxy: Bool) -> String {
        var result: [String] = []
        for case .object(let object) in containers {
            guard let container = (object as? RecordView)?.record else { continue }
            if !includingProxy, container.containerName == "istio-proxy" { continue }
            result += ContainerPorts.inbound(container)
        }
        return result.joined(separator: ",")
    }
}

/// Ports that traffic comes in by.
enum ContainerPorts {
    /// The container's ports that are not UDP or SCTP.
    static func inbound(_ container: Record) -> [String] {
        container.list(PodFields.ports).compactMap { item in
            guard let port = item.record, !["UDP", "SCTP"].contains(port.string(PodFields.portProtocol)) else { return nil }
            return String(port.int(PodFields.containerPort) ?? 0)
        }
    }
}

/// The annotation that tells Multus which networks a pod joins.
enum MultusNetworks {
    /// Adds a network, `name` or `namespace/name`, to a list of names or a JSON list, unless it is there.
    static func append(_ network: String, to list: String) -> String {
        if list.isEmpty { return network }
        guard let bracket = list.lastIndex(of: "]") else {
            let names = list.split(separator: ",", omittingEmptySubsequences: false).map { SprigText.trim(String($0)) }
            return names.contains(network) ? list : "\(list), \(network)"
        }
        let parts = network.split(separator: "/", maxSplits: 1).map(String.init)
        let (namespace, name) = parts.count == 2 ? (parts[0], parts[1]) : ("", network)
        guard let root = JSONText.parse(list), root.isSequence, root.items.allSatisfy({ $0.isMapping }) else { return list }
        for item in root.items where item["name"]?.text ?? "" == name && item["namespace"]?.text ?? "" == namespace { return list }
        let entry = namespace.isEmpty ? "{\"name\": \"\(name)\"}" : "{\"name\": \"\(name)\", \"namespace\": \"\(namespace)\"}"
        return "\(list[..<bracket]), \(entry)\(list[bracket...])"
    }
}

/// OpenTelemetry's resource attributes of a workload.
enum ResourceAttributes {
    static func text(annotations: TemplateMap, labels: TemplateMap, namespace: String, containers: [Record]) -> String {
        func annotation(_ name: String) -> String? {
            let text = annotations["resource.opentelemetry.io/" + name]?.text ?? ""
            return text.isEmpty ? nil : text
        }
        var parts: [String] = []
        let space = annotation("service.namespace") ?? namespace
        if !space.isEmpty { parts.append("service.namespace=\(space)") }
        var version = annotation("service.version") ?? labels["app.kubernetes.io/version"]?.text ?? ""
        if version.isEmpty, containers.count == 1 { version = imageVersion(containers[0].string(PodFields.image)) }
        if !version.isEmpty { parts.append("service.version=\(version)") }
        if let instance = annotation("service.instance.id") {
            parts.append("service.instance.id=\(instance)")
        } else if let first = containers.first {
            parts.append("service.instance.id=\(namespace).$(POD_NAME).\(first.containerName)")
        }
        return parts.joined(separator: ",")
    }

    /// `TAG@DIGEST`, `DIGEST` or `TAG` of an image.
    private static func imageVersion(_ image: String) -> String {
        let halves = image.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let digest = halves.count == 2 ? String(halves[1]) : ""
        let name = halves[0].split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        let tag = name.lastIndex(of: ":").map { String(name[name.index(after: $0)...]) } ?? ""
        return tag.isEmpty ? digest : digest.isEmpty ? tag : "\(tag)@\(digest)"
    }
}
