import MeshResources

/// A short name for a finding that survives edits elsewhere in its file, for baselines and code hosts.
enum Fingerprint {
    /// Sixteen hexadecimal digits made of code, file, resource, field and message, without any position.
    static func of(_ finding: Diagnostic) -> String {
        let parts = [finding.code, finding.location?.source.name ?? "", finding.resource?.description ?? "", finding.path, finding.message]
        // FNV-1a: the same on every machine and in every run.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for part in parts {
            for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            hash = (hash ^ 0xFF) &* 0x100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
