/// The difference of two texts by lines, in the form that `patch` takes.
public enum UnifiedDiff {
    /// Hunks with three lines around each change; empty when the texts are the same.
    ///
    /// - Parameters:
    ///   - oldName: what stands after `---`; `/dev/null` for a file that did not exist.
    ///   - newName: what stands after `+++`.
    public static func text(old: [UInt8], new: [UInt8], oldName: String, newName: String) -> String {
        guard old != new else { return "" }
        let before = lines(old)
        let after = lines(new)
        let script = edits(before, after)
        var text = "--- \(oldName)\n+++ \(newName)\n"
        var index = 0
        while index < script.count {
            guard script[index].kind != .same else {
                index += 1
                continue
            }
            let start = max(0, index - context)
            var end = index
            var quiet = 0
            var at = index
            while at < script.count, quiet <= 2 * context {
                if script[at].kind == .same {
                    quiet += 1
                } else {
                    quiet = 0
                    end = at
                }
                at += 1
            }
            let stop = min(script.count, end + 1 + context)
            text += hunk(script[start..<stop], before, after)
            index = stop
        }
        return text
    }

    private static let context = 3

    private enum Kind: Character {
        case same = " "
        case removed = "-"
        case added = "+"
    }

    private struct Edit {
        var kind: Kind
        var old: Int
        var new: Int
    }

    private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var result: [ArraySlice<UInt8>] = []
        var start = 0
        for (index, byte) in bytes.enumerated() where byte == 0x0A {
            result.append(bytes[start...index])
            start = index + 1
        }
        if start < bytes.count { result.append(bytes[start...]) }
        return result
    }

    private static func hunk(_ script: ArraySlice<Edit>, _ before: [ArraySlice<UInt8>], _ after: [ArraySlice<UInt8>]) -> String {
        let oldCount = script.count { $0.kind != .added }
        let newCount = script.count { $0.kind != .removed }
        let first = script.first ?? Edit(kind: .same, old: 0, new: 0)
        var text =
            "@@ -\(oldCount == 0 ? first.old : first.old + 1),\(oldCount) +\(newCount == 0 ? first.new : first.new + 1),\(newCount) @@\n"
        for edit in script {
            let line = edit.kind == .added ? after[edit.new] : before[edit.old]
            text.append(edit.kind.rawValue)
            text += String(decoding: line, as: UTF8.self)
            if line.last != 0x0A { text += "\n\\ No newline at end of file\n" }
        }
        return text
    }

    /// The shortest way from one list of lines to the other, by Myers' algorithm on numbered lines; beyond a limit of effort
    /// the rest is replaced as a whole, which is longer and as correct.
    private static func edits(_ before: [ArraySlice<UInt8>], _ after: [ArraySlice<UInt8>]) -> [Edit] {
        var numbers: [ArraySlice<UInt8>: Int] = [:]
        func number(_ line: ArraySlice<UInt8>) -> Int {
            if let known = numbers[line] { return known }
            numbers[line] = numbers.count
            return numbers.count - 1
        }
        let a = before.map(number)
        let b = after.map(number)
        var head = 0
        while head < a.count, head < b.count, a[head] == b[head] { head += 1 }
        var tail = 0
        while tail < a.count - head, tail < b.count - head, a[a.count - 1 - tail] == b[b.count - 1 - tail] { tail += 1 }
        var result: [Edit] = (0..<head).map { Edit(kind: .same, old: $0, new: $0) }
        result += middle(Array(a[head..<(a.count - tail)]), Array(b[head..<(b.count - tail)]), head)
        for step in 0..<tail { result.append(Edit(kind: .same, old: a.count - tail + step, new: b.count - tail + step)) }
        return result
    }

    private static let effort = 1000

    private static func middle(_ a: [Int], _ b: [Int], _ offset: Int) -> [Edit] {
        let limit = min(a.count + b.count, effort)
        var furthest = [Int](repeating: 0, count: 2 * limit + 3)
        var trace: [[Int]] = []
        let center = limit + 1
        for distance in 0...max(0, limit) {
            trace.append(furthest)
            for diagonal in stride(from: -distance, through: distance, by: 2) {
                let isDown =
                    diagonal == -distance
                    || (diagonal != distance && furthest[center + diagonal - 1] < furthest[center + diagonal + 1])
                var x = isDown ? furthest[center + diagonal + 1] : furthest[center + diagonal - 1] + 1
                while x < a.count, x - diagonal < b.count, x - diagonal >= 0, a[x] == b[x - diagonal] { x += 1 }
                furthest[center + diagonal] = x
                if x >= a.count, x - diagonal >= b.count { return backtrack(trace, a, b, offset, center) }
            }
        }
        return a.indices.map { Edit(kind: .removed, old: offset + $0, new: offset) }
            + b.indices.map { Edit(kind: .added, old: offset + a.count, new: offset + $0) }
    }

    private static func backtrack(_ trace: [[Int]], _ a: [Int], _ b: [Int], _ offset: Int, _ center: Int) -> [Edit] {
        var result: [Edit] = []
        var (x, y) = (a.count, b.count)
        for distance in stride(from: trace.count - 1, through: 0, by: -1) {
            let furthest = trace[distance]
            let diagonal = x - y
            let isDown =
                diagonal == -distance
                || (diagonal != distance && furthest[center + diagonal - 1] < furthest[center + diagonal + 1])
            let before = isDown ? diagonal + 1 : diagonal - 1
            let startX = distance == 0 ? 0 : furthest[center + before]
            let startY = distance == 0 ? 0 : startX - before
            while x > startX, y > startY {
                x -= 1
                y -= 1
                result.append(Edit(kind: .same, old: offset + x, new: offset + y))
            }
            guard distance > 0 else { break }
            if isDown {
                result.append(Edit(kind: .added, old: offset + x, new: offset + startY))
            } else {
                result.append(Edit(kind: .removed, old: offset + startX, new: offset + y))
            }
            (x, y) = (startX, startY)
        }
        return result.reversed()
    }
}
