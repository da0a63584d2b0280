/// The sidecar of ordinary workloads.
struct BuiltInSidecar {
    private let context: BuiltInContext
    private let values: BuiltInValues
    private let mode: String
    private let isNative: Bool

    init(_ context: BuiltInContext) {
        self.context = context
        values = context.values
        mode = context.interceptionMode
        let wish = context.annotation(InjectionAnnotation.nativeSidecar) ?? ""
        isNative = (wish.isEmpty ? String(context.settings.nativeSidecars) : wish) != "false"
    }

    private var isTransparent: Bool { mode == "TPROXY" }
    private var usesCNI: Bool { values.isTrue("pilot.cni.enabled") }

    func patch() throws(InjectionError) -> Value {
        var spec: Value.Object = [:]
        let proxy = try proxyContainer()
        var initContainers: [Value] = mode == "NONE" ? [] : [initContainer]
        if isNative { initContainers.append(proxy) } else { spec["containers"] = [proxy] }
        spec["initContainers"] = .array(initContainers)
        let volumes = context.volumes(socket: "istio-envoy", hasCredentials: true, hasRevocations: true, emptiesAreExplicit: false)
        var all = volumes + (try context.userEntries("sidecar.istio.io/userVolume"))
        if needsLightstepCertificate {
            all.append(["name": "lightstep-certs", "secret": ["optional": true, "secretName": "lightstep.cacert"]])
        }
        spec["volumes"] = .array(all)
        spec["imagePullSecrets"] = context.imagePullSecrets
        return ["metadata": ["labels": .object(labels), "annotations": .object(annotations)], "spec": .object(spec)]
    }

    // MARK: Metadata

    private var labels: Value.Object {
        var result: Value.Object = ["security.istio.io/tlsMode": .string(context.label("security.istio.io/tlsMode") ?? "istio")]
        if context.proxyMetadata.contains(where: { $0.key == "ISTIO_META_ENABLE_HBONE" && $0.value == "true" }) {
            result["networking.istio.io/tunnel"] = .string(context.label("networking.istio.io/tunnel") ?? "http")
        }
        for (key, value) in context.canonicalLabels(limit: 63) { result[key] = value }
        return result
    }

    private var annotations: Value.Object {
        var result = context.commonAnnotations
        guard usesCNI else { return result }
        if values.text("pilot.cni.provider") == "multus" {
            let name = "k8s.v1.cni.cncf.io/networks"
            result[name] = .string(MultusNetworks.append("default/istio-cni", to: context.annotation(name) ?? ""))
        }
        result["sidecar.istio.io/interceptionMode"] = .string(mode)
        func add(_ name: String, _ text: String, ifEmpty: Bool = false) {
            if ifEmpty || !text.isEmpty { result["traffic.sidecar.istio.io/" + name] = .string(text) }
        }
        add("includeOutboundIPRanges", includeOutboundRanges)
        add("excludeOutboundIPRanges", excludeOutboundRanges)
        add("includeInboundPorts", includeInboundPorts, ifEmpty: true)
        add("excludeInboundPorts", excludeInboundPorts, ifEmpty: true)
        if let ports = includeOutboundPorts { add("includeOutboundPorts", ports, ifEmpty: true) }
        if let ports = excludeOutboundPorts { add("excludeOutboundPorts", ports, ifEmpty: true) }
        add("kubevirtInterfaces", context.annotation("traffic.sidecar.istio.io/kubevirtInterfaces") ?? "")
        if let names = context.annotation("istio.io/reroute-virtual-interfaces"), !names.isEmpty {
            result["istio.io/reroute-virtual-interfaces"] = .string(names)
        }
        add("excludeInterfaces", context.annotation("traffic.sidecar.istio.io/excludeInterfaces") ?? "")
        return result
    }

    // MARK: Traffic

    private func traffic(_ name: String, _ value: String) -> String {
        context.annotation("traffic.sidecar.istio.io/" + name, or: "global.proxy." + value)
    }

