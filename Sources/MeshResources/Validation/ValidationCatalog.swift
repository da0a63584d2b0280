/// What there is to say about each code of validation.
public enum ValidationCatalog {
    /// The descriptions in the order of their codes.
    public static let all: [RuleDescription] = []
}
