import XCTest

@testable import meshctl

final class ParserTests: XCTestCase {
    private let count = Option.value("count", "n", "N", "how many")
    private let names = Option.list("name", nil, "NAME", "names")
    private let headers = Option.repeated("header", "H", "HEADER", "headers")
    private let kube = Option.flag("use-kube", "k", standard: true, "use a cluster")
    private let loud = Option.flag("loud", "l", "be loud")
    private let format = Option.choice("output", "o", "FORMAT", ["text", "json"], "format", standard: "text")

    private var table: [Command] {
        [
            Command(
                "try", aliases: ["t"], group: .other, summary: "try", operands: .init("[WORD...]", 0...3),
                options: [count, names, headers, kube, loud, format], run: { _ in DoneReport(exitCode: .success) }),
            Command(
                "outer", group: .other, summary: "outer",
                subcommands: [
                    Command("inner", aliases: ["in"], group: .other, summary: "inner", run: { _ in DoneReport(exitCode: .success) })
                ]),
        ]
    }

    private func arguments(_ line: String) throws -> Arguments {
        guard case .run(_, let arguments) = try Parser.parse(line.split(separator: " ").map(String.init), table: table) else {
            throw Failure(.usage, "not a run")
        }
        return arguments
    }

    private func error(_ line: String) -> Parser.UsageError? {
        do {
            _ = try Parser.parse(line.split(separator: " ").map(String.init), table: table)
            return nil
        } catch {
            return error
        }
    }

    func testValuesInEverySpelling() throws {
        for line in ["try --count 5", "try --count=5", "try -n 5", "try -n5", "try -n=5", "try -ln5", "t -l -n 5"] {
            XCTAssertEqual(try arguments(line).value(count), "5", line)
        }
        XCTAssertEqual(try arguments("try -n 1 --count 2").value(count), "2")
        XCTAssertEqual(try arguments("try").value(format), "text")
    }

    func testFlags() throws {
        XCTAssertTrue(try arguments("try").flag(kube))
        XCTAssertFalse(try arguments("try --use-kube=false").flag(kube))
        XCTAssertFalse(try arguments("try -k=0").flag(kube))
        XCTAssertTrue(try arguments("try -kl").flag(loud))
        XCTAssertEqual(error("try --loud=maybe")?.message, "'maybe' is no value for '--loud': expected true or false")
    }

    func testListsSplitAndRepeatedOptionsDoNot() throws {
        XCTAssertEqual(try arguments("try --name a,b --name c").values(names), ["a", "b", "c"])
        XCTAssertEqual(try arguments("try -H a,b -H c").values(headers), ["a,b", "c"])
    }

    func testOperandsAndOptionsMix() throws {
        let arguments = try arguments("try a -l - -- -x")
        XCTAssertEqual(arguments.operands, ["a", "-", "-x"])
        XCTAssertTrue(arguments.flag(loud))
        XCTAssertEqual(error("try a b c d")?.message, "unexpected argument 'd'")
    }

    func testAVerbsOwnLetterWinsOverTheGlobalOne() throws {
        let arguments = try arguments("try -n 5 --namespace shop -i mesh")
        XCTAssertEqual(arguments.value(count), "5")
        XCTAssertEqual(arguments.value(GlobalOptions.namespace), "shop")
        XCTAssertEqual(arguments.value(GlobalOptions.istioNamespace), "mesh")
    }

    func testGlobalOptionsMayPrecedeTheVerb() throws {
        XCTAssertEqual(try arguments("-n shop try").value(GlobalOptions.namespace), "shop")
    }

    func testSubcommands() throws {
        guard case .run(let path, _) = try Parser.parse(["outer", "in"], table: table) else { return XCTFail("not a run") }
        XCTAssertEqual(path.map(\.name), ["outer", "inner"])
        guard case .help(let help) = try Parser.parse(["outer"], table: table) else { return XCTFail("not help") }
        XCTAssertEqual(help.map(\.name), ["outer"])
        XCTAssertEqual(error("outer iner")?.help, "did you mean 'inner'?")
    }

    func testUnknownWordsAreAnsweredByASuggestion() {
        XCTAssertEqual(error("tyr")?.help, "did you mean 'try'?")
        XCTAssertEqual(error("try --cuont 3")?.help, "did you mean '--count'?")
        XCTAssertEqual(error("try -o jsno")?.help, "did you mean 'json'?")
        XCTAssertEqual(error("try -Z")?.message, "unknown flag '-Z' in '-Z'")
        XCTAssertEqual(error("try --count")?.message, "'--count' needs a value: expected N")
    }

    func testDurations() throws {
        let wait = Option.value("count", nil, "D", "how long")
        for (text, seconds) in [("30s", 30.0), ("1m30s", 90), ("500ms", 0.5), ("2", 2), ("1.5h", 5400)] {
            XCTAssertEqual(try arguments("try --count \(text)").duration(wait), seconds, text)
        }
        for text in ["x", "3x", "", "s", "-3s"] {
            var arguments = Arguments()
            arguments.add(wait, text)
            XCTAssertThrowsError(try arguments.duration(wait), text)
        }
    }

    func testExitCodesMergeByPrecedence() {
        XCTAssertEqual(ExitCode.findings.merged(with: .failure), .findings)
        XCTAssertEqual(ExitCode.findings.merged(with: .unreachable), .unreachable)
        XCTAssertEqual(ExitCode.forbidden.merged(with: .unreadable), .unreadable)
        XCTAssertEqual(ExitCode.unreadable.merged(with: .usage), .usage)
        XCTAssertEqual(ExitCode.success.merged(with: .success), .success)
    }
}
