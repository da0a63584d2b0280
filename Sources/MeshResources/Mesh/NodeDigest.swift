/// A number that is the same for nodes that say the same, whatever their layout and the order of their keys.
enum NodeDigest {
    /// The digest of a node, without one key of its top mapping. Fields that are null, false, 0 or empty count as absent, as
    /// they do in a protobuf message.
    static func of(_ node: Node, leavingOut key: String = "") -> UInt64 {
        switch node.kind {
        case .scalar: return text(node)
        case .sequence:
            var sum: UInt64 = 2
            for item in node.items { sum = mix(sum, of(item)) }
            return sum
        case .mapping:
            var sum: UInt64 = 1
            for (name, value) in node.entries where !isDefault(value) {
                if !key.isEmpty, name.text == key { continue }
                sum &+= mix(text(name), of(value))
            }
            return sum
        }
    }

    private static func isDefault(_ node: Node) -> Bool {
        switch node.kind {
        case .sequence: return !node.items.contains { _ in true }
        // An empty message still counts: a header with `{}` asks for its presence.
        case .mapping: return false
        case .scalar:
            let bytes = node.rawBytes
            if bytes.count > 5 { return false }
            switch node.scalar {
            case .null?, .bool(false)?, .int(0)?: return true
            case .string(let text)?: return text.isEmpty
            default: return false
            }
        }
    }

    private static func text(_ node: Node) -> UInt64 {
        var sum: UInt64 = 0xCBF2_9CE4_8422_2325
        if node.style == .plain, !node.needsDecoding {
            for byte in node.rawBytes { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
        } else {
            for byte in node.text.utf8 { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        return sum
    }

    private static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = (a ^ (b &* 0x9E37_79B9_7F4A_7C15)) &* 0xFF51_AFD7_ED55_8CCD
        return product ^ (product &>> 31)
    }
}

extension Node {
    /// Whether the written bytes are not the text.
    var needsDecoding: Bool { record.meta & Tree.Meta.needsDecoding != 0 }
}
