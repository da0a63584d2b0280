import MeshResources

/// `meshctl proxy-config secret`: the certificates that a proxy holds.
enum ProxySecretVerb {
    static let failOn = Option.value(
        "fail-on", nil, "expires-within=DURATION", "end with status 79 when an active certificate has less time left, such as 24h")

    static let command = Command(
        "secret", aliases: ["secrets", "s"], group: .proxy, summary: "certificates and what the proxy trusts",
        operands: ProxyTarget.operand, options: [ProxyConfigVerb.output, failOn, ProxyTarget.file, ProxyTarget.adminPort],
        examples: [
            .init("Of a pod", "meshctl proxy-config secret productpage-v1-7d4f9c6b5d-x2k8p.default"),
            .init("Fail a job before certificates run out", "meshctl proxy-config secret --file dump.json --fail-on expires-within=24h"),
        ], usesCluster: true, run: run)

    static func run(_ call: Invocation) throws -> any Report {
        let limit = try call.value(failOn).map(seconds)
        do {
            let dump = try ProxyTarget(call).configDump(.secrets)
            let section = try dump.require(.secrets)
            let now = Clock.now
            let text = painted(try SecretReport.text(dump, now: now), try SecretReport(dump), now: now, call.console.paint)
            var value = ProtoJSON.value(section)
            value["@type"] = nil
            var report = ProxyConfigReport.value(value) { text }
            if let limit { report.exitCode = try check(SecretReport(dump), now: now, limit, call.console) }
            return report
        } catch let failure as ConfigDump.Failure {
            throw Failure(.failure, failure.description)
        }
    }

    /// The lines of certificates that have run out in red, of those that run out within an hour or a tenth of their life in yellow.
    private static func painted(_ text: String, _ report: SecretReport, now: Int, _ paint: Painter) -> String {
        guard paint.isOn else { return text }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for (index, item) in report.items.enumerated() where index + 1 < lines.count {
            guard let certificate = item.chain.first else { continue }
            let left = certificate.notAfter - now
            if left <= 0 {
                lines[index + 1] = paint(lines[index + 1], .red)
            } else if left < max(3600, (certificate.notAfter - certificate.notBefore) / 10) {
                lines[index + 1] = paint(lines[index + 1], .yellow)
            }
        }
        return lines.joined(separator: "\n")
    }

    /// Complains of every certificate with less time left.
    private static func check(_ report: SecretReport, now: Int, _ limit: Int, _ console: Console) throws -> ExitCode {
        var code = ExitCode.success
        for item in report.items where item.state == "ACTIVE" {
            for certificate in item.chain where certificate.notAfter - now < limit {
                code = .findings
                let moment = Moment(seconds: certificate.notAfter).text
                console.note("secret '\(item.name)': certificate \(certificate.serialNumber) ends at \(moment)")
            }
        }
        return code
    }

    private static func seconds(_ text: String) throws -> Int {
        let prefix = "expires-within="
        var arguments = Arguments()
        let duration = Option.value("fail-on", nil, "DURATION", "")
        guard text.hasPrefix(prefix) else {
            throw Failure(.usage, "'\(text)' is no value for '--fail-on': expected expires-within=24h")
        }
        arguments.add(duration, String(text.dropFirst(prefix.count)))
        return Int(min(1e12, try arguments.duration(duration) ?? 0))
    }
}
