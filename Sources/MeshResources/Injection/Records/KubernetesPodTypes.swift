/// Pods, containers and what they hold.
extension KubernetesTypes {
    static let pods = """
        Affinity nodeAffinity:*NodeAffinity? podAffinity:*PodAffinity? podAntiAffinity:*PodAntiAffinity?
        AppArmorProfile type:s localhostProfile:*s?
        Capabilities add:[]s? drop:[]s?
        Container name:s image:s? command:[]s? args:[]s? workingDir:s? ports:[]ContainerPort?@containerPort envFrom:[]EnvFromSource?
            env:[]EnvVar?@name resources:ResourceRequirements? resizePolicy:[]ContainerResizePolicy? restartPolicy:*s?
            restartPolicyRules:[]ContainerRestartRule? volumeMounts:[]VolumeMount?@mountPath volumeDevices:[]VolumeDevice?@devicePath
            livenessProbe:*Probe? readinessProbe:*Probe? startupProbe:*Probe? lifecycle:*Lifecycle? terminationMessagePath:s?
            terminationMessagePolicy:s? imagePullPolicy:s? securityContext:*SecurityContext? stdin:b? stdinOnce:b? tty=TTY:b?
        ContainerExtendedResourceRequest containerName:s resourceName:s requestName:s
        ContainerPort name:s? hostPort:i? containerPort:i protocol:s? hostIP:s?
        ContainerResizePolicy resourceName:s restartPolicy:s
        ContainerRestartRule action:s? exitCodes:*ContainerRestartRuleOnExitCodes?
        ContainerRestartRuleOnExitCodes operator:s? values:[]i?
        ContainerState waiting:*ContainerStateWaiting? running:*ContainerStateRunning? terminated:*ContainerStateTerminated?
        ContainerStateRunning startedAt:t?
        ContainerStateTerminated exitCode:i signal:i? reason:s? message:s? startedAt:t? finishedAt:t? containerID:s?
        ContainerStateWaiting reason:s? message:s?
        ContainerStatus name:s state:ContainerState? lastState=LastTerminationState:ContainerState? ready:b restartCount:i image:s
            imageID:s containerID:s? started:*b? allocatedResources:{}q? resources:*ResourceRequirements?
            volumeMounts:[]VolumeMountStatus?@mountPath user:*ContainerUser? allocatedResourcesStatus:[]ResourceStatus?@name
            stopSignal:*s?
        ContainerUser linux:*LinuxContainerUser?
        EnvVar name:s value:s? valueFrom:*EnvVarSource?
        EphemeralContainer name:s image:s? command:[]s? args:[]s? workingDir:s? ports:[]ContainerPort?@containerPort
            envFrom:[]EnvFromSource? env:[]EnvVar?@name resources:ResourceRequirements? resizePolicy:[]ContainerResizePolicy?
            restartPolicy:*s? restartPolicyRules:[]ContainerRestartRule? volumeMounts:[]VolumeMount?@mountPath
            volumeDevices:[]VolumeDevice?@devicePath livenessProbe:*Probe? readinessProbe:*Probe? startupProbe:*Probe?
            lifecycle:*Lifecycle? terminationMessagePath:s? terminationMessagePolicy:s? imagePullPolicy:s?
            securityContext:*SecurityContext? stdin:b? stdinOnce:b? tty=TTY:b? targetContainerName:s?
        ExecAction command:[]s?
        FileKeySelector volumeName:s path:s key:s optional:*b?
        GRPCAction port:i service:*s
        HTTPGetAction path:s? port:x host:s? scheme:s? httpHeaders=HTTPHeaders:[]HTTPHeader?
        HTTPHeader name:s value:s
        HostAlias ip=IP:s hostnames:[]s?
        HostIP ip=IP:s
        Lifecycle postStart:*LifecycleHandler? preStop:*LifecycleHandler? stopSignal:*s?
        LifecycleHandler exec:*ExecAction? httpGet=HTTPGet:*HTTPGetAction? tcpSocket=TCPSocket:*TCPSocketAction? sleep:*SleepAction?
        LinuxContainerUser uid=UID:l gid=GID:l supplementalGroups:[]l?
        LocalObjectReference name:s?
        NodeAffinity requiredDuringSchedulingIgnoredDuringExecution:*NodeSelector?
            preferredDuringSchedulingIgnoredDuringExecution:[]PreferredSchedulingTerm?
        NodeSelector nodeSelectorTerms:[]NodeSelectorTerm
        NodeSelectorRequirement key:s operator:s values:[]s?
        NodeSelectorTerm matchExpressions:[]NodeSelectorRequirement? matchFields:[]NodeSelectorRequirement?
        ObjectFieldSelector apiVersion=APIVersion:s? fieldPath:s
        ObjectReference kind:s? namespace:s? name:s? uid=UID:s? apiVersion=APIVersion:s? resourceVersion:s? fieldPath:s?
        Pod kind:s? apiVersion=APIVersion:s? metadata=ObjectMeta:ObjectMeta? spec:PodSpec? status:PodStatus?
        PodAffinity requiredDuringSchedulingIgnoredDuringExecution:[]PodAffinityTerm?
            preferredDuringSchedulingIgnoredDuringExecution:[]WeightedPodAffinityTerm?
        PodAffinityTerm labelSelector:*LabelSelector? namespaces:[]s? topologyKey:s namespaceSelector:*LabelSelector?
            matchLabelKeys:[]s? mismatchLabelKeys:[]s?
        PodAntiAffinity requiredDuringSchedulingIgnoredDuringExecution:[]PodAffinityTerm?
            preferredDuringSchedulingIgnoredDuringExecution:[]WeightedPodAffinityTerm?
        PodCondition type:s observedGeneration:l? status:s lastProbeTime:t? lastTransitionTime:t? reason:s? message:s?
        PodDNSConfig nameservers:[]s? searches:[]s? options:[]PodDNSConfigOption?
        PodDNSConfigOption name:s? value:*s?
        PodIP ip=IP:s
        PodOS name:s
        PodReadinessGate conditionType:s
        PodSchedulingGate name:s
        PodSecurityContext seLinuxOptions=SELinuxOptions:*SELinuxOptions? windowsOptions:*WindowsSecurityContextOptions? runAsUser:*l?
            runAsGroup:*l? runAsNonRoot:*b? supplementalGroups:[]l? supplementalGroupsPolicy:*s? fsGroup=FSGroup:*l? sysctls:[]Sysctl?
            fsGroupChangePolicy=FSGroupChangePolicy:*s? seccompProfile:*SeccompProfile? appArmorProfile:*AppArmorProfile?
            seLinuxChangePolicy=SELinuxChangePolicy:*s?
        PodSpec volumes:[]Volume?@name initContainers:[]Container?@name containers:[]Container@name
            ephemeralContainers:[]EphemeralContainer?@name restartPolicy:s? terminationGracePeriodSeconds:*l?
            activeDeadlineSeconds:*l? dnsPolicy=DNSPolicy:s? nodeSelector:{}s? serviceAccountName:s?
            serviceAccount=DeprecatedServiceAccount:s? automountServiceAccountToken:*b? nodeName:s? hostNetwork:b? hostPID:b?
            hostIPC:b? shareProcessNamespace:*b? securityContext:*PodSecurityContext? imagePullSecrets:[]LocalObjectReference?@name
            hostname:s? subdomain:s? affinity:*Affinity? schedulerName:s? tolerations:[]Toleration? hostAliases:[]HostAlias?@ip
            priorityClassName:s? priority:*i? dnsConfig=DNSConfig:*PodDNSConfig? readinessGates:[]PodReadinessGate?
            runtimeClassName:*s? enableServiceLinks:*b? preemptionPolicy:*s? overhead:{}q?
            topologySpreadConstraints:[]TopologySpreadConstraint?@topologyKey setHostnameAsFQDN:*b? os=OS:*PodOS? hostUsers:*b?
            schedulingGates:[]PodSchedulingGate?@name resourceClaims:[]PodResourceClaim?@name resources:*ResourceRequirements?
            hostnameOverride:*s? workloadRef:*WorkloadReference?
        PodStatus observedGeneration:l? phase:s? conditions:[]PodCondition?@type message:s? reason:s? nominatedNodeName:s? hostIP:s?
            hostIPs:[]HostIP?@ip podIP:s? podIPs:[]PodIP?@ip startTime:*t? initContainerStatuses:[]ContainerStatus?
            containerStatuses:[]ContainerStatus? qosClass=QOSClass:s? ephemeralContainerStatuses:[]ContainerStatus? resize:s?
            resourceClaimStatuses:[]PodResourceClaimStatus?@name extendedResourceClaimStatus:*PodExtendedResourceClaimStatus?
            allocatedResources:{}q? resources:*ResourceRequirements?
        PodTemplateSpec metadata=ObjectMeta:ObjectMeta? spec:PodSpec?
        PreferredSchedulingTerm weight:i preference:NodeSelectorTerm
        Probe exec:*ExecAction? httpGet=HTTPGet:*HTTPGetAction? tcpSocket=TCPSocket:*TCPSocketAction? grpc=GRPC:*GRPCAction?
            initialDelaySeconds:i? timeoutSeconds:i? periodSeconds:i? successThreshold:i? failureThreshold:i?
            terminationGracePeriodSeconds:*l?
        ReplicationController kind:s? apiVersion=APIVersion:s? metadata=ObjectMeta:ObjectMeta? spec:ReplicationControllerSpec?
            status:ReplicationControllerStatus?
        ReplicationControllerCondition type:s status:s lastTransitionTime:t? reason:s? message:s?
        ReplicationControllerSpec replicas:*i? minReadySeconds:i? selector:{}s? template:*PodTemplateSpec?
        ReplicationControllerStatus replicas:i fullyLabeledReplicas:i? readyReplicas:i? availableReplicas:i? observedGeneration:l?
            conditions:[]ReplicationControllerCondition?@type
        ResourceFieldSelector containerName:s? resource:s divisor:q?
        ResourceHealth resourceID:s health:s?
        ResourceRequirements limits:{}q? requests:{}q? claims:[]ResourceClaim?
        ResourceStatus name:s resources:[]ResourceHealth?
        SELinuxOptions user:s? role:s? type:s? level:s?
        SeccompProfile type:s localhostProfile:*s?
        SecurityContext capabilities:*Capabilities? privileged:*b? seLinuxOptions=SELinuxOptions:*SELinuxOptions?
            windowsOptions:*WindowsSecurityContextOptions? runAsUser:*l? runAsGroup:*l? runAsNonRoot:*b? readOnlyRootFilesystem:*b?
            allowPrivilegeEscalation:*b? procMount:*s? seccompProfile:*SeccompProfile? appArmorProfile:*AppArmorProfile?
        SleepAction seconds:l
        Sysctl name:s value:s
        TCPSocketAction port:x host:s?
        Toleration key:s? operator:s? value:s? effect:s? tolerationSeconds:*l?
        TopologySpreadConstraint maxSkew:i topologyKey:s whenUnsatisfiable:s labelSelector:*LabelSelector? minDomains:*i?
            nodeAffinityPolicy:*s? nodeTaintsPolicy:*s? matchLabelKeys:[]s?
        TypedLocalObjectReference apiGroup=APIGroup:*s kind:s name:s
        TypedObjectReference apiGroup=APIGroup:*s kind:s name:s namespace:*s?
        WeightedPodAffinityTerm weight:i podAffinityTerm:PodAffinityTerm
        WindowsSecurityContextOptions gmsaCredentialSpecName=GMSACredentialSpecName:*s? gmsaCredentialSpec=GMSACredentialSpec:*s?
            runAsUserName:*s? hostProcess:*b?
        WorkloadReference name:s podGroup:s podGroupReplicaKey:s?
        """
}
