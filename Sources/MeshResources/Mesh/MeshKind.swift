extension Mesh {
    /// The kinds that a mesh is made of. Everything else is `other`.
    public enum Kind: UInt8, Sendable, CaseIterable {
        case virtualService, destinationRule, gateway, serviceEntry, sidecar, workloadEntry, workloadGroup, envoyFilter, proxyConfig
        case authorizationPolicy, peerAuthentication, requestAuthentication, telemetry, wasmPlugin, trafficExtension
        case kubernetesGateway, gatewayClass, httpRoute, grpcRoute, tcpRoute, tlsRoute, referenceGrant
        case service, pod, namespace, node, secret, configMap, serviceAccount
        case deployment, statefulSet, daemonSet, replicaSet, job, cronJob
        case mutatingWebhook, validatingWebhook, customResourceDefinition
        case meshConfig, meshNetworks
        case other

        /// The kind of an object by its API group and kind; the version does not count.
        init(apiVersion: String, kind: String) {
            guard let candidate = Self.table[kind] else {
                self = .other
                return
            }
            var group = apiVersion.utf8[...]
            if let slash = group.firstIndex(of: 0x2F) { group = group[..<slash] } else { group = group[..<group.startIndex] }
            for (wanted, kind) in candidate where group.elementsEqual(wanted.utf8) {
                self = kind
                return
            }
            self = .other
        }

        /// The word of the manifest: `VirtualService`.
        public var word: String { Self.words[Int(rawValue)].kind }

        /// The API group; empty for the core group.
        public var group: String { Self.words[Int(rawValue)].group }

        /// Whether objects of this kind have no namespace.
        public var isClusterScoped: Bool {
            switch self {
            case .namespace, .node, .gatewayClass, .mutatingWebhook, .validatingWebhook, .customResourceDefinition: true
            default: false
            }
        }

        /// Whether the kind holds pods: `Pod` and what has a pod template.
        public var isWorkload: Bool {
            switch self {
            case .pod, .deployment, .statefulSet, .daemonSet, .replicaSet, .job, .cronJob: true
            default: false
            }
        }

        private static let table: [String: [(group: String, kind: Kind)]] = {
            var table: [String: [(group: String, kind: Kind)]] = [:]
            for kind in allCases {
                let entry = words[Int(kind.rawValue)]
                table[entry.kind, default: []].append((entry.group, kind))
            }
            return table
        }()

        private static let words: [(group: String, kind: String)] = allCases.map { kind in
            switch kind {
            case .virtualService: ("networking.istio.io", "VirtualService")
            case .destinationRule: ("networking.istio.io", "DestinationRule")
            case .gateway: ("networking.istio.io", "Gateway")
            case .serviceEntry: ("networking.istio.io", "ServiceEntry")
            case .sidecar: ("networking.istio.io", "Sidecar")
            case .workloadEntry: ("networking.istio.io", "WorkloadEntry")
            case .workloadGroup: ("networking.istio.io", "WorkloadGroup")
            case .envoyFilter: ("networking.istio.io", "EnvoyFilter")
            case .proxyConfig: ("networking.istio.io", "ProxyConfig")
            case .authorizationPolicy: ("security.istio.io", "AuthorizationPolicy")
            case .peerAuthentication: ("security.istio.io", "PeerAuthentication")
            case .requestAuthentication: ("security.istio.io", "RequestAuthentication")
            case .telemetry: ("telemetry.istio.io", "Telemetry")
            case .wasmPlugin: ("extensions.istio.io", "WasmPlugin")
            case .trafficExtension: ("extensions.istio.io", "TrafficExtension")
            case .kubernetesGateway: ("gateway.networking.k8s.io", "Gateway")
            case .gatewayClass: ("gateway.networking.k8s.io", "GatewayClass")
            case .httpRoute: ("gateway.networking.k8s.io", "HTTPRoute")
            case .grpcRoute: ("gateway.networking.k8s.io", "GRPCRoute")
            case .tcpRoute: ("gateway.networking.k8s.io", "TCPRoute")
            case .tlsRoute: ("gateway.networking.k8s.io", "TLSRoute")
            case .referenceGrant: ("gateway.networking.k8s.io", "ReferenceGrant")
            case .service: ("", "Service")
            case .pod: ("", "Pod")
            case .namespace: ("", "Namespace")
            case .node: ("", "Node")
            case .secret: ("", "Secret")
            case .configMap: ("", "ConfigMap")
            case .serviceAccount: ("", "ServiceAccount")
            case .deployment: ("apps", "Deployment")
            case .statefulSet: ("apps", "StatefulSet")
            case .daemonSet: ("apps", "DaemonSet")
            case .replicaSet: ("apps", "ReplicaSet")
            case .job: ("batch", "Job")
            case .cronJob: ("batch", "CronJob")
            case .mutatingWebhook: ("admissionregistration.k8s.io", "MutatingWebhookConfiguration")
            case .validatingWebhook: ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration")
            case .customResourceDefinition: ("apiextensions.k8s.io", "CustomResourceDefinition")
            case .meshConfig: ("", "MeshConfig")
            case .meshNetworks: ("", "MeshNetworks")
            case .other: ("-", "-")
            }
        }
    }
}
