import TestSupport
import XCTest

@testable import meshctl

/// Runs every command that the documentation shows.
///
/// In a ```console block a line `$ command` is followed by what it prints, both streams together; a line `...` stands for any number
/// of lines. `MESHCTL_RECORD=1` writes the output of commands that differ into the page.
final class DocumentationTests: XCTestCase {
    private struct Step {
        var command: String
        var expected: [String] = []
    }

    private var pages: [String] { ["README.md"] + Project.files(below: "docs", suffix: ".md") }

    func testEveryCommandPrintsWhatIsShown() throws {
        var count = 0
        for page in pages {
            guard let text = Project.text(page) else { continue }
            var lines: [String] = []
            var steps: [Step] = []
            var isInside = false
            var isChanged = false
            for line in text.components(separatedBy: "\n") {
                if line == "```console" {
                    isInside = true
                    steps = []
                } else if line == "```", isInside {
                    isInside = false
                    let folder = NSTemporaryDirectory() + "meshctl-docs-\(getpid())"
                    try prepare(folder)
                    defer { try? FileManager.default.removeItem(atPath: folder) }
                    for step in steps {
                        count += 1
                        let found = try output(step.command, in: folder)
                        lines.append("$ " + step.command)
                        if matches(found, step.expected) {
                            lines += step.expected
                        } else {
                            isChanged = true
                            lines += found
                            let difference = Golden.firstDifference(step.expected.joined(separator: "\n"), found.joined(separator: "\n"))
                            XCTFail("\(page): '$ \(step.command)' prints something else: \(difference)")
                        }
                    }
                } else if isInside {
                    if line.hasPrefix("$ ") {
                        steps.append(Step(command: String(line.dropFirst(2))))
                    } else if !steps.isEmpty {
                        steps[steps.count - 1].expected.append(line)
                    }
                    continue
                }
                lines.append(line)
            }
            if isChanged, ProcessInfo.processInfo.environment["MESHCTL_RECORD"] == "1" {
                try lines.joined(separator: "\n").write(toFile: Project.path(page), atomically: true, encoding: .utf8)
            }
        }
        XCTAssertGreaterThan(count, 5, "the documentation shows no command")
    }

    /// Commands that need a cluster or a pipeline cannot be run here, but the program must know their verbs and flags.
    func testCommandsThatAreNotRunAreKnown() throws {
        var count = 0
        for page in pages {
            var isInside = false
            for line in (Project.text(page) ?? "").components(separatedBy: "\n") {
                if line.hasPrefix("```") {
                    isInside = ["```sh", "```yaml", "```lua"].contains(line)
                    continue
                }
                let quoted = line.components(separatedBy: "`").enumerated().filter {
                    $0.offset % 2 == 1 && $0.element.hasPrefix("meshctl ")
                }
                for command in isInside ? Self.commands(line) : quoted.map(\.element) where !command.contains("COMMAND") {
                    count += 1
                    let words = command.split(whereSeparator: { " ,'[]".contains($0) }).dropFirst().map(String.init)
                    do {
                        _ = try Parser.parse(words, table: CommandTable.verbs)
                    } catch  where error.message.hasPrefix("unknown") {
                        XCTFail("\(page): '\(command)': \(error.message)")
                    } catch {
                        // An operand that only the reader knows.
                    }
                }
            }
        }
        XCTAssertGreaterThan(count, 20)
    }

    /// The commands of a line of a script or a settings file, without what follows a pipe or begins a comment.
    private static func commands(_ line: String) -> [String] {
        guard let start = line.range(of: "meshctl[, ] ?[a-z]", options: .regularExpression), !line.contains("name:") else { return [] }
        let text = line[start.lowerBound...]
        return [String(text.prefix { !"|>#;".contains($0) })]
    }

    func testLinksLeadSomewhere() throws {
        for page in pages {
            let text = Project.text(page) ?? ""
            let folder = (page as NSString).deletingLastPathComponent
            for part in text.components(separatedBy: "](").dropFirst() {
                let target = String(part.prefix { $0 != ")" && $0 != "#" })
                if target.isEmpty || target.contains("://") || target.contains("*") { continue }
                let path = Project.path(folder.isEmpty ? target : folder + "/" + target)
                XCTAssertTrue(FileManager.default.fileExists(atPath: path), "\(page) links to \(target), which does not exist")
            }
        }
    }

    /// A working folder with the samples, so that commands may change them.
    private func prepare(_ folder: String) throws {
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: Project.path("samples"), toPath: folder + "/samples")
    }

    private func output(_ command: String, in folder: String) throws -> [String] {
        let path = (Program.meshctl as NSString).deletingLastPathComponent + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "")
        let result = try Program.run(
            "/bin/bash", ["-c", "exec 2>&1; \(command)"], directory: folder,
            environment: ["PATH": path, "NO_COLOR": "1", "HOME": folder, "KUBECONFIG": "/nonexistent/config"])
        var lines = result.output.components(separatedBy: "\n")
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    private func matches(_ found: [String], _ expected: [String]) -> Bool {
        var expected = expected
        while expected.last?.isEmpty == true { expected.removeLast() }
        return Self.matches(found[...], expected[...])
    }

    private static func matches(_ found: ArraySlice<String>, _ expected: ArraySlice<String>) -> Bool {
        guard let first = expected.first else { return found.isEmpty }
        if first == "..." {
            let rest = expected.dropFirst()
            return (0...found.count).contains { matches(found.dropFirst($0), rest) }
        }
        guard found.first == first else { return false }
        return matches(found.dropFirst(), expected.dropFirst())
    }
}
