/// Redirects, rewrites, faults, retries, CORS and direct responses.
extension Validation {
    mutating func checkRedirect(_ redirect: Field) {
        if redirect["uri"].isEmpty, redirect["authority"].isEmpty, redirect["scheme"].isEmpty, redirect["port"] == nil,
            redirect["derivePort"] == nil
        {
            report(
                .emptyRedirect, at: redirect,
                "redirect that changes nothing found, expected 'uri', 'authority', 'scheme', 'port' or 'derivePort'")
            return
        }
        if let code = redirect["redirectCode"], code.integer != 0, code.integer < 300 || code.integer > 399 {
            report(.redirectCode, at: code, "redirect code \(code.text) found, expected 300 to 399")
        }
        if let scheme = redirect["scheme"], !scheme.isEmpty, !scheme.has("http"), !scheme.has("https") {
            report(.redirectScheme, at: scheme, "redirect scheme '\(scheme.text)' found, expected http or https")
        }
        if let port = redirect["port"], port.integer > 0 { checkPort(port) }
    }

    mutating func checkRewrite(_ rewrite: Field) {
        let regex = rewrite["uriRegexRewrite"]
        if !rewrite["uri"].isEmpty, let regex {
            report(.rewriteTwice, at: regex, "'uri' and 'uriRegexRewrite' set together, expected only one of them")
        } else if rewrite["uri"].isEmpty, regex == nil, rewrite["authority"].isEmpty {
            report(.emptyRewrite, at: rewrite, "rewrite that changes nothing found, expected 'uri', 'uriRegexRewrite' or 'authority'")
        }
    }

    mutating func checkRegexRewrite(_ rewrite: Field) {
        guard let match = rewrite["match"], !match.isEmpty, !rewrite["rewrite"].isEmpty else {
            report(.regexRewriteIncomplete, at: rewrite, "'uriRegexRewrite' without 'match' or 'rewrite' found, expected both")
            return
        }
        checkRegex(match)
    }

    mutating func checkDirectResponse(_ response: Field) {
        if let status = response["status"] { checkStatus(status) }
        guard let body = response["body"] else { return }
        let text = body["string"]
        let size = text.map { bytes(of: $0).count } ?? body["bytes"].flatMap { Base64.decode($0.text)?.count } ?? 0
        let place = text ?? body["bytes"] ?? body
        if size > 1 << 20 {
            report(.hugeBody, at: place, "body of \(size) bytes found, expected at most 1 MiB")
        } else if size > 100 << 10 {
            report(.largeBody, at: place, "body of \(size) bytes found, which weighs on the control plane above 100 KiB")
        }
    }

    private mutating func checkStatus(_ status: Field) {
        if status.integer < 200 || status.integer > 600 {
            report(.httpStatus, at: status, "HTTP status \(status.text) found, expected 200 to 599")
        }
    }

    mutating func checkFault(_ fault: Field) {
        if fault["abort"] == nil, fault["delay"] == nil {
            report(
                .emptyFault, at: fault, "fault without 'abort' and 'delay' found, expected at least one",
                help: "add 'delay' or 'abort', or remove 'fault'")
        }
    }

    mutating func checkAbort(_ abort: Field) {
        checkFaultShare(abort["percentage"]?["value"])
        if let status = abort["grpcStatus"] {
            if !Self.grpcStatuses.contains(status.text) {
                let near = Spelling.nearest(to: status.text, among: Self.grpcStatuses)
                report(
                    .grpcStatus, at: status, "unknown gRPC status '\(status.text)', expected a name such as NOT_FOUND",
                    help: near.map { "did you mean '\($0)'?" })
            }
        } else if let error = abort["http2Error"] {
            report(.http2Error, at: error, "'http2Error' found, which Istio does not support; expected 'httpStatus' or 'grpcStatus'")
        } else if let status = abort["httpStatus"] {
            checkStatus(status)
        } else {
            report(.abortWithoutStatus, at: abort, "abort without a status found, expected 'httpStatus' or 'grpcStatus'")
        }
    }

    mutating func checkDelay(_ delay: Field) {
        checkFaultShare(delay["percentage"]?["value"])
        if let exponential = delay["exponentialDelay"] {
            report(.exponentialDelay, at: exponential, "'exponentialDelay' found, which Istio does not support; expected 'fixedDelay'")
        }
    }

