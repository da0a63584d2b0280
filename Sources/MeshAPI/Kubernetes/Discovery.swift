import MeshResources

/// What a server serves, asked when needed and remembered.
///
/// A group and version that is known by name is asked for directly, which every server understands. For the whole list the
/// aggregated form is asked for, and an older server's answer is completed group by group.
public final class Discovery {
    private let transport: any Transport
    private let server: String
    private var known: [String: [APIResource]] = [:]
    private var everything: [APIResource]?
    /// Groups and versions that are served by somebody else who does not answer.
    public private(set) var broken: [String] = []

    /// Makes a memory for one server. `server` is its name in errors.
    public init(_ transport: any Transport, server: String) {
        self.transport = transport
        self.server = server
    }

    /// The kind of an object in a manifest. Several at once cost one round trip when asked by `prepare` before.
    public func resource(apiVersion: String, kind: String) throws(KubernetesError) -> APIResource {
        if known[apiVersion] == nil { try prepare([apiVersion]) }
        let resources = known[apiVersion] ?? []
        if let found = resources.first(where: { $0.kind == kind }) { return found }
        var error = KubernetesError(.missingKind, "the server knows no kind '\(kind)' in \(apiVersion)", status: 404)
        if resources.isEmpty {
            let versions = try self.versions(ofGroupOf: apiVersion)
            error.message = "the server does not serve \(apiVersion), so '\(kind)' means nothing to it"
            if !versions.isEmpty { error.message += "; it serves \(versions.joined(separator: ", ")) of that group" }
        }
        throw error
    }

    /// Whether a kind was among the answers so far; nothing is asked.
    func knows(apiVersion: String, kind: String) -> Bool { known[apiVersion]?.contains { $0.kind == kind } ?? false }

    /// Asks for the given groups and versions, all at once. Those that are not served count as empty.
    ///
    /// - Parameter toleratesFailures: whether those that cannot be asked for count as empty, too. Behind a group may stand another
    ///   server than this one, and that it is down concerns only those who ask for its kinds.
    public func prepare(_ apiVersions: some Sequence<String>, toleratesFailures: Bool = false) throws(KubernetesError) {
        var missing: [String] = []
        for version in apiVersions where known[version] == nil && !missing.contains(version) { missing.append(version) }
        guard !missing.isEmpty else { return }
        let results = transport.send(
            missing.map { version in
                var request = HTTPRequest("GET", APIResource.root(apiVersion: version), headers: [("Accept", "application/json")])
                if toleratesFailures, !Self.isOwn(version) { request.attempts = 2 }
                return request
            })
        for (version, result) in zip(missing, results) {
            switch result {
            case .failure(let error): throw KubernetesError(error, server: server)
            case .success(let answer) where answer.isSuccess:
                guard let root = answer.body.json() else { throw KubernetesError(.other, "the server's list of \(version) is no JSON") }
                known[version] = Self.legacy(root, apiVersion: version)
            case .success(let answer) where answer.status == 404: known[version] = []
            case .success(let answer) where toleratesFailures && answer.status >= 500 && !Self.isOwn(version): broken.append(version)
            case .success(let answer): throw KubernetesError(answer)
            }
        }
    }

    /// Everything that the server serves, preferred versions first within a group.
    public func all() throws(KubernetesError) -> [APIResource] {
        if let everything { return everything }
        let forms = ["v2", "v2beta1"].map { "application/json;g=apidiscovery.k8s.io;v=\($0);as=APIGroupDiscoveryList" }
        let accept = (forms + ["application/json"]).joined(separator: ",")
        let answers = transport.send(
            ["/api", "/apis"].map { HTTPRequest("GET", $0, headers: [("Accept", accept)], acceptsCompression: true) })
        var resources: [APIResource] = []
        var versions: [String] = []
        for result in answers {
            let root = try Self.node(result, server)
            if root["kind"]?.text == "APIGroupDiscoveryList" {
                resources += Self.aggregated(root)
            } else if let list = root["versions"] {
                versions += list.items.map(\.text)
            } else {
                for group in root["groups"]?.items.map({ $0 }) ?? [] {
                    let preferred = group["preferredVersion"]?["groupVersion"]?.text
                    let all = group["versions"]?.items.compactMap { $0["groupVersion"]?.text } ?? []
                    versions += (preferred.map { [$0] } ?? []) + all.filter { $0 != preferred }
                }
            }
        }
        try prepare(versions, toleratesFailures: true)
        for version in versions { resources += known[version] ?? [] }
        everything = resources
        return resources
    }

