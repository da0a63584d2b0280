/// Sprig's functions for lists, maps and numbers.
extension TemplateFunctions {
    mutating func addSprigLists() {
        add("list", rest: .any) { .list($0) }
        alias("tuple", of: "list")
        for must in ["", "must"] {
            func name(_ word: String) -> String { must.isEmpty ? word : must + word.prefix(1).uppercased() + word.dropFirst() }
            add(name("append"), .any, .any) { .list(try SprigList.items($0[0], "push on") + [$0[1]]) }
            alias(name("push"), of: name("append"))
            add(name("prepend"), .any, .any) { .list([$0[1]] + (try SprigList.items($0[0], "prepend on"))) }
            add(name("first"), .any) { try SprigList.items($0[0], "find first on").first ?? .null }
            add(name("last"), .any) { try SprigList.items($0[0], "find last on").last ?? .null }
            add(name("rest"), .any) { .list(Array(try SprigList.items($0[0], "find rest on").dropFirst())) }
            add(name("initial"), .any) { .list(Array(try SprigList.items($0[0], "find initial on").dropLast())) }
            add(name("reverse"), .any) { .list(try SprigList.items($0[0], "find reverse on").reversed()) }
            add(name("compact"), .any) { .list(try SprigList.items($0[0], "compact on").filter { !SprigText.isEmpty($0) }) }
            add(name("uniq"), .any) { .list(SprigList.unique(try SprigList.items($0[0], "find uniq on"))) }
            add(name("without"), .any, rest: .any) { arguments in
                let left = arguments.dropFirst().map(\.exact)
                return .list(try SprigList.items(arguments[0], "find without on").filter { !left.contains($0.exact) })
            }
            add(name("has"), .any, .any) { arguments in
                if arguments[1].isNil { return .bool(false) }
                return .bool(try SprigList.items(arguments[1], "find has on").contains { $0.exact == arguments[0].exact })
            }
            add(name("slice"), .any, rest: .any) { arguments in
                let items = try SprigList.items(arguments[0], "slice on")
                let start = arguments.count > 1 ? Int(clamping: SprigNumber.integer(arguments[1])) : 0
                let end = arguments.count > 2 ? Int(clamping: SprigNumber.integer(arguments[2])) : items.count
                guard start >= 0, start <= end, end <= items.count else { throw TemplateFunctionError("slice bounds out of range") }
                return .list(Array(items[start..<end]))
            }
            add(name("chunk"), .int, .any) { arguments in
                let items = try SprigList.items(arguments[1], "chunk type")
                guard arguments[0].integer > 0 else { throw TemplateFunctionError("a chunk of \(arguments[0].integer) elements") }
                let starts = stride(from: 0, to: items.count, by: arguments[0].integer)
                return .list(starts.map { .list(Array(items[$0..<min($0 + arguments[0].integer, items.count)])) })
            }
        }
        add("concat", rest: .any) { .list(try $0.flatMap { try SprigList.items($0, "concat type") }) }
        add("join", .string, .any) { .string(SprigText.strings($0[1]).joined(separator: $0[0].text)) }
        add("sortAlpha", .any) { arguments in
            .list(SprigText.strings(arguments[0]).sorted { JSONWriter.precedes($0, $1) }.map { .string($0) })
        }
        add("splitList", .string, .string) { .list(SprigText.split($0[1].text, by: $0[0].text).map { .string($0) }) }
        add("split", .string, .string) { SprigList.numbered(SprigText.split($0[1].text, by: $0[0].text)) }
        add("splitn", .string, .int, .string) { arguments in
            let parts = SprigText.split(arguments[2].text, by: arguments[0].text)
            let count = arguments[1].integer
            guard count > 0, parts.count > count else { return SprigList.numbered(count == 0 ? [] : parts) }
            return SprigList.numbered(Array(parts.prefix(count - 1)) + [parts.dropFirst(count - 1).joined(separator: arguments[0].text)])
        }
        add("until", .int) { arguments in
            let end = Int64(arguments[0].integer)
            return try SprigList.steps(0, end, end < 0 ? -1 : 1)
        }
        add("untilStep", .int, .int, .int) { arguments in
            try SprigList.steps(Int64(arguments[0].integer), Int64(arguments[1].integer), Int64(arguments[2].integer))
        }
        add("seq", rest: .int) { arguments in
            let numbers = arguments.map(SprigNumber.integer)
            let list: TemplateValue =
                switch numbers.count {
                case 1: try SprigList.inclusive(1, numbers[0], numbers[0] < 1 ? -1 : 1)
                case 2: try SprigList.inclusive(numbers[0], numbers[1], numbers[0] > numbers[1] ? -1 : 1)
                case 3: try SprigList.inclusive(numbers[0], numbers[2], numbers[1])
                default: .list([])
                }
            return .string(list.items.map(GoText.sprint).joined(separator: " "))
        }
    }