    private mutating func checkFaultShare(_ value: Field?) {
        guard let value else { return }
        let number = value.number
        if number < 0 || number > 100 || (number > 0 && number < 0.0001) {
            report(.faultPercentage, at: value, "percentage \(value.text) found, expected 0 or 0.0001 to 100")
        }
    }

    mutating func checkRetry(_ retry: Field) {
        let attempts = retry["attempts"]
        if attempts.integer < 0, let attempts {
            report(.negativeAttempts, at: attempts, "\(attempts.text) attempts found, expected 0 or more")
        }
        if attempts.integer == 0, retry["perTryTimeout"] != nil || !retry["retryOn"].isEmpty || retry["retryRemoteLocalities"] != nil {
            report(
                .retryWithoutAttempts, at: attempts ?? retry, "retry settings with 0 attempts found, expected attempts or nothing else",
                help: "set 'attempts' to 1 or more")
        }
        guard let conditions = retry["retryOn"], conditions.isScalar, !conditions.isEmpty else { return }
        let text = bytes(of: conditions)
        var start = 0
        for index in 0...text.count where index == text.count || text[index] == UInt8(ascii: ",") {
            let condition = Bytes(rebasing: text[start..<index])
            start = index + 1
            if Self.isRetryCondition(condition) { continue }
            let word = String(decoding: condition, as: UTF8.self)
            let near = Spelling.nearest(to: word, among: Self.retryConditions.map(\.description))
            report(
                .retryCondition, at: conditions, "unknown retry condition '\(word)', expected one of Envoy's or an HTTP status",
                help: near.map { "did you mean '\($0)'?" } ?? (word.contains(" ") ? "write the list without blanks" : nil))
        }
    }

    private static func isRetryCondition(_ word: Bytes) -> Bool {
        let isKnown = retryConditions.contains { known in
            known.utf8CodeUnitCount == word.count && (0..<word.count).allSatisfy { known.utf8Start[$0] == word[$0] }
        }
        if isKnown { return true }
        guard let status = Int(String(decoding: word, as: UTF8.self)) else { return false }
        return statusRanges.contains { $0.contains(status) } && status != 306
    }

    /// HTTP status codes that have a name.
    private static let statusRanges: [ClosedRange<Int>] = [
        100...103, 200...208, 226...226, 300...308, 400...418, 421...426, 428...429, 431...431, 451...451, 500...508, 510...511,
    ]

    private static let retryConditions: [StaticString] = [
        "5xx", "gateway-error", "reset", "reset-before-request", "connect-failure", "retriable-4xx", "refused-stream",
        "retriable-status-codes", "retriable-headers", "envoy-ratelimited", "http3-post-connect-failure", "cancelled", "deadline-exceeded",
        "internal", "resource-exhausted", "unavailable",
    ]

    private static let grpcStatuses = [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED",
        "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS",
        "UNAUTHENTICATED",
    ]

    mutating func checkCORS(_ policy: Field) {
        for origin in policy["allowOrigins"].items where origin.isMapping {
            if origin["exact"].isEmpty, origin["prefix"].isEmpty, origin["regex"].isEmpty {
                report(.emptyOrigin, at: origin, "origin that matches nothing found, expected 'exact', 'prefix' or 'regex' with text")
            } else {
                checkRegexOnly(origin)
            }
        }
        for method in policy["allowMethods"].items where method.isScalar && !Self.methods.contains(method.text) {
            let near = Spelling.nearest(to: method.text, among: Self.methods)
            report(
                .corsMethod, at: method, "unknown HTTP method '\(method.text)', expected an upper-case method or '*'",
                help: near.map { "did you mean '\($0)'?" })
        }
        for name in Array(policy["allowHeaders"].items) + Array(policy["exposeHeaders"].items) where name.isScalar && !name.has("*") {
            if name.isEmpty {
                report(.emptyHeaderName, at: name, "empty header name found, expected a name")
            } else if !Self.isToken(bytes(of: name)) {
                report(.invalidHeaderName, at: name, "invalid header name '\(name.text)', expected the characters of an HTTP header name")
            }
        }
        if let age = policy["maxAge"], let duration = DurationRules.parse(bytes(of: age)),
            duration % DurationRules.nanosecondsPerMillisecond == 0, duration % 1_000_000_000 != 0
        {
            report(.maxAge, at: age, "duration '\(age.text)' found, expected whole seconds")
        }
    }

    private static let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE", "*"]
}
