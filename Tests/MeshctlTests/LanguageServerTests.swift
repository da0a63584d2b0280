import MeshResources
import TestSupport
import XCTest

@testable import meshctl

/// The language server with a scripted client and a real one.
final class LanguageServerTests: XCTestCase {
    private var folder = ""

    override func setUpWithError() throws {
        folder = NSTemporaryDirectory() + "meshctl-lsp-\(getpid())"
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.copyItem(atPath: Project.path("samples/shop"), toPath: folder)
        // The folder may be reached through a link; editors name it as it is.
        folder = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
    }

    override func tearDown() { try? FileManager.default.removeItem(atPath: folder) }

    private let head = "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: test\n  namespace: shop\nspec:\n"

    /// Plays messages and gives the answers: results by request number, diagnostics by file, of each the last.
    private func play(_ messages: [[String: Any]], encoding: String? = nil) throws -> (
        results: [Int: Any], diagnostics: [String: [[String: Any]]]
    ) {
        let general: [String: Any] = encoding.map { ["general": ["positionEncodings": [$0]]] } ?? [:]
        let start: [String: Any] = [
            "id": 1000, "method": "initialize", "params": ["rootUri": "file://" + folder, "capabilities": general] as [String: Any],
        ]
        let end: [[String: Any]] = [["id": 1001, "method": "shutdown"], ["method": "exit"]]
        var input = ""
        for var message in [start] + messages + end {
            message["jsonrpc"] = "2.0"
            let body = try JSONSerialization.data(withJSONObject: message)
            input += "Content-Length: \(body.count)\r\n\r\n" + String(decoding: body, as: UTF8.self)
        }
        let run = try Program.meshctl(["lsp"], input: input, directory: folder)
        XCTAssertEqual(run.status, 0, run.error)
        var results: [Int: Any] = [:]
        var diagnostics: [String: [[String: Any]]] = [:]
        var bytes = Array(run.output.utf8)[...]
        while let split = bytes.indices.first(where: { bytes[$0...].starts(with: Array("\r\n\r\n".utf8)) }) {
            let header = String(decoding: bytes[..<split], as: UTF8.self)
            let count = Int(header.split(separator: " ").last ?? "") ?? 0
            let body = bytes[(split + 4)..<(split + 4 + count)]
            bytes = bytes[(split + 4 + count)...]
            let message = try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] ?? [:]
            if let id = message["id"] as? Int { results[id] = message["result"] }
            if let parameters = message["params"] as? [String: Any], let uri = parameters["uri"] as? String {
                diagnostics[(uri as NSString).lastPathComponent] = parameters["diagnostics"] as? [[String: Any]]
            }
        }
        return (results, diagnostics)
    }

    private func document(_ name: String) -> [String: Any] { ["uri": "file://\(folder)/\(name)"] }

    private func open(_ text: String, _ name: String = "test.yaml") -> [String: Any] {
        ["method": "textDocument/didOpen", "params": ["textDocument": document(name).merging(["text": text]) { $1 }]]
    }

    private func ask(_ id: Int, _ method: String, _ line: Int, _ character: Int) -> [String: Any] {
        let parameters: [String: Any] = ["textDocument": document("test.yaml"), "position": ["line": line, "character": character]]
        return ["id": id, "method": "textDocument/" + method, "params": parameters]
    }

    /// The labels offered where `|` stands in the text.
    private func offers(_ text: String) throws -> [String] {
        let parts = text.components(separatedBy: "|")
        let before = parts[0].components(separatedBy: "\n")
        let request = ask(1, "completion", before.count - 1, before[before.count - 1].count)
        let result = try play([open(parts.joined()), request]).results[1] as? [String: Any]
        return (result?["items"] as? [[String: Any]] ?? []).compactMap { $0["label"] as? String }
    }

    func testFindingsFixesAndColumns() throws {
        let text =
            head
            + "  hosts: [\"\u{1F600}.example.com\"] # é\n  http:\n  - {name: \"\u{1F600}\", timout: 3s, route: [{destination: {host: cart}}]}\n"
        for (encoding, column) in [(nil, 17), ("utf-8", 19), ("utf-32", 16)] as [(String?, Int)] {
            let range: [String: Any] = ["start": ["line": 8, "character": column], "end": ["line": 8, "character": column + 2]]
            let action: [String: Any] = [
                "id": 1, "method": "textDocument/codeAction",
                "params": ["textDocument": document("test.yaml"), "range": range, "context": [:] as [String: Any]] as [String: Any],
            ]
            let (results, diagnostics) = try play([open(text), action], encoding: encoding)
            let finding = try XCTUnwrap(diagnostics["test.yaml"]?.first { $0["code"] as? String == "MSH0101" })
            let start = (finding["range"] as? [String: [String: Int]])?["start"]
            XCTAssertEqual(start, ["line": 8, "character": column], encoding ?? "utf-16")
            let fixes = results[1] as? [[String: Any]] ?? []
            XCTAssertEqual(fixes.compactMap { $0["title"] as? String }, ["replace 'timout' by 'timeout'"])
        }
    }

    func testFindingsBetweenFiles() throws {
        let text = head + "  hosts: [shop.example.com]\n  gateways: [nowhere]\n  http: [{route: [{destination: {host: cart}}]}]\n"
        let (_, diagnostics) = try play([open(text), ask(1, "hover", 0, 0)])
        XCTAssertEqual(diagnostics["test.yaml"]?.compactMap { $0["code"] as? String }, ["IST0101"])
    }

    func testCompletion() throws {
        XCTAssertEqual(try offers(head + "  |"), ["hosts", "gateways", "http", "tls", "tcp", "exportTo"])
        XCTAssertFalse(try offers(head + "  hosts: [a]\n  |\n  http: []\n").contains("hosts"), "what is there is not offered again")
        XCTAssertEqual(try offers(head + "  http:\n  - match:\n    - uri:\n        pre|"), ["exact", "prefix", "regex"])
        XCTAssertEqual(try offers(head + "  http:\n    - match:\n        - uri:\n            |"), ["exact", "prefix", "regex"])
        XCTAssertTrue(try offers(head + "  http:\n  - name: a\n    |").contains("retries"))
        XCTAssertTrue(try offers(head + "  http:\n  - |").contains("match"))
        XCTAssertEqual(try offers(head + "  gateways:\n  - |"), ["shop-gateway", "mesh"])
        XCTAssertTrue(try offers(head + "  http:\n  - route:\n    - destination:\n        host: |").contains("catalog"))
        XCTAssertEqual(
            try offers(head + "  http:\n  - route:\n    - destination:\n        host: catalog\n        subset: |"), ["v1", "v2"])
        XCTAssertTrue(try offers("apiVersion: networking.istio.io/v1\nkind: |").contains("VirtualService"))
        let rule = "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nspec:\n  trafficPolicy:\n    tls:\n      mode: |"
        XCTAssertEqual(try offers(rule), ["DISABLE", "SIMPLE", "MUTUAL", "ISTIO_MUTUAL"])
    }

    func testCompletionWithinBraces() throws {
        let route = head + "  http:\n  - match: [{uri: {prefix: /}}]\n    route:\n"
        XCTAssertEqual(try offers(route + "    - {destination: {host: catalog, |}}\n"), ["subset", "port"])
        XCTAssertEqual(try offers(route + "    - destination: {host: catalog, subset: |}\n      weight: 3\n"), ["v1", "v2"])
        XCTAssertEqual(try offers(route + "    - destination: {subset: |, host: catalog}\n"), ["v1", "v2"], "the host may come later")
        XCTAssertEqual(try offers(route + "    - destination:\n        {subset: \"|"), [], "no host, no subsets")
        XCTAssertTrue(try offers(route + "    - destination: {ho|, subset: v1}\n").contains("host"))
        XCTAssertTrue(try offers(route + "    - destination: {host: \"|\"}\n").contains("catalog"))
        XCTAssertEqual(try offers(head + "  gateways: [mesh, |]\n"), ["shop-gateway", "mesh"])
        XCTAssertEqual(try offers(head + "  gateways: [\n    mesh, # the sidecars\n    |\n"), ["shop-gateway", "mesh"])
        XCTAssertFalse(try offers(head + "  http: [{name: 'a, b', |}]\n").contains("name"))
        XCTAssertTrue(try offers(head + "  http: [{name: 'a, b', |}]\n").contains("retries"))
        XCTAssertFalse(try offers(head + "  http: []\n  |").contains("http"), "what is closed is left again")
        let script = "kind: EnvoyFilter\nspec:\n  note: >\n    { no braces\n  |"
        XCTAssertTrue(try offers(script).contains("configPatches"), "a text is left alone")
    }

    func testCompletionInJSON() throws {
        let start = "{\"apiVersion\": \"networking.istio.io/v1\", "
        XCTAssertEqual(
            try offers(start + "\"spec\": {\"trafficPolicy\": {\"tls\": {\"mode\": \"|\"}}}, \"kind\": \"DestinationRule\"}"),
            ["DISABLE", "SIMPLE", "MUTUAL", "ISTIO_MUTUAL"])
        XCTAssertTrue(try offers(start + "\"kind\": \"|\"}").contains("VirtualService"))
        XCTAssertEqual(try offers(start + "\"kind\": \"Gateway\", |}"), ["metadata", "spec"])
    }

    /// What is shown of an edited file before the workspace is looked at anew.
    func testEarlyFindings() throws {
        let head =
            "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a, namespace: b}\nspec:\n  hosts: [a.example]\n"
        let gateways = "  gateways: [nowhere]\n"
        let route = "  http: [{route: [{destination: {host: a.example}}]}]\n"
        let workspace = Workspace(linter: Linter(filter: RuleFilter(select: [], ignore: []), isComplete: true))
        func missing(_ findings: [String: [Diagnostic]]) -> Diagnostic? { findings["a.yaml"]?.first { $0.message.contains("'nowhere'") } }
        workspace.open("a.yaml", head + gateways + route)
        workspace.lint()
        let before = try XCTUnwrap(missing(workspace.findings)?.location?.range.start)
        XCTAssertFalse(workspace.isBehind)
        workspace.open("a.yaml", "# two\n# lines\n" + head + gateways + route)
        XCTAssertTrue(workspace.isBehind)
        XCTAssertEqual(missing(workspace.early())?.location?.range.start, before + 14, "a finding between files moves with its line")
        workspace.open("a.yaml", head + gateways + route.replacingOccurrences(of: "[{route", with: "[{timout: 3s, route"))
        let early = workspace.early()
        XCTAssertEqual(early["a.yaml"]?.filter { $0.code == "MSH0101" }.count, 1, "a finding of the file is there at once")
        XCTAssertEqual(missing(early)?.location?.range.start, before)
        workspace.lint()
        XCTAssertEqual(workspace.findings["a.yaml"]?.count, early["a.yaml"]?.count)
        workspace.open("a.yaml", head + gateways.replacingOccurrences(of: "nowhere", with: "elsewhere") + route)
        XCTAssertNil(missing(workspace.early()), "what was edited is not known any more")
    }

    func testHoverAndDefinitions() throws {
        let text = try String(contentsOfFile: folder + "/routes.yaml", encoding: .utf8)
        let lines = text.components(separatedBy: "\n")
        func place(_ needle: String) -> (Int, Int) {
            let line = lines.firstIndex { $0.contains(needle) } ?? 0
            return (line, (lines[line] as NSString).range(of: needle).location + needle.count - 1)
        }
        let wanted = [
            ("timeout", "hover"), ("- shop-gateway", "definition"), ("host: catalog", "definition"), ("subset: v2", "definition"),
        ]
        var messages = [open(text)]
        for (index, (needle, method)) in wanted.enumerated() { messages.append(ask(index, method, place(needle).0, place(needle).1)) }
        let results = try play(messages).results
        let hover = ((results[0] as? [String: Any])?["contents"] as? [String: Any])?["value"] as? String
        XCTAssertTrue(hover?.hasPrefix("**timeout** `duration`") ?? false, "\(hover ?? "")")
        let files = (1...3).map { ((results[$0] as? [[String: Any]])?.first?["uri"] as? NSString)?.lastPathComponent }
        XCTAssertEqual(files, ["gateway.yaml", "catalog.yaml", "destinations.yaml"])
    }

    func testLayout() throws {
        let formatting: [String: Any] = ["id": 1, "method": "textDocument/formatting", "params": ["textDocument": document("test.yaml")]]
        let edits = try play([open("kind:   Pod\n"), formatting]).results[1] as? [[String: Any]]
        XCTAssertEqual(edits?.first?["newText"] as? String, "kind: Pod\n")
        XCTAssertEqual((try play([open("kind: [\n"), formatting]).results[1] as? [[String: Any]])?.count, 0, "what cannot be read stays")
    }

    /// The cost of a keystroke in a workspace of 2,000 resources, in the release build, is shown by the benchmarks; here that it is
    /// judged at all when everything is wrong.
    func testNonsenseDoesNotEndTheServer() throws {
        let odd: [[String: Any]] = [
            ["method": "textDocument/didChange", "params": ["contentChanges": [["text": "\u{0}\u{1}: ]["]]]],
            ["method": "textDocument/didOpen"], ["id": 7, "method": "textDocument/completion"],
            ["id": 8, "method": "textDocument/hover", "params": ["position": ["line": -4, "character": 99_999_999_999]]],
            ["id": 9, "method": "no/such"], ask(10, "completion", 5_000, 70), ask(11, "definition", 2, -1),
        ]
        let (results, _) = try play([open(head + "  http:\n  - [\n")] + odd)
        XCTAssertNotNil(results[10])
        XCTAssertNotNil(results[8])
    }

    func testNeovim() throws {
        guard let nvim = Program.find("nvim") else { throw XCTSkip("neovim is not installed: 'apt-get install neovim'") }
        let mistakes = try String(contentsOfFile: Project.path("samples/mistakes/checkout.yaml"), encoding: .utf8)
        try mistakes.write(toFile: folder + "/checkout.yaml", atomically: true, encoding: .utf8)
        let script = """
            vim.lsp.start_client({ name = 'meshctl', cmd = { '\(Program.meshctl)', 'lsp' }, root_dir = '\(folder)',
              on_init = function(client) vim.lsp.buf_attach_client(0, client.id) end })
            local good = vim.wait(15000, function() return #vim.diagnostic.get(0) > 0 end, 50)
            local words = {}
            for _, d in ipairs(vim.diagnostic.get(0)) do table.insert(words, (d.code or '?') .. ':' .. (d.lnum + 1)) end
            table.sort(words)
            io.stdout:write(table.concat(words, ' ') .. '\\n')
            vim.cmd('qa!')
            """
        try script.write(toFile: folder + "/client.lua", atomically: true, encoding: .utf8)
        let result = try Program.run(
            "/usr/bin/timeout", ["60", nvim, "--clean", "--headless", "checkout.yaml", "-c", "luafile client.lua"], directory: folder,
            environment: ["HOME": folder])
        let output = result.output + result.error
        XCTAssertTrue(output.contains("IST0101:"), output)
        XCTAssertTrue(output.contains("MSH0101:"), output)
    }
}
