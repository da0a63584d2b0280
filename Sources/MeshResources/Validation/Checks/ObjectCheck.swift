/// The object around the spec: its keys, its metadata, the annotations that Istio reserves.
extension Validation {
    mutating func checkObject(_ registry: SchemaRegistry) {
        let root = Field(tree, resource.node.writtenIndex)
        if !schema.apiVersions.contains(resource.apiVersion) {
            let version = root["apiVersion"] ?? root
            report(
                .unknownVersion, at: version,
                "version '\(resource.version)' of \(schema.kind) is not served, expected \(list(schema.versions))",
                help: "write 'apiVersion: \(schema.group)/\(schema.versions.first ?? "v1")'")
        }
        checkRootKeys(root)
        if let metadata = root["metadata"] {
            checkMetadata(metadata, registry)
        } else {
            report(.missingName, missing: "metadata", in: root, "object without metadata found, expected at least a name")
        }
        guard let number = registry.messageNumber(schema.message) else { return }
        prepareScopes()
        if spec.isAbsent {
            if schema.requiresSpec {
                report(.missingSpec, missing: "spec", in: root, "\(schema.kind) without 'spec' found, expected one", help: "add 'spec'")
            } else {
                checks[number]?(&self, spec)
            }
        } else if spec.isMapping {
            walk(spec, as: number)
        } else {
            reportType(spec, "an object")
        }
    }

    private mutating func checkRootKeys(_ root: Field) {
        var seen: UInt8 = 0
        for (key, value) in root.entries {
            if let place = Self.rootKeys.firstIndex(where: { key.has($0) }) {
                if seen & (1 << UInt8(place)) != 0 { reportRepeated(key, value) }
                seen |= 1 << UInt8(place)
            } else {
                let name = key.node.keyText
                let near = Spelling.nearest(to: name, among: Self.rootKeys.map(\.description))
                report(
                    .unknownField, keyOf: value, key, "unknown field '\(name)' at the top of \(schema.kind)",
                    help: near.map { "did you mean '\($0)'?" } ?? "put it under 'spec' or remove it")
            }
        }
    }

    private static let rootKeys: [StaticString] = ["apiVersion", "kind", "metadata", "spec", "status"]

    private mutating func checkMetadata(_ metadata: Field, _ registry: SchemaRegistry) {
        guard metadata.isMapping, let number = registry.messageNumber("ObjectMeta") else { return reportType(metadata, "an object") }
        walk(metadata, as: number)
        if let name = metadata["name"] {
            if name.isScalar, !LabelRules.isSubdomain(bytes(of: name)) {
                report(
                    .invalidName, at: name,
                    "invalid name '\(name.text)', expected lower-case letters, digits, inner '-' and '.', at most 253",
                    help: "rename the resource")
            }
        } else if metadata["generateName"].isEmpty {
            report(
                .missingName, missing: "name", in: metadata, "\(schema.kind) without a name found, expected 'metadata.name'",
                help: "add a name")
        }
        if let space = metadata["namespace"], space.isScalar, !space.isEmpty, !LabelRules.isNamespace(bytes(of: space)) {
            report(
                .invalidNamespace, at: space,
                "invalid namespace '\(space.text)', expected lower-case letters, digits and inner '-', at most 63")
        }
        if let labels = metadata["labels"] { checkLabels(labels, limit: 63) }
        if let annotations = metadata["annotations"] { checkAnnotations(annotations) }
    }

    private mutating func checkAnnotations(_ annotations: Field) {
        for (key, value) in annotations.entries {
            if let fault = LabelRules.keyFault(bytes(of: key)) {
                report(.invalidAnnotationKey, keyOf: value, key, "invalid annotation key '\(key.text)': \(fault)")
            }
            if key.has("internal.istio.io/webhook-always-reject") {
                report(
                    .alwaysReject, keyOf: value, key, "annotation '\(key.text)' found, which makes istiod refuse the resource",
                    help: "remove it")
            } else if key.has("internal.istio.io/parents") || key.has("internal.istio.io/parent-namespace") {
                report(
                    .reservedAnnotation, keyOf: value, key, "annotation '\(key.text)' found, which is reserved for istiod",
                    help: "remove it")
            } else if key.has("istio.io/dry-run") {
                checkDryRun(key, value)
            }
        }
    }

    private mutating func checkDryRun(_ key: Field, _ value: Field) {
        guard schema.kind == "AuthorizationPolicy" else {
            report(
                .dryRunElsewhere, keyOf: value, key,
                "annotation 'istio.io/dry-run' on a \(schema.kind) found, expected on an AuthorizationPolicy only", help: "remove it")
            return
        }
        let action = spec["action"]
        if let action, !action.has("ALLOW"), !action.has("DENY") {
            report(
                .dryRunAction, keyOf: value, key, "annotation 'istio.io/dry-run' with action '\(action.text)' found, expected ALLOW or DENY"
            )
        } else if !["1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"].contains(value.text) {
            report(.dryRunValue, at: value, "value '\(value.text)' of annotation 'istio.io/dry-run' found, expected 'true' or 'false'")
        }
    }

    /// Keys and values of labels.
    mutating func checkLabels(_ labels: Field, limit: Int = .max) {
        for (key, value) in labels.entries {
            if let fault = LabelRules.keyFault(bytes(of: key)) {
                report(
                    .invalidLabelKey, keyOf: value, key, "invalid label key '\(key.text)': \(fault)", help: "write 'name' or 'prefix/name'")
            }
            if value.isScalar, let fault = LabelRules.valueFault(bytes(of: value), limit: limit) {
                report(.invalidLabelValue, at: value, "invalid label value '\(value.text)': \(fault)")
            }
        }
    }
}
