import Glibc
import MeshResources

/// `meshctl kube-inject`.
enum KubeInjectVerb {
    static let filename = Option.value("filename", "f", "FILE", "the manifest; - for standard input", completes: .file)
    static let injectConfig = Option.value(
        "injectConfigFile", nil, "FILE", "the injection configuration, or the text of the sidecar template", completes: .file)
    static let values = Option.value("valuesFile", nil, "FILE", "the values that templates see", completes: .file)
    static let meshConfig = Option.value("meshConfigFile", nil, "FILE", "the mesh configuration", completes: .file)
    static let meshConfigMap = Option.value(
        "meshConfigMapName", nil, "NAME", "the ConfigMap with the mesh configuration, without its revision", standard: "istio")
    static let operatorFile = Option.value(
        "operatorFileName", nil, "FILE", "an IstioOperator that gives values and mesh configuration", completes: .file)
    static let output = Option.value("output", "o", "FILE", "where to write the result, whole or not at all", completes: .file)
    static let diff = Option.flag("diff", nil, "show what would be added in place of the result")

    static let command = Command(
        "kube-inject", group: .inject, summary: "add the sidecar to the workloads of a manifest",
        details: """
            Workloads are written in canonical form with the sidecar in them; documents of other kinds pass through as they are. When any \
            document fails nothing is written. Without --injectConfigFile the cluster's webhook is asked, else its ConfigMaps are read; \
            without a cluster Istio's default settings count. ENABLE_NATIVE_SIDECARS (true, false, auto) and COMPLIANCE_POLICY are read from \
            the environment; without a cluster auto means false.
            """,
        operands: .init("[FILE]", 0...1, completes: .file),
        options: [filename, injectConfig, values, meshConfig, meshConfigMap, operatorFile, output, diff],
        examples: [
            .init("Inject with Istio's default settings", "meshctl kube-inject -f samples/shop/catalog.yaml"),
            .init("See what would be added", "meshctl kube-inject -f samples/shop/catalog.yaml --diff"),
            .init(
                "Inject with the settings of a cluster, saved to files",
                "meshctl kube-inject -f app.yaml --injectConfigFile inject.yaml --valuesFile values.json --meshConfigFile mesh.yaml"),
        ],
        usesCluster: true, run: run)

    static func run(_ call: Invocation) throws -> any Report {
        guard let path = call.value(filename) ?? call.operands.first else {
            throw Failure(.usage, "filename not specified (see --filename or -f)")
        }
        let source = try read(path)
        let result = inject(source, try InjectionSources(call).injector())
        for warning in result.warnings { call.console.error.write("\n" + warning + "\n") }
        guard result.errors.isEmpty else { throw failure(result.errors) }
        if call.flag(diff) {
            let before = ManifestInjector.canonical.inject(source).output
            call.console.output.write(UnifiedDiff.text(old: before, new: result.output, oldName: path, newName: path + " (injected)"))
        } else if let target = call.value(output), target != "-" {
            do { try AtomicFile.write(result.output, to: target) } catch { throw Failure(.failure, error.message) }
        } else {
            call.console.output.write(result.output)
        }
        return DoneReport(exitCode: .success)
    }

    /// Reads a file whole.
    static func read(_ path: String) throws -> SourceText {
        switch FileReader.read(path) {
        case .success(let source): return source
        case .failure: throw Failure(.unreadable, "open \(path): \(SystemError.text(errno))")
        }
    }

    /// Injects document by document, on all processors where that pays.
    private static func inject(_ source: SourceText, _ injector: ManifestInjector) -> ManifestInjector.Result {
        guard source.count > 1 << 15, let documents = try? ManifestInjector.documents(of: source), documents.count > 1 else {
            return injector.inject(source)
        }
        let share = max(1, documents.count / (Parallel.processors * 8))
        let starts = Array(stride(from: 0, to: documents.count, by: share))
        let parts = Parallel.map(starts.count) { index in
            var result = ManifestInjector.Result()
            for document in documents[starts[index]..<min(starts[index] + share, documents.count)] {
                injector.inject(source, document, &result)
            }
            return result
        }
        var whole = ManifestInjector.Result()
        whole.output.reserveCapacity(parts.reduce(0) { $0 + $1.output.count })
        for part in parts {
            whole.output += part.output
            whole.warnings += part.warnings
            whole.errors += part.errors
        }
        return whole
    }

    private static func failure(_ errors: [InjectionError]) -> Failure {
        let diagnostics = errors.map { error in
            Diagnostic(code: error.isUnreadable ? "MSH0021" : "MSH5100", severity: .error, message: error.message, location: error.location)
        }
        let count = errors.count == 1 ? "1 document" : "\(errors.count) documents"
        let code = errors.reduce(ExitCode.failure) { code, error in
            code.merged(with: error.isUnreadable ? .unreadable : error.isUnreachable ? .unreachable : .failure)
        }
        return Failure(code, "nothing was written: \(count) failed", diagnostics: diagnostics)
    }
}
