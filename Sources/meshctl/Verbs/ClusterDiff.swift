import Glibc
import MeshAPI
import MeshResources

/// Compares manifests with a cluster: what is there, and what applying them would make of it by the server's own word.
struct ClusterDiff {
    private let call: Invocation
    private let client: KubernetesClient
    private let manager: String

    init(_ call: Invocation) throws {
        self.call = call
        client = try call.cluster()
        manager = call.value(DiffVerb.fieldManager) ?? "meshctl"
    }

    func report() throws -> any Report {
        let inputs = try call.inputs()
        let (resources, problems) = inputs.resources()
        let diagnostics = inputs.diagnostics + problems
        guard !diagnostics.contains(where: { $0.severity == .error }) else {
            throw Failure(.unreadable, "nothing was compared: the inputs cannot be read", diagnostics: diagnostics)
        }
        var items = try ManifestResolver(call, client).items(resources, verb: "compared")
        do throws(KubernetesError) {
            let live = try client.live(items.map { ($0.key, $0.resource) })
            for index in items.indices { items[index].live = live[items[index].key] }
        } catch {
            throw Failure(error, doing: "nothing was compared")
        }
        let merged = try pretend(items)
        var diffs: [ResourceDiff] = []
        for (item, node) in zip(items, merged) {
            guard var diff = ResourceDiff(key: item.key, old: item.live, new: node, ignoring: ["status"]) else { continue }
            if item.live == nil { diff.new = item.wanted }
            diff.fields = diff.fields.filter { !Self.isServers($0.path) }.map { place($0, item) }
            if diff.change == .changed, diff.fields.isEmpty { continue }
            diffs.append(diff)
        }
        let report = DiffReport(diff: StructuralDiff(resources: diffs), patch: { Self.patch(diffs) })
        if let program = getenv("KUBECTL_EXTERNAL_DIFF").map({ String(cString: $0) }), !program.isEmpty, !diffs.isEmpty {
            return try external(program, diffs)
        }
        return report
    }

    /// What the server would have after each manifest was applied; conflicts are decided for the manifest, and shown.
    private func pretend(_ items: [RolloutItem]) throws -> [Node] {
        let options = ServerSideApply.Options(fieldManager: manager, isForced: true, isDryRun: true, returnsObject: true)
        var results: [Node?] = Array(repeating: nil, count: items.count)
        var diagnostics: [Diagnostic] = []
        var code = ExitCode.success
        client.apply(items.map(\.order), options) { index, result in
            switch result {
            case .success(let applied): results[index] = applied.object
            case .failure(let error):
                if error.category == .notFound, error.message.hasPrefix("namespaces ") {
                    // The namespace may be among the manifests: then the object is simply new.
                    results[index] = items[index].wanted
                } else {
                    diagnostics += ServerFindings.diagnostics(error, items[index], manager: manager)
                    code = code.merged(with: error.exitCode == .failure ? .cannotCompare : error.exitCode)
                }
            }
        }
        guard diagnostics.isEmpty else { throw Failure(code, "the comparison failed", diagnostics: diagnostics) }
        return zip(results, items).map { $0 ?? $1.wanted }.compactMap { $0 }
    }

    /// Fields that the server keeps for itself and that change with every write.
    private static func isServers(_ path: String) -> Bool {
        ["managedFields", "resourceVersion", "generation", "uid", "creationTimestamp", "selfLink"].contains {
            path.hasPrefix("metadata." + $0)
        }
    }

    /// Gives a field its place in the manifest, and the owners that it would be taken from.
    private func place(_ field: ResourceDiff.Field, _ item: RolloutItem) -> ResourceDiff.Field {
        var field = field
        field.oldAt = nil
        field.newAt = nil
        if let match = item.wanted?.follow(path: field.path), match.isExact { field.newAt = match.location }
        if let live = item.live {
            let keys = field.path.prefix { $0 != "[" }.split(separator: ".").map(String.init)
            field.owners = ManagedFields(live).owners(of: keys).filter { $0 != manager }
        }
        return field
    }

    private static func name(_ diff: ResourceDiff) -> String {
        let version = diff.apiVersion.replacingSlash
        return ([version, diff.key.kind] + (diff.key.namespace.isEmpty ? [] : [diff.key.namespace]) + [diff.key.name]).joined(
            separator: ".")
    }

    private static func text(_ node: Node?, _ word: String) -> [UInt8] {
        guard let node else { return [] }
        return Array(YAMLEmitter.text(SecretMask.resource(Value(node).withoutServerFields, word: word)).utf8)
    }

    private static func patch(_ diffs: [ResourceDiff]) -> String {
        diffs.map { diff in
            let name = name(diff) + ".yaml"
            return UnifiedDiff.text(
                old: text(diff.old, "before"), new: text(diff.new, "after"), oldName: diff.old == nil ? "/dev/null" : "a/" + name,
                newName: diff.new == nil ? "/dev/null" : "b/" + name)
        }.joined()
    }

    /// Lets another program show the difference of two folders, one file a resource.
    private func external(_ program: String, _ diffs: [ResourceDiff]) throws -> any Report {
        let words = program.split(separator: " ").map(String.init)
        var folders: [String] = []
        defer {
            for folder in folders {
                for diff in diffs { unlink(folder + "/" + Self.name(diff)) }
                rmdir(folder)
            }
        }
        for word in ["LIVE", "MERGED"] {
            let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
            var template = Array("\(base)/\(word)-XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else {
                throw Failure(.cannotCompare, "cannot make a folder in \(base): \(SystemError.text(errno))")
            }
            let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            folders.append(folder)
            for diff in diffs {
                let bytes = word == "LIVE" ? Self.text(diff.old, "before") : Self.text(diff.new, "after")
                guard !bytes.isEmpty else { continue }
                do {
                    try AtomicFile.write(bytes, to: folder + "/" + Self.name(diff))
                } catch { throw Failure(.cannotCompare, error.message) }
            }
        }
        call.console.output.flush()
        do {
            let outcome = try ChildProcess.run(
                words.first ?? "diff", Array(words.dropFirst()) + folders, inheritsInput: true, inheritsOutput: true)
            guard outcome.status <= 1 else { throw Failure(.cannotCompare, "'\(program)' failed with exit code \(outcome.status)") }
            return DoneReport(exitCode: outcome.status == 0 ? .success : .failure)
        } catch let error as ChildProcess.StartError {
            throw Failure(.cannotCompare, "'\(program)' of KUBECTL_EXTERNAL_DIFF cannot be started: \(error.text)")
        }
    }
}

extension String {
    /// The text with slashes turned into dots, for file names.
    fileprivate var replacingSlash: String { String(map { $0 == "/" ? "." : $0 }) }
}
