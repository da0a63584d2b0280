/// The character classes that have a name.
enum NamedClasses {
    /// `\d`, `\s`, `\w` by their letter.
    static func perl(_ letter: UInt8) -> CharacterSet? {
        switch letter {
        case 0x64: CharacterSet([(0x30, 0x39)])
        case 0x73: CharacterSet([(0x09, 0x0A), (0x0C, 0x0D), (0x20, 0x20)])
        case 0x77: CharacterSet([(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)])
        default: nil
        }
    }

    /// `alpha` of `[[:alpha:]]`, and so on.
    static func posix(_ name: String) -> CharacterSet? {
        switch name {
        case "alnum": CharacterSet([(0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A)])
        case "alpha": CharacterSet([(0x41, 0x5A), (0x61, 0x7A)])
        case "ascii": CharacterSet([(0x00, 0x7F)])
        case "blank": CharacterSet([(0x09, 0x09), (0x20, 0x20)])
        case "cntrl": CharacterSet([(0x00, 0x1F), (0x7F, 0x7F)])
        case "digit": CharacterSet([(0x30, 0x39)])
        case "graph": CharacterSet([(0x21, 0x7E)])
        case "lower": CharacterSet([(0x61, 0x7A)])
        case "print": CharacterSet([(0x20, 0x7E)])
        case "punct": CharacterSet([(0x21, 0x2F), (0x3A, 0x40), (0x5B, 0x60), (0x7B, 0x7E)])
        case "space": CharacterSet([(0x09, 0x0D), (0x20, 0x20)])
        case "upper": CharacterSet([(0x41, 0x5A)])
        case "word": perl(0x77)
        case "xdigit": CharacterSet([(0x30, 0x39), (0x41, 0x46), (0x61, 0x66)])
        default: nil
        }
    }

    /// A general category (`L`, `Lu`), a script (`Greek`) or `Any`.
    static func unicode(_ name: String) -> CharacterSet? {
        if name == "Any" { return .all }
        return categories[name] ?? scripts[name]
    }

    private static let scripts: [String: CharacterSet] = {
        var result: [String: CharacterSet] = [:]
        for line in UnicodeScripts.table.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard let name = words.first else { continue }
            var set = CharacterSet()
            var at: UInt32 = 0
            for word in words.dropFirst() {
                let parts = word.split(separator: "-")
                guard let first = parts.first, let gap = UInt32(first, radix: 36) else { continue }
                let length = parts.count > 1 ? UInt32(parts[1], radix: 36) ?? 0 : 0
                set.add(at &+ gap, at &+ gap &+ length)
                at = at &+ gap &+ length
            }
            set.normalize()
            result[String(name)] = set
        }
        return result
    }()

    private static let categories: [String: CharacterSet] = {
        var result: [String: CharacterSet] = [:]
        var runName = ""
        var runStart: UInt32 = 0
        func close(_ end: UInt32) {
            if !runName.isEmpty { result[runName, default: CharacterSet()].add(runStart, end) }
        }
        // The planes in between hold nothing; the private planes are added whole.
        for block: ClosedRange<UInt32> in [0...0x3FFFF, 0xE0000...0xE0FFF] {
            for point in block {
                let name = Unicode.Scalar(point).map { abbreviation(of: $0.properties.generalCategory) } ?? "Cs"
                guard name != runName else { continue }
                if point > block.lowerBound { close(point - 1) }
                runName = name
                runStart = point
            }
            close(block.upperBound)
            runName = ""
        }
        result["Co", default: CharacterSet()].add(0xF0000, 0xFFFFD)
        result["Co", default: CharacterSet()].add(0x100000, 0x10FFFD)
        for (name, set) in result {
            result[String(name.prefix(1)), default: CharacterSet()].add(set)
        }
        return result.mapValues { set in
            var set = set
            set.normalize()
            return set
        }
    }()

    private static func abbreviation(of category: Unicode.GeneralCategory) -> String {
        switch category {
        case .uppercaseLetter: "Lu"
        case .lowercaseLetter: "Ll"
        case .titlecaseLetter: "Lt"
        case .modifierLetter: "Lm"
        case .otherLetter: "Lo"
        case .nonspacingMark: "Mn"
        case .spacingMark: "Mc"
        case .enclosingMark: "Me"
        case .decimalNumber: "Nd"
        case .letterNumber: "Nl"
        case .otherNumber: "No"
        case .connectorPunctuation: "Pc"
        case .dashPunctuation: "Pd"
        case .openPunctuation: "Ps"
        case .closePunctuation: "Pe"
        case .initialPunctuation: "Pi"
        case .finalPunctuation: "Pf"
        case .otherPunctuation: "Po"
        case .mathSymbol: "Sm"
        case .currencySymbol: "Sc"
        case .modifierSymbol: "Sk"
        case .otherSymbol: "So"
        case .spaceSeparator: "Zs"
        case .lineSeparator: "Zl"
        case .paragraphSeparator: "Zp"
        case .control: "Cc"
        case .format: "Cf"
        case .surrogate: "Cs"
        case .privateUse: "Co"
        case .unassigned: ""
        @unknown default: ""
        }
    }
}
