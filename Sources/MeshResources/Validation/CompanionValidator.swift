/// What `istioctl validate` says of kinds that are not Istio's configuration: names of ports of Services, fields of an IstioOperator.
///
/// The API server accepts these objects; the verdict is istioctl's alone and no part of lint, where analysis reports the same as advice.
public enum CompanionValidator {
    /// Whether resources of this kind are looked at.
    public static func knows(_ resource: Resource) -> Bool { isService(resource) || isOperator(resource) }

    private static func isService(_ resource: Resource) -> Bool { resource.kind == "Service" && resource.apiVersion == "v1" }

    private static func isOperator(_ resource: Resource) -> Bool {
        resource.kind == "IstioOperator" && resource.apiVersion == "install.istio.io/v1alpha1"
    }

    /// The findings, in the order of the text; nothing for other kinds and for Services in Istio's own namespace.
    public static func validate(_ resource: Resource, istioNamespace: String = "istio-system") -> [Diagnostic] {
        if isService(resource), resource.namespace != istioNamespace { return servicePorts(resource) }
        return isOperator(resource) ? operatorFields(resource) : []
    }

    private static func servicePorts(_ resource: Resource) -> [Diagnostic] {
        let ports = resource.spec?["ports"]?.items.map { $0 } ?? []
        return ports.enumerated().compactMap { number, port in
            let path = "spec.ports[\(number)]"
            if port["protocol"]?.text.uppercased() == "UDP" { return nil }
            if let application = port["appProtocol"], !application.isNull {
                guard PortProtocol(application.text) == nil else { return nil }
                let message = "appProtocol '\(application.text)' that Istio does not know found, expected one such as 'http'"
                return finding(.serviceAppProtocol, resource, application.location, path + ".appProtocol", message)
            }
            guard let name = port["name"], !name.isNull else {
                let message = "port without a name found, expected 'protocol' or 'protocol-suffix'"
                return finding(.servicePortUnnamed, resource, port.headLocation, path + ".name", message)
            }
            guard PortProtocol(String(name.text.prefix { $0 != "-" })) == nil else { return nil }
            let message = "port name '\(name.text)' without a protocol in front found, expected 'protocol' or 'protocol-suffix'"
            return finding(.servicePortName, resource, name.location, path + ".name", message)
        }
    }

    private static let specFields = [
        "profile", "installPackagePath", "hub", "tag", "namespace", "revision", "compatibilityVersion", "meshConfig", "components",
        "values",
        "unvalidatedValues",
    ]
    private static let components = ["base", "pilot", "cni", "ztunnel", "istiodRemote", "ingressGateways", "egressGateways"]

    private static func operatorFields(_ resource: Resource) -> [Diagnostic] {
        let spec = resource.spec
        return unknownFields(spec, specFields, "spec", resource)
            + unknownFields(spec?["components"], components, "spec.components", resource)
    }

    private static func unknownFields(_ node: Node?, _ known: [String], _ path: String, _ resource: Resource) -> [Diagnostic] {
        (node?.rawEntries.map { $0 } ?? []).compactMap { key, _ in
            let name = key.keyText
            guard !known.contains(name) else { return nil }
            let near = Spelling.nearest(to: name, among: known)
            return finding(
                .operatorField, resource, key.location, "\(path).\(name)", "unknown field '\(name)' in an IstioOperator",
                help: near.map { "did you mean '\($0)'?" })
        }
    }

    private static func finding(
        _ mistake: Mistake, _ resource: Resource, _ location: Location, _ path: String, _ message: String, help: String? = nil
    ) -> Diagnostic {
        Diagnostic(
            code: mistake.rawValue, severity: mistake.severity, message: message, location: location, path: path, help: help,
            resource: resource.resourceName)
    }
}
