import MeshAPI
import MeshResources

/// A language server for Istio manifests: findings while one types, documentation, completion, definitions, fixes, layout.
final class LanguageServer {
    private let stream: MessageStream
    private let workspace: Workspace
    private var encoding = PositionEncoding.utf16
    /// What was sent last for each file, so that only news is sent.
    private var published: [String: Published] = [:]
    /// How long it took to look at the workspace as a whole.
    private var lastLook = Duration.zero
    private var hasLooked = false
    private var isShutDown = false

    private struct Published {
        let source: SourceText
        let findings: [Diagnostic]
        let list: [Value]
    }

    init(stream: MessageStream, workspace: Workspace) {
        self.stream = stream
        self.workspace = workspace
    }

    /// Serves until the editor says `exit` or goes away; whether it ended as the protocol wants.
    func run() -> Bool {
        while let message = stream.next() {
            let method = message["method"]?.text ?? ""
            if method == "exit" { return isShutDown }
            if let id = message["id"] {
                answer(method, id: Value(id), message["params"])
            } else {
                notice(method, message["params"])
            }
            // Several keystrokes that came together are judged once.
            if workspace.isBehind, !stream.isMoreWaiting() { judge() }
        }
        return isShutDown
    }

    /// Sends what is news. Where looking at the workspace as a whole takes longer than a keystroke may, the edited files by themselves
    /// come first, and the whole when the typing pauses.
    private func judge() {
        if hasLooked, lastLook > .milliseconds(10) {
            for (path, findings) in workspace.early().sorted(by: { $0.key < $1.key }) { publish(path, findings) }
            let pause: Int32 = lastLook > .milliseconds(50) ? 150 : 0
            if stream.isMoreWaiting(milliseconds: pause) { return }
        }
        lookAtEverything()
    }

    // MARK: Notifications

    private func notice(_ method: String, _ parameters: Node?) {
        let document = parameters?["textDocument"]
        let path = FileURI.path(document?["uri"]?.text ?? "")
        switch method {
        case "textDocument/didOpen": workspace.open(path, document?["text"]?.text ?? "")
        case "textDocument/didChange":
            var last: Node?
            for change in parameters?["contentChanges"].map({ Array($0.items) }) ?? [] { last = change["text"] }
            if let last { workspace.open(path, last.text) }
        case "textDocument/didClose", "textDocument/didSave":
            if method.hasSuffix("Close") { workspace.readFromDisk(path) }
        case "workspace/didChangeWatchedFiles":
            for change in parameters?["changes"].map({ Array($0.items) }) ?? [] {
                let path = FileURI.path(change["uri"]?.text ?? "")
                if workspace.files[path]?.isOpen != true { workspace.readFromDisk(path) }
            }
        default: return
        }
    }

    private func lookAtEverything() {
        let start = SteadyTime.now
        workspace.lint()
        lastLook = start.duration(to: .now)
        hasLooked = true
        for path in Set(workspace.findings.keys).union(published.keys).sorted() where !path.isEmpty {
            publish(path, workspace.findings[path] ?? [])
        }
    }

    private func publish(_ path: String, _ findings: [Diagnostic]) {
        let source = workspace.files[path]?.source
        let known = published[path]
        if let known, known.source === source, Self.areSame(known.findings, findings) { return }
        let list: [Value] = findings.compactMap { finding in source.map { diagnostic(finding, $0) } }
        published[path] = source.flatMap { list.isEmpty ? nil : Published(source: $0, findings: findings, list: list) }
        if list == known?.list ?? [] { return }
        stream.send([
            "method": "textDocument/publishDiagnostics",
            "params": ["uri": .string(FileURI.uri(path)), "diagnostics": .array(list)],
        ])
    }

    /// Whether findings in one text are shown alike.
    private static func areSame(_ a: [Diagnostic], _ b: [Diagnostic]) -> Bool {
        func isSame(_ a: Location?, _ b: Location?) -> Bool { a?.source === b?.source && a?.range == b?.range }
        return a.count == b.count
            && zip(a, b).allSatisfy { a, b in
                a.code == b.code && a.severity == b.severity && isSame(a.location, b.location) && a.message == b.message && a.help == b.help
                    && a.related.count == b.related.count
                    && zip(a.related, b.related).allSatisfy { $0.message == $1.message && isSame($0.location, $1.location) }
            }
    }

