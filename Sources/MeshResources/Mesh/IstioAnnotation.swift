/// An annotation that Istio reads.
struct IstioAnnotation: Sendable {
    /// The kinds it may stand on; `Any` for every kind.
    let kinds: [String]
    /// Whether it belongs to a feature in alpha, or in no stage that is told.
    let isAlpha: Bool
    /// Whether it is deprecated.
    let isDeprecated: Bool

    /// Every annotation by its name.
    static let all: [String: IstioAnnotation] = {
        var result: [String: IstioAnnotation] = [:]
        for line in table.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 4 else { continue }
            result[String(words[0])] = IstioAnnotation(
                kinds: words[3].split(separator: ",").map(String.init), isAlpha: words[1] == "alpha" || words[1] == "-",
                isDeprecated: words[2] == "deprecated"
            )
        }
        return result
    }()

    /// Whether the name is one of Istio's, known or not.
    static func isIstios(_ name: String) -> Bool {
        name == "kubernetes.io/ingress.class" || name.prefix { $0 != "/" }.hasSuffix("istio.io")
    }

    /// Annotations that controllers set, so that nobody is to blame for them.
    static func isAutomatic(_ name: String) -> Bool {
        switch name {
        case "sidecar.istio.io/status", "gateway.istio.io/controller-version", "istio.io/rev": true
        default: false
        }
    }

    /// Name, stage, deprecated or not, kinds. From the annotation reference of Istio 1.30.
    private static let table = """
        prometheus.istio.io/merge-metrics alpha - Pod
        alpha.istio.io/kubernetes-serviceaccounts alpha deprecated Service
        alpha.istio.io/canonical-serviceaccounts alpha deprecated Service
        networking.istio.io/exportTo alpha - Service
        sidecar.istio.io/inject beta deprecated Pod
        sidecar.istio.io/status alpha - Pod
        sidecar.istio.io/rewriteAppHTTPProbers alpha - Pod
        sidecar.istio.io/discoveryAddress alpha deprecated Pod
        sidecar.istio.io/proxyImage alpha - Pod
        sidecar.istio.io/proxyImageType alpha - Pod
        sidecar.istio.io/proxyCPU alpha - Pod
        sidecar.istio.io/proxyCPULimit alpha - Pod
        sidecar.istio.io/proxyMemory alpha - Pod
        sidecar.istio.io/proxyMemoryLimit - - Pod
        sidecar.istio.io/interceptionMode alpha - Pod
        sidecar.istio.io/bootstrapOverride alpha - Pod
        sidecar.istio.io/statsInclusionPrefixes alpha deprecated Pod
        sidecar.istio.io/statsInclusionSuffixes alpha deprecated Pod
        sidecar.istio.io/statsInclusionRegexps alpha deprecated Pod
        sidecar.istio.io/statsHistogramBuckets alpha - Pod
        sidecar.istio.io/statsFlushInterval alpha - Pod
        sidecar.istio.io/statsEvictionInterval alpha - Pod
        sidecar.istio.io/statsHistogramBins alpha - Pod
        sidecar.istio.io/userVolume alpha - Pod
        sidecar.istio.io/userVolumeMount - - Pod
        status.sidecar.istio.io/port alpha - Pod
        sidecar.istio.io/logLevel alpha - Pod
        sidecar.istio.io/componentLogLevel alpha - Pod
        sidecar.istio.io/agentLogLevel alpha - Pod
        sidecar.istio.io/nativeSidecar alpha - Pod
        readiness.status.sidecar.istio.io/initialDelaySeconds alpha - Pod
        readiness.status.sidecar.istio.io/periodSeconds alpha - Pod
        readiness.status.sidecar.istio.io/failureThreshold alpha - Pod
        readiness.status.sidecar.istio.io/applicationPorts alpha - Pod
        traffic.istio.io/nodeSelector stable - Service
        traffic.sidecar.istio.io/includeOutboundIPRanges alpha - Pod
        traffic.sidecar.istio.io/excludeOutboundIPRanges alpha - Pod
        traffic.sidecar.istio.io/includeInboundPorts - - Pod
        traffic.sidecar.istio.io/excludeInboundPorts alpha - Pod
        traffic.sidecar.istio.io/excludeInterfaces alpha - Pod
        traffic.sidecar.istio.io/includeOutboundPorts alpha - Pod
        traffic.sidecar.istio.io/excludeOutboundPorts alpha - Pod
        traffic.sidecar.istio.io/kubevirtInterfaces alpha deprecated Pod
        kubernetes.io/ingress.class stable - Ingress
        galley.istio.io/analyze-suppress alpha - Any
        proxy.istio.io/config beta - Pod
        istio.io/dry-run alpha - AuthorizationPolicy
        istio.io/rev alpha - Pod
        proxy.istio.io/overrides alpha - Pod
        inject.istio.io/templates alpha - Pod
        sidecar.istio.io/extraStatTags alpha deprecated Pod
        istio.io/autoRegistrationGroup alpha - WorkloadEntry
        istio.io/workloadController alpha - WorkloadEntry
        istio.io/connectedAt alpha - WorkloadEntry
        istio.io/disconnectedAt alpha - WorkloadEntry
        topology.istio.io/controlPlaneClusters alpha - Namespace
        gateway.istio.io/controller-version alpha - Any
        ambient.istio.io/redirection beta - Pod
        ambient.istio.io/waypoint-inbound-binding alpha - GatewayClass,Gateway
        gateway.istio.io/service-account alpha - Gateway
        gateway.istio.io/name-override alpha - Gateway
        networking.istio.io/service-type alpha - Gateway
        networking.istio.io/traffic-distribution alpha - Namespace,Service,ServiceEntry
        ambient.istio.io/bypass-inbound-capture alpha - Pod
        istio.io/reroute-virtual-interfaces alpha - Pod
        ambient.istio.io/dns-capture alpha - Pod
        sidecar.istio.io/statsCompression alpha deprecated Pod
        """
}
