import TestSupport
import XCTest

@testable import meshctl

/// The completion scripts in the shells that they are for.
final class CompletionTests: XCTestCase {
    private func shell(_ name: String) throws -> String {
        guard let path = Program.find(name) else { throw XCTSkip("\(name) is not installed: 'apt-get install \(name)' and run again") }
        return path
    }

    /// What bash offers for the words, the last one being typed.
    private func bash(_ words: [String]) throws -> Set<String> {
        let quoted = words.map { "'\($0)'" }.joined(separator: " ")
        let script = """
            source completions/meshctl.bash
            COMP_WORDS=(\(quoted)); COMP_CWORD=\(words.count - 1)
            _meshctl
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let result = try Program.run(try shell("bash"), ["--norc", "-c", script])
        XCTAssertEqual(result.error, "", "\(words)")
        return Set(result.output.split(separator: "\n").map(String.init))
    }

    private func fish(_ line: String) throws -> Set<String> {
        let script = "source completions/meshctl.fish; complete -C '\(line)'"
        let result = try Program.run(try shell("fish"), ["--no-config", "-c", script], environment: ["HOME": NSTemporaryDirectory()])
        return Set(result.output.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) })
    }

    /// Whether zsh offers the words: the completion is driven through a pseudo terminal, the way a person does.
    private func zsh(_ line: String, offers words: [String]) throws -> (Bool, String) {
        let found = words.map { "[[ $out == *\($0)* ]]" }.joined(separator: " && ")
        let script = """
            zmodload zsh/zpty
            zpty z zsh -f -i
            zpty -w z 'PS1=; fpath=(completions $fpath); autoload -U compinit; compinit -u -D; LISTMAX=0; stty -echo columns 200 rows 100; LINES=100 COLUMNS=200; echo IS-READY-$((1 + 1))'
            zpty -r -m z ready '*IS-READY-2*'
            zpty -n -w z $'\(line)\\t\\t'
            out=; for i in {1..300}; do
                while zpty -r -t z part; do out+=$part; done
                if \(found); then print -r -- OFFERED; break; fi
                sleep 0.05
            done
            print -r -- $out
            zpty -d z
            """
        let output = try Program.run("/usr/bin/timeout", ["60", try shell("zsh"), "-f", "-c", script], environment: ["TERM": "dumb"]).output
        return (output.hasPrefix("OFFERED"), output)
    }

    func testBash() throws {
        XCTAssertTrue(try bash(["meshctl", ""]).isSuperset(of: ["fmt", "help", "version"]))
        XCTAssertEqual(try bash(["meshctl", "vers"]), ["version"])
        XCTAssertEqual(try bash(["meshctl", "fmt", "-o", ""]), ["yaml", "json"])
        XCTAssertEqual(try bash(["meshctl", "fmt", "--output", "=", "js"]), ["json"])
        XCTAssertEqual(try bash(["meshctl", "fmt", "--output", "="]), ["yaml", "json"])
        XCTAssertEqual(try bash(["meshctl", "-n", "fmt", "fmt", "--recur"]), ["--recursive"])
        XCTAssertEqual(try bash(["meshctl", "completion", "z"]), ["zsh"])
        XCTAssertEqual(try bash(["meshctl", "fmt", "-f", "Pack"]), ["Package.swift"])
        XCTAssertEqual(try bash(["meshctl", "fmt", "Makef"]), ["Makefile"])
    }

    func testLiveNames() throws {
        let kubeconfig = """
            apiVersion: v1
            kind: Config
            contexts:
              - {name: live, context: {cluster: dead, user: nobody}}
              - {name: lab, context: {cluster: dead, user: nobody}}
            clusters: [{name: dead, cluster: {server: "https://192.0.2.1"}}]
            users: [{name: nobody, user: {}}]
            current-context: live

            """
        let path = NSTemporaryDirectory() + "meshctl-kubeconfig-\(getpid())"
        try kubeconfig.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        XCTAssertEqual(try Program.meshctl(["__complete", "contexts", "--", "get", "-c", path, "--context", ""]).output, "live\nlab\n")
        let fields = try Program.meshctl(["__complete", "explainable", "--", "explain", "VirtualService.http."]).output
        XCTAssertTrue(fields.contains("VirtualService.http.retries\n"), fields)
        let kinds = try Program.meshctl(["__complete", "resources", "--", "get", "-n", "shop", ""]).output
        XCTAssertTrue(
            kinds.hasPrefix("authorizationpolicies\n") && kinds.contains("\nvirtualservices\n") && kinds.contains("\ngateways\n"), kinds)
        // A cluster that swallows every packet must not hold up the shell.
        let start = Date()
        let result = try Program.meshctl(["__complete", "namespaces", "--", "get", "--kubeconfig=\(path)", "-n", ""])
        XCTAssertEqual(result.status, 0)
        XCTAssertEqual(result.output + result.error, "")
        XCTAssertLessThan(Date().timeIntervalSince(start), 1.5)
    }

    func testOperandsOfAnUnfinishedLine() {
        func operands(_ line: String) -> [String] {
            ConnectionWords.operands(line.split(separator: " ", omittingEmptySubsequences: false).map(String.init))
        }
        XCTAssertEqual(operands("get vs "), ["vs"])
        XCTAssertEqual(operands("get -n shop vs rev"), ["vs"])
        XCTAssertEqual(operands("get --namespace = shop vs rev"), ["vs"])
        XCTAssertEqual(operands("--context lab get --namespace=shop -A v"), [])
        XCTAssertEqual(operands("vs a b"), ["vs", "a"], "zsh leaves the verb away")
    }

    func testFish() throws {
        XCTAssertTrue(try fish("meshctl ").isSuperset(of: ["fmt", "help", "version"]))
        XCTAssertEqual(try fish("meshctl fmt -o "), ["yaml", "json"])
        XCTAssertEqual(try fish("meshctl completion z"), ["zsh"])
        XCTAssertEqual(try fish("meshctl fmt --recur"), ["--recursive"])
        XCTAssertTrue(try fish("meshctl fmt Makef").contains("Makefile"))
    }

    func testZsh() throws {
        for (line, words) in [
            ("meshctl ", ["fmt", "help", "version"]), ("meshctl fmt --output=", ["json", "yaml"]),
            ("meshctl completion ", ["bash", "fish"]),
        ] {
            let (isOffered, output) = try zsh(line, offers: words)
            XCTAssertTrue(isOffered, "\(line): \(output)")
        }
    }
}
