/// Finds matches with their captures and replaces them.
///
/// Runs all threads of the program side by side in order of preference, so a text of n bytes costs n times the program's size.
struct RegexFinder {
    private let program: RegexProgram
    private let text: [UInt8]

    init(_ program: RegexProgram, _ text: [UInt8]) {
        self.program = program
        self.text = text
    }

    /// Threads in order of preference; each has its own slots.
    private struct ThreadList {
        var instructions: [UInt32] = []
        var slots: [[Int]] = []
        var seen: [Bool]

        mutating func clear() {
            for index in instructions { seen[Int(index)] = false }
            instructions.removeAll(keepingCapacity: true)
            slots.removeAll(keepingCapacity: true)
        }
    }

    /// The leftmost match that begins at `from` or later: begin and end of the whole and of each capture, -1 where there is none.
    func firstMatch(from: Int) -> [Int]? {
        let blank = ThreadList(seen: [Bool](repeating: false, count: program.instructions.count))
        var current = blank
        var following = blank
        var marks = [UInt32](repeating: 0, count: program.instructions.count)
        var generation: UInt32 = 0
        var best: [Int]?
        var at = from
        while at <= text.count {
            if best == nil {
                generation &+= 1
                for index in current.instructions { marks[Int(index)] = generation }
                add(program.start, [Int](repeating: -1, count: program.slotCount), at, &current, &marks, generation)
            }
            if current.instructions.isEmpty, best != nil { break }
            following.clear()
            generation &+= 1
            for (position, index) in current.instructions.enumerated() {
                let instruction = program.instructions[Int(index)]
                if instruction.operation == .match {
                    best = current.slots[position]
                    break
                }
                guard at < text.count, instruction.low <= text[at], text[at] <= instruction.high else { continue }
                add(instruction.next, current.slots[position], at + 1, &following, &marks, generation)
            }
            swap(&current, &following)
            at += 1
        }
        return best
    }

    /// Adds a thread and all that it reaches without a byte, depth first so that preference is kept.
    private func add(
        _ start: UInt32, _ slots: [Int], _ at: Int, _ list: inout ThreadList, _ marks: inout [UInt32], _ generation: UInt32
    ) {
        let holding = RegexAssertion.holding(between: at > 0 ? text[at - 1] : nil, and: at < text.count ? text[at] : nil)
        var stack: [(UInt32, [Int])] = [(start, slots)]
        while let (index, slots) = stack.popLast() {
            guard marks[Int(index)] != generation else { continue }
            marks[Int(index)] = generation
            let instruction = program.instructions[Int(index)]
            switch instruction.operation {
            case .bytes, .match:
                list.instructions.append(index)
                list.slots.append(slots)
            case .split:
                stack.append((instruction.other, slots))
                stack.append((instruction.next, slots))
            case .capture:
                var changed = slots
                changed[Int(instruction.other)] = at
                stack.append((instruction.next, changed))
            case .assertion:
                if holding.contains(RegexAssertion(rawValue: instruction.low)) { stack.append((instruction.next, slots)) }
            }
        }
    }

    /// Replaces every match, as RE2's global replacement does: `\1` is a capture, `\0` the match, `\\` a backslash. An empty match
    /// right behind another match is passed over. `nil` where nothing matches.
    func replacingAll(with substitution: [UInt8]) -> [UInt8]? {
        var result: [UInt8] = []
        var at = 0
        var lastEnd = -1
        var count = 0
        while at <= text.count, let match = firstMatch(from: at) {
            let start = match[0]
            let end = match[1]
            result.append(contentsOf: text[at..<start])
            if start == lastEnd, start == end {
                if start < text.count {
                    let next = characterEnd(start)
                    result.append(contentsOf: text[start..<next])
                    at = next
                } else {
                    at = start + 1
                }
                continue
            }
            append(substitution, match, &result)
            at = end
            lastEnd = end
            count += 1
        }
        guard count > 0 else { return nil }
        if at < text.count { result.append(contentsOf: text[at...]) }
        return result
    }

    private func append(_ substitution: [UInt8], _ match: [Int], _ result: inout [UInt8]) {
        var index = 0
        while index < substitution.count {
            let byte = substitution[index]
            index += 1
            guard byte == UInt8(ascii: "\\"), index < substitution.count else {
                result.append(byte)
                continue
            }
            let letter = substitution[index]
            index += 1
            guard letter >= 0x30, letter <= 0x39 else {
                result.append(letter)
                continue
            }
            let slot = 2 * Int(letter - 0x30)
            if slot + 1 < match.count, match[slot] >= 0, match[slot + 1] >= match[slot] {
                result.append(contentsOf: text[match[slot]..<match[slot + 1]])
            }
        }
    }

    private func characterEnd(_ start: Int) -> Int {
        var end = start + 1
        if text[start] >= 0xC0 {
            while end < text.count, end < start + 4, text[end] & 0xC0 == 0x80 { end += 1 }
        }
        return end
    }
}
