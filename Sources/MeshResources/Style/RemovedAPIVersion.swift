/// An object in a version that Kubernetes no longer serves.
enum RemovedAPIVersion: StyleRule {
    static let about = RuleDescription(
        code: "MSH4011", name: "removed-api-version", severity: .warning, summary: "a version that Kubernetes no longer serves",
        explanation: """
            Kubernetes has taken away this version of the API; the object cannot be applied to a cluster of today. The version in its place may \
            have other fields.

            Write the version that is served, and compare the fields.
            """,
        examples: [
            .init("an old Deployment", "apiVersion: «extensions/v1beta1»\nkind: Deployment\nmetadata: {name: a}\n"),
            .init("the version of today", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n"),
        ],
        source: "Kubernetes, deprecated API migration guide")

    static func check(_ tree: Tree, _ resources: [Resource]) -> [Diagnostic] {
        resources.compactMap { resource in
            guard let wanted = served["\(resource.apiVersion) \(resource.kind)"], let node = resource.node["apiVersion"] else { return nil }
            return finding(
                node, "'\(resource.apiVersion)' of \(resource.kind) is no longer served, expected '\(wanted)'", path: "apiVersion",
                help: "write '\(wanted)' and compare the fields", resource: resource,
                fixes: [replacement(of: node, by: wanted, isSafe: false)])
        }
    }

    /// What is served in place of a version and kind that are gone.
    private static let served: [String: String] = {
        var result: [String: String] = [:]
        for line in table.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 3 else { continue }
            for kind in words[2].split(separator: ",") { result["\(words[0]) \(kind)"] = String(words[1]) }
        }
        return result
    }()

    private static let table = """
        extensions/v1beta1 apps/v1 Deployment,DaemonSet,ReplicaSet
        extensions/v1beta1 networking.k8s.io/v1 Ingress,NetworkPolicy
        apps/v1beta1 apps/v1 Deployment,StatefulSet
        apps/v1beta2 apps/v1 Deployment,DaemonSet,ReplicaSet,StatefulSet
        networking.k8s.io/v1beta1 networking.k8s.io/v1 Ingress,IngressClass
        rbac.authorization.k8s.io/v1beta1 rbac.authorization.k8s.io/v1 Role,RoleBinding,ClusterRole,ClusterRoleBinding
        rbac.authorization.k8s.io/v1alpha1 rbac.authorization.k8s.io/v1 Role,RoleBinding,ClusterRole,ClusterRoleBinding
        policy/v1beta1 policy/v1 PodDisruptionBudget
        batch/v1beta1 batch/v1 CronJob
        autoscaling/v2beta1 autoscaling/v2 HorizontalPodAutoscaler
        autoscaling/v2beta2 autoscaling/v2 HorizontalPodAutoscaler
        admissionregistration.k8s.io/v1beta1 admissionregistration.k8s.io/v1 MutatingWebhookConfiguration,ValidatingWebhookConfiguration
        apiextensions.k8s.io/v1beta1 apiextensions.k8s.io/v1 CustomResourceDefinition
        apiregistration.k8s.io/v1beta1 apiregistration.k8s.io/v1 APIService
        certificates.k8s.io/v1beta1 certificates.k8s.io/v1 CertificateSigningRequest
        coordination.k8s.io/v1beta1 coordination.k8s.io/v1 Lease
        discovery.k8s.io/v1beta1 discovery.k8s.io/v1 EndpointSlice
        scheduling.k8s.io/v1beta1 scheduling.k8s.io/v1 PriorityClass
        storage.k8s.io/v1beta1 storage.k8s.io/v1 StorageClass,CSIDriver,CSINode,VolumeAttachment
        gateway.networking.k8s.io/v1alpha2 gateway.networking.k8s.io/v1 Gateway,GatewayClass,HTTPRoute,GRPCRoute
        """
}
