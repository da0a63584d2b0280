/// A record as templates see it: fields by their Go names, unset ones as Go's zero values.
struct RecordView: TemplateObject {
    let record: Record

    /// Parts that Go embeds: templates may name them in between.
    private static let embedded: Set<String> = [
        "VolumeSource", "ProbeHandler", "LocalObjectReference", "TypeMeta", "EphemeralContainerCommon",
    ]

    var typeName: String {
        let type = record.type
        return type.isMessage ? "v1alpha1." + type.name.dropFirst(type.name.hasPrefix("Mesh") ? 4 : 0) : "v1." + type.name
    }

    var plain: Value { Value(record) }

    func hasMethod(_ name: String) -> Bool {
        record.type.isMessage && name.hasPrefix("Get") && record.type.field(goName: String(name.dropFirst(3))) != nil
    }

    func field(_ name: String) -> TemplateValue? {
        let type = record.type
        var index = type.field(goName: name)
        if index == nil, hasMethod(name) { index = type.field(goName: String(name.dropFirst(3))) }
        guard let index else { return Self.embedded.contains(name) ? .object(self) : nil }
        let field = type.fields[index]
        let value = record[index]
        switch field.kind {
        case .record(let inner):
            if let inner = value?.record { return .object(RecordView(record: inner)) }
            let empty = RecordView(record: Record(inner))
            return field.isPointer ? .nilPointer(empty) : .object(empty)
        case .duration:
            let duration = DurationView(text: value?.string ?? "")
            return value == nil ? .nilPointer(duration) : .object(duration)
        case _ where type.isMessage && field.isPointer:
            let wrapper = WrapperView(value: TemplateValue(value ?? field.kind.zero, field.kind))
            return value == nil ? .nilPointer(wrapper) : .object(wrapper)
        case _ where field.isPointer && value == nil: return .null
        default: return TemplateValue(value ?? field.kind.zero, field.kind)
        }
    }
}

extension TemplateValue {
    /// A field's value as templates see it.
    init(_ value: RecordValue, _ kind: RecordKind) {
        switch (value, kind) {
        case (.null, _): self = .null
        case (.bool(let flag), _): self = .bool(flag)
        case (.int(let number), _): self = .int(number)
        case (.double(let number), _): self = .float(number)
        case (.string(let name), .enumeration(let index)):
            self = .enumeration(name, RecordSchema.shared.enumerations[index].first { $0.name == name }?.number ?? Int64(name) ?? 0)
        case (.string(let text), _): self = .string(text)
        case (.record(let record), _): self = .object(RecordView(record: record))
        case (.list(let items), .list(let element)): self = .list(items.map { TemplateValue($0, element) })
        case (.list(let items), _): self = .list(items.map { TemplateValue($0, .raw) })
        case (.map(let map), .map(let element)):
            let entries = Dictionary(map.entries.map { ($0.key, TemplateValue($0.value, element)) }, uniquingKeysWith: { _, last in last })
            if case .string = element { self = .map(TemplateMap(strings: entries)) } else { self = .map(TemplateMap(entries)) }
        case (.map(let map), _):
            self = .map(
                TemplateMap(Dictionary(map.entries.map { ($0.key, TemplateValue($0.value, .raw)) }, uniquingKeysWith: { _, last in last })))
        }
    }
}

extension Value {
    /// A record as JSON writes it: fields in the order of declaration, those that are always written included.
    init(_ record: Record) {
        var object = Object()
        let type = record.type
        for index in type.declarationOrder {
            let field = type.fields[index]
            guard let value = record[index] ?? (field.isAlwaysWritten ? field.unset : nil) else { continue }
            object[field.name] = Value(value)
        }
        self = .object(object)
    }

    private init(_ value: RecordValue) {
        switch value {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .int(let number): self = .int(number)
        case .double(let number): self = .double(number)
        case .string(let text): self = .string(text)
        case .list(let items): self = .array(items.map { Value($0) })
        case .map(let map): self = .object(Object(map.sorted.map { ($0.key, Value($0.value)) }))
        case .record(let record): self = Value(record)
        }
    }
}

/// A protobuf wrapper such as BoolValue.
private struct WrapperView: TemplateObject {
    let value: TemplateValue
    var typeName: String { "wrapperspb.Value" }
    var plain: Value { value.plain }
    func hasMethod(_ name: String) -> Bool { name == "GetValue" }
    func field(_ name: String) -> TemplateValue? { name == "GetValue" || name == "Value" ? value : nil }
}

/// A protobuf duration.
struct DurationView: TemplateObject {
    let text: String
    var typeName: String { "durationpb.Duration" }
    var plain: Value { .string(text) }
    private var nanoseconds: Int128 { ProtobufDuration(text)?.nanoseconds ?? 0 }
    func hasMethod(_ name: String) -> Bool { name == "GetSeconds" || name == "GetNanos" }

    func field(_ name: String) -> TemplateValue? {
        switch name {
        case "Seconds", "GetSeconds": .int(Int64(truncatingIfNeeded: nanoseconds / 1_000_000_000))
        case "Nanos", "GetNanos": .int(Int64(truncatingIfNeeded: nanoseconds % 1_000_000_000))
        default: nil
        }
    }

