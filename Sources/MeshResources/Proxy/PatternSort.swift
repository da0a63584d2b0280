/// Sorts as Go's `sort.Slice` does, ties and contradictory orders included.
///
/// `istioctl` sorts its tables with an unstable sort and, for routes, with a comparison that is no order at all ("not a number
/// is never less"). What comes out is still the same in each run, and scripts have grown used to it, so the same steps are taken
/// here: the pattern-defeating quicksort of Orson Peters with the thresholds that Go chose.
struct PatternSort<Element> {
    private var items: [Element]
    private let isLess: (Element, Element) -> Bool

    /// Sorts `items` by `isLess`.
    static func sorted(_ items: [Element], by isLess: @escaping (Element, Element) -> Bool) -> [Element] {
        var sort = PatternSort(items: items, isLess: isLess)
        let depth = Int.bitWidth - items.count.leadingZeroBitCount
        sort.sort(0, items.count, depth: depth)
        return sort.items
    }

    private init(items: [Element], isLess: @escaping (Element, Element) -> Bool) {
        self.items = items
        self.isLess = isLess
    }

    /// What the choice of a pivot tells about a range.
    private enum Hint { case rising, falling, unknown }

    private func less(_ a: Int, _ b: Int) -> Bool { isLess(items[a], items[b]) }
    private mutating func swap(_ a: Int, _ b: Int) { items.swapAt(a, b) }

    /// Sorts `start..<end`; after `depth` lopsided splits the rest is left to heapsort.
    private mutating func sort(_ start: Int, _ end: Int, depth: Int) {
        var (start, end, depth) = (start, end, depth)
        var wasBalanced = true
        var wasPartitioned = true
        while true {
            let length = end - start
            if length <= 12 { return insertionSort(start, end) }
            if depth == 0 { return heapSort(start, end) }
            if !wasBalanced {
                shuffle(start, end)
                depth -= 1
            }
            var (pivot, hint) = choosePivot(start, end)
            if hint == .falling {
                reverse(start, end)
                pivot = end - 1 - (pivot - start)
                hint = .rising
            }
            if wasBalanced, wasPartitioned, hint == .rising, finishIfNearlySorted(start, end) { return }
            if start > 0, !less(start - 1, pivot) {
                start = skipEqual(start, end, pivot)
                continue
            }
            let middle: Int
            (middle, wasPartitioned) = partition(start, end, pivot)
            let (left, right) = (middle - start, end - middle)
            wasBalanced = min(left, right) >= length / 8
            if left < right {
                sort(start, middle, depth: depth)
                start = middle + 1
            } else {
                sort(middle + 1, end, depth: depth)
                end = middle
            }
        }
    }

    private mutating func insertionSort(_ start: Int, _ end: Int) {
        guard end - start > 1 else { return }
        for first in (start + 1)..<end { sinkLeft(from: first, to: start) }
    }

    private mutating func sinkLeft(from index: Int, to lowest: Int) {
        var at = index
        while at > lowest, less(at, at - 1) {
            swap(at, at - 1)
            at -= 1
        }
    }

    private mutating func heapSort(_ start: Int, _ end: Int) {
        let count = end - start
        for root in stride(from: (count - 1) / 2, through: 0, by: -1) { siftDown(root, count, start) }
        for last in stride(from: count - 1, through: 0, by: -1) {
            swap(start, start + last)
            siftDown(0, last, start)
        }
    }

    private mutating func siftDown(_ root: Int, _ count: Int, _ start: Int) {
        var root = root
        while true {
            var child = 2 * root + 1
            guard child < count else { return }
            if child + 1 < count, less(start + child, start + child + 1) { child += 1 }
            guard less(start + root, start + child) else { return }
            swap(start + root, start + child)
            root = child
        }
    }

    /// Moves what is less than the pivot to its left; tells whether nothing had to move.
    private mutating func partition(_ start: Int, _ end: Int, _ pivot: Int) -> (Int, Bool) {
        swap(start, pivot)
        var low = start + 1
        var high = end - 1
        var untouched = true
        while true {
            while low <= high, less(low, start) { low += 1 }
            while low <= high, !less(high, start) { high -= 1 }
            if low > high { break }
            untouched = false
            swap(low, high)
            low += 1
            high -= 1
        }
        swap(high, start)
        return (high, untouched)
    }

    /// Gathers what equals the pivot at the left and gives the place after it.
    private mutating func skipEqual(_ start: Int, _ end: Int, _ pivot: Int) -> Int {
        swap(start, pivot)
        var low = start + 1
        var high = end - 1
        while true {
            while low <= high, !less(start, low) { low += 1 }
            while low <= high, less(start, high) { high -= 1 }
            if low > high { return low }
            swap(low, high)
            low += 1
            high -= 1
        }
    }

    /// Mends up to five misplaced pairs; tells whether the range is sorted then.
    private mutating func finishIfNearlySorted(_ start: Int, _ end: Int) -> Bool {
        var at = start + 1
        for _ in 0..<5 {
            while at < end, !less(at, at - 1) { at += 1 }
            if at == end { return true }
            if end - start < 50 { return false }
            swap(at, at - 1)
            if at - start >= 2 { sinkLeft(from: at - 1, to: 0) }
            if end - at >= 2 {
                var right = at + 1
                while right < end, less(right, right - 1) {
                    swap(right, right - 1)
                    right += 1
                }
            }
        }
        return false
    }

    /// Scatters three elements around the middle, by a generator that the length alone seeds.
    private mutating func shuffle(_ start: Int, _ end: Int) {
        let length = end - start
        guard length >= 8 else { return }
        var state = UInt64(length)
        let mask = (UInt64(1) << UInt64(Int.bitWidth - length.leadingZeroBitCount)) - 1
        let middle = start + length / 4 * 2
        for offset in -1...1 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            var other = Int(truncatingIfNeeded: state & mask)
            if other >= length { other -= length }
            swap(middle + offset, start + other)
        }
    }

    private func choosePivot(_ start: Int, _ end: Int) -> (Int, Hint) {
        let length = end - start
        var swaps = 0
        let quarter = length / 4
        var (a, b, c) = (start + quarter, start + 2 * quarter, start + 3 * quarter)
        if length >= 8 {
            if length >= 50 {
                a = median(a - 1, a, a + 1, &swaps)
                b = median(b - 1, b, b + 1, &swaps)
                c = median(c - 1, c, c + 1, &swaps)
            }
            b = median(a, b, c, &swaps)
        }
        return (b, swaps == 0 ? .rising : swaps == 12 ? .falling : .unknown)
    }

    private func median(_ a: Int, _ b: Int, _ c: Int, _ swaps: inout Int) -> Int {
        var (a, b, c) = (a, b, c)
        orderPair(&a, &b, &swaps)
        orderPair(&b, &c, &swaps)
        orderPair(&a, &b, &swaps)
        return b
    }

    private func orderPair(_ a: inout Int, _ b: inout Int, _ swaps: inout Int) {
        guard less(b, a) else { return }
        (a, b) = (b, a)
        swaps += 1
    }

    private mutating func reverse(_ start: Int, _ end: Int) {
        var (low, high) = (start, end - 1)
        while low < high {
            swap(low, high)
            low += 1
            high -= 1
        }
    }
}
