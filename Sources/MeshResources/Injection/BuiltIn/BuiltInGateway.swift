/// The proxy of gateway pods.
struct BuiltInGateway {
    private let context: BuiltInContext
    private let values: BuiltInValues

    init(_ context: BuiltInContext) {
        self.context = context
        values = context.values
    }

    func patch() -> Value {
        var spec: Value.Object = [:]
        let unprivilegedPorts: Value = ["sysctls": [["name": "net.ipv4.ip_unprivileged_port_start", "value": "0"]]]
        spec["securityContext"] = values.isTrue("gateways.securityContext") ? values["gateways.securityContext"] : unprivilegedPorts
        spec["containers"] = [container]
        spec["volumes"] = .array(
            context.volumes(socket: "istio-envoy", hasCredentials: true, hasRevocations: false, emptiesAreExplicit: true))
        spec["imagePullSecrets"] = context.imagePullSecrets
        return [
            "metadata": ["labels": .object(context.canonicalLabels(limit: nil)), "annotations": .object(context.commonAnnotations)],
            "spec": .object(spec),
        ]
    }

    private var container: Value {
        var container: Value.Object = ["name": "istio-proxy", "image": context.image("global.proxy.image")]
        container["ports"] = [["containerPort": 15090, "protocol": "TCP", "name": "http-envoy-prom"]]
        container["args"] = .array(context.agentArguments("router"))
        if values.isTrue("global.proxy.lifecycle") { container["lifecycle"] = values["global.proxy.lifecycle"] }
        container["securityContext"] = ["runAsUser": .int(context.settings.proxyUID), "runAsGroup": .int(context.settings.proxyGID)]
        container["env"] = .array(variables)
        if values.isTrue("global.imagePullPolicy") { container["imagePullPolicy"] = values["global.imagePullPolicy"] }
        container["readinessProbe"] = [
            "httpGet": ["path": "/healthz/ready", "port": 15021], "timeoutSeconds": 3,
            "initialDelaySeconds": values["global.proxy.readinessInitialDelaySeconds"],
            "periodSeconds": values["global.proxy.readinessPeriodSeconds"],
            "failureThreshold": values["global.proxy.readinessFailureThreshold"],
        ]
        container["volumeMounts"] = .array(context.mounts(socket: "istio-envoy", hasCredentials: true, hasRevocations: false))
        return .object(container)
    }

    private var variables: [Value] {
        var result = context.identityVariables
        result += BuiltInContext.podVariables
        result.append(BuiltInContext.limit("ISTIO_CPU_LIMIT", "limits.cpu"))
        result += context.configurationVariables
        result.append(BuiltInContext.limit("GOMEMLIMIT", "limits.memory"))
        result.append(BuiltInContext.limit("GOMAXPROCS", "limits.cpu"))
        if !context.settings.compliancePolicy.isEmpty {
            result.append(BuiltInContext.variable("COMPLIANCE_POLICY", context.settings.compliancePolicy))
        }
        result.append(context.applicationVariable)
        result += context.clusterVariables
        let mode = context.proxy.string(MeshSettings.proxyType.index("interceptionMode"))
        result.append(BuiltInContext.variable("ISTIO_META_INTERCEPTION_MODE", mode.isEmpty ? "REDIRECT" : mode))
        result += context.workloadVariables(name: context.owner.name, hasBootstrap: true)
        result += context.metadataVariables
        return result
    }
}
