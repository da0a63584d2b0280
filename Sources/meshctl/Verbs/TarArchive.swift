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
            result += header(entry, time)
            result += entry.bytes
            result += [UInt8](repeating: 0, count: (512 - entry.bytes.count % 512) % 512)
        }
        return result + [UInt8](repeating: 0, count: 1024)
    }

    private static func header(_ entry: Entry, _ time: Int) -> [UInt8] {
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
        if name.utf8.count > 100,
            let slash = name.indices.last(where: { name[$0] == "/" && name[name.index(after: $0)...].utf8.count <= 100 })
        {
            prefix = String(name[..<slash])
            name = String(name[name.index(after: slash)...])
        }
        put(name, 0)
        put("0000600\u{0}0000000\u{0}0000000\u{0}", 100)
        put(octal(entry.bytes.count, 11), 124)
        put(octal(max(0, time), 11), 136)
        put("        0", 148)
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
            let name = prefix.isEmpty ? text(0, 100) : prefix + "/" + text(0, 100)
            if bytes[at + 156] == UInt8(ascii: "0") || bytes[at + 156] == 0 {
                entries.append(Entry(name: name, bytes: Array(bytes[(at + 512)..<(at + 512 + size)])))
            }
            at += 512 + (size + 511) / 512 * 512
        }
        return entries.isEmpty ? nil : entries
    }
}
