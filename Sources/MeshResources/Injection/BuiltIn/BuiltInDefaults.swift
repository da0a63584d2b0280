/// Istio's settings where nobody set anything.
public enum BuiltInDefaults {
    /// The chart's values, as far as injection reads them.
    public static let values: Value = [
        "global": global, "pilot": pilot, "revision": "", "sidecarInjectorWebhook": ["rewriteAppHTTPProbe": true],
    ]

    private static let pilot: Value = ["cni": ["enabled": false, "provider": "default"], "env": [:]]

    private static let global: Value = [
        "hub": "registry.istio.io/testing", "tag": "latest", "variant": "", "istioNamespace": "istio-system", "imagePullPolicy": "",
        "imagePullSecrets": [], "logAsJson": false, "logging": ["level": "default:info"], "meshID": "", "mountMtlsCerts": false,
        "multiCluster": ["clusterName": ""], "network": "", "pilotCertProvider": "istiod", "caAddress": "", "caName": "",
        "nativeNftables": false, "sds": ["token": ["aud": "istio-ca"]], "sts": ["servicePort": 0],
        "proxy_init": ["image": "proxyv2", "forceApplyIptables": false], "proxy": proxy,
    ]

    private static let proxy: Value = [
        "image": "proxyv2", "clusterDomain": "cluster.local", "logLevel": "warning", "componentLogLevel": "misc:error",
        "outlierLogPath": "", "privileged": false, "tracer": "none", "statusPort": 15020, "includeIPRanges": "*", "excludeIPRanges": "",
        "includeInboundPorts": "*", "excludeInboundPorts": "", "includeOutboundPorts": "", "excludeOutboundPorts": "",
        "readinessInitialDelaySeconds": 0, "readinessPeriodSeconds": 15, "readinessFailureThreshold": 4,
        "startupProbe": ["enabled": true, "failureThreshold": 600],
        "resources": ["requests": ["cpu": "100m", "memory": "128Mi"], "limits": ["cpu": "2000m", "memory": "1024Mi"]],
    ]
}

/// Values looked up by path, absent ones as null.
struct BuiltInValues: Sendable {
    private let root: Value

    /// Takes values over the defaults.
    init(_ values: Value) { root = BuiltInDefaults.values.merging(values) }

    /// The value at a dotted path.
    subscript(_ path: String) -> Value {
        var value = root
        for part in path.split(separator: ".") {
            guard let inner = value[String(part)] else { return .null }
            value = inner
        }
        return value
    }

    func text(_ path: String) -> String { self[path].printed }
    func isTrue(_ path: String) -> Bool { TemplateValue(self[path]).isTrue }
    func int(_ path: String) -> Int64 { self[path].int.map(Int64.init) ?? 0 }
}

extension Value {
    /// A setting as a text: numbers and booleans printed, null as nothing.
    var printed: String {
        switch self {
        case .null: ""
        case .string(let text): text
        default: GoText.sprint(TemplateValue(self))
        }
    }
}
