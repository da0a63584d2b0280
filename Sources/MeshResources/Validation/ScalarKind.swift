/// The type of a scalar without its value.
enum ScalarKind {
    case null, bool, int, uint, float, string, invalid
    /// Not a scalar.
    case mapping, sequence

    /// With an article, for messages.
    var words: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .int, .uint, .float: "a number"
        case .string: "a string"
        case .invalid: "no valid value"
        case .mapping: "an object"
        case .sequence: "a list"
        }
    }
}

extension Field {
    /// The type of the value as Kubernetes resolves it. Makes no text for what is plainly a string or a decimal number.
    var scalarKind: ScalarKind {
        if isAbsent { return .null }
        let record = record
        switch record.meta & 0x3 {
        case Tree.Meta.mapping: return .mapping
        case Tree.Meta.sequence: return .sequence
        default: break
        }
        if record.meta & Tree.Meta.hasProperties == 0 {
            if record.meta & Tree.Meta.styleMask != Tree.Meta.plain { return .string }
            if record.meta & Tree.Meta.needsDecoding == 0 {
                let bytes = tree.source.base + Int(record.start)
                return Self.plainKind(bytes, Int(record.end &- record.start)) ?? slowKind
            }
        }
        return slowKind
    }

    /// Whether the last letter is one that a word for a boolean or null ends with.
    @inline(__always)
    private static func mayBeWord(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        switch bytes[count &- 1] | 0x20 {
        case UInt8(ascii: "y"), UInt8(ascii: "n"), UInt8(ascii: "s"), UInt8(ascii: "o"), UInt8(ascii: "f"), UInt8(ascii: "e"),
            UInt8(ascii: "l"), UInt8(ascii: "~"), UInt8(ascii: "~") | 0x20:
            return true
        default: return false
        }
    }

    private var slowKind: ScalarKind {
        switch node.scalar {
        case .null?: .null
        case .bool?: .bool
        case .int?: .int
        case .uint?: .uint
        case .float?: .float
        case .string?, .binary?: .string
        case .invalid?, nil: .invalid
        }
    }

    /// What is plain from the first bytes; `nil` where more must be read.
    @inline(__always)
    private static func plainKind(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> ScalarKind? {
        guard count > 0 else { return .null }
        switch bytes[0] {
        case UInt8(ascii: "1")...UInt8(ascii: "9"):
            guard count < 19 else { return nil }
            var index = 1
            while index < count {
                if bytes[index] &- 0x30 > 9 { return nil }
                index &+= 1
            }
            return .int
        case UInt8(ascii: "0"): return count == 1 ? .int : nil
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): return nil
        case UInt8(ascii: "~"), UInt8(ascii: "y"), UInt8(ascii: "Y"), UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "t"),
            UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"), UInt8(ascii: "o"), UInt8(ascii: "O"):
            return count > 5 || !Self.mayBeWord(bytes, count) ? .string : nil
        default: return .string
        }
    }
}
