/// The chart's values as injection uses them: whole for the templates, and the few settings that the code itself reads.
public struct InjectionValues: Sendable {
    /// What templates see as `.Values`.
    let tree: TemplateValue
    /// The same for the built-in templates, the chart's defaults below it.
    let builtIn: BuiltInValues
    let hub: String
    let tag: String
    let variant: String
    let image: String
    let network: String
    let clusterName: String
    let holdsApplication: Bool
    let rewritesProbes: Bool

    /// Reads a values text, YAML or JSON.
    ///
    /// - Throws: `InjectionError` if the text is no mapping.
    public init(_ source: SourceText) throws(InjectionError) {
        let result = YAML.parse(source)
        if let problem = result.diagnostics.first(where: { $0.severity == .error }) {
            throw InjectionError("the values cannot be read: \(problem.message)", location: problem.location)
        }
        guard let root = result.tree.documents.first?.root, root.isMapping else {
            throw InjectionError(
                "failed to run injection template: failed to parse values: an object is wanted",
                location: result.tree.documents.first?.root?.location)
        }
        self.init(Value(root))
    }

    /// Takes values that are already read.
    public init(_ value: Value) {
        tree = TemplateValue(value)
        builtIn = BuiltInValues(value)
        let global = value["global"]
        let proxy = global?["proxy"]
        hub = Self.text(global?["hub"])
        tag = Self.text(global?["tag"])
        variant = Self.text(global?["variant"])
        image = Self.text(proxy?["image"])
        network = Self.text(global?["network"])
        clusterName = Self.text(global?["multiCluster"]?["clusterName"])
        holdsApplication = proxy?["holdApplicationUntilProxyStarts"]?.bool ?? false
        rewritesProbes = value["sidecarInjectorWebhook"]?["rewriteAppHTTPProbe"]?.bool ?? false
    }

    /// The values laid over Istio's defaults, as the built-in templates want them.
    public var overDefaults: InjectionValues { InjectionValues(BuiltInDefaults.values.merging(tree.plain)) }

    private static func text(_ value: Value?) -> String {
        switch value {
        case .string(let text)?: text
        case .int(let number)?: String(number)
        case .double(let number)?: NumberFormat.json(number)
        case .bool(let flag)?: flag ? "true" : "false"
        default: ""
        }
    }
}
