import MeshResources

/// Files in one archive in the ustar form that every `tar` reads.
enum TarArchive {
    /// One file.
    struct Entry: Equatable {
        var name: String
        var bytes: [UInt8]
    }

    /// The archive of files, readable by their owner only.
    static func bytes(_ entries: [Entry], time: Int) -> [UInt8] {
        var result: [UInt8] = []
        for entry in entries {
            if !fits(entry.name) {
                // What ustar's fields do not hold stands in a record before the entry (POSIX pax).
                let record = Entry(name: "pax", bytes: pax(entry.name))
                result += header(record, time, type: "x") + padded(record.bytes)
            }
            result += header(entry, time)
            result += padded(entry.bytes)
        }
        return result + [UInt8](repeating: 0, count: 1024)
    }

    private static func padded(_ bytes: [UInt8]) -> [UInt8] {
        bytes + [UInt8](repeating: 0, count: (512 - bytes.count % 512) % 512)
    }

    /// Where a name is cut into a prefix of at most 155 bytes and a name of at most 100; `nil` when no slash allows that.
    private static func cut(_ name: String) -> String.Index? {
        name.indices.last { place in
            name[place] == "/" && name[..<place].utf8.count <= 155 && (1...100).contains(name[name.index(after: place)...].utf8.count)
        }
    }

    private static func fits(_ name: String) -> Bool { name.utf8.count <= 100 || cut(name) != nil }

    /// A pax record: its own length in decimal, a blank, `path=NAME` and a line feed.
    private static func pax(_ name: String) -> [UInt8] {
        let body = " path=\(name)\n"
        var length = body.utf8.count
        while String(length).utf8.count + body.utf8.count != length { length = String(length).utf8.count + body.utf8.count }
        return Array("\(length)\(body)".utf8)
    }

    private static func header(_ entry: Entry, _ time: Int, type: String = "0") -> [UInt8] {
        var block = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, _ at: Int) {
            for (index, byte) in text.utf8.enumerated() where at + index < 512 { block[at + index] = byte }
        }
        func octal(_ value: Int, _ width: Int) -> String {
            let digits = String(value, radix: 8)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        // A long name is cut at a slash into prefix and name.
        var (prefix, name) = ("", entry.name)
        if name.utf8.count > 100, let slash = cut(name) {
            prefix = String(name[..<slash])
            name = String(name[name.index(after: slash)...])
        }
        put(String(decoding: name.utf8.prefix(100), as: UTF8.self), 0)
        put("0000600\u{0}0000000\u{0}0000000\u{0}", 100)
        put(octal(entry.bytes.count, 11), 124)
        put(octal(max(0, time), 11), 136)
        put("        \(type)", 148)
        put("ustar\u{0}00", 257)
        put(prefix, 345)
        let sum = block.reduce(0) { $0 + Int($1) }
        put(octal(sum, 6) + "\u{0} ", 148)
        return block
    }

    /// The files of an archive; `nil` when it is none, or a damaged one.
    static func entries(_ bytes: [UInt8]) -> [Entry]? {
        var entries: [Entry] = []
        var at = 0
        var longName: String?
        while at + 512 <= bytes.count {
            let block = bytes[at..<(at + 512)]
            if block.allSatisfy({ $0 == 0 }) { return entries }
            func text(_ from: Int, _ count: Int) -> String {
                String(decoding: bytes[(at + from)..<(at + from + count)].prefix { $0 != 0 }, as: UTF8.self)
            }
            guard text(257, 5) == "ustar", let size = Int(text(124, 12).filter { $0 != " " }, radix: 8), size >= 0,
                size <= bytes.count - at - 512
            else { return nil }
            let prefix = text(345, 155)
            let name = longName ?? (prefix.isEmpty ? text(0, 100) : prefix + "/" + text(0, 100))
            longName = nil
            if bytes[at + 156] == UInt8(ascii: "x") {
                let record = String(decoding: bytes[(at + 512)..<(at + 512 + size)], as: UTF8.self)
                if let line = record.split(separator: "\n").first(where: { $0.contains(" path=") }), let equals = line.firstIndex(of: "=") {
                    longName = String(line[line.index(after: equals)...])
                }
            } else if bytes[at + 156] == UInt8(ascii: "0") || bytes[at + 156] == 0 {
                entries.append(Entry(name: name, bytes: Array(bytes[(at + 512)..<(at + 512 + size)])))
            }
            at += 512 + (size + 511) / 512 * 512
        }
        return entries.isEmpty ? nil : entries
    }
}
