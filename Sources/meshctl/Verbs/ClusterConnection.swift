import MeshAPI
import MeshResources

extension Invocation {
    /// The cluster that the options and the environment name. Nothing is sent yet, but a credential plugin may run.
    func cluster(context: String? = nil) throws -> KubernetesClient {
        var choice = clusterChoice
        if let context { choice.context = context }
        do {
            let access = try ClusterAccess.find(choice)
            for warning in access.warnings { console.warn(warning) }
            let seconds = try arguments.duration(GlobalOptions.requestTimeout) ?? 30
            let client = try KubernetesClient(access, timeout: .milliseconds(Int64(min(seconds, 86_400) * 1000)), log: requestLog)
            if let namespace = value(GlobalOptions.namespace) { client.namespace = namespace }
            client.onWarning = { [console] text in console.warn(text) }
            client.transport.onPause = { [console] reason, pause in
                console.note("\(reason); trying again in \(pause.components.seconds == 0 ? "a moment" : "\(pause.components.seconds) s")")
            }
            return client
        } catch let error as AccessError {
            throw Failure(error)
        }
    }

    /// Whether the options or the environment name a cluster at all.
    var namesCluster: Bool { (try? ClusterAccess.find(clusterChoice)) != nil }

    var clusterChoice: ClusterAccess.Choice {
        var choice = ClusterAccess.Choice()
        choice.kubeconfig = value(GlobalOptions.kubeconfig)
        choice.context = value(GlobalOptions.context)
        choice.impersonation = Impersonation(
            user: value(GlobalOptions.impersonate), groups: values(GlobalOptions.impersonateGroup))
        return choice
    }

    /// Prints requests for `-v`; `nil` without it.
    var requestLog: ((RequestLogEntry) -> Void)? {
        guard console.isVerbose else { return nil }
        return { [console] entry in
            console.error.write(entry.line + "\n")
            console.error.flush()
        }
    }
}

extension KubernetesClient {
    /// The kind that a user's word means.
    func kind(_ word: String) throws -> APIResource {
        do throws(KubernetesError) {
            return try discovery.find(word)
        } catch {
            guard error.category == .missingKind, let kinds = try? discovery.all() else { throw error }
            let words = kinds.filter { $0.verbs.contains("get") }.flatMap { [$0.plural, $0.singular] + $0.shortNames }
            guard let near = Suggestions.nearest(to: word, in: words.filter { !$0.isEmpty }) else {
                throw Failure(
                    error.exitCode, error.message, help: "see what it knows with 'kubectl api-resources'; Istio's kinds come with its CRDs")
            }
            throw Failure(error.exitCode, error.message, help: "did you mean '\(near)'?")
        }
    }
}

extension Console {
    /// Prints a warning on standard error, also for those who asked for quiet.
    func warn(_ text: String) {
        error.write("\(paintError("warning:", .yellow)) \(text)\n")
        error.flush()
    }
}

extension Failure {
    /// Why a cluster cannot be approached.
    init(_ error: AccessError) {
        self.init(error.isInput ? .unreadable : .unreachable, error.message, help: error.help)
    }

    /// Why the API server did not do what was asked.
    init(_ error: KubernetesError, doing what: String = "") {
        self.init(error.exitCode, (what.isEmpty ? "" : "\(what): ") + error.message, help: error.help)
    }
}

extension KubernetesError {
    /// How a run ends because of this.
    var exitCode: ExitCode {
        switch category {
        case .unreachable: .unreachable
        case .unauthorized, .forbidden: .forbidden
        default: .failure
        }
    }
}
