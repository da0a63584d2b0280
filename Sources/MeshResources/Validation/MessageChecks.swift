/// A check that looks at one message as a whole, after its fields were walked.
typealias MessageCheck = @Sendable (inout Validation, Field) -> Void

/// Which check belongs to which message.
final class MessageChecks: Sendable {
    /// The checks for the messages of the shared registry.
    static let shared = MessageChecks(SchemaRegistry.shared)

    /// The check of each message by its number in the registry.
    let byNumber: [MessageCheck?]

    private init(_ registry: SchemaRegistry) {
        var table = [MessageCheck?](repeating: nil, count: registry.messages.count)
        for (name, check) in Self.table {
            if let number = registry.messageNumber(name) { table[number] = check }
        }
        byNumber = table
    }

    private static let table: [(String, MessageCheck)] = common + virtualService

    private static let common: [(String, MessageCheck)] = [
        ("PortSelector", { $0.checkPortSelector($1) })
    ]

    private static let virtualService: [(String, MessageCheck)] = [
        ("VirtualService", { $0.checkVirtualService($1) })
    ]
}
