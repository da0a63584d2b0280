/// A check that looks at one message as a whole, after its fields were walked.
typealias MessageCheck = @Sendable (inout Validation, Field) -> Void

/// Which check belongs to which message.
final class MessageChecks: Sendable {
    /// The checks for the messages of the shared registry.
    static let shared = MessageChecks(SchemaRegistry.shared)

    /// The check of each message by its number in the registry.
    let byNumber: [MessageCheck?]

    private init(_ registry: SchemaRegistry) {
        var table = [MessageCheck?](repeating: nil, count: registry.messages.count)
        for (name, check) in Self.table {
            if let number = registry.messageNumber(name) { table[number] = check }
        }
        byNumber = table
    }

    private static let table: [(String, MessageCheck)] =
        common + virtualService + destinationRule + listeners + workloads + security + extensions

    private static let common: [(String, MessageCheck)] = [
        ("Destination", { $0.checkDestination($1) }),
        ("WorkloadSelector", { $0.checkWorkloadSelector($1) }),
        ("LabelSelector", { $0.checkLabelSelector($1) }),
        ("PolicyTargetReference", { $0.checkTargetReference($1) }),
        ("ConnectionPoolSettings", { $0.checkConnectionPool($1) }),
        ("ServerTLSSettings", { $0.checkServerTLS($1) }),
        ("WasmEnvVar", { $0.checkEnvironmentVariable($1) }),
    ]

    private static let virtualService: [(String, MessageCheck)] = [
        ("VirtualService", { $0.checkVirtualService($1) }),
        ("HTTPRoute", { $0.checkHTTPRoute($1) }),
        ("HTTPMatchRequest", { $0.checkHTTPMatch($1) }),
        ("TLSRoute", { $0.checkTLSRoute($1) }),
        ("TLSMatchAttributes", { $0.checkTLSMatch($1) }),
        ("TCPRoute", { $0.checkTCPRoute($1) }),
        ("L4MatchAttributes", { $0.checkTCPMatch($1) }),
        ("HTTPRedirect", { $0.checkRedirect($1) }),
        ("HTTPDirectResponse", { $0.checkDirectResponse($1) }),
        ("HTTPRewrite", { $0.checkRewrite($1) }),
        ("RegexRewrite", { $0.checkRegexRewrite($1) }),
        ("HTTPRetry", { $0.checkRetry($1) }),
        ("CorsPolicy", { $0.checkCORS($1) }),
        ("HTTPFaultInjection", { $0.checkFault($1) }),
        ("FaultDelay", { $0.checkDelay($1) }),
        ("FaultAbort", { $0.checkAbort($1) }),
        ("HTTPMirrorPolicy", { $0.checkMirrorPolicy($1) }),
    ]

    private static let destinationRule: [(String, MessageCheck)] = [
        ("DestinationRule", { $0.checkDestinationRule($1) }),
        ("Subset", { $0.checkSubset($1) }),
        ("TrafficPolicy", { $0.checkTrafficPolicy($1) }),
        ("PortTrafficPolicy", { $0.checkPortTrafficPolicy($1) }),
        ("ConsistentHashLB", { $0.checkConsistentHash($1) }),
        ("LocalityLbSetting", { $0.checkLocality($1) }),
        ("WarmupConfiguration", { $0.checkWarmup($1) }),
        ("OutlierDetection", { $0.checkOutlierDetection($1) }),
        ("ClientTLSSettings", { $0.checkClientTLS($1) }),
        ("TunnelSettings", { $0.checkTunnel($1) }),
    ]

    private static let listeners: [(String, MessageCheck)] = [
        ("Gateway", { $0.checkGateway($1) }),
        ("Server", { $0.checkServer($1) }),
        ("Sidecar", { $0.checkSidecar($1) }),
        ("IngressListener", { $0.checkIngressListener($1) }),
        ("EgressListener", { $0.checkEgressListener($1) }),
        ("OutboundTrafficPolicy", { $0.checkOutboundPolicy($1) }),
    ]

    private static let workloads: [(String, MessageCheck)] = [
        ("ServiceEntry", { $0.checkServiceEntry($1) }),
        ("WorkloadEntry", { $0.checkWorkloadInContext($1) }),
        ("WorkloadGroup", { $0.checkWorkloadGroup($1) }),
        ("ReadinessProbe", { $0.checkProbe($1) }),
    ]

    private static let security: [(String, MessageCheck)] = [
        ("AuthorizationPolicy", { $0.checkAuthorizationPolicy($1) }),
        ("RuleFrom", { $0.checkRuleFrom($1) }),
        ("RuleTo", { $0.checkRuleTo($1) }),
        ("Condition", { $0.checkCondition($1) }),
        ("PeerAuthentication", { $0.checkPeerAuthentication($1) }),
        ("RequestAuthentication", { $0.checkTargeting($1) }),
        ("JWTRule", { $0.checkJWTRule($1) }),
    ]

    private static let extensions: [(String, MessageCheck)] = [
        ("Telemetry", { $0.checkTelemetry($1) }),
        ("Tracing", { $0.checkTracing($1) }),
        ("MetricsOverride", { $0.checkMetricsOverride($1) }),
        ("LogFilter", { $0.checkLogFilter($1) }),
        ("TagOverride", { $0.checkTagOverride($1) }),
        ("EnvoyFilter", { $0.checkEnvoyFilter($1) }),
        ("EnvoyObjectMatch", { $0.checkEnvoyMatch($1) }),
        ("EnvoyConfigObjectPatch", { $0.checkEnvoyPatch($1) }),
        ("WasmPlugin", { $0.checkWasmPlugin($1) }),
        ("TrafficExtension", { $0.checkTrafficExtension($1) }),
    ]
}
