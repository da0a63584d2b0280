import TestSupport
import XCTest

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

    /// What zsh offers: the completion is driven through a pseudo terminal, the way a person does.
    private func zsh(_ line: String) throws -> String {
        let script = """
            zmodload zsh/zpty
            zpty z zsh -f -i
            zpty -w z 'PS1=READY; fpath=(completions $fpath); autoload -U compinit; compinit -u -D; zstyle ":completion:*" list-prompt ""; LISTMAX=0; stty -echo columns 200 rows 100; echo START-OF-TEST'
            zpty -m z '*START-OF-TEST*' || true
            zpty -n -w z $'\(line)\\t\\t'
            sleep 1.5
            local out; while zpty -r -t z out; do print -rn -- $out; done
            zpty -d z
            """
        return try Program.run(try shell("zsh"), ["-f", "-c", script], environment: ["TERM": "dumb"]).output
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

    func testFish() throws {
        XCTAssertTrue(try fish("meshctl ").isSuperset(of: ["fmt", "help", "version"]))
        XCTAssertEqual(try fish("meshctl fmt -o "), ["yaml", "json"])
        XCTAssertEqual(try fish("meshctl completion z"), ["zsh"])
        XCTAssertEqual(try fish("meshctl fmt --recur"), ["--recursive"])
        XCTAssertTrue(try fish("meshctl fmt Makef").contains("Makefile"))
    }

    func testZsh() throws {
        let verbs = try zsh("meshctl ")
        for verb in ["fmt", "help", "version"] { XCTAssertTrue(verbs.contains(verb), verbs) }
        let formats = try zsh("meshctl fmt --output=")
        XCTAssertTrue(formats.contains("json") && formats.contains("yaml"), formats)
        let shells = try zsh("meshctl completion ")
        XCTAssertTrue(shells.contains("bash") && shells.contains("fish"), shells)
    }
}
