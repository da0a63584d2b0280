import MeshResources

/// One object to be applied by the server.
public struct ServerSideApply: Sendable {
    /// Its kind.
    public var resource: APIResource
    /// Its namespace; `nil` for cluster-scoped kinds.
    public var namespace: String?
    /// Its name.
    public var name: String
    /// The object as JSON.
    public var body: [UInt8]

    /// Makes an order.
    public init(resource: APIResource, namespace: String?, name: String, body: [UInt8]) {
        self.resource = resource
        self.namespace = namespace
        self.name = name
        self.body = body
    }

    /// How to apply.
    public struct Options: Sendable {
        /// Who owns the fields afterwards.
        public var fieldManager: String
        /// Whether fields are taken from other owners.
        public var isForced: Bool
        /// Whether the server only pretends.
        public var isDryRun: Bool
        /// What the server does about unknown fields: `Strict`, `Warn`, `Ignore`. Servers before 1.25 do not look at it.
        public var fieldValidation: String?
        /// Whether the whole object is wanted back, rather than its metadata.
        public var returnsObject: Bool

        /// Makes options.
        public init(
            fieldManager: String = "meshctl", isForced: Bool = false, isDryRun: Bool = false, fieldValidation: String? = nil,
            returnsObject: Bool = false
        ) {
            self.fieldManager = fieldManager
            self.isForced = isForced
            self.isDryRun = isDryRun
            self.fieldValidation = fieldValidation
            self.returnsObject = returnsObject
        }
    }

    /// What came of it.
    public struct Applied: Sendable {
        /// The object as the server has it now, or its metadata only.
        public var object: Node
        /// Whether it did not exist before.
        public var isNew: Bool
        /// Its resource version.
        public var resourceVersion: String { object["metadata"]?["resourceVersion"]?.string ?? "" }
    }

    /// The object with `protocol: TCP` in every port of a Service that names none; `nil` when there is no such port.
    var bodyWithProtocols: [UInt8]? {
        guard let root = JSONReader.parse(SourceText(name: "object", bytes: body)).tree.documents.first?.root else { return nil }
        var object = Value(root)
        guard var spec = object["spec"], let ports = spec["ports"]?.array, ports.contains(where: { $0["protocol"] == nil }) else {
            return nil
        }
        spec["ports"] = .array(
            ports.map { port in
                guard port["protocol"] == nil else { return port }
                var port = port
                port["protocol"] = "TCP"
                return port
            })
        object["spec"] = spec
        return Array(JSONWriter.text(object).utf8)
    }

    /// The request. The object's metadata are enough as an answer, and cost the server and the wire less.
    func request(_ options: Options) -> HTTPRequest {
        let query = URLText.query([
            ("fieldManager", options.fieldManager), ("force", options.isForced ? "true" : nil), ("dryRun", options.isDryRun ? "All" : nil),
            ("fieldValidation", options.fieldValidation),
        ])
        let metadataOnly = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json"
        return HTTPRequest(
            "PATCH", resource.path(namespace: namespace, name: name) + query,
            headers: [
                ("Content-Type", "application/apply-patch+yaml"), ("Accept", options.returnsObject ? "application/json" : metadataOnly),
            ], body: body)
    }
}

extension KubernetesClient {
    /// Applies objects, several at a time; `each` gets the outcomes as they come.
    ///
    /// A server that only says "internal error" to a malformed object is asked again by a dry run of creating or replacing it,
    /// whose refusal names the fields.
    public func apply(
        _ orders: [ServerSideApply], _ options: ServerSideApply.Options,
        each: (Int, Result<ServerSideApply.Applied, KubernetesError>) -> Void
    ) {
        var unexplained: [(index: Int, error: KubernetesError)] = []
        send(orders.map { $0.request(options) }) { index, result in
            switch result {
            case .success(let answer):
                if let object = answer.body.json() {
                    each(index, .success(ServerSideApply.Applied(object: object, isNew: answer.status == 201)))
                } else {
                    each(index, .failure(KubernetesError(.other, "the server's answer is no JSON", status: answer.status)))
                }
            case .failure(let error):
                if error.status == 500, error.reason.isEmpty || error.reason == "InternalError",
                    error.message.firstRange(of: "typed patch object") != nil || error.message.firstRange(of: "schema") != nil
                {
                    unexplained.append((index, error))
                } else {
                    each(index, .failure(error))
                }
            }
        }
        for item in unexplained { each(item.index, explainOrMend(item.error, orders[item.index], options)) }
    }

