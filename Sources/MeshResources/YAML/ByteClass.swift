/// What the parser wants to know of a byte, one bit a question, so that a hot loop asks with one load.
enum ByteClass {
    /// Ends or may end a plain scalar outside brackets: `:`, `#`, a line break, the end.
    static let plainStop: UInt8 = 1
    /// Ends or may end a plain scalar inside brackets: those, and `,[]{}`.
    static let flowStop: UInt8 = 2
    /// A blank, a line break or the end.
    static let blankOrEnd: UInt8 = 4
    /// Begins nothing but a plain scalar.
    static let plainStart: UInt8 = 8
    /// Begins keys that may be a number, null or `<<`.
    static let unusualKey: UInt8 = 16

    /// The table of all bytes. The receiver frees it.
    static func makeTable() -> UnsafeMutablePointer<UInt8> {
        let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
        table.initialize(repeating: plainStart, count: 256)
        for byte in 0..<0x41 { table[byte] |= unusualKey }
        for byte in "~nN".utf8 { table[Int(byte)] |= unusualKey }
        for byte in "-?:,[]{}#&*!|>'\"%@` \t\n\r\0".utf8 { table[Int(byte)] &= ~plainStart }
        for byte in ":#\n\r\0".utf8 { table[Int(byte)] |= plainStop | flowStop }
        for byte in ",[]{}".utf8 { table[Int(byte)] |= flowStop }
        for byte in " \t\n\r\0".utf8 { table[Int(byte)] |= blankOrEnd }
        return table
    }
}