    /// The duration as Go's `time.Duration` prints it: `1m30s`.
    var goText: String {
        let magnitude = nanoseconds.magnitude
        let sign = nanoseconds < 0 ? "-" : ""
        func decimal(_ value: UInt128, _ unit: UInt128) -> String {
            var fraction = String(value % unit + unit).dropFirst()
            while fraction.hasSuffix("0") { fraction.removeLast() }
            return String(value / unit) + (fraction.isEmpty ? "" : "." + fraction)
        }
        if magnitude == 0 { return "0s" }
        if magnitude < 1000 { return "\(sign)\(magnitude)ns" }
        if magnitude < 1_000_000 { return sign + decimal(magnitude, 1000) + "µs" }
        if magnitude < 1_000_000_000 { return sign + decimal(magnitude, 1_000_000) + "ms" }
        let minutes = magnitude / 60_000_000_000
        let seconds = decimal(magnitude % 60_000_000_000, 1_000_000_000) + "s"
        if minutes == 0 { return sign + seconds }
        return minutes < 60 ? "\(sign)\(minutes)m\(seconds)" : "\(sign)\(minutes / 60)h\(minutes % 60)m\(seconds)"
    }
}

/// A pod's metadata: its labels and annotations are looked at so often that their maps are made once.
final class MetadataView: TemplateObject {
    private let view: RecordView
    private let labels: TemplateValue
    private let annotations: TemplateValue

    init(_ pod: Pod) {
        view = RecordView(record: pod.metadata)
        labels = TemplateValue(.map(pod.labels), .map(.string))
        annotations = TemplateValue(.map(pod.annotations), .map(.string))
    }

    var typeName: String { "v1.ObjectMeta" }
    var plain: Value { view.plain }

    func field(_ name: String) -> TemplateValue? {
        switch name {
        case "Annotations": annotations
        case "Labels": labels
        default: view.field(name)
        }
    }
}

/// A ProxyConfig with its JSON at hand.
final class ProxyConfigView: TemplateObject {
    private let view: RecordView
    private let metadata: TemplateValue
    /// What `protoToJSON` gives.
    let json: String

    init(_ record: Record) {
        view = RecordView(record: record)
        metadata = view.field("ProxyMetadata") ?? .missing
        json = MeshSettings.cleanedJSON(record)
    }

    var typeName: String { view.typeName }
    var plain: Value { view.plain }
    func hasMethod(_ name: String) -> Bool { view.hasMethod(name) }
    func field(_ name: String) -> TemplateValue? { name == "ProxyMetadata" ? metadata : view.field(name) }
}

/// A MeshConfig.
final class MeshConfigView: TemplateObject {
    let settings: MeshSettings
    private let view: RecordView

    init(_ settings: MeshSettings) {
        self.settings = settings
        var mesh = settings.mesh
        mesh[MeshSettings.meshType.index("defaultConfig")] = .record(settings.proxy)
        view = RecordView(record: mesh)
    }

    var typeName: String { view.typeName }
    var plain: Value { view.plain }
    func hasMethod(_ name: String) -> Bool { view.hasMethod(name) }
    func field(_ name: String) -> TemplateValue? { view.field(name) }
}

/// A structure of a few texts.
struct TextFields: TemplateObject {
    let typeName: String
    let fields: [(name: String, text: String)]
    var plain: Value { .object(Value.Object(fields.map { ($0.name, .string($0.text)) })) }
    func field(_ name: String) -> TemplateValue? { fields.first { $0.name == name }.map { .string($0.text) } }
}

/// The dot of a pod template.
final class InjectionData: TemplateObject {
    private let metadata: TemplateValue
    private let spec: TemplateValue
    private let type: TemplateValue
    private let owner: TemplateValue
    private let proxy: TemplateValue
    private let mesh: TemplateValue
    private let values: TemplateValue
    private let settings: InjectionSettings
    private let proxyImage: String
    private let trafficMode: String

    init(
        pod: Pod, owner: WorkloadOwner, settings: InjectionSettings, proxy: ProxyConfigView, mesh: MeshConfigView, proxyImage: String,
        values: TemplateValue
    ) {
        metadata = .object(MetadataView(pod))
        spec = .object(RecordView(record: pod.spec))
        type = .object(TextFields(typeName: "v1.TypeMeta", fields: [("APIVersion", owner.apiVersion), ("Kind", owner.kind)]))
        self.owner = .object(TextFields(typeName: "v1.ObjectMeta", fields: [("Name", owner.name), ("Namespace", owner.namespace)]))
        self.proxy = .object(proxy)
        self.mesh = .object(mesh)
        self.values = values
        self.settings = settings
        self.proxyImage = proxyImage
        trafficMode = mesh.settings.inboundTrafficPolicyMode
    }

    var typeName: String { "inject.SidecarTemplateData" }
    var plain: Value { .object([:]) }

    func field(_ name: String) -> TemplateValue? {
        switch name {
        case "ObjectMeta": metadata
        case "Values": values
        case "ProxyConfig": proxy
        case "Spec": spec
        case "DeploymentMeta": owner
        case "TypeMeta": type
        case "MeshConfig": mesh
        case "ProxyImage": .string(proxyImage)
        case "ProxyUID": .int(settings.proxyUID)
        case "ProxyGID": .int(settings.proxyGID)
        case "Revision": .string(settings.revision)
        case "NativeSidecars": .bool(settings.nativeSidecars)
        case "InboundTrafficPolicyMode": .string(trafficMode)
        case "CompliancePolicy": .string(settings.compliancePolicy)
        default: nil
        }
    }
}
