/// Telemetry: tracing, metrics, access logs.
extension Validation {
    mutating func checkTelemetry(_ telemetry: Field) {
        checkTargeting(telemetry)
        if telemetry["tracing"].count > 1, let tracing = telemetry["tracing"] {
            report(
                .manyTracings, at: tracing, "\(tracing.count) entries of 'tracing' found, of which Istio supports one", help: "merge them")
        }
    }

    mutating func checkTracing(_ tracing: Field) {
        if let providers = tracing["providers"], providers.count > 1 {
            report(
                .manyTraceProviders, at: providers, "\(providers.count) providers of tracing found, of which Istio supports one",
                help: "keep one")
        }
        for (key, tag) in tracing["customTags"].entries {
            if key.isEmpty { report(.emptyTagName, keyOf: tag, key, "empty tag name found, expected a name") }
            if tag.isNull {
                report(
                    .nullTag, keyOf: tag, key, "tag '\(key.text)' without a value found, expected one",
                    help: "add 'literal', 'environment' or 'header'")
            }
        }
    }

    mutating func checkMetricsOverride(_ override: Field) {
        for (key, tag) in override["tagOverrides"].entries {
            if key.isEmpty { report(.emptyTagOverride, keyOf: tag, key, "empty tag name found, expected a name") }
            if tag.isNull { report(.nullTag, keyOf: tag, key, "override of tag '\(key.text)' without a value found, expected one") }
        }
    }

    mutating func checkLogFilter(_ filter: Field) {
        guard let expression = filter["expression"] else {
            report(.filterExpression, missing: "expression", in: filter, "filter without an expression found, expected a CEL expression")
            return
        }
        guard expression.isScalar, let fault = CELSyntax.fault(bytes(of: expression)) else { return }
        report(
            .filterExpression, at: expression, "invalid CEL expression '\(expression.text)': \(fault)",
            help: "write a condition such as 'response.code >= 400'")
    }

    mutating func checkTagOverride(_ tag: Field) {
        let operation = tag["operation"]
        let value = tag["value"]
        if operation == nil || operation.has("UPSERT") {
            if value.isEmpty {
                report(
                    .tagValueMissing, missing: "value", in: tag, "tag override UPSERT without a value found, expected 'value'",
                    help: "add 'value'")
            }
        } else if operation.has("REMOVE"), let value {
            report(.tagValueUnused, at: value, "'value' with operation REMOVE found, expected none", help: "remove it or use UPSERT")
        }
    }
}
