/// The templates that Istio ships, as code of our own.
enum BuiltInTemplate: String, CaseIterable, Sendable {
    case sidecar, gateway
    case grpcSimple = "grpc-simple"
    case grpcAgent = "grpc-agent"
}
