/// Pieces of URLs: escaping, and taking a base URL apart.
public enum URLText {
    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// Escapes everything but unreserved characters, so that no name can leave its place in a path or query.
    ///
    /// The segments `.` and `..` are escaped too: servers take them as steps.
    public static func escape(_ text: String) -> String {
        if text == "." || text == ".." { return text.utf8.map { _ in "%2E" }.joined() }
        if text.utf8.allSatisfy(isUnreserved) { return text }
        let digits = Array("0123456789ABCDEF".utf8)
        var out: [UInt8] = []
        for byte in text.utf8 {
            if isUnreserved(byte) {
                out.append(byte)
            } else {
                out += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// Joins path segments, each escaped, with a leading slash.
    public static func path(_ segments: [String]) -> String { segments.map { "/" + escape($0) }.joined() }

    /// A query with its question mark; empty when there is nothing to ask. Pairs whose value is `nil` are left out.
    public static func query(_ pairs: [(name: String, value: String?)]) -> String {
        let kept = pairs.compactMap { pair in pair.value.map { escape(pair.name) + "=" + escape($0) } }
        return kept.isEmpty ? "" : "?" + kept.joined(separator: "&")
    }

    /// Scheme, host (without brackets) and port of an absolute http or https URL, and its path without a closing slash.
    public struct Base: Sendable, Equatable {
        /// `http` or `https`.
        public var scheme: String
        /// The host's name or address; an IPv6 address without brackets.
        public var host: String
        /// The port, given or implied.
        public var port: Int
        /// What comes before every target; empty or with a leading slash.
        public var path: String

        /// Reads a URL; a missing scheme means https, as for Kubernetes. `nil` when it is no such URL.
        public init?(_ text: String) {
            var rest = Substring(text)
            scheme = "https"
            if let mark = text.firstRange(of: "://") {
                scheme = text[..<mark.lowerBound].lowercased()
                rest = text[mark.upperBound...]
            }
            guard scheme == "http" || scheme == "https" else { return nil }
            let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
            var authority = rest[..<end]
            path = String(rest[end...].prefix { $0 != "?" && $0 != "#" })
            while path.hasSuffix("/") { path.removeLast() }
            if let at = authority.lastIndex(of: "@") { authority = authority[authority.index(after: at)...] }
            var portText: Substring = ""
            if authority.hasPrefix("["), let close = authority.firstIndex(of: "]") {
                host = String(authority[authority.index(after: authority.startIndex)..<close])
                portText = authority[authority.index(after: close)...]
            } else {
                let colon = authority.lastIndex(of: ":") ?? authority.endIndex
                host = String(authority[..<colon])
                portText = authority[colon...]
            }
            port = scheme == "https" ? 443 : 80
            if !portText.isEmpty {
                guard portText.hasPrefix(":"), let number = Int(portText.dropFirst()), (1...65535).contains(number) else { return nil }
                port = number
            }
            guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return nil }
        }

        /// The host as it stands in a URL.
        public var bracketedHost: String { host.contains(":") ? "[\(host)]" : host }
        /// The whole URL without a closing slash.
        public var text: String { "\(scheme)://\(bracketedHost):\(port)\(path)" }
        /// Whether the host is this machine.
        public var isLoopback: Bool { host == "localhost" || host.hasPrefix("127.") || host == "::1" }
    }
}

extension StringProtocol {
    /// The first place where `needle` stands; `nil` when it does not.
    func firstRange(of needle: String) -> Range<Index>? {
        let wanted = Array(needle.utf8)
        guard !wanted.isEmpty else { return nil }
        var start = utf8.startIndex
        while start != utf8.endIndex {
            var at = start
            var matched = 0
            while matched < wanted.count, at != utf8.endIndex, utf8[at] == wanted[matched] {
                at = utf8.index(after: at)
                matched += 1
            }
            if matched == wanted.count { return start..<at }
            start = utf8.index(after: start)
        }
        return nil
    }
}