    private var includeOutboundRanges: String { traffic("includeOutboundIPRanges", "includeIPRanges") }
    private var excludeOutboundRanges: String { traffic("excludeOutboundIPRanges", "excludeIPRanges") }
    private var includeInboundPorts: String { traffic("includeInboundPorts", "includeInboundPorts") }
    private var statusPort: String { context.annotation(InjectionAnnotation.statusPort, or: "global.proxy.statusPort") }
    private var excludeInboundPorts: String {
        TemplateFunctions.excludeInboundPort(statusPort, traffic("excludeInboundPorts", "excludeInboundPorts"))
    }

    /// Outbound ports count where the annotation or the value is set.
    private func outboundPorts(_ name: String) -> String? {
        let isSet = context.annotation("traffic.sidecar.istio.io/" + name) != nil || !values.text("global.proxy." + name).isEmpty
        return isSet ? traffic(name, name) : nil
    }

    private var includeOutboundPorts: String? { outboundPorts("includeOutboundPorts") }
    private var excludeOutboundPorts: String? { outboundPorts("excludeOutboundPorts") }

    // MARK: The init container

    /// Redirects the pod's traffic, or checks that the CNI plugin did.
    private var initContainer: Value {
        var container: Value.Object = [
            "name": usesCNI ? "istio-validation" : "istio-init", "image": context.image("global.proxy_init.image"),
            "args": .array(redirection.map { .string($0) }),
        ]
        if values.isTrue("global.imagePullPolicy") { container["imagePullPolicy"] = values["global.imagePullPolicy"] }
        let metadata = context.metadataVariables
        if !metadata.isEmpty { container["env"] = .array(metadata) }
        container["resources"] = context.resources
        container["securityContext"] = .object(initSecurity)
        return .object(container)
    }

    private var redirection: [String] {
        var result = [
            "istio-iptables", "-p", port("proxyListenPort", "15001"), "-z", port("proxyInboundListenPort", "15006"), "-u",
            isTransparent ? "1337" : String(context.settings.proxyUID), "-m", mode, "-i", includeOutboundRanges, "-x",
            excludeOutboundRanges,
            "-b", includeInboundPorts, "-d", excludeInboundPorts.isEmpty ? "15090,15021" : "15090,15021," + excludeInboundPorts,
        ]
        if let ports = includeOutboundPorts { result += ["-q", ports] }
        if let ports = excludeOutboundPorts { result += ["-o", ports] }
        let interfaces =
            context.annotation("istio.io/reroute-virtual-interfaces") ?? context.annotation("traffic.sidecar.istio.io/kubevirtInterfaces")
        if let interfaces { result += ["-k", interfaces] }
        if let names = context.annotation("traffic.sidecar.istio.io/excludeInterfaces") { result += ["-c", names] }
        result.append("--log_output_level=" + context.annotation("sidecar.istio.io/agentLogLevel", or: "global.logging.level"))
        if values.isTrue("global.logAsJson") { result.append("--log_as_json") }
        if usesCNI {
            result += ["--run-validation", "--skip-rule-apply"]
        } else if values.isTrue("global.proxy_init.forceApplyIptables") {
            result.append("--force-apply")
        }
        if values.isTrue("global.nativeNftables") { result.append("--native-nftables") }
        return result
    }

    private func port(_ name: String, _ standard: String) -> String {
        let number = context.mesh.meshNumber(name)
        return number == 0 ? standard : String(number)
    }

    private var initSecurity: Value.Object {
        let privileged = values["global.proxy.privileged"]
        var result: Value.Object = ["allowPrivilegeEscalation": privileged, "privileged": privileged]
        if usesCNI {
            result["capabilities"] = ["drop": ["ALL"]]
            result["readOnlyRootFilesystem"] = true
            result["runAsGroup"] = .int(isTransparent ? 1337 : context.settings.proxyGID)
            result["runAsUser"] = .int(isTransparent ? 1337 : context.settings.proxyUID)
            result["runAsNonRoot"] = true
        } else {
            result["capabilities"] = ["add": ["NET_ADMIN", "NET_RAW"], "drop": ["ALL"]]
            result["readOnlyRootFilesystem"] = false
            result["runAsGroup"] = 0
            result["runAsUser"] = 0
            result["runAsNonRoot"] = false
        }
        if values.isTrue("global.proxy.seccompProfile") { result["seccompProfile"] = values["global.proxy.seccompProfile"] }
        return result
    }

