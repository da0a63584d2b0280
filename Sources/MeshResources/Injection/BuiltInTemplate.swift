/// The templates that Istio ships, as code of our own.
enum BuiltInTemplate: String, CaseIterable, Sendable {
    case sidecar, gateway
    case grpcSimple = "grpc-simple"
    case grpcAgent = "grpc-agent"
}

/// Istio's settings where nobody set anything.
public enum BuiltInDefaults {
    /// The chart's values, as far as injection reads them.
    public static let values: Value = [:]
}