    /// Says what is wrong with an object. Where only the protocol of ports is missing, which servers before 1.21 cannot do
    /// without, the usual one is filled in.
    private func explainOrMend(
        _ error: KubernetesError, _ order: ServerSideApply, _ options: ServerSideApply.Options
    ) -> Result<ServerSideApply.Applied, KubernetesError> {
        if error.message.firstRange(of: "omits key field \"protocol\"") != nil, let body = order.bodyWithProtocols {
            var mended = order
            mended.body = body
            if case .success(let answer)? = send([mended.request(options)]).first, let object = answer.body.json() {
                return .success(ServerSideApply.Applied(object: object, isNew: answer.status == 201))
            }
        }
        return .failure(explain(error, order, options))
    }

    /// Asks what is wrong with an object by pretending to create it, or to replace it where it exists.
    private func explain(_ error: KubernetesError, _ order: ServerSideApply, _ options: ServerSideApply.Options) -> KubernetesError {
        let query = URLText.query([("dryRun", "All"), ("fieldManager", options.fieldManager), ("fieldValidation", "Strict")])
        let headers = [(name: "Content-Type", value: "application/json")]
        var body = order.body
        var request = HTTPRequest("POST", order.resource.path(namespace: order.namespace) + query, headers: headers, body: body)
        if let existing = try? get(order.resource, namespace: order.namespace, name: order.name),
            let version = existing["metadata"]?["resourceVersion"]?.string,
            let root = JSONReader.parse(SourceText(name: "object", bytes: body)).tree.documents.first?.root
        {
            var object = Value(root)
            object["metadata"]?["resourceVersion"] = .string(version)
            body = Array(JSONWriter.text(object).utf8)
            let path = order.resource.path(namespace: order.namespace, name: order.name)
            request = HTTPRequest("PUT", path + query, headers: headers, body: body)
        }
        guard case .failure(let second)? = send([request]).first, second.status == 422 || second.status == 400 else {
            return Self.structured(error)
        }
        return second.causes.isEmpty ? Self.structured(second.message.isEmpty ? error : second, beside: error) : second
    }

    /// Finds the fields that an error only names in its text: lines `.spec.hosts: expected list, …` of a typed patch, and
    /// `unknown field "spec.gateway"` of a strict decoder.
    static func structured(_ error: KubernetesError, beside other: KubernetesError? = nil) -> KubernetesError {
        var error = error
        var causes: [KubernetesError.Cause] = []
        for source in [error, other].compactMap({ $0 }) {
            let text = source.message
            var rest = text[...]
            while let mark = rest.firstRange(of: "unknown field \"") {
                let field = rest[mark.upperBound...].prefix { $0 != "\"" }
                causes.append(.init(reason: "FieldValueUnknown", message: "unknown field", field: String(field)))
                rest = rest[mark.upperBound...].dropFirst(field.count)
            }
            let head = text.firstRange(of: "patch object")?.upperBound ?? text.startIndex
            let tail = text[head...].firstRange(of: ": ").map { text[$0.upperBound...] } ?? text[...]
            for line in tail.split(separator: "\n") {
                let trimmed = line.drop { $0 == " " || $0 == "\t" }
                guard trimmed.hasPrefix("."), let colon = trimmed.firstRange(of: ": ") else { continue }
                let field = String(trimmed[trimmed.index(after: trimmed.startIndex)..<colon.lowerBound])
                guard !causes.contains(where: { $0.field == field }) else { continue }
                causes.append(.init(reason: "FieldValueInvalid", message: String(trimmed[colon.upperBound...]), field: field))
            }
            if !causes.isEmpty { break }
        }
        if !causes.isEmpty {
            error.causes = causes
            error.category = .invalid
        }
        return error
    }
}
