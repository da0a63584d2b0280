/// The volumes that the proxy works with, and where it finds them.
extension BuiltInContext {
    private static func mount(_ name: String, _ path: String, isReadOnly: Bool = false) -> Value {
        isReadOnly
            ? ["name": .string(name), "mountPath": .string(path), "readOnly": true] : ["name": .string(name), "mountPath": .string(path)]
    }

    private var usesGoogleCertificates: Bool { values.text("global.caName") == "GkeWorkloadCertificate" }
    private var usesIstiodCertificates: Bool { values.text("global.pilotCertProvider") == "istiod" }

    private static let certificatePath = "/var/run/secrets/workload-spiffe-credentials"

    var certificateMount: Value {
        usesGoogleCertificates
            ? Self.mount("gke-workload-certificate", Self.certificatePath, isReadOnly: true)
            : Self.mount("workload-certs", Self.certificatePath)
    }

    /// The proxy's mounts.
    ///
    /// - Parameters:
    ///   - socket: The volume at `/etc/istio/proxy`, where agent and proxy meet.
    ///   - hasCredentials: Whether gateway credentials can come over a socket.
    ///   - hasRevocations: Whether the list of revoked certificates is mounted.
    func mounts(socket: String, hasCredentials: Bool, hasRevocations: Bool) -> [Value] {
        var result = [Self.mount("workload-socket", "/var/run/secrets/workload-spiffe-uds")]
        if hasCredentials { result.append(Self.mount("credential-socket", "/var/run/secrets/credential-uds")) }
        result.append(certificateMount)
        if usesIstiodCertificates {
            result.append(Self.mount("istiod-ca-cert", "/var/run/secrets/istio"))
            if hasRevocations { result.append(Self.mount("istio-ca-crl", "/var/run/secrets/istio/crl")) }
        }
        result.append(Self.mount("istio-data", "/var/lib/istio/data"))
        if hasCredentials, annotation(Self.bootstrapAnnotation) != nil {
            result.append(Self.mount("custom-bootstrap-volume", "/etc/istio/custom-bootstrap"))
        }
        result.append(Self.mount(socket, "/etc/istio/proxy"))
        result.append(Self.mount("istio-token", "/var/run/secrets/tokens"))
        if values.isTrue("global.mountMtlsCerts") { result.append(Self.mount("istio-certs", "/etc/certs/", isReadOnly: true)) }
        result.append(Self.mount("istio-podinfo", "/etc/istio/pod"))
        return result
    }

    /// The volumes that belong to `mounts`.
    func volumes(socket: String, hasCredentials: Bool, hasRevocations: Bool, emptiesAreExplicit: Bool) -> [Value] {
        // Nothing for a source is what Istio's template says; a source that is already there goes.
        let empty: Value = emptiesAreExplicit ? ["emptyDir": [:]] : ["emptyDir": .null]
        func plain(_ name: String) -> Value { Value.object(["name": .string(name)]).merging(empty) }
        var result: [Value] = [["name": "workload-socket", "emptyDir": .null]]
        if hasCredentials { result.append(plain("credential-socket")) }
        if usesGoogleCertificates {
            result.append(["name": "gke-workload-certificate", "csi": ["driver": "workloadcertificates.security.cloud.google.com"]])
        } else {
            result.append(plain("workload-certs"))
        }
        if let map = annotation(Self.bootstrapAnnotation) {
            result.append(["name": "custom-bootstrap-volume", "configMap": ["name": .string(map)]])
        }
        result.append(["name": .string(socket), "emptyDir": ["medium": "Memory"]])
        result.append(["name": "istio-data", "emptyDir": [:]])
        result.append(Self.podInformation)
        result.append(token)
        if usesIstiodCertificates { result.append(rootCertificate) }
        if hasRevocations {
            let name = values.text("pilot.crlConfigMapName")
            let source: Value = ["name": .string(name.isEmpty ? "istio-ca-crl" : name), "optional": true]
            result.append(["name": "istio-ca-crl", "configMap": source])
        }
        if values.isTrue("global.mountMtlsCerts") {
            let account = pod.spec.string(PodFields.serviceAccountName)
            let secret: Value = ["optional": true, "secretName": .string("istio." + (account.isEmpty ? "default" : account))]
            result.append(["name": "istio-certs", "secret": secret])
        }
        return result
    }

    private static let podInformation: Value = {
        func item(_ name: String) -> Value { ["path": .string(name), "fieldRef": ["fieldPath": .string("metadata." + name)]] }
        return ["name": "istio-podinfo", "downwardAPI": ["items": [item("labels"), item("annotations")]]]
    }()

    private var token: Value {
        let source: Value = ["path": "istio-token", "expirationSeconds": 43200, "audience": .string(values.text("global.sds.token.aud"))]
        return ["name": "istio-token", "projected": ["sources": [["serviceAccountToken": source]]]]
    }

    private var rootCertificate: Value {
        let bundle = values.text("global.trustBundleName")
        if values["pilot.env.ENABLE_CLUSTER_TRUST_BUNDLE_API"] == true {
            let source: Value = ["name": .string("istio.io:istiod-ca:" + (bundle.isEmpty ? "root-cert" : bundle)), "path": "root-cert.pem"]
            return ["name": "istiod-ca-cert", "projected": ["sources": [["clusterTrustBundle": source]]]]
        }
        return ["name": "istiod-ca-cert", "configMap": ["name": .string(bundle.isEmpty ? "istio-ca-root-cert" : bundle)]]
    }

    /// The entries of a user's annotation: a JSON object of volumes or mounts by name, or a list of them. What an entry itself says
    /// about its name counts.
    func userEntries(_ annotation: String) throws(InjectionError) -> [Value] {
        guard let text = self.annotation(annotation) else { return [] }
        let root = JSONText.parse(text)
        var entries: [(name: String, value: Node)] = []
        if let root, root.isMapping {
            entries = root.entries.map { ($0.key.keyText, $0.value) }.sorted { JSONWriter.precedes($0.name, $1.name) }
        } else if let root, root.isSequence {
            entries = root.items.enumerated().map { (String($0.offset), $0.element) }
        } else {
            throw InjectionError("failed to run injection template: annotation '\(annotation)' is neither a JSON object nor a list")
        }
        for (name, value) in entries where !value.isMapping {
            throw InjectionError("failed to run injection template: entry '\(name)' of annotation '\(annotation)' is no JSON object")
        }
        return entries.map { Value.object(["name": .string($0.name)]).merging(Value($0.value)) }
    }

    var imagePullSecrets: Value? {
        guard let secrets = values["global.imagePullSecrets"].array, !secrets.isEmpty else { return nil }
        return .array(secrets.map { ["name": .string($0.printed)] })
    }
}
