import MeshAPI
import MeshResources

/// The versions of control planes and proxies, for `meshctl version`.
struct RemoteVersions: Sendable {
    /// A control plane.
    struct ControlPlane: Sendable {
        var name: String
        var revision: String
        var version: String
    }

    /// The control planes that answered.
    var controlPlanes: [ControlPlane] = []
    /// How many proxies there are of each version.
    var proxies: [String: Int] = [:]
    /// Why others did not.
    var failures: [ServiceFailure] = []

    /// Asks every control plane at once.
    static func ask(_ call: Invocation) throws -> RemoteVersions {
        let access = ProxyAccess(call)
        let places = try access.istiods()
        let revisions = Dictionary(places.map { ($0.name, $0.revision) }) { first, _ in first }
        let answers = try access.askIstiods(at: places) { client throws(ServiceFailure) in
            IstiodAnswer(name: client.name, version: try client.version(), proxies: (try? client.proxies()) ?? [])
        }
        var result = RemoteVersions()
        for answer in answers {
            switch answer {
            case .success(let answer):
                let version = String(answer.version.prefix { $0 != "-" })
                result.controlPlanes.append(ControlPlane(name: answer.name, revision: revisions[answer.name] ?? "", version: version))
                for proxy in answer.proxies { result.proxies[proxy.version, default: 0] += 1 }
            case .failure(let failure): result.failures.append(failure)
            }
        }
        return result
    }

    /// `control plane version: 1.30.3` and `data plane version: 1.30.3 (4 proxies)`.
    var text: String {
        var text = ""
        for version in Set(controlPlanes.map(\.version)).sorted() { text += "control plane version: \(version)\n" }
        let counts = proxies.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value) \($0.value == 1 ? "proxy" : "proxies"))" }
        return counts.isEmpty ? text : text + "data plane version: \(counts.joined(separator: ", "))\n"
    }

    /// The same as JSON.
    var value: (meshVersion: Value, dataPlaneVersion: Value) {
        let planes = controlPlanes.map { plane -> Value in
            [
                "Component": "pilot", "name": .string(plane.name), "Revision": .string(plane.revision),
                "Info": ["version": .string(plane.version)],
            ]
        }
        let data = proxies.sorted { $0.key < $1.key }.map { version, count -> Value in
            ["IstioVersion": .string(version), "count": .int(Int64(count))]
        }
        return (.array(planes), .array(data))
    }
}
