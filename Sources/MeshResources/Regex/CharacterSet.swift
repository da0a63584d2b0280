/// A set of code points as ranges.
struct CharacterSet: Sendable {
    static let maximum: UInt32 = 0x10FFFF
    static let all = CharacterSet([(0, maximum)])
    static let allButNewline = CharacterSet([(0, 9), (11, maximum)])

    /// Ranges, both ends included; sorted and apart only after `normalize`.
    private(set) var ranges: [(low: UInt32, high: UInt32)] = []

    init() {}

    init(_ ranges: [(UInt32, UInt32)]) {
        self.ranges = ranges.map { (low: $0.0, high: $0.1) }
        normalize()
    }

    mutating func add(_ low: UInt32, _ high: UInt32) {
        if low <= high { ranges.append((low, min(high, Self.maximum))) }
    }

    mutating func add(_ other: CharacterSet) {
        ranges.append(contentsOf: other.ranges)
    }

    /// Adds a range and every code point that differs from one in it by case alone.
    mutating func addFolded(_ low: UInt32, _ high: UInt32) {
        add(low, high)
        CaseFolding.forEachVariant(low, high) { add($0, $0) }
    }

    /// Sorts the ranges and joins those that touch.
    mutating func normalize() {
        guard ranges.count > 1 else { return }
        ranges.sort { $0.low < $1.low }
        var result: [(low: UInt32, high: UInt32)] = []
        for range in ranges {
            if let last = result.last, range.low <= last.high &+ 1 {
                result[result.count - 1].high = max(last.high, range.high)
            } else {
                result.append(range)
            }
        }
        ranges = result
    }

    /// Everything that is not in the set.
    var inverted: CharacterSet {
        var sorted = self
        sorted.normalize()
        var result = CharacterSet()
        var next: UInt32 = 0
        for range in sorted.ranges {
            if range.low > next { result.add(next, range.low - 1) }
            next = range.high &+ 1
        }
        if next <= Self.maximum { result.add(next, Self.maximum) }
        return result
    }
}

/// Which code points differ by case alone.
enum CaseFolding {
    /// The other members of the classes that reach beyond ASCII or lie outside it. Built once, when first asked for.
    private static let variants: (points: [UInt32], others: [UInt32: [UInt32]]) = {
        var parent: [UInt32: UInt32] = [:]
        func root(_ point: UInt32) -> UInt32 {
            var point = point
            while let up = parent[point], up != point { point = up }
            return point
        }
        func join(_ point: UInt32, _ mapping: String) {
            let scalars = mapping.unicodeScalars
            guard let only = scalars.first, scalars.count == 1, only.value != point else { return }
            let a = root(point)
            let b = root(only.value)
            parent[a] = parent[a] ?? a
            parent[b] = parent[b] ?? b
            if a != b { parent[max(a, b)] = min(a, b) }
        }
        // No case beyond this block; the dotless i folds to nothing but itself.
        for point: UInt32 in 0..<0x1E944 where point != 0x131 {
            guard let scalar = Unicode.Scalar(point), scalar.properties.changesWhenCaseMapped else { continue }
            join(point, scalar.properties.lowercaseMapping)
            join(point, scalar.properties.uppercaseMapping)
            join(point, scalar.properties.titlecaseMapping)
        }
        var classes: [UInt32: [UInt32]] = [:]
        for point in parent.keys { classes[root(point), default: []].append(point) }
        var others: [UInt32: [UInt32]] = [:]
        for members in classes.values where members.count > 1 {
            for member in members { others[member] = members.filter { $0 != member }.sorted() }
        }
        return (others.keys.sorted(), others)
    }()

    /// Calls `body` with the variants of every code point of a range; some may be in the range themselves.
    static func forEachVariant(_ low: UInt32, _ high: UInt32, _ body: (UInt32) -> Void) {
        guard high >= 0x80 else {
            for point in low...max(low, high) {
                guard isLetter(point) else { continue }
                body(point ^ 0x20)
                if point | 0x20 == 0x6B { body(0x212A) }
                if point | 0x20 == 0x73 { body(0x17F) }
            }
            return
        }
        let table = variants
        var at = 0
        var end = table.points.count
        while at < end {
            let middle = (at + end) / 2
            if table.points[middle] < low { at = middle + 1 } else { end = middle }
        }
        while at < table.points.count, table.points[at] <= high {
            for other in table.others[table.points[at]] ?? [] { body(other) }
            at += 1
        }
    }

    private static func isLetter(_ point: UInt32) -> Bool { point | 0x20 >= 0x61 && point | 0x20 <= 0x7A && point < 0x80 }
}
