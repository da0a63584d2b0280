/// Workloads that speak gRPC's xDS themselves and have no Envoy.
enum BuiltInProxyless {
    // MARK: Bootstrap only

    /// An init container writes a bootstrap file that every container reads.
    static func bootstrapOnly(_ context: BuiltInContext) -> Value {
        let mount: Value = ["name": "grpc-io-proxyless-bootstrap", "mountPath": "/var/lib/grpc/data/"]
        let variables: Value = [
            BuiltInContext.field("INSTANCE_IP", "status.podIP"), BuiltInContext.field("POD_NAME", "metadata.name"),
            BuiltInContext.field("POD_NAMESPACE", "metadata.namespace"),
            BuiltInContext.variable("ISTIO_NAMESPACE", context.values.text("global.istioNamespace") + "\n"),
        ]
        let writer: Value = [
            "name": "grpc-bootstrap-init", "image": "busybox:1.28", "volumeMounts": [mount], "env": variables,
            "command": ["sh", "-c", .string(bootstrapScript)],
        ]
        let containers: [Value] = context.pod.containers(PodFields.containers).map { container in
            let variables: Value = [
                BuiltInContext.variable("GRPC_XDS_BOOTSTRAP", "/var/lib/grpc/data/bootstrap.json"),
                BuiltInContext.variable("GRPC_GO_LOG_VERBOSITY_LEVEL", "99"), BuiltInContext.variable("GRPC_GO_LOG_SEVERITY_LEVEL", "info"),
            ]
            return ["name": .string(container.containerName), "env": variables, "volumeMounts": [mount]]
        }
        return [
            "metadata": ["annotations": ["sidecar.istio.io/rewriteAppHTTPProbers": "false"]],
            "spec": [
                "initContainers": [writer], "containers": .array(containers),
                "volumes": [["name": "grpc-io-proxyless-bootstrap", "emptyDir": [:]]],
            ],
        ]
    }

    /// A shell script that fills in the node's identity: gRPC's bootstrap file cannot refer to variables.
    private static let bootstrapScript: String = {
        let bootstrap: Value = [
            "xds_servers": [["server_uri": "'${SERVER_URI}'", "channel_creds": [["type": "insecure"]], "server_features": ["xds_v3"]]],
            "node": ["id": "'${NODE_ID}'", "metadata": ["GENERATOR": "grpc"]],
        ]
        var lines = [
            #"NODE_ID="sidecar~${INSTANCE_IP}~${POD_NAME}.${POD_NAMESPACE}~cluster.local""#,
            #"SERVER_URI="dns:///istiod.${ISTIO_NAMESPACE}.svc:15010""#, "echo '",
        ]
        lines.append(bootstrapJSON(bootstrap) + "' > /var/lib/grpc/data/bootstrap.json")
        return lines.joined(separator: "\n")
    }()

    /// The file laid out as Istio lays it out: nested objects on lines of their own, the lists of the server's traits on one.
    private static func bootstrapJSON(_ value: Value) -> String {
        func compact(_ value: Value) -> String {
            switch value {
            case .array(let items): "[" + items.map(compact).joined(separator: ", ") + "]"
            case .object(let object): "{" + object.map { "\"\($0.key)\": \(compact($0.value))" }.joined(separator: ", ") + "}"
            default: JSONWriter.text(value)
            }
        }
        func layout(_ value: Value, _ indent: String, _ key: String) -> String {
            let inner = indent + "  "
            switch value {
            case .array(let items) where key == "xds_servers":
                return "[\n" + items.map { inner + layout($0, inner, "") }.joined(separator: ",\n") + "\n\(indent)]"
            case .object(let object):
                let lines = object.map { entry in
                    let colon = entry.key == "server_features" ? "\" : " : "\": "
                    return inner + "\"" + entry.key + colon + layout(entry.value, inner, entry.key)
                }
                return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
            default: return compact(value)
            }
        }
        return layout(value, "", "")
    }

    // MARK: With the agent

