import MeshAPI
import MeshResources

/// `meshctl authz check`: which authorization policies a proxy enforces.
enum AuthorizationCheckVerb {
    static let command = Command(
        "check", group: .proxy, summary: "list the authorization policies that a proxy enforces",
        details: "Read from the RBAC filters of the proxy's listeners, so it is what counts, whatever the manifests say.",
        operands: ProxyTarget.operand, options: [ProxyTarget.file, ProxyTarget.adminPort],
        examples: [
            .init("Of a pod", "meshctl x authz check deployment/productpage-v1"),
            .init("Of a config dump", "meshctl x authz check -f dump.json"),
        ], usesCluster: true, run: run)

    static func run(_ call: Invocation) throws -> any Report {
        guard let path = call.value(ProxyTarget.file) else {
            guard !call.operands.isEmpty || call.isGiven(GlobalOptions.envoyURL) else {
                throw Failure(.usage, "expecting pod name or config dump, found: \(call.operands.count)")
            }
            return try report { try ProxyTarget(call).configDump(.everything) }
        }
        switch FileReader.read(path) {
        case .failure:
            // The words that istioctl's users know.
            call.console.error.write("Error: failed to get config dump from file \(path): open \(path): no such file or directory\n")
            return DoneReport(exitCode: .unreadable)
        case .success: return try report { try ProxyTarget(call).configDump(.listeners) }
        }
    }

    private static func report(_ dump: () throws -> ConfigDump) throws -> any Report {
        do { return TextReport(text: try AuthorizationReport(dump()).table.text) } catch let failure as ConfigDump.Failure {
            throw Failure(.failure, "failed to get dynamic listener dump: \(failure)")
        }
    }
}
