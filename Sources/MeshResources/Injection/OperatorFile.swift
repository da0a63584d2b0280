/// The settings in an IstioOperator file, laid over Istio's default profile.
public struct OperatorFile: Sendable {
    /// The values.
    public let values: Value
    /// The mesh configuration, if the file has one.
    public let meshConfig: Node?

    /// Reads the first document of a file.
    public init(_ source: SourceText) throws(InjectionError) {
        let result = YAML.parse(source)
        if let problem = result.diagnostics.first(where: { $0.severity == .error }) {
            throw InjectionError(problem.message, location: problem.location)
        }
        guard let root = result.tree.documents.lazy.compactMap(\.root).first(where: { !$0.isNull }), root.isMapping else {
            throw InjectionError("an IstioOperator is wanted", location: result.tree.documents.first?.root?.headLocation)
        }
        let spec = root["spec"]
        let profile: Value = [
            "defaultRevision": "", "global": ["istioNamespace": "istio-system", "configValidation": true],
            "gateways": ["istio-ingressgateway": [:], "istio-egressgateway": [:]],
        ]
        values = spec?["values"].map { profile.merging(Value($0)) } ?? profile
        meshConfig = spec?["meshConfig"]
    }
}

extension Value {
    /// The value with another laid over it: mappings are joined key by key, everything else replaces.
    func merging(_ other: Value) -> Value {
        guard case .object(var result) = self, case .object(let patch) = other else { return other }
        for (key, value) in patch { result[key] = result[key].map { $0.merging(value) } ?? value }
        return .object(result)
    }
}
