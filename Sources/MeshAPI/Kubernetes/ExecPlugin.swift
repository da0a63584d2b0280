import Glibc
import MeshResources

/// A program that brings credentials, as `client.authentication.k8s.io` describes it.
public struct ExecPlugin: Sendable {
    /// The program: a name to be found in `PATH`, or a path.
    public var command: String
    /// Its arguments.
    public var arguments: [String]
    /// Variables added to its environment.
    public var environment: [(name: String, value: String)]
    /// Which version of the exchange it speaks.
    public var apiVersion: String
    /// What to tell a user who does not have the program.
    public var installHint: String?
    /// Whether it wants to know about the cluster.
    public var wantsCluster: Bool
    /// `Never`, `IfAvailable` or `Always`: whether it may ask the user something.
    public var interactiveMode: String

    /// Reads the `exec` object of a kubeconfig.
    init(_ node: Node, folder: String) {
        let name = node["command"]?.text ?? ""
        command = name.contains("/") ? FileAccess.resolve(name, from: folder) : name
        arguments = node["args"]?.items.map(\.text) ?? []
        environment = node["env"]?.items.compactMap { item in item["name"].map { ($0.text, item["value"]?.text ?? "") } } ?? []
        apiVersion = Kubeconfig.text(node["apiVersion"]) ?? "client.authentication.k8s.io/v1"
        installHint = Kubeconfig.text(node["installHint"])
        wantsCluster = node["provideClusterInfo"]?.bool ?? false
        interactiveMode = Kubeconfig.text(node["interactiveMode"]) ?? "IfAvailable"
    }

    /// What the program brought.
    struct Credential {
        var token: Endpoint.Secret?
        var certificate: String?
        var key: Endpoint.Secret?
        /// When it runs out, in seconds since 1970; `nil` never.
        var expiry: Int?
    }

    /// Runs the program and reads what it prints.
    func run(for endpoint: Endpoint) throws(AccessError) -> Credential {
        let isInteractive = interactiveMode != "Never" && isatty(STDIN_FILENO) == 1
        if interactiveMode == "Always", !isInteractive {
            throw AccessError("the credential plugin '\(command)' must ask the user, but standard input is no terminal")
        }
        var spec: Value.Object = ["interactive": .bool(isInteractive)]
        if wantsCluster {
            var cluster: Value.Object = ["server": .string(endpoint.base.text)]
            if let name = endpoint.serverName { cluster["tls-server-name"] = .string(name) }
            if endpoint.isInsecure { cluster["insecure-skip-tls-verify"] = true }
            switch endpoint.authority {
            case .data(let bytes)?: cluster["certificate-authority-data"] = .string(Base64.encode(bytes))
            case .file(let path)?:
                if let bytes = FileAccess.read(path) { cluster["certificate-authority-data"] = .string(Base64.encode(bytes)) }
            case nil: break
            }
            if let proxy = endpoint.proxy { cluster["proxy-url"] = .string(proxy) }
            spec["cluster"] = .object(cluster)
        }
        let info: Value = ["kind": "ExecCredential", "apiVersion": .string(apiVersion), "spec": .object(spec)]
        var added = environment
        added.append(("KUBERNETES_EXEC_INFO", JSONWriter.text(info)))
        let child: ChildProcess.Outcome
        do throws(ChildProcess.StartError) {
            child = try ChildProcess.run(command, arguments, environment: added, inheritsInput: isInteractive)
        } catch {
            throw AccessError("the credential plugin '\(command)' cannot be started: \(error.text)", help: installHint)
        }
        guard child.status == 0 else {
            throw AccessError("the credential plugin '\(command)' failed with exit code \(child.status)", help: installHint)
        }
        return try read(child.output)
    }

    /// Reads an `ExecCredential`. What it holds is never shown, not even when it is not understood.
    private func read(_ output: [UInt8]) throws(AccessError) -> Credential {
        let result = JSONReader.parse(SourceText(name: "credential", bytes: output))
        guard result.isComplete, let root = result.tree.documents.first?.root, root["kind"]?.text == "ExecCredential",
            let status = root["status"], status.isMapping
        else { throw AccessError("the credential plugin '\(command)' printed no ExecCredential with a status") }
        if let version = root["apiVersion"]?.text, version != apiVersion {
            throw AccessError("the credential plugin '\(command)' answered as '\(version)': expected '\(apiVersion)'")
        }
        var credential = Credential()
        credential.token = Kubeconfig.text(status["token"]).map(Endpoint.Secret.init)
        credential.certificate = Kubeconfig.text(status["clientCertificateData"])
        credential.key = Kubeconfig.text(status["clientKeyData"]).map(Endpoint.Secret.init)
        guard credential.token != nil || credential.certificate != nil else {
            throw AccessError("the credential plugin '\(command)' brought neither a token nor a certificate")
        }
        guard (credential.certificate == nil) == (credential.key == nil) else {
            throw AccessError("the credential plugin '\(command)' brought a certificate or a key without the other")
        }
        if let text = Kubeconfig.text(status["expirationTimestamp"]) {
            guard let seconds = Timestamp.seconds(text) else {
                throw AccessError("the credential plugin '\(command)' gave an expirationTimestamp that is no RFC 3339 time")
            }
            credential.expiry = seconds
        }
        return credential
    }
}

/// Times as Kubernetes writes them.
public enum Timestamp {
    /// Seconds since 1970 of an RFC 3339 time such as `2026-11-23T06:48:30Z`; fractions are cut off. `nil` when it is none.
    public static func seconds(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        func number(_ from: Int, _ count: Int) -> Int? {
            guard from + count <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[from..<(from + count)] {
                guard (0x30...0x39).contains(byte) else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            return value
        }
        guard bytes.count >= 20, bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[10] | 0x20 == 0x74, bytes[13] == 0x3A, bytes[16] == 0x3A,
            let year = number(0, 4), let month = number(5, 2), let day = number(8, 2), let hour = number(11, 2),
            let minute = number(14, 2), let second = number(17, 2), (1...12).contains(month), (1...31).contains(day), hour < 24,
            minute < 60, second <= 60
        else { return nil }
        var rest = bytes[19...]
        if rest.first == 0x2E { rest = rest.dropFirst().drop { (0x30...0x39).contains($0) } }
        var offset = 0
        if let sign = rest.first, sign == 0x2B || sign == 0x2D, rest.count == 6 {
            guard let hours = number(rest.startIndex + 1, 2), let minutes = number(rest.startIndex + 4, 2) else { return nil }
            offset = (hours * 3600 + minutes * 60) * (sign == 0x2B ? 1 : -1)
        } else if !(rest.count == 1 && rest.first.map { $0 | 0x20 } == 0x7A) {
            return nil
        }
        var parts = tm()
        parts.tm_year = Int32(year - 1900)
        parts.tm_mon = Int32(month - 1)
        parts.tm_mday = Int32(day)
        parts.tm_hour = Int32(hour)
        parts.tm_min = Int32(minute)
        parts.tm_sec = Int32(second)
        return Int(timegm(&parts)) - offset
    }

    /// `2026-11-23T06:48:30Z` for seconds since 1970.
    public static func text(_ seconds: Int) -> String {
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        func padded(_ value: Int32, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let date = "\(padded(parts.tm_year + 1900, 4))-\(padded(parts.tm_mon + 1, 2))-\(padded(parts.tm_mday, 2))"
        return "\(date)T\(padded(parts.tm_hour, 2)):\(padded(parts.tm_min, 2)):\(padded(parts.tm_sec, 2))Z"
    }

    /// Now, in seconds since 1970.
    public static var now: Int { time(nil) }
}
