/// Reads the tag-length-value triples of DER, the encoding of certificates. Never reads past its end.
struct DERReader {
    /// One element: its tag byte and its content.
    struct Element {
        var tag: UInt8
        var content: ArraySlice<UInt8>

        /// The elements inside.
        var children: DERReader { DERReader(content) }
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    /// The next element without taking it.
    var nextTag: UInt8? { rest.first }

    /// Takes the next element; `nil` at the end and where the bytes are no DER.
    mutating func next() -> Element? {
        var at = rest.startIndex
        guard rest.count >= 2 else { return nil }
        let tag = rest[at]
        guard tag & 0x1F != 0x1F else { return nil }
        var length = Int(rest[at + 1])
        at += 2
        if length & 0x80 != 0 {
            let bytes = length & 0x7F
            guard bytes > 0, bytes <= 4, rest.endIndex - at >= bytes else { return nil }
            length = rest[at..<(at + bytes)].reduce(0) { $0 << 8 | Int($1) }
            at += bytes
        }
        guard length <= rest.endIndex - at else { return nil }
        let element = Element(tag: tag, content: rest[at..<(at + length)])
        rest = rest[(at + length)...]
        return element
    }

    /// Takes the next element when it has this tag.
    mutating func next(_ tag: UInt8) -> Element? { nextTag == tag ? next() : nil }

    /// Every element up to the end or to what is no DER.
    mutating func all() -> [Element] {
        var elements: [Element] = []
        while let element = next() { elements.append(element) }
        return elements
    }

    /// The tags that certificates use.
    enum Tag {
        static let boolean: UInt8 = 0x01
        static let integer: UInt8 = 0x02
        static let bitString: UInt8 = 0x03
        static let octetString: UInt8 = 0x04
        static let objectIdentifier: UInt8 = 0x06
        static let utcTime: UInt8 = 0x17
        static let generalizedTime: UInt8 = 0x18
        static let sequence: UInt8 = 0x30
        static let set: UInt8 = 0x31
    }
}