    // MARK: The proxy

    private func proxyContainer() throws(InjectionError) -> Value {
        var container: Value.Object = ["name": "istio-proxy", "image": context.image("global.proxy.image")]
        if isNative { container["restartPolicy"] = "Always" }
        container["ports"] = [["containerPort": 15090, "protocol": "TCP", "name": "http-envoy-prom"]]
        var arguments = context.agentArguments("sidecar")
        if values.isTrue("global.proxy.outlierLogPath") {
            arguments.append(.string("--outlierLogPath=" + values.text("global.proxy.outlierLogPath")))
        }
        container["args"] = .array(arguments)
        container["lifecycle"] = lifecycle
        container["env"] = .array(variables)
        if values.isTrue("global.imagePullPolicy") { container["imagePullPolicy"] = values["global.imagePullPolicy"] }
        if statusPort != "0" {
            if values.isTrue("global.proxy.startupProbe.enabled") {
                container["startupProbe"] = [
                    "httpGet": Self.health, "initialDelaySeconds": 0, "periodSeconds": 1, "timeoutSeconds": 3,
                    "failureThreshold": values["global.proxy.startupProbe.failureThreshold"],
                ]
            }
            container["readinessProbe"] = readiness
        }
        container["securityContext"] = .object(security)
        container["resources"] = context.resources
        var mounts = context.mounts(socket: "istio-envoy", hasCredentials: true, hasRevocations: true)
        if needsLightstepCertificate {
            mounts.append(["name": "lightstep-certs", "mountPath": .string(lightstepDirectory), "readOnly": true])
        }
        container["volumeMounts"] = .array(mounts + (try context.userEntries("sidecar.istio.io/userVolumeMount")))
        return .object(container)
    }

    private static let health: Value = ["path": "/healthz/ready", "port": 15021]

    private var readiness: Value {
        func number(_ name: String, _ value: String) -> Value {
            let text = context.annotation("readiness.status.sidecar.istio.io/" + name, or: "global.proxy." + value)
            return .int(Int64(text) ?? 0)
        }
        return [
            "httpGet": Self.health, "initialDelaySeconds": number("initialDelaySeconds", "readinessInitialDelaySeconds"),
            "periodSeconds": number("periodSeconds", "readinessPeriodSeconds"), "timeoutSeconds": 3,
            "failureThreshold": number("failureThreshold", "readinessFailureThreshold"),
        ]
    }

    private var lifecycle: Value? {
        if values.isTrue("global.proxy.lifecycle") { return values["global.proxy.lifecycle"] }
        if isNative {
            let command: Value = ["pilot-agent", "request", .string("--debug-port=" + statusPort), "POST", "drain"]
            return ["preStop": ["exec": ["command": command]]]
        }
        let holds =
            context.proxy.bool(MeshSettings.proxyType.index("holdApplicationUntilProxyStarts")) == true
            || values.isTrue("global.proxy.holdApplicationUntilProxyStarts")
        return holds ? ["postStart": ["exec": ["command": ["pilot-agent", "wait"]]]] : nil
    }

