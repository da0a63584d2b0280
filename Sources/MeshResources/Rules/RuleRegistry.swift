/// Every rule there is, one a file of this folder.
public enum RuleRegistry {
    /// All rules, in order of their codes and names.
    public static let all: [any Rule.Type] = [
        GatewaySelectsNothing.self,
        MissingCredential.self,
        MissingDestinationHost.self,
        MissingGateway.self,
        MissingSubset.self,
        UnknownDestinationPort.self,
        ConflictingMeshHosts.self,
        DestinationPortRequired.self,
        UnverifiedServerCertificate.self,
        UnverifiedPortCertificate.self,
        HostsNotInGateway.self,
        DuplicateGatewayCertificate.self,
        SubsetBypassed.self,
        ConflictingGateways.self,
        ClaimRoutingWithoutAuthentication.self,
        InvalidCredential.self,
        GatewayPortNotOnService.self,
        InternalGatewayReference.self,
        SubsetSelectsNothing.self,
        UnknownDestinationRuleHost.self,
    ]

    /// The rules that run unless others are asked for.
    public static let defaults: [any Rule.Type] = all.filter { !$0.isOptIn }

    /// The rules that a name of `--analyzer` stands for: the name of an analyzer, of a rule, or a code.
    public static func rules(named name: String) -> [any Rule.Type] {
        all.filter {
            $0.analyzerName == name || $0.analyzers.contains(name) || $0.about.name == name || $0.about.code == name
                || $0.about.aliases.contains(name)
        }
    }
}
