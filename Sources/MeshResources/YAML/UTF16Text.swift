/// Texts in UTF-16, which YAML allows and some editors still write.
enum UTF16Text {
    /// The same text in UTF-8. The first two bytes are the byte order mark. Halves of surrogate pairs become U+FFFD.
    static func transcoded(_ source: SourceText) -> SourceText {
        let bytes = source.bytes
        let isBig = bytes[0] == 0xFE
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var index = 2
        while index + 1 < bytes.count {
            let first = UInt16(bytes[index])
            let second = UInt16(bytes[index + 1])
            units.append(isBig ? first << 8 | second : second << 8 | first)
            index += 2
        }
        return SourceText(name: source.name, text: String(decoding: units, as: UTF16.self))
    }
}