    private func diagnostic(_ finding: Diagnostic, _ source: SourceText) -> Value {
        let severity: Int64 = finding.severity == .error ? 1 : finding.severity == .warning ? 2 : 3
        let range = finding.location?.range ?? SourceRange(0, 0)
        var object: Value.Object = [
            "range": encoding.range(range, in: source), "severity": .int(severity), "code": .string(finding.code), "source": "meshctl",
            "message": .string(finding.message + (finding.help.map { "\n\($0)" } ?? "")),
        ]
        let url = RuleCatalog.url(finding.code)
        if !url.isEmpty { object["codeDescription"] = ["href": .string(url)] }
        if !finding.related.isEmpty {
            object["relatedInformation"] = .array(
                finding.related.map { ["location": location($0.location), "message": .string($0.message)] })
        }
        return .object(object)
    }

    private func location(_ place: Location) -> Value {
        ["uri": .string(FileURI.uri(place.source.name)), "range": encoding.range(place.range, in: place.source)]
    }

    // MARK: Requests

    private func answer(_ method: String, id: Value, _ parameters: Node?) {
        // What is offered while typing may be a moment old; places and fixes may not.
        let isExact = method == "textDocument/definition" || method == "textDocument/codeAction"
        if workspace.isBehind, isExact || !hasLooked, method.hasPrefix("textDocument/") { lookAtEverything() }
        let path = FileURI.path(parameters?["textDocument"]?["uri"]?.text ?? "")
        let file = workspace.files[path]
        let offset = file.map { encoding.offset(parameters?["position"], in: $0.source) } ?? 0
        var result = Value.null
        switch method {
        case "initialize": result = initialize(parameters)
        case "shutdown": isShutDown = true
        case "textDocument/hover": if let file { result = EditorHelp.hover(file, offset: offset, encoding: encoding) }
        case "textDocument/definition":
            if let file { result = .array(EditorHelp.definitions(file, offset: offset, mesh: workspace.mesh).map(location)) }
        case "textDocument/completion":
            if let file {
                result = [
                    "isIncomplete": false, "items": .array(EditorCompletion.items(file.source, offset: offset, mesh: workspace.mesh)),
                ]
            }
        case "textDocument/codeAction": if let file { result = .array(actions(file, parameters?["range"])) }
        case "textDocument/formatting": if let file { result = format(file) }
        default:
            stream.send(["id": id, "error": ["code": -32601, "message": .string("unknown method '\(method)'")]])
            return
        }
        stream.send(["id": id, "result": result])
    }

    private func initialize(_ parameters: Node?) -> Value {
        let offered = parameters?["capabilities"]?["general"]?["positionEncodings"].map { $0.items.map(\.text) } ?? []
        if let choice = [PositionEncoding.utf32, .utf8].first(where: { offered.contains($0.rawValue) }) { encoding = choice }
        let folders = parameters?["workspaceFolders"].map { $0.items.compactMap { $0["uri"]?.text } } ?? []
        let root = parameters?["rootUri"].flatMap { $0.isNull ? nil : [$0.text] } ?? []
        for uri in folders.isEmpty ? root : folders { workspace.add(folder: FileURI.path(uri)) }
        return [
            "capabilities": [
                "positionEncoding": .string(encoding.rawValue),
                "textDocumentSync": ["openClose": true, "change": 1, "save": true],
                "hoverProvider": true, "definitionProvider": true, "documentFormattingProvider": true,
                "completionProvider": ["triggerCharacters": [" ", ":", "-", "{", "[", ","]],
                "codeActionProvider": ["codeActionKinds": ["quickfix"]],
            ],
            "serverInfo": ["name": "meshctl", "version": .string(Version.number)],
        ]
    }

    /// The fixes of the findings that touch a range.
    private func actions(_ file: Workspace.File, _ range: Node?) -> [Value] {
        let start = encoding.offset(range?["start"], in: file.source)
        let end = encoding.offset(range?["end"], in: file.source)
        let touching = (workspace.findings[file.path] ?? []).filter { finding in
            finding.location.map { $0.source === file.source && $0.range.start <= end && start <= $0.range.end } ?? false
        }
        return touching.flatMap { finding in
            finding.fixes.map { fix in
                let edits: [Value] = fix.edits.map { edit in
                    ["range": encoding.range(edit.range, in: fix.source), "newText": .string(edit.replacement)]
                }
                return [
                    "title": .string(fix.title), "kind": "quickfix", "isPreferred": .bool(fix.isSafe),
                    "diagnostics": [diagnostic(finding, file.source)],
                    "edit": ["changes": .object([FileURI.uri(fix.source.name): .array(edits)])],
                ]
            }
        }
    }

    private func format(_ file: Workspace.File) -> Value {
        guard !file.findings.contains(where: { $0.code.hasPrefix("MSH00") && $0.severity == .error }),
            case .success(let bytes) = Formatter.format(file.trees), !file.source.bytes.elementsEqual(bytes)
        else { return [] }
        let whole = SourceRange(0, file.source.count)
        return [["range": encoding.range(whole, in: file.source), "newText": .string(String(decoding: bytes, as: UTF8.self))]]
    }
}
