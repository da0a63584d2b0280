/// Workloads and metadata.
extension KubernetesTypes {
    static let workloads = """
        DaemonSet kind:s? apiVersion=APIVersion:s? metadata=ObjectMeta:ObjectMeta? spec:DaemonSetSpec? status:DaemonSetStatus?
        DaemonSetCondition type:s status:s lastTransitionTime:t? reason:s? message:s?
        DaemonSetSpec selector:*LabelSelector template:PodTemplateSpec updateStrategy:DaemonSetUpdateStrategy? minReadySeconds:i?
            revisionHistoryLimit:*i?
        DaemonSetStatus currentNumberScheduled:i numberMisscheduled:i desiredNumberScheduled:i numberReady:i observedGeneration:l?
            updatedNumberScheduled:i? numberAvailable:i? numberUnavailable:i? collisionCount:*i? conditions:[]DaemonSetCondition?@type
        DaemonSetUpdateStrategy type:s? rollingUpdate:*RollingUpdateDaemonSet?
        Deployment kind:s? apiVersion=APIVersion:s? metadata=ObjectMeta:ObjectMeta? spec:DeploymentSpec? status:DeploymentStatus?
        DeploymentCondition type:s status:s lastUpdateTime:t? lastTransitionTime:t? reason:s? message:s?
        DeploymentSpec replicas:*i? selector:*LabelSelector template:PodTemplateSpec strategy:DeploymentStrategy? minReadySeconds:i?
            revisionHistoryLimit:*i? paused:b? progressDeadlineSeconds:*i?
        DeploymentStatus observedGeneration:l? replicas:i? updatedReplicas:i? readyReplicas:i? availableReplicas:i?
            unavailableReplicas:i? terminatingReplicas:*i? conditions:[]DeploymentCondition?@type collisionCount:*i?
        DeploymentStrategy type:s? rollingUpdate:*RollingUpdateDeployment?
        ReplicaSet kind:s? apiVersion=APIVersion:s? metadata=ObjectMeta:ObjectMeta? spec:ReplicaSetSpec? status:ReplicaSetStatus?
        ReplicaSetCondition type:s status:s lastTransitionTime:t? reason:s? message:s?
        ReplicaSetSpec replicas:*i? minReadySeconds:i? selector:*LabelSelector template:PodTemplateSpec?
        ReplicaSetStatus replicas:i fullyLabeledReplicas:i? readyReplicas:i? availableReplicas:i? terminatingReplicas:*i?
            observedGeneration:l? conditions:[]ReplicaSetCondition?@type
        RollingUpdateDaemonSet maxUnavailable:*x? maxSurge:*x?
        RollingUpdateDeployment maxUnavailable:*x? maxSurge:*x?
        RollingUpdateStatefulSetStrategy partition:*i? maxUnavailable:*x?
        StatefulSet kind:s? apiVersion=APIVersion:s? metadata=ObjectMeta:ObjectMeta? spec:StatefulSetSpec? status:StatefulSetStatus?
        StatefulSetCondition type:s status:s lastTransitionTime:t? reason:s? message:s?
        StatefulSetOrdinals start:i
        StatefulSetPersistentVolumeClaimRetentionPolicy whenDeleted:s? whenScaled:s?
        StatefulSetSpec replicas:*i? selector:*LabelSelector template:PodTemplateSpec volumeClaimTemplates:[]PersistentVolumeClaim?
            serviceName:s podManagementPolicy:s? updateStrategy:StatefulSetUpdateStrategy? revisionHistoryLimit:*i? minReadySeconds:i?
            persistentVolumeClaimRetentionPolicy:*StatefulSetPersistentVolumeClaimRetentionPolicy? ordinals:*StatefulSetOrdinals?
        StatefulSetStatus observedGeneration:l? replicas:i readyReplicas:i? currentReplicas:i? updatedReplicas:i? currentRevision:s?
            updateRevision:s? collisionCount:*i? conditions:[]StatefulSetCondition?@type availableReplicas:i
        StatefulSetUpdateStrategy type:s? rollingUpdate:*RollingUpdateStatefulSetStrategy?
        CronJob kind:s? apiVersion=APIVersion:s? metadata=ObjectMeta:ObjectMeta? spec:CronJobSpec? status:CronJobStatus?
        CronJobSpec schedule:s timeZone:*s? startingDeadlineSeconds:*l? concurrencyPolicy:s? suspend:*b? jobTemplate:JobTemplateSpec
            successfulJobsHistoryLimit:*i? failedJobsHistoryLimit:*i?
        CronJobStatus active:[]ObjectReference? lastScheduleTime:*t? lastSuccessfulTime:*t?
        Job kind:s? apiVersion=APIVersion:s? metadata=ObjectMeta:ObjectMeta? spec:JobSpec? status:JobStatus?
        JobCondition type:s status:s lastProbeTime:t? lastTransitionTime:t? reason:s? message:s?
        JobSpec parallelism:*i? completions:*i? activeDeadlineSeconds:*l? podFailurePolicy:*PodFailurePolicy?
            successPolicy:*SuccessPolicy? backoffLimit:*i? backoffLimitPerIndex:*i? maxFailedIndexes:*i? selector:*LabelSelector?
            manualSelector:*b? template:PodTemplateSpec ttlSecondsAfterFinished=TTLSecondsAfterFinished:*i? completionMode:*s?
            suspend:*b? podReplacementPolicy:*s? managedBy:*s?
        JobStatus conditions:[]JobCondition?@type startTime:*t? completionTime:*t? active:i? succeeded:i? failed:i? terminating:*i?
            completedIndexes:s? failedIndexes:*s? uncountedTerminatedPods:*UncountedTerminatedPods? ready:*i?
        JobTemplateSpec metadata=ObjectMeta:ObjectMeta? spec:JobSpec?
        PodFailurePolicy rules:[]PodFailurePolicyRule
        PodFailurePolicyOnExitCodesRequirement containerName:*s? operator:s values:[]i
        PodFailurePolicyOnPodConditionsPattern type:s status:s
        PodFailurePolicyRule action:s onExitCodes:*PodFailurePolicyOnExitCodesRequirement?
            onPodConditions:[]PodFailurePolicyOnPodConditionsPattern?
        SuccessPolicy rules:[]SuccessPolicyRule
        SuccessPolicyRule succeededIndexes:*s? succeededCount:*i?
        UncountedTerminatedPods succeeded:[]s? failed:[]s?
        LabelSelector matchLabels:{}s? matchExpressions:[]LabelSelectorRequirement?
        LabelSelectorRequirement key:s operator:s values:[]s?
        ManagedFieldsEntry manager:s? operation:s? apiVersion=APIVersion:s? time:*t? fieldsType:s? fieldsV1:*r? subresource:s?
        ObjectMeta name:s? generateName:s? namespace:s? selfLink:s? uid=UID:s? resourceVersion:s? generation:l? creationTimestamp:t?!
            deletionTimestamp:*t? deletionGracePeriodSeconds:*l? labels:{}s? annotations:{}s? ownerReferences:[]OwnerReference?@uid
            finalizers:[]s?@ managedFields:[]ManagedFieldsEntry?
        OwnerReference apiVersion=APIVersion:s kind:s name:s uid=UID:s controller:*b? blockOwnerDeletion:*b?
        CustomDeploymentStrategyParams image:s? environment:[]EnvVar? command:[]s?
        DeploymentCause type:s imageTrigger:*DeploymentCauseImageTrigger?
        DeploymentCauseImageTrigger from:ObjectReference
        OpenShiftDeploymentCondition type:s status:s lastUpdateTime:t? lastTransitionTime:t? reason:s? message:s?
        DeploymentConfig kind:s? apiVersion=APIVersion:s? metadata=ObjectMeta:ObjectMeta? spec:DeploymentConfigSpec
            status:DeploymentConfigStatus?
        DeploymentConfigSpec strategy:OpenShiftDeploymentStrategy minReadySeconds:i? triggers:[]DeploymentTriggerPolicy replicas:i
            revisionHistoryLimit:*i? test:b paused:b? selector:{}s? template:*PodTemplateSpec?
        DeploymentConfigStatus latestVersion:l observedGeneration:l replicas:i updatedReplicas:i availableReplicas:i
            unavailableReplicas:i details:*DeploymentDetails? conditions:[]OpenShiftDeploymentCondition?@type readyReplicas:i?
        DeploymentDetails message:s? causes:[]DeploymentCause
        OpenShiftDeploymentStrategy type:s? customParams:*CustomDeploymentStrategyParams?
            recreateParams:*RecreateDeploymentStrategyParams? rollingParams:*RollingDeploymentStrategyParams?
            resources:ResourceRequirements? labels:{}s? annotations:{}s? activeDeadlineSeconds:*l?
        DeploymentTriggerImageChangeParams automatic:b? containerNames:[]s? from:ObjectReference lastTriggeredImage:s?
        DeploymentTriggerPolicy type:s? imageChangeParams:*DeploymentTriggerImageChangeParams?
        ExecNewPodHook command:[]s env:[]EnvVar? containerName:s volumes:[]s?
        LifecycleHook failurePolicy:s execNewPod:*ExecNewPodHook? tagImages:[]TagImageHook?
        RecreateDeploymentStrategyParams timeoutSeconds:*l? pre:*LifecycleHook? mid:*LifecycleHook? post:*LifecycleHook?
        RollingDeploymentStrategyParams updatePeriodSeconds:*l? intervalSeconds:*l? timeoutSeconds:*l? maxUnavailable:*x? maxSurge:*x?
            pre:*LifecycleHook? post:*LifecycleHook?
        TagImageHook containerName:s to:ObjectReference
        """
}