    private var variables: [Value] {
        var result: [Value] = []
        if context.mesh.inboundTrafficPolicyMode == "localhost" {
            result.append(BuiltInContext.variable("REWRITE_PROBE_LEGACY_LOCALHOST_DESTINATION", "true"))
        }
        result += context.identityVariables
        result += BuiltInContext.podVariables
        result.append(BuiltInContext.limit("ISTIO_CPU_LIMIT", "limits.cpu"))
        result += context.configurationVariables
        result.append(context.applicationVariable)
        result.append(BuiltInContext.limit("GOMEMLIMIT", "limits.memory"))
        result.append(BuiltInContext.limit("GOMAXPROCS", "limits.cpu"))
        if !context.settings.compliancePolicy.isEmpty {
            result.append(BuiltInContext.variable("COMPLIANCE_POLICY", context.settings.compliancePolicy))
        }
        result += context.clusterVariables
        let wish = context.annotation("sidecar.istio.io/interceptionMode") ?? ""
        let configured = context.proxy.string(MeshSettings.proxyType.index("interceptionMode"))
        let mode = wish.isEmpty ? (configured.isEmpty ? "REDIRECT" : configured) : wish
        result.append(BuiltInContext.variable("ISTIO_META_INTERCEPTION_MODE", mode))
        let name = context.label("service.istio.io/workload-name") ?? context.owner.name
        result += context.workloadVariables(name: name, hasBootstrap: true)
        result += datadogVariables
        if let attributes = resourceAttributes { result.append(BuiltInContext.variable("OTEL_RESOURCE_ATTRIBUTES", attributes)) }
        result += context.metadataVariables
        return result
    }

    private var datadogVariables: [Value] {
        guard values.text("global.proxy.tracer") == "datadog", let text = context.annotation("apm.datadoghq.com/env"),
            let root = JSONText.parse(text)
        else { return [] }
        let entries = root.entries.sorted { JSONWriter.precedes($0.key.keyText, $1.key.keyText) }
        return entries.map { BuiltInContext.variable($0.key.keyText, $0.value.text) }
    }

    private var resourceAttributes: String? {
        guard context.mesh.usesSemanticConventions else { return nil }
        func map(_ map: RecordMap) -> TemplateMap { TemplateValue(.map(map), .map(.string)).mapping }
        let text = ResourceAttributes.text(
            annotations: map(context.pod.annotations), labels: map(context.pod.labels), namespace: context.owner.namespace,
            containers: context.pod.containers(PodFields.containers))
        return text.isEmpty ? nil : text
    }

    private var security: Value.Object {
        var result: Value.Object = ["readOnlyRootFilesystem": true]
        if context.proxyMetadata.contains(where: { $0.key == "IPTABLES_TRACE_LOGGING" && $0.value == "true" }) {
            result["allowPrivilegeEscalation"] = true
            result["capabilities"] = ["add": ["NET_ADMIN"], "drop": ["ALL"]]
            result["privileged"] = true
            result["runAsGroup"] = .int(context.settings.proxyGID)
            result["runAsNonRoot"] = false
            result["runAsUser"] = 0
        } else {
            let bindsPorts = context.annotation("sidecar.istio.io/capNetBindService", or: "global.proxy.capNetBindService") == "true"
            let added: [Value] = (isTransparent ? ["NET_ADMIN"] : []) + (bindsPorts ? ["NET_BIND_SERVICE"] : [])
            let privileged = values["global.proxy.privileged"]
            result["allowPrivilegeEscalation"] = privileged
            result["privileged"] = privileged
            result["capabilities"] = added.isEmpty ? ["drop": ["ALL"]] : ["add": .array(added), "drop": ["ALL"]]
            result["runAsNonRoot"] = .bool(added.isEmpty)
            result["runAsUser"] = .int(added.isEmpty ? context.settings.proxyUID : 0)
            result["runAsGroup"] = .int(added.isEmpty ? context.settings.proxyGID : 1337)
        }
        if values.isTrue("global.proxy.seccompProfile") { result["seccompProfile"] = values["global.proxy.seccompProfile"] }
        return result
    }

    // MARK: Lightstep

    private var tracingTLS: Record? {
        let tracing = context.proxy.record(MeshSettings.proxyType.index("tracing"))
        return tracing.flatMap { $0.record($0.type.index("tlsSettings")) }
    }

    private var needsLightstepCertificate: Bool { values.text("global.proxy.tracer") == "lightstep" && tracingTLS != nil }

    private var lightstepDirectory: String {
        let path = tracingTLS.map { $0.string($0.type.index("caCertificates")) } ?? ""
        return path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }
}
