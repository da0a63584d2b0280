import MeshAPI
import MeshResources

/// The words that lead to the kinds of a snapshot, which no server is there to tell.
enum SnapshotKinds {
    /// Group, kind, plural and short names; those of the mesh first, as a server's discovery is searched.
    private static let known: [(group: String, kind: String, plural: String, short: [String], isNamespaced: Bool)] = [
        ("networking.istio.io", "VirtualService", "virtualservices", ["vs"], true),
        ("networking.istio.io", "DestinationRule", "destinationrules", ["dr"], true),
        ("networking.istio.io", "Gateway", "gateways", ["gw"], true),
        ("networking.istio.io", "ServiceEntry", "serviceentries", ["se"], true),
        ("networking.istio.io", "WorkloadEntry", "workloadentries", ["we"], true),
        ("networking.istio.io", "WorkloadGroup", "workloadgroups", ["wg"], true),
        ("networking.istio.io", "Sidecar", "sidecars", [], true),
        ("networking.istio.io", "EnvoyFilter", "envoyfilters", [], true),
        ("networking.istio.io", "ProxyConfig", "proxyconfigs", [], true),
        ("security.istio.io", "AuthorizationPolicy", "authorizationpolicies", ["ap"], true),
        ("security.istio.io", "PeerAuthentication", "peerauthentications", ["pa"], true),
        ("security.istio.io", "RequestAuthentication", "requestauthentications", ["ra"], true),
        ("telemetry.istio.io", "Telemetry", "telemetries", ["telemetry"], true),
        ("extensions.istio.io", "WasmPlugin", "wasmplugins", [], true),
        ("extensions.istio.io", "TrafficExtension", "trafficextensions", [], true),
        ("gateway.networking.k8s.io", "Gateway", "gateways", ["gtw"], true),
        ("gateway.networking.k8s.io", "GatewayClass", "gatewayclasses", ["gc"], false),
        ("gateway.networking.k8s.io", "HTTPRoute", "httproutes", [], true),
        ("gateway.networking.k8s.io", "GRPCRoute", "grpcroutes", [], true),
        ("gateway.networking.k8s.io", "TCPRoute", "tcproutes", [], true),
        ("gateway.networking.k8s.io", "TLSRoute", "tlsroutes", [], true),
        ("gateway.networking.k8s.io", "UDPRoute", "udproutes", [], true),
        ("gateway.networking.k8s.io", "ReferenceGrant", "referencegrants", ["refgrant"], true),
        ("", "Service", "services", ["svc"], true), ("", "Pod", "pods", ["po"], true), ("", "Namespace", "namespaces", ["ns"], false),
        ("", "Node", "nodes", ["no"], false), ("", "Secret", "secrets", [], true), ("", "ConfigMap", "configmaps", ["cm"], true),
        ("", "ServiceAccount", "serviceaccounts", ["sa"], true), ("apps", "Deployment", "deployments", ["deploy"], true),
        ("apps", "StatefulSet", "statefulsets", ["sts"], true), ("apps", "DaemonSet", "daemonsets", ["ds"], true),
        ("admissionregistration.k8s.io", "MutatingWebhookConfiguration", "mutatingwebhookconfigurations", [], false),
        ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration", "validatingwebhookconfigurations", [], false),
        ("apiextensions.k8s.io", "CustomResourceDefinition", "customresourcedefinitions", ["crd", "crds"], false),
    ]

    /// The kind that a word means; kinds that are not in the table go by their own name.
    static func find(_ word: String, among resources: [Resource]) -> APIResource? {
        if let row = known.map({ resource($0, "v1") }).first(where: { $0.answers(to: word) }) { return row }
        return resources.map { guess($0) }.first { $0.answers(to: word) }
    }

    /// Every word that a snapshot answers to, for suggestions.
    static var words: [String] { known.flatMap { [$0.plural, $0.kind.lowercased()] + $0.short } }

    private static func resource(
        _ row: (group: String, kind: String, plural: String, short: [String], isNamespaced: Bool), _ version: String
    ) -> APIResource {
        APIResource(
            group: row.group, version: version, kind: row.kind, plural: row.plural, singular: row.kind.lowercased(), shortNames: row.short,
            isNamespaced: row.isNamespaced)
    }

    private static func guess(_ resource: Resource) -> APIResource {
        let kind = resource.kind.lowercased()
        return APIResource(
            group: resource.group, version: resource.version, kind: resource.kind,
            plural: kind.hasSuffix("y") ? kind.dropLast() + "ies" : kind + "s", singular: kind, isNamespaced: resource.namespace != nil)
    }
}
