/// Answers whether a text matches, by a deterministic automaton that is built as far as texts need it.
///
/// A step costs one table look-up once the automaton knows it, and at most the size of the program before; no text takes more
/// than that for each byte. The table is thrown away when it grows too large. Keep a matcher to match often; it is not `Sendable`.
public final class RE2Matcher {
    private static let maximumStates = 4_000
    private static let dead: Int32 = 0
    private static let unknown: Int32 = -1
    /// A search that has found a match.
    private static let found: Int32 = -2

    private let program: RegexProgram
    /// Bytes that no instruction tells apart share a class.
    private let classOf: [UInt8]
    private let classCount: Int
    /// One byte of each class.
    private let sample: [UInt8]

    private var states: [State] = []
    private var identifiers: [State: Int32] = [:]
    private var transitions: [Int32] = []
    private var accepts: [Int8] = []
    private var starts: (full: Int32, search: Int32) = (-1, -1)
    private var visited: [UInt32]
    private var generation: UInt32 = 0

    /// The instructions reached, before anything that costs no byte, and what the byte before was.
    private struct State: Hashable {
        var instructions: [UInt32]
        var previous: Previous
        var searches: Bool
    }

    private enum Previous: UInt8 { case nothing, newline, word, other }

    /// Makes a matcher that knows no step yet.
    public init(_ expression: RE2) {
        program = expression.program
        (classOf, sample) = Self.classes(program)
        classCount = sample.count
        visited = [UInt32](repeating: 0, count: program.instructions.count)
        reset()
    }

    private static func classes(_ program: RegexProgram) -> ([UInt8], [UInt8]) {
        var starts = [Bool](repeating: false, count: 257)
        starts[0] = true
        for instruction in program.instructions where instruction.operation == .bytes && instruction.low <= instruction.high {
            starts[Int(instruction.low)] = true
            starts[Int(instruction.high) + 1] = true
        }
        if program.hasAssertions {
            for edge in [0x0A, 0x0B, 0x30, 0x3A, 0x41, 0x5B, 0x5F, 0x60, 0x61, 0x7B] { starts[edge] = true }
        }
        var classOf = [UInt8](repeating: 0, count: 256)
        var sample: [UInt8] = []
        for byte in 0..<256 {
            if starts[byte] { sample.append(UInt8(byte)) }
            classOf[byte] = UInt8(sample.count - 1)
        }
        return (classOf, sample)
    }

    private func reset() {
        states = [State(instructions: [], previous: .other, searches: false)]
        identifiers = [states[0]: Self.dead]
        transitions = [Int32](repeating: Self.dead, count: classCount)
        accepts = [0]
        starts = (Self.unknown, Self.unknown)
    }

    /// Whether the whole text matches.
    public func fullMatch(_ text: UnsafeBufferPointer<UInt8>) -> Bool { run(text, searches: false) }
    /// Whether the whole text matches.
    public func fullMatch(_ text: [UInt8]) -> Bool { text.withUnsafeBufferPointer { run($0, searches: false) } }
    /// Whether the whole text matches.
    public func fullMatch(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { run($0, searches: false) }
    }
    /// Whether any part of the text matches.
    public func partialMatch(_ text: [UInt8]) -> Bool { text.withUnsafeBufferPointer { run($0, searches: true) } }
    /// Whether any part of the text matches.
    public func partialMatch(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { run($0, searches: true) }
    }

    private func run(_ text: UnsafeBufferPointer<UInt8>, searches: Bool) -> Bool {
        var state = start(searches)
        for byte in text {
            let slot = Int(state) &* classCount &+ Int(classOf[Int(byte)])
            var next = transitions[slot]
            if next == Self.unknown { next = step(state, byte) }
            if next == Self.dead { return false }
            if next == Self.found { return true }
            state = next
        }
        return acceptsAtEnd(state)
    }

    private func start(_ searches: Bool) -> Int32 {
        let known = searches ? starts.search : starts.full
        if known != Self.unknown { return known }
        let state = State(instructions: [searches ? program.searchStart : program.start], previous: .nothing, searches: searches)
        let identifier = identify(state)
        if searches { starts.search = identifier } else { starts.full = identifier }
        return identifier
    }

    private func identify(_ state: State) -> Int32 {
        if let known = identifiers[state] { return known }
        let identifier = Int32(states.count)
        states.append(state)
        identifiers[state] = identifier
        transitions.append(contentsOf: repeatElement(Self.unknown, count: classCount))
        accepts.append(-1)
        return identifier
    }

    private func step(_ identifier: Int32, _ byte: UInt8) -> Int32 {
        let state = states[Int(identifier)]
        let (reached, matched) = closure(state, next: byte)
        let next: Int32
        if matched && state.searches {
            next = Self.found
        } else {
            var following: [UInt32] = []
            beginVisit()
            for index in reached {
                let instruction = program.instructions[Int(index)]
                guard instruction.low <= byte, byte <= instruction.high, visit(instruction.next) else { continue }
                following.append(instruction.next)
            }
            if following.isEmpty {
                next = Self.dead
            } else {
                following.sort()
                let previous: Previous =
                    !program.hasAssertions ? .other : byte == 0x0A ? .newline : RegexAssertion.isWord(byte) ? .word : .other
                let successor = State(instructions: following, previous: previous, searches: state.searches)
                if states.count >= Self.maximumStates, identifiers[successor] == nil {
                    reset()
                    return identify(successor)
                }
                next = identify(successor)
            }
        }
        transitions[Int(identifier) * classCount + Int(classOf[Int(byte)])] = next
        return next
    }

    private func acceptsAtEnd(_ identifier: Int32) -> Bool {
        let index = Int(identifier)
        if accepts[index] < 0 { accepts[index] = closure(states[index], next: nil).matched ? 1 : 0 }
        return accepts[index] == 1
    }

    private func beginVisit() {
        generation &+= 1
        if generation == 0 {
            for index in visited.indices { visited[index] = 0 }
            generation = 1
        }
    }

    private func visit(_ index: UInt32) -> Bool {
        if visited[Int(index)] == generation { return false }
        visited[Int(index)] = generation
        return true
    }

    /// The byte instructions that the state stands before, and whether it stands at the end of a match.
    private func closure(_ state: State, next: UInt8?) -> (reached: [UInt32], matched: Bool) {
        let before: UInt8? =
            switch state.previous {
            case .nothing: nil
            case .newline: 0x0A
            case .word: 0x61
            case .other: 0x20
            }
        let holding = RegexAssertion.holding(between: before, and: next)
        var reached: [UInt32] = []
        var matched = false
        var stack: [UInt32] = state.instructions
        beginVisit()
        while let index = stack.popLast() {
            guard visit(index) else { continue }
            let instruction = program.instructions[Int(index)]
            switch instruction.operation {
            case .bytes: reached.append(index)
            case .match: matched = true
            case .capture: stack.append(instruction.next)
            case .split:
                stack.append(instruction.other)
                stack.append(instruction.next)
            case .assertion:
                if holding.contains(RegexAssertion(rawValue: instruction.low)) { stack.append(instruction.next) }
            }
        }
        return (reached, matched)
    }
}
