/// Every kind of mistake that validation knows, with its code. Codes are never reused.
enum Mistake: String, CaseIterable, Sendable {
    // The schema.
    case unknownField = "MSH0101"
    case wrongType = "MSH0102"
    case unknownWord = "MSH0103"
    case missingField = "MSH0104"
    case emptyText = "MSH0105"
    case textTooLong = "MSH0106"
    case numberOutOfRange = "MSH0107"
    case tooFewElements = "MSH0108"
    case tooManyElements = "MSH0109"
    case patternMismatch = "MSH0110"
    case oneOfConflict = "MSH0111"
    case repeatedField = "MSH0112"
    case repeatedItem = "MSH0113"
    case nullItem = "MSH0114"
    case missingSpec = "MSH0115"
    case unknownVersion = "MSH0116"
    case invalidBase64 = "MSH0117"
    // Values that several kinds share.
    case invalidDuration = "MSH0120"
    case durationTooShort = "MSH0121"
    case durationTooFine = "MSH0122"
    case portOutOfRange = "MSH0123"
    case emptyHost = "MSH0124"
    case hostTooLong = "MSH0125"
    case invalidHost = "MSH0126"
    case invalidAddress = "MSH0127"
    case invalidRange = "MSH0128"
    case invalidRegex = "MSH0129"
    case regexTooLong = "MSH0130"
    // VirtualService.
    case noRoutes = "MSH1001"
    // Metadata.
    case missingName = "MSH1901"
    case invalidName = "MSH1902"
    case invalidNamespace = "MSH1903"
    case invalidLabelKey = "MSH1904"
    case invalidLabelValue = "MSH1905"
    case invalidAnnotationKey = "MSH1906"
    case alwaysReject = "MSH1907"
    case reservedAnnotation = "MSH1908"
    case dryRunElsewhere = "MSH1909"
    case dryRunAction = "MSH1910"
    case dryRunValue = "MSH1911"

    /// Whether Istio refuses the resource or only warns.
    var severity: Severity { .error }
}
