/// Every rule there is, one a file of this folder.
public enum RuleRegistry {
    /// All rules, in order of their codes and names.
    public static let all: [any Rule.Type] = [
        DeprecatedFeature.self,
        DeprecatedLightstep.self,
        GatewaySelectsNothing.self,
        MissingCredential.self,
        MissingDestinationHost.self,
        MissingGateway.self,
        MissingSubset.self,
        SidecarSelectsNothing.self,
        TelemetrySelectsNothing.self,
        UnknownDestinationPort.self,
        UnknownSourceNamespace.self,
        NamespaceNotInjected.self,
        PodWithoutProxy.self,
        MisplacedAnnotation.self,
        UnknownAnnotation.self,
        ConflictingMeshHosts.self,
        ConflictingSidecars.self,
        SeveralDefaultSidecars.self,
        DestinationPortRequired.self,
        ServicesDisagreeOnProtocol.self,
        PortNameConvention.self,
        SeveralInjectionLabels.self,
        InvalidAnnotation.self,
        UnknownMeshNetworkRegistry.self,
        PolicySelectsNothing.self,
        UnverifiedServerCertificate.self,
        UnverifiedPortCertificate.self,
        HostsNotInGateway.self,
        ServiceEntryNeedsAddress.self,
        DeprecatedAnnotation.self,
        AlphaAnnotation.self,
        ServicesDisagreeOnPort.self,
        DuplicateGatewayCertificate.self,
        OverlappingWebhooks.self,
        WebhookServiceMissing.self,
        SubsetBypassed.self,
        ReservedUserID.self,
        ConflictingGateways.self,
        AutoImageNotInjected.self,
        AutoImageInPod.self,
        NamespaceInjectedByDefault.self,
        ClaimRoutingWithoutAuthentication.self,
        ExternalNamePort.self,
        RelativePatch.self,
        MisusedReplace.self,
        MisusedAdd.self,
        MisusedRemove.self,
        RelativeVersionedPatch.self,
        TelemetryWithoutProvider.self,
        ProxyImageMismatch.self,
        ConflictingTelemetries.self,
        SeveralDefaultTelemetries.self,
        InvalidCredential.self,
        GatewayPortNotOnService.self,
        ExternalControlPlaneAddress.self,
        ExternalControlPlaneByAddress.self,
        InternalGatewayReference.self,
        SelectorOnKubernetesGateway.self,
        SidecarInAmbient.self,
        InconsistentClusters.self,
        NegativeCondition.self,
        SubsetSelectsNothing.self,
        UnknownDestinationRuleHost.self,
        UnrestrictedKeyFetching.self,
        OldGatewayDefinitions.self,
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