    /// The kind that a user's word means; of several groups the mesh's own comes first.
    public func find(_ word: String) throws(KubernetesError) -> APIResource {
        let matching = try all().filter { $0.answers(to: word) && $0.verbs.contains("get") }
        if let mesh = matching.first(where: { $0.group.hasSuffix("istio.io") }) ?? matching.first { return mesh }
        let silent = broken.isEmpty ? "" : " (\(broken.joined(separator: ", ")) did not answer)"
        throw KubernetesError(.missingKind, "the server knows no kind '\(word)'" + silent, status: 404)
    }

    private func versions(ofGroupOf apiVersion: String) throws(KubernetesError) -> [String] {
        let parts = apiVersion.split(separator: "/").map(String.init)
        guard parts.count == 2 else { return [] }
        let result = transport.send(HTTPRequest("GET", URLText.path(["apis", parts[0]])))
        guard case .success(let answer) = result, answer.isSuccess, let root = answer.body.json() else { return [] }
        return root["versions"]?.items.compactMap { $0["version"]?.text } ?? []
    }

    private static func node(_ result: HTTPResult, _ server: String) throws(KubernetesError) -> Node {
        switch result {
        case .failure(let error): throw KubernetesError(error, server: server)
        case .success(let answer) where !answer.isSuccess: throw KubernetesError(answer)
        case .success(let answer):
            guard let root = answer.body.json() else { throw KubernetesError(.other, "the server's answer is no JSON") }
            return root
        }
    }

    /// Whether the API server itself serves a group, rather than another server behind it.
    private static func isOwn(_ version: String) -> Bool {
        let group = version.split(separator: "/").first.map(String.init) ?? ""
        return !version.contains("/") || !group.contains(".") || group.hasSuffix(".istio.io") || group == "gateway.networking.k8s.io"
    }

    private static func strings(_ node: Node?) -> [String] { node?.items.map(\.text) ?? [] }

    /// Reads an `APIResourceList`. Names with a slash are subresources.
    private static func legacy(_ root: Node, apiVersion: String) -> [APIResource] {
        let parts = apiVersion.split(separator: "/").map(String.init)
        let (group, version) = parts.count == 2 ? (parts[0], parts[1]) : ("", apiVersion)
        return (root["resources"]?.items.map { $0 } ?? []).compactMap { item in
            guard let name = item["name"]?.text, !name.contains("/"), let kind = item["kind"]?.text else { return nil }
            return APIResource(
                group: group, version: version, kind: kind, plural: name, singular: item["singularName"]?.text ?? "",
                shortNames: strings(item["shortNames"]), isNamespaced: item["namespaced"]?.bool ?? true, verbs: strings(item["verbs"]))
        }
    }

    /// Reads an `APIGroupDiscoveryList`. Versions whose backend did not answer are marked stale and may be incomplete.
    private static func aggregated(_ root: Node) -> [APIResource] {
        var result: [APIResource] = []
        for item in root["items"]?.items.map({ $0 }) ?? [] {
            let group = item["metadata"]?["name"]?.text ?? ""
            for version in item["versions"]?.items.map({ $0 }) ?? [] {
                for resource in version["resources"]?.items.map({ $0 }) ?? [] {
                    guard let kind = resource["responseKind"]?["kind"]?.text, let name = resource["resource"]?.text else { continue }
                    result.append(
                        APIResource(
                            group: group, version: version["version"]?.text ?? "", kind: kind, plural: name,
                            singular: resource["singularResource"]?.text ?? "", shortNames: strings(resource["shortNames"]),
                            isNamespaced: resource["scope"]?.text == "Namespaced", verbs: strings(resource["verbs"])))
                }
            }
        }
        return result
    }
}
