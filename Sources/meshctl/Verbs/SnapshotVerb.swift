import Glibc
import MeshAPI
import MeshResources

/// `meshctl snapshot`.
enum SnapshotVerb {
    static let output = Option.value(
        "output", "o", "PATH", "a file that ends in .tar, or a new directory", standard: "meshctl-snapshot.tar", completes: .file)
    static let proxies = Option.flag("proxies", nil, "also keep the configuration of every proxy, as istiod sends it")

    static let command = Command(
        "snapshot", group: .cluster, summary: "keep the state of a mesh in one archive, without its secrets",
        details: """
            Holds the mesh's objects, istiod's view of its proxies and, when asked for, their configuration. Of Secrets the names and the \
            keys are kept, never the contents. The verbs that read a cluster read the archive with --from.
            """,
        options: [output, proxies],
        examples: [
            .init("Keep everything, to look at it elsewhere", "meshctl snapshot -o mesh.tar --proxies")
        ],
        usesCluster: true, run: run)

    static func run(_ call: Invocation) throws -> any Report {
        Interrupts.catchThem()
        let path = call.value(output) ?? "meshctl-snapshot.tar"
        let client = try call.cluster()
        let contents: LiveMesh.Contents
        do throws(KubernetesError) {
            contents = try LiveMesh(client).load()
        } catch {
            throw Failure(error, doing: "no snapshot was taken")
        }
        for (kind, reason) in contents.skipped { call.console.warn("\(kind) are left out: \(reason)") }
        var entries = resources(contents)
        entries += istiods(call)
        let about: Value = [
            "format": 1, "time": .string(Timestamp.text(Timestamp.now)), "server": .string(client.server),
            "program": .string("meshctl \(Version.number)"), "skipped": .array(contents.skipped.map { .string($0.kind) }),
        ]
        entries.insert(entry("meshctl-snapshot.json", about), at: 0)
        guard Interrupts.signal == nil else { throw Failure(.failure, "interrupted: no snapshot was written") }
        try write(entries, to: path)
        call.console.note("wrote \(Count.text(contents.resources.count, "object")) to \(path)")
        return DoneReport(exitCode: .success)
    }

    private static func entry(_ name: String, _ value: Value) -> TarArchive.Entry {
        TarArchive.Entry(name: name, bytes: Array((JSONWriter.text(value) + "\n").utf8))
    }

    /// One file a kind, with Secrets emptied and the managers' bookkeeping left out.
    private static func resources(_ contents: LiveMesh.Contents) -> [TarArchive.Entry] {
        var byKind: [String: [Value]] = [:]
        for resource in contents.resources {
            var object: Value.Object = ["apiVersion": .string(resource.apiVersion), "kind": .string(resource.kind)]
            for (key, value) in resource.node.entries { object[key.keyText] = Value(value) }
            if case .object(var metadata)? = object["metadata"] {
                metadata["managedFields"] = nil
                object["metadata"] = .object(metadata)
            }
            let group = resource.group.isEmpty ? "core" : resource.group
            byKind["resources/\(group)/\(resource.kind).json", default: []].append(Redaction.resource(.object(object)))
        }
        return byKind.sorted { $0.key < $1.key }.map { name, items in
            entry(name, ["apiVersion": "v1", "kind": "List", "items": .array(items)])
        }
    }

    /// What istiod knows; a mesh without a reachable one is still worth keeping. `/debug/krtz` is never asked for: it holds
    /// the mesh's private key.
    private static func istiods(_ call: Invocation) -> [TarArchive.Entry] {
        var entries: [TarArchive.Entry] = []
        do {
            for place in try ProxyAccess(call).istiods() {
                let istiod = IstiodClient(place.connect(), name: place.name)
                let folder = "istiod/" + String(place.name.map { $0 == "/" || $0 == ":" ? "_" : $0 })
                for page in ["syncz", "connections", "mesh", "inject"] {
                    if let node = try? istiod.page("/debug/\(page)") {
                        entries.append(entry("\(folder)/\(page).json", Redaction.value(Value(node))))
                    }
                }
                guard call.flag(proxies) else { continue }
                for proxy in try istiod.proxies() {
                    guard Interrupts.signal == nil else { return entries }
                    let target = "/debug/config_dump" + URLText.query([("proxyID", proxy.proxy)])
                    if let node = try? istiod.page(target) {
                        entries.append(entry("proxies/\(proxy.proxy).json", Redaction.value(Value(node))))
                    }
                }
            }
        } catch let failure as Failure {
            call.console.warn("istiod's state is left out: \(failure.message)")
        } catch {
            call.console.warn("istiod's state is left out: \(error)")
        }
        return entries
    }

    private static func write(_ entries: [TarArchive.Entry], to path: String) throws {
        do {
            let mask = umask(0o077)
            defer { umask(mask) }
            if path.hasSuffix(".tar") {
                try AtomicFile.write(TarArchive.bytes(entries, time: Timestamp.now), to: path)
                chmod(path, 0o600)
                return
            }
            guard mkdir(path, 0o700) == 0 else { throw AtomicFile.WriteError(message: "cannot make '\(path)': \(SystemError.text(errno))") }
            var made = [path]
            do {
                for entry in entries {
                    var folder = path
                    for part in entry.name.split(separator: "/").dropLast() {
                        folder += "/" + part
                        if mkdir(folder, 0o700) == 0 { made.append(folder) }
                    }
                    try AtomicFile.write(entry.bytes, to: path + "/" + entry.name)
                }
            } catch {
                // Half a snapshot would be taken for a whole one.
                for entry in entries { unlink(path + "/" + entry.name) }
                for folder in made.reversed() { rmdir(folder) }
                throw error
            }
        } catch let error as AtomicFile.WriteError {
            throw Failure(.failure, "no snapshot was taken: \(error.message)")
        }
    }
}

/// Takes secrets out of what is kept or shown.
enum Redaction {
    /// A resource without the contents of Secrets and without what may hold them: `kubectl`'s copy of the last manifest.
    static func resource(_ value: Value) -> Value {
        var result = SecretMask.resource(value)
        let copy = "kubectl.kubernetes.io/last-applied-configuration"
        if result["kind"]?.string == "Secret", case .object(var metadata)? = result["metadata"],
            case .object(var notes)? = metadata["annotations"]
        {
            notes[copy] = nil
            metadata["annotations"] = .object(notes)
            result["metadata"] = .object(metadata)
        }
        return self.value(result)
    }

    /// Any value, with private keys and tokens replaced, wherever they stand.
    static func value(_ value: Value) -> Value {
        switch value {
        case .array(let items): return .array(items.map { self.value($0) })
        case .object(let object):
            return .object(
                Value.Object(
                    object.map { key, inner in
                        isSecret(key) ? (key, SecretMask.masked(inner, "")) : (key, self.value(inner))
                    }))
        case .string(let text): return text.contains("PRIVATE KEY-----") ? "***" : value
        default: return value
        }
    }

    private static func isSecret(_ key: String) -> Bool {
        ["private_key", "privateKey", "password", "token", "bearer", "session_ticket_keys", "sessionTicketKeys"].contains(key)
    }
}
