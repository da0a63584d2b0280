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
        "version", group: .other, summary: "print the version of this program",
        options: [client, short, .output([.text, .json])],
        examples: [.init("The version as a script wants it", "meshctl version --client -o json")],
        run: run)

    static func run(_ call: Invocation) -> any Report { ClientVersion(isShort: call.flag(short)) }

    private struct ClientVersion: Report {
        let isShort: Bool

        func value() -> Value? {
            [
                "clientVersion": [
                    "version": .string(Version.number), "istio": .string(Version.istio), "kubernetes": .string(Version.kubernetes),
                    "envoy": .string(Version.envoy),
                ]
            ]
        }

        func write(to console: Console, as format: OutputFormat) {
            guard !isShort else { return console.output.write(Version.number + "\n") }
            console.output.write("client version: \(Version.number)\n")
            console.output.write("follows Istio \(Version.istio), Kubernetes \(Version.kubernetes), Envoy \(Version.envoy)\n")
        }
    }
}
