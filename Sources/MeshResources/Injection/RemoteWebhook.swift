/// The exchange with a control plane's injection webhook: what is asked, and what the answer means.
public enum RemoteWebhook {
    /// The review that the API server would send for a pod that is being created.
    ///
    /// - Parameters:
    ///   - pod: `metadata` and `spec`.
    ///   - namespace: The namespace that it is created in.
    static func review(_ pod: Pod, namespace: String) -> Value {
        var object = Record(PodFields.podType)
        object[PodFields.podMetadata] = .record(pod.metadata)
        object[PodFields.podSpec] = .record(pod.spec)
        var value = Value(object)
        value["apiVersion"] = "v1"
        value["kind"] = "Pod"
        return [
            "apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview",
            "request": [
                "uid": "00000000-0000-0000-0000-000000000000", "kind": ["group": "", "version": "v1", "kind": "Pod"],
                "resource": ["group": "", "version": "v1", "resource": "pods"], "namespace": .string(namespace), "operation": "CREATE",
                "object": value,
            ],
        ]
    }

    /// The pod with the answer's patch applied; the pod itself where the webhook leaves it alone.
    static func apply(_ answer: Node, to pod: Pod) throws(InjectionError) -> Pod {
        guard let response = answer["response"] else { throw InjectionError("the webhook's answer has no 'response'") }
        guard response["allowed"]?.bool == true else {
            throw InjectionError(response["status"]?["message"]?.text ?? "the webhook refuses the pod and does not say why")
        }
        guard let encoded = response["patch"]?.string else { return pod }
        guard let bytes = Base64.decode(encoded), let patch = JSONText.parse(String(decoding: bytes, as: UTF8.self)) else {
            throw InjectionError("the webhook's patch cannot be read")
        }
        let original = review(pod, namespace: "")["request"]?["object"] ?? [:]
        let patched = try JSONPatch.apply(patch, to: original)
        guard let root = JSONText.parse(JSONWriter.text(patched, JSONWriter.Options(sortsKeys: false))) else {
            throw InjectionError("the webhook's patch leads to no pod")
        }
        var reader = RecordReader(.document)
        let record: Record
        do { record = try reader.read(root, PodFields.podType) } catch {
            throw InjectionError("the webhook's patch leads to no pod: ", error)
        }
        return Pod(
            metadata: record.record(PodFields.podMetadata) ?? Record(PodFields.metadataType),
            spec: record.record(PodFields.podSpec) ?? Record(PodFields.specType))
    }
}