    /// The agent fetches certificates and configuration; the application finds both in volumes.
    static func agent(_ context: BuiltInContext) throws(InjectionError) -> Value {
        var annotations = context.commonAnnotations
        annotations["sidecar.istio.io/rewriteAppHTTPProbers"] = "false"
        var containers = [try agentContainer(context)]
        for name in context.applicationContainers {
            let variables: Value = [
                BuiltInContext.variable("GRPC_XDS_EXPERIMENTAL_SECURITY_SUPPORT", "true"),
                BuiltInContext.variable("GRPC_XDS_BOOTSTRAP", "/etc/istio/proxy/grpc-bootstrap.json"),
            ]
            let mounts: Value = [
                ["name": "istio-data", "mountPath": "/var/lib/istio/data"], ["name": "istio-xds", "mountPath": "/etc/istio/proxy"],
                context.certificateMount,
            ]
            containers.append(["name": .string(name), "env": variables, "volumeMounts": mounts])
        }
        let volumes = context.volumes(socket: "istio-xds", hasCredentials: false, hasRevocations: false, emptiesAreExplicit: false)
        var spec: Value.Object = ["containers": .array(containers)]
        spec["volumes"] = .array(volumes + (try context.userEntries("sidecar.istio.io/userVolume")))
        spec["imagePullSecrets"] = context.imagePullSecrets
        return [
            "metadata": ["labels": .object(context.canonicalLabels(limit: nil)), "annotations": .object(annotations)],
            "spec": .object(spec),
        ]
    }

    private static func agentContainer(_ context: BuiltInContext) throws(InjectionError) -> Value {
        let values = context.values
        var container: Value.Object = ["name": "istio-proxy", "image": context.image("global.proxy.image")]
        container["ports"] = [["containerPort": 15020, "protocol": "TCP", "name": "mesh-metrics"]]
        container["args"] = .array(context.agentArguments("sidecar"))
        let wait: Value = ["pilot-agent", "wait", "--url=http://localhost:15020/healthz/ready"]
        container["lifecycle"] = ["postStart": ["exec": ["command": wait]]]
        container["env"] = .array(agentVariables(context))
        if values.isTrue("global.imagePullPolicy") { container["imagePullPolicy"] = values["global.imagePullPolicy"] }
        guard context.annotation(InjectionAnnotation.statusPort, or: "global.proxy.statusPort") != "0" else { return .object(container) }
        func number(_ name: String, _ value: String) -> Value {
            .int(Int64(context.annotation("readiness.status.sidecar.istio.io/" + name, or: "global.proxy." + value)) ?? 0)
        }
        container["readinessProbe"] = [
            "httpGet": ["path": "/healthz/ready", "port": 15020], "timeoutSeconds": 3,
            "initialDelaySeconds": number("initialDelaySeconds", "readinessInitialDelaySeconds"),
            "periodSeconds": number("periodSeconds", "readinessPeriodSeconds"),
            "failureThreshold": number("failureThreshold", "readinessFailureThreshold"),
        ]
        container["resources"] = context.resources
        let mounts = context.mounts(socket: "istio-xds", hasCredentials: false, hasRevocations: false)
        container["volumeMounts"] = .array(mounts + (try context.userEntries("sidecar.istio.io/userVolumeMount")))
        return .object(container)
    }

    private static func agentVariables(_ context: BuiltInContext) -> [Value] {
        var result = [
            BuiltInContext.variable("ISTIO_META_GENERATOR", "grpc"), BuiltInContext.variable("OUTPUT_CERTS", "/var/lib/istio/data"),
        ]
        if context.mesh.inboundTrafficPolicyMode == "localhost" {
            result.append(BuiltInContext.variable("REWRITE_PROBE_LEGACY_LOCALHOST_DESTINATION", "true"))
        }
        result += context.identityVariables
        result += BuiltInContext.podVariables
        result += context.configurationVariables
        result.append(context.applicationVariable)
        result += context.clusterVariables
        result += context.workloadVariables(name: context.owner.name, hasBootstrap: false)
        result += context.metadataVariables
        result.append(BuiltInContext.variable("ISTIO_META_DNS_CAPTURE", "false"))
        result.append(BuiltInContext.variable("DISABLE_ENVOY", "true"))
        return result
    }
}
