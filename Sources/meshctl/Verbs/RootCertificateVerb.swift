import MeshAPI
import MeshResources

/// `meshctl proxy-config rootca-compare`: whether two proxies trust a common authority.
enum RootCertificateVerb {
    static let command = Command(
        "rootca-compare", aliases: ["rc"], group: .proxy, summary: "whether two proxies trust the same root",
        details: "Each operand is a pod, or the path of a config dump when it ends in .json.",
        operands: .init("NAME[.NAMESPACE] NAME[.NAMESPACE]", 2...2, completes: .live("pods")), options: [ProxyTarget.adminPort],
        examples: [
            .init("Two pods", "meshctl proxy-config rootca-compare productpage-v1-7d4f9c6b5d-x2k8p ratings-v1-9b7c5d6f88-h5v2j.backend")
        ],
        usesCluster: true, run: run)

    static func run(_ call: Invocation) throws -> any Report {
        let roots = try call.operands.map { try certificates($0, call) }
        let names = "[\(call.operands[0])] and [\(call.operands[1])]"
        guard roots[0].contains(where: { roots[1].contains($0) }) else {
            throw Failure(
                .failure, "Both \(names) have the non identical ROOTCA, theoretically the connectivity between them is unavailable")
        }
        return TextReport(text: "Both \(names) have the identical ROOTCA, theoretically the connectivity between them is available\n")
    }

    private static func certificates(_ operand: String, _ call: Invocation) throws -> [Certificate] {
        do {
            let dump: ConfigDump
            if operand.hasSuffix(".json") {
                dump = try ConfigDump(FileReader.read(operand).get())
            } else {
                dump = try ProxyAccess(call).envoy(operand).configDump(.secrets)
            }
            let found = try SecretReport(dump).items.first { $0.name == "ROOTCA" && $0.state == "ACTIVE" }
            guard let found else { throw Failure(.failure, "cannot find ROOTCA from secret of '\(operand)'") }
            return found.chain
        } catch let failure as ConfigDump.Failure {
            throw Failure(
                failure.isUnreadable ? .unreadable : .failure, failure.description, diagnostics: failure.diagnostic.map { [$0] } ?? [])
        } catch let failure as ServiceFailure {
            throw Failure(failure)
        } catch let problem as InputProblem {
            throw Failure(.unreadable, problem.diagnostic.message)
        }
    }
}
