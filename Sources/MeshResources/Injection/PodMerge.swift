/// Kubernetes' strategic merge of a patch onto a typed object.
enum PodMerge {
    /// Merges a pod patch, a record of type Pod read as a patch, onto a pod.
    static func merge(_ patch: Record, onto pod: inout Pod) throws(RecordError) {
        if let metadata = patch.record(PodFields.podMetadata) {
            do { try merge(metadata, onto: &pod.metadata) } catch { throw error.inside("metadata") }
        }
        if let spec = patch.record(PodFields.podSpec) {
            do { try merge(spec, onto: &pod.spec) } catch { throw error.inside("spec") }
        }
    }

    /// Merges a patch onto a record of the same type.
    static func merge(_ patch: Record, onto record: inout Record) throws(RecordError) {
        if let directive = patch.directive {
            record = directive == .delete ? Record(record.typeIndex) : stripped(patch)
            return
        }
        let fields = record.type.fields
        for slot in patch.slots {
            let field = fields[slot.field]
            do {
                if let base = record[slot.field] {
                    record[slot.field] = try merged(slot.value, onto: base, field)
                } else if let value = stripped(slot.value) {
                    record[slot.field] = field.normalized(value)
                }
            } catch { throw error.inside(field.name) }
        }
    }

    /// The merged value of a field that is set; `nil` where it is unset by the patch.
    private static func merged(_ patch: RecordValue, onto base: RecordValue, _ field: RecordField) throws(RecordError) -> RecordValue? {
        switch (patch, base) {
        case (.null, _): return nil
        case (.record(let patch), .record(var record)):
            try merge(patch, onto: &record)
            return field.normalized(.record(record))
        case (.map(let patch), .map(let map)): return field.normalized(.map(merged(patch, onto: map)))
        case (.list(let patch), .list(let items)) where field.mergeKey != nil:
            return .list(try merged(patch, onto: items, key: field.mergeKey ?? ""))
        default: return stripped(patch).flatMap { field.normalized($0) }
        }
    }

    private static func merged(_ patch: RecordMap, onto map: RecordMap) -> RecordMap {
        if let directive = patch.directive { return directive == .delete ? RecordMap() : stripped(patch) }
        var result = map
        for (key, value) in patch.entries { result[key] = stripped(value) }
        return result
    }

    // MARK: Lists

    private static func merged(_ patch: [RecordValue], onto base: [RecordValue], key: String) throws(RecordError) -> [RecordValue] {
        if key.isEmpty { return ordered(base + patch.filter { !contains(base, $0) }, patch: patch, original: base) { $0 } }
        let isReplaced = patch.contains { $0.record?.directive == .replace }
        if isReplaced { return patch.filter { $0.record?.directive == nil }.compactMap { stripped($0) } }
        var result = base
        var kept: [RecordValue] = []
        for element in patch {
            guard let record = element.record else { continue }
            let field = record.type.index(key)
            guard let value = record[field] else {
                throw RecordError(message: "an element of the patch has no '\(key)'", path: "", location: nil)
            }
            func isSame(_ other: RecordValue) -> Bool {
                other.record.map { equal($0[field] ?? $0.type.fields[field].unset, value) } ?? false
            }
            if record.directive == .delete {
                result.removeAll(where: isSame)
                continue
            }
            kept.append(element)
            if let place = result.firstIndex(where: isSame), case .record(var existing) = result[place] {
                result[place] = .null
                try merge(record, onto: &existing)
                result[place] = .record(existing)
            } else if let added = stripped(element) {
                result.append(added)
            }
        }
        return ordered(result, patch: kept, original: base) { $0.record.flatMap { $0[$0.type.index(key)] } ?? .null }
    }

    /// Puts the elements of a merged list in order: those that the patch names in its order, the others in theirs, and an other
    /// one before the next of the patch only where both were in the original and the other one came first.
    private static func ordered(
        _ merged: [RecordValue], patch: [RecordValue], original: [RecordValue], by key: (RecordValue) -> RecordValue
    ) -> [RecordValue] {
        guard !patch.isEmpty else { return merged }
        let patchKeys = patch.map(key)
        let originalKeys = original.map(key)
        func place(_ item: RecordValue, in keys: [RecordValue]) -> Int? {
            let itemKey = key(item)
            return keys.firstIndex { equal($0, itemKey) }
        }
        var named: [(place: Int, item: RecordValue)] = []
        var others: [RecordValue] = []
        for item in merged {
            if let index = place(item, in: patchKeys) { named.append((index, item)) } else { others.append(item) }
        }
        // A stable sort: equal places keep their order.
        let sorted = named.enumerated().sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }.map(\.element.item)
        var result: [RecordValue] = []
        result.reserveCapacity(merged.count)
        var (left, right) = (0, 0)
        while left < others.count, right < sorted.count {
            if let a = place(others[left], in: originalKeys), let b = place(sorted[right], in: originalKeys), a < b {
                result.append(others[left])
                left += 1
            } else {
                result.append(sorted[right])
                right += 1
            }
        }
        result.append(contentsOf: others[left...])
        result.append(contentsOf: sorted[right...])
        return result
    }

    private static func contains(_ items: [RecordValue], _ value: RecordValue) -> Bool { items.contains { equal($0, value) } }

    /// Equality of merge keys.
    private static func equal(_ a: RecordValue, _ b: RecordValue) -> Bool {
        switch (a, b) {
        case (.string(let x), .string(let y)): x == y
        case (.int(let x), .int(let y)): x == y
        default: false
        }
    }

    // MARK: New values

    /// A patch value as it stands where nothing was before: without nulls and directives at any depth.
    static func stripped(_ value: RecordValue) -> RecordValue? {
        switch value {
        case .null: nil
        case .record(let record): .record(stripped(record))
        case .map(let map): .map(stripped(map))
        case .list(let items): .list(items.filter { $0.record?.directive != .delete }.compactMap { stripped($0) })
        default: value
        }
    }

    private static func stripped(_ record: Record) -> Record {
        var result = Record(record.typeIndex)
        let fields = record.type.fields
        for slot in record.slots {
            if let value = stripped(slot.value), let kept = fields[slot.field].normalized(value) { result[slot.field] = kept }
        }
        return result
    }

    private static func stripped(_ map: RecordMap) -> RecordMap {
        var result = RecordMap()
        for (key, value) in map.entries { if let value = stripped(value) { result.append(key, value) } }
        return result
    }
}
