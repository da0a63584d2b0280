import Foundation

/// Programs that tests run.
public enum Program {
    /// What a run gave.
    public struct Result: Sendable {
        /// The exit status; negative for a signal.
        public var status: Int32
        /// Standard output.
        public var output: String
        /// Standard error.
        public var error: String
    }

    /// The meshctl binary of the build that the tests belong to.
    public static let meshctl: String = {
        let bundle = URL(fileURLWithPath: CommandLine.arguments.first ?? "").resolvingSymlinksInPath().deletingLastPathComponent()
        let beside = bundle.appendingPathComponent("meshctl").path
        return FileManager.default.isExecutableFile(atPath: beside) ? beside : Project.path(".build/debug/meshctl")
    }()

    /// Runs meshctl in the checkout, without colours, without the caller's kubeconfig.
    public static func meshctl(_ arguments: [String], input: String? = nil, directory: String? = nil, environment: [String: String] = [:])
        throws -> Result
    {
        var all = ["NO_COLOR": "1", "HOME": "/nonexistent", "KUBECONFIG": "/nonexistent/config"]
        all.merge(environment) { _, new in new }
        return try run(meshctl, arguments, input: input, directory: directory, environment: all)
    }

    /// Runs a program to its end.
    public static func run(
        _ program: String, _ arguments: [String], input: String? = nil, directory: String? = nil, environment: [String: String] = [:]
    ) throws -> Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: directory ?? Project.root)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        // Files rather than pipes: nothing can fill up.
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("meshctl-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let names = ["input", "output", "error"].map { folder.appendingPathComponent($0) }
        try (input ?? "").write(to: names[0], atomically: false, encoding: .utf8)
        for name in names.dropFirst() { try Data().write(to: name) }
        process.standardInput = try FileHandle(forReadingFrom: names[0])
        process.standardOutput = try FileHandle(forWritingTo: names[1])
        process.standardError = try FileHandle(forWritingTo: names[2])
        try process.run()
        process.waitUntilExit()
        let status = process.terminationReason == .uncaughtSignal ? -process.terminationStatus : process.terminationStatus
        return Result(
            status: status, output: String(decoding: try Data(contentsOf: names[1]), as: UTF8.self),
            error: String(decoding: try Data(contentsOf: names[2]), as: UTF8.self))
    }

    /// The full path of a program on the PATH.
    public static func find(_ name: String) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
