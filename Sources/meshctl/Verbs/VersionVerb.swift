import MeshResources

/// What this program is.
enum Version {
    /// The release, as in CHANGELOG.md.
    static let number = "0.1.0"
    /// The releases whose behaviour it follows.
    static let istio = "1.30"
    static let kubernetes = "1.36"
    static let envoy = "1.40"
}

/// `meshctl version`.
enum VersionVerb {
    static let client = Option.flag("client", nil, "print this program's version only; do not ask a cluster")
    static let short = Option.flag("short", "s", "print the number only")

    static let command = Command(
        "version", group: .other, summary: "print the versions of this program, the control planes and the proxies",
        details: "Without a cluster, and with --client, of this program only.",
        options: [client, short, .output([.text, .json])],
        examples: [.init("The version as a script wants it", "meshctl version --client -o json")],
        usesCluster: true, run: run)

    static func run(_ call: Invocation) throws -> any Report {
        let asks = !call.flag(client) && (call.isGiven(GlobalOptions.istiodURL) || call.namesCluster)
        let remote = asks ? try RemoteVersions.ask(call) : nil
        for failure in remote?.failures ?? [] { call.console.report(error: failure.message, help: failure.help) }
        return Versions(isShort: call.flag(short), remote: remote)
    }

    private struct Versions: Report {
        let isShort: Bool
        let remote: RemoteVersions?

        var exitCode: ExitCode { remote?.failures.first.map { Failure($0).exitCode } ?? .success }

        func value() -> Value? {
            var value: Value = [
                "clientVersion": [
                    "version": .string(Version.number), "istio": .string(Version.istio), "kubernetes": .string(Version.kubernetes),
                    "envoy": .string(Version.envoy),
                ]
            ]
            if let remote {
                value["meshVersion"] = remote.value.meshVersion
                value["dataPlaneVersion"] = remote.value.dataPlaneVersion
            }
            return value
        }

        func write(to console: Console, as format: OutputFormat) {
            guard !isShort || remote != nil else { return console.output.write(Version.number + "\n") }
            console.output.write("client version: \(Version.number)\n")
            if !isShort {
                console.output.write("follows Istio \(Version.istio), Kubernetes \(Version.kubernetes), Envoy \(Version.envoy)\n")
            }
            if let remote { console.output.write(remote.text) }
        }
    }
}