    mutating func addSprigMaps() {
        add("dict", rest: .any) { arguments in
            var entries: [String: TemplateValue] = [:]
            for index in stride(from: 0, to: arguments.count, by: 2) {
                entries[GoText.sprint(arguments[index])] = index + 1 < arguments.count ? arguments[index + 1] : .string("")
            }
            return .map(TemplateMap(entries))
        }
        add("get", .map, .string) { $0[0].mapping[$0[1].text] ?? .string("") }
        add("set", .map, .string, .any) { arguments in
            var entries = arguments[0].mapping.entries
            entries[arguments[1].text] = arguments[2]
            return .map(TemplateMap(entries))
        }
        add("unset", .map, .string) { arguments in
            var entries = arguments[0].mapping.entries
            entries[arguments[1].text] = nil
            return .map(TemplateMap(entries))
        }
        add("hasKey", .map, .string) { .bool($0[0].mapping[$0[1].text] != nil) }
        add("keys", rest: .map) { .list($0.flatMap { $0.mapping.sortedKeys.map { .string($0) } }) }
        add("values", .map) { arguments in
            let map = arguments[0].mapping
            return .list(map.sortedKeys.map { map[$0] ?? .null })
        }
        add("pick", .map, rest: .string) { arguments in
            let wanted = Set(arguments.dropFirst().map(\.text))
            return .map(TemplateMap(arguments[0].mapping.entries.filter { wanted.contains($0.key) }))
        }
        add("pluck", .string, rest: .map) { arguments in .list(arguments.dropFirst().compactMap { $0.mapping[arguments[0].text] }) }
        for name in ["merge", "mustMerge"] {
            add(name, .map, rest: .map) {
                .map($0.dropFirst().reduce($0[0].mapping) { SprigList.merged($0, $1.mapping, overwrites: false) })
            }
        }
        for name in ["mergeOverwrite", "mustMergeOverwrite"] {
            add(name, .map, rest: .map) {
                .map($0.dropFirst().reduce($0[0].mapping) { SprigList.merged($0, $1.mapping, overwrites: true) })
            }
        }
        add("dig", .string, rest: .any) { arguments in
            guard arguments.count >= 3, case .map(var map)? = arguments.last else {
                throw TemplateFunctionError("dig needs keys, a default and a map")
            }
            let keys = arguments.dropLast(2)
            for (index, key) in keys.enumerated() {
                guard let value = map[GoText.sprint(key)] else { return arguments[arguments.count - 2] }
                if index == keys.count - 1 { return value }
                guard case .map(let inner) = value else { throw TemplateFunctionError("dig meets a \(value.typeName)") }
                map = inner
            }
            return arguments[arguments.count - 2]
        }
        for name in ["deepCopy", "mustDeepCopy"] { add(name, .any) { $0[0] } }
    }

    /// Arithmetic on fractions, exact in decimal as Sprig's is for the numbers that occur: sums and products of short decimals
    /// come out short.
    private mutating func addSprigFractions() {
        @Sendable func tidy(_ value: Double) -> TemplateValue {
            guard value.isFinite, abs(value) < 1e6 else { return .float(value) }
            let short = (value * 1e9).rounded() / 1e9
            return .float(abs(short - value) < 1e-12 ? short : value)
        }
        add("add1f", .any) { tidy(SprigNumber.float($0[0]) + 1) }
        add("addf", rest: .any) { tidy($0.reduce(0) { $0 + SprigNumber.float($1) }) }
        add("subf", .any, rest: .any) { tidy($0.dropFirst().reduce(SprigNumber.float($0[0])) { $0 - SprigNumber.float($1) }) }
        add("mulf", .any, rest: .any) { tidy($0.dropFirst().reduce(SprigNumber.float($0[0])) { $0 * SprigNumber.float($1) }) }
        add("divf", .any, rest: .any) { arguments in
            let numbers = arguments.map(SprigNumber.float)
            guard !numbers.dropFirst().contains(0) else { throw TemplateFunctionError("decimal division by 0") }
            return tidy(numbers.dropFirst().reduce(numbers[0], /))
        }
    }

    mutating func addSprigNumbers() {
        addSprigFractions()
        add("add1", .any) { .int(SprigNumber.integer($0[0]) &+ 1) }
        add("add", rest: .any) { .int($0.reduce(0) { $0 &+ SprigNumber.integer($1) }) }
        add("sub", .any, .any) { .int(SprigNumber.integer($0[0]) &- SprigNumber.integer($0[1])) }
        add("mul", .any, rest: .any) { .int($0.dropFirst().reduce(SprigNumber.integer($0[0])) { $0 &* SprigNumber.integer($1) }) }
        add("div", .any, .any) { .int(try SprigNumber.divided($0).quotient) }
        add("mod", .any, .any) { .int(try SprigNumber.divided($0).remainder) }
        add("max", .any, rest: .any) { .int($0.map(SprigNumber.integer).max() ?? 0) }
        alias("biggest", of: "max")
        add("min", .any, rest: .any) { .int($0.map(SprigNumber.integer).min() ?? 0) }
        add("maxf", .any, rest: .any) { .float($0.map(SprigNumber.float).max() ?? 0) }
        add("minf", .any, rest: .any) { .float($0.map(SprigNumber.float).min() ?? 0) }
        add("floor", .any) { .float(SprigNumber.float($0[0]).rounded(.down)) }
        add("ceil", .any) { .float(SprigNumber.float($0[0]).rounded(.up)) }
        add("round", .any, .int, rest: .float) { arguments in
            let power = (0..<min(max(arguments[1].integer, 0), 15)).reduce(1.0) { value, _ in value * 10 }
            let value = SprigNumber.float(arguments[0]) * power
            let fraction = value - value.rounded(.towardZero)
            var limit = 0.5
            if arguments.count > 2, case .float(let given) = arguments[2] { limit = given }
            let result = abs(fraction) >= limit ? (value < 0 ? value.rounded(.down) : value.rounded(.up)) : value.rounded(.towardZero)
            return .float(result / power)
        }
    }
}
