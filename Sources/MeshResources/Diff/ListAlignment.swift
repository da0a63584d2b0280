/// Pairs the items of two lists that have no keys: equal items in order first, then what lies between them.
enum ListAlignment {
    /// Lists longer than this are paired by place: the table would grow with the square of their length.
    private static let limit = 400

    /// For every new item the old one that it is paired with; `nil` for items that were added. Old items keep their order.
    static func align<Item>(_ old: [Item], _ new: [Item], isEqual: (Item, Item) -> Bool) -> [(new: Int, old: Int?)] {
        var head = 0
        while head < old.count, head < new.count, isEqual(old[head], new[head]) { head += 1 }
        var tail = 0
        while tail < old.count - head, tail < new.count - head, isEqual(old[old.count - 1 - tail], new[new.count - 1 - tail]) { tail += 1 }
        let (before, after) = (head..<(old.count - tail), head..<(new.count - tail))
        var pairs: [(new: Int, old: Int?)] = (0..<head).map { ($0, $0) }
        if before.count > limit || after.count > limit {
            for index in after { pairs.append((index, before.contains(index) ? index : nil)) }
        } else {
            pairs += between(old, new, before, after, isEqual)
        }
        for index in after.upperBound..<new.count { pairs.append((index, index - new.count + old.count)) }
        return pairs
    }

    /// The longest common subsequence; items between two of its members are paired in order as long as there are both.
    private static func between<Item>(
        _ old: [Item], _ new: [Item], _ before: Range<Int>, _ after: Range<Int>, _ isEqual: (Item, Item) -> Bool
    ) -> [(new: Int, old: Int?)] {
        let width = after.count + 1
        var same = [Bool](repeating: false, count: before.count * after.count)
        var length = [Int](repeating: 0, count: (before.count + 1) * width)
        for i in stride(from: before.count - 1, through: 0, by: -1) {
            for j in stride(from: after.count - 1, through: 0, by: -1) {
                let isSame = isEqual(old[before.lowerBound + i], new[after.lowerBound + j])
                same[i * after.count + j] = isSame
                length[i * width + j] =
                    isSame ? length[(i + 1) * width + j + 1] + 1 : max(length[(i + 1) * width + j], length[i * width + j + 1])
            }
        }
        var pairs: [(new: Int, old: Int?)] = []
        var gapOld: [Int] = []
        var gapNew: [Int] = []
        func closeGap() {
            for (place, index) in gapNew.enumerated() { pairs.append((index, place < gapOld.count ? gapOld[place] : nil)) }
            gapOld = []
            gapNew = []
        }
        var (i, j) = (0, 0)
        while i < before.count || j < after.count {
            if i < before.count, j < after.count, same[i * after.count + j] {
                closeGap()
                pairs.append((after.lowerBound + j, before.lowerBound + i))
                i += 1
                j += 1
            } else if j >= after.count || (i < before.count && length[(i + 1) * width + j] >= length[i * width + j + 1]) {
                gapOld.append(before.lowerBound + i)
                i += 1
            } else {
                gapNew.append(after.lowerBound + j)
                j += 1
            }
        }
        closeGap()
        return pairs
    }
}
