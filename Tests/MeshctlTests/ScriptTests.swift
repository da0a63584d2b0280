import TestSupport
import XCTest

/// The scripts behind the Makefile, with the binary of this build.
final class ScriptTests: XCTestCase {
    func testInstallAndUninstall() throws {
        let prefix = NSTemporaryDirectory() + "meshctl-install-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: prefix) }
        let install = try Program.run("/bin/sh", ["scripts/install.sh", Program.meshctl, prefix])
        XCTAssertEqual(install.status, 0, install.error)
        let plugin = try Program.run(prefix + "/bin/kubectl-mesh", ["version", "--client", "--short"])
        XCTAssertEqual(plugin.output, version + "\n")
        for path in ["share/man/man1/meshctl.1", "share/bash-completion/completions/meshctl", "share/zsh/site-functions/_meshctl"] {
            XCTAssertTrue(FileManager.default.fileExists(atPath: prefix + "/" + path), path)
        }
        XCTAssertEqual(try Program.run("/bin/sh", ["scripts/install.sh", "--remove", prefix]).status, 0)
        let left = FileManager.default.enumerator(atPath: prefix)?.allObjects as? [String] ?? []
        let files = left.filter {
            (try? FileManager.default.attributesOfItem(atPath: prefix + "/" + $0)[.type] as? FileAttributeType) != .typeDirectory
        }
        XCTAssertEqual(files, [], "uninstall leaves nothing")
    }

    private var version: String {
        (try? Program.meshctl(["version", "--short"]).output.trimmingCharacters(in: .whitespacesAndNewlines)) ?? ""
    }

    func testTheTourRunsToItsEnd() throws {
        let start = Date()
        let tour = try Program.run(
            "/bin/bash", ["scripts/tour.sh", Program.meshctl],
            environment: ["KUBECONFIG": "/nonexistent/config", "HOME": NSTemporaryDirectory()])
        XCTAssertEqual(tour.status, 0, tour.error)
        XCTAssertLessThan(Date().timeIntervalSince(start), 60)
        XCTAssertFalse(tour.output.contains("(exit status 64)"), tour.output)
        for heading in [
            "The shop's mesh is clean", "Where a request goes", "Who may call whom", "A sidecar beside the catalog",
            "What an apply would do",
        ] {
            XCTAssertTrue(tour.output.contains("# " + heading), heading)
        }
        XCTAssertTrue(tour.output.contains("no findings in"), "the shop is not clean")
    }

    func testPictureIsFresh() throws {
        guard let python = Program.find("python3") else { throw XCTSkip("python3 is not installed: 'apt-get install python3'") }
        let picture = try Program.run(python, ["-B", "scripts/picture.py", Program.meshctl])
        XCTAssertEqual(picture.status, 0, picture.error)
        XCTAssertEqual(picture.output, Project.text("docs/picture.svg"), "docs/picture.svg is stale: run 'make generate'")
    }

    func testScriptsAreSound() throws {
        let scripts = Project.files(below: "scripts", suffix: ".sh") + [".ci/run", "Benchmarks/run.sh", "Benchmarks/instructions.sh"]
        for script in scripts {
            let check = try Program.run("/bin/bash", ["-n", script])
            XCTAssertEqual(check.status, 0, script + ": " + check.error)
            XCTAssertTrue(FileManager.default.isExecutableFile(atPath: Project.path(script)), "\(script) is not executable")
        }
    }

    /// Code and documents speak for themselves: nothing of the machine that they were written on.
    func testNoPathOfAWorkplaceIsLeft() {
        let folders = ["Sources", "scripts", "docs", "samples", "Benchmarks", "Fuzz"]
        let files = folders.flatMap { Project.files(below: $0) } + ["README.md", "CONTRIBUTING.md", "Makefile", "CHANGELOG.md", ".ci/run"]
        let forbidden = "/" + "work/"
        for file in files where Project.text(file)?.contains(forbidden) == true { XCTFail("\(file) names \(forbidden)") }
    }
}
