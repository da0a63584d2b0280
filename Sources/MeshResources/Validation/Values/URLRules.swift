/// Addresses as Go's `net/url` reads them.
enum URLRules {
    /// What of an address is looked at.
    struct Parts {
        /// In lower case; empty where there is none.
        var scheme = ""
    }

    /// Why a text is no address.
    struct Fault: Error {
        let message: String
    }

    /// Reads an address. With `isRequest` it must be absolute, or a path that begins with a slash.
    static func parse(_ text: Bytes, isRequest: Bool = false) -> Result<Parts, Fault> {
        if text.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return .failure(Fault(message: "it has a control character")) }
        if text.isEmpty { return isRequest ? .failure(Fault(message: "it is empty")) : .success(Parts()) }
        var rest = text[...]
        if !isRequest, let hash = rest.firstIndex(of: UInt8(ascii: "#")) {
            if !isEscaped(rest[(hash + 1)...]) { return .failure(Fault(message: "it has a '%' without two digits")) }
            rest = rest[..<hash]
        }
        guard let scheme = takeScheme(&rest) else { return .failure(Fault(message: "it begins with ':'")) }
        if let query = rest.firstIndex(of: UInt8(ascii: "?")) { rest = rest[..<query] }
        let parts = Parts(scheme: scheme)
        if rest.first != UInt8(ascii: "/") {
            if !scheme.isEmpty { return .success(parts) }
            if isRequest { return .failure(Fault(message: "it has neither scheme nor leading slash")) }
            let segment = rest.prefix { $0 != UInt8(ascii: "/") }
            if segment.contains(UInt8(ascii: ":")) { return .failure(Fault(message: "its first part has a colon")) }
        }
        if !scheme.isEmpty || !rest.starts(with: Array("///".utf8)), rest.starts(with: Array("//".utf8)) {
            let authority = rest.dropFirst(2).prefix { $0 != UInt8(ascii: "/") }
            if let fault = authorityFault(authority) { return .failure(Fault(message: fault)) }
            rest = rest.dropFirst(2 + authority.count)
        }
        return isEscaped(rest) ? .success(parts) : .failure(Fault(message: "it has a '%' without two digits"))
    }

    /// Takes `scheme:` away; `nil` where a colon stands first.
    private static func takeScheme(_ rest: inout Slice<Bytes>) -> String? {
        for (place, byte) in rest.enumerated() {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): continue
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
                if place == 0 { return "" }
            case UInt8(ascii: ":"):
                if place == 0 { return nil }
                let scheme = String(decoding: rest.prefix(place), as: UTF8.self).lowercased()
                rest = rest.dropFirst(place + 1)
                return scheme
            default: return ""
            }
        }
        return ""
    }

    private static func authorityFault(_ authority: Slice<Bytes>) -> String? {
        var host = authority
        if let at = authority.lastIndex(of: UInt8(ascii: "@")) {
            let user = authority[..<at]
            let allowed = user.allSatisfy { HostRules.isAlphanumeric($0) || Array("-._:~!$&'()*+,;=%@".utf8).contains($0) }
            if !allowed || !isEscaped(user) { return "its user name has other characters than a URL allows" }
            host = authority[(at + 1)...]
        }
        var port = Slice<Bytes>(base: host.base, bounds: host.endIndex..<host.endIndex)
        if host.first == UInt8(ascii: "[") {
            guard let close = host.lastIndex(of: UInt8(ascii: "]")) else { return "its host has no ']'" }
            port = host[(close + 1)...]
            host = host[..<close]
        } else if let colon = host.lastIndex(of: UInt8(ascii: ":")) {
            port = host[colon...]
            host = host[..<colon]
        }
        if let first = port.first, first != UInt8(ascii: ":") || !port.dropFirst().allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) {
            return "its port is no number"
        }
        let allowed = host.allSatisfy { HostRules.isAlphanumeric($0) || $0 >= 0x80 || Array("-._~!$&'()*+,;=:[]<>\"%".utf8).contains($0) }
        return allowed && isEscaped(host) ? nil : "its host has other characters than a URL allows"
    }

    /// Whether every `%` is followed by two hexadecimal digits.
    private static func isEscaped(_ text: Slice<Bytes>) -> Bool {
        var index = text.startIndex
        while index < text.endIndex {
            if text[index] == UInt8(ascii: "%") {
                guard index + 2 < text.endIndex, isHex(text[index + 1]), isHex(text[index + 2]) else { return false }
            }
            index += 1
        }
        return true
    }

    private static func isHex(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 6 }
}
