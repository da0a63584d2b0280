import Glibc

/// Runs another program and collects what it prints.
public enum ChildProcess {
    /// How the program ended and what it printed on standard output.
    public struct Outcome: Sendable {
        /// The exit code; 128 and the signal's number when a signal ended it.
        public var status: Int
        /// Standard output; empty when it was inherited.
        public var output: [UInt8]
    }

    /// The program could not be started.
    public struct StartError: Error {
        /// The system's words.
        public var text: String
    }

    /// Runs a program and waits for it. Standard error is inherited.
    ///
    /// - Parameters:
    ///   - environment: variables added to this process's own.
    ///   - inheritsInput: whether it reads this process's standard input, rather than nothing.
    ///   - inheritsOutput: whether it writes to this process's standard output, rather than into the outcome.
    public static func run(
        _ command: String, _ arguments: [String], environment added: [(name: String, value: String)] = [], inheritsInput: Bool = false,
        inheritsOutput: Bool = false
    ) throws(StartError) -> Outcome {
        var ends: [Int32] = [-1, -1]
        if !inheritsOutput {
            guard pipe(&ends) == 0 else { throw StartError(text: String(cString: strerror(errno))) }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if !inheritsInput { posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0) }
        if !inheritsOutput { posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO) }

        var variables = inherited().filter { own in !added.contains { own.hasPrefix($0.name + "=") } }
        variables += added.map { "\($0.name)=\($0.value)" }
        let argv: [UnsafeMutablePointer<CChar>?] = ([command] + arguments).map { strdup($0) } + [nil]
        let envp: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var child: pid_t = 0
        let failure = posix_spawnp(&child, command, &actions, nil, argv, envp)
        if ends[1] >= 0 { close(ends[1]) }
        defer { if ends[0] >= 0 { close(ends[0]) } }
        guard failure == 0 else { throw StartError(text: String(cString: strerror(failure))) }

        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while ends[0] >= 0 {
            let count = read(ends[0], &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            if output.count < 1 << 26 { output += chunk[..<count] }
        }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return Outcome(status: signal == 0 ? Int(status >> 8 & 0xFF) : 128 + Int(signal), output: output)
    }

    private static func inherited() -> [String] {
        var result: [String] = []
        var entry = environ
        while let text = entry.pointee {
            result.append(String(cString: text))
            entry += 1
        }
        return result
    }
}
