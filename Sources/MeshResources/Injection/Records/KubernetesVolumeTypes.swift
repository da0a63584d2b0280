/// Volumes and what they are made from.
extension KubernetesTypes {
    static let volumes = """
        AWSElasticBlockStoreVolumeSource volumeID:s fsType=FSType:s? partition:i? readOnly:b?
        AzureDiskVolumeSource diskName:s diskURI=DataDiskURI:s cachingMode:*s? fsType=FSType:*s? readOnly:*b? kind:*s?
        AzureFileVolumeSource secretName:s shareName:s readOnly:b?
        CSIVolumeSource driver:s readOnly:*b? fsType=FSType:*s? volumeAttributes:{}s? nodePublishSecretRef:*LocalObjectReference?
        CephFSVolumeSource monitors:[]s path:s? user:s? secretFile:s? secretRef:*LocalObjectReference? readOnly:b?
        CinderVolumeSource volumeID:s fsType=FSType:s? readOnly:b? secretRef:*LocalObjectReference?
        ClusterTrustBundleProjection name:*s? signerName:*s? labelSelector:*LabelSelector? optional:*b? path:s
        ConfigMapEnvSource name:s? optional:*b?
        ConfigMapKeySelector name:s? key:s optional:*b?
        ConfigMapProjection name:s? items:[]KeyToPath? optional:*b?
        ConfigMapVolumeSource name:s? items:[]KeyToPath? defaultMode:*i? optional:*b?
        DownwardAPIProjection items:[]DownwardAPIVolumeFile?
        DownwardAPIVolumeFile path:s fieldRef:*ObjectFieldSelector? resourceFieldRef:*ResourceFieldSelector? mode:*i?
        DownwardAPIVolumeSource items:[]DownwardAPIVolumeFile? defaultMode:*i?
        EmptyDirVolumeSource medium:s? sizeLimit:*q?
        EnvFromSource prefix:s? configMapRef:*ConfigMapEnvSource? secretRef:*SecretEnvSource?
        EnvVarSource fieldRef:*ObjectFieldSelector? resourceFieldRef:*ResourceFieldSelector? configMapKeyRef:*ConfigMapKeySelector?
            secretKeyRef:*SecretKeySelector? fileKeyRef:*FileKeySelector?
        EphemeralVolumeSource volumeClaimTemplate:*PersistentVolumeClaimTemplate?
        FCVolumeSource targetWWNs:[]s? lun:*i? fsType=FSType:s? readOnly:b? wwids=WWIDs:[]s?
        FlexVolumeSource driver:s fsType=FSType:s? secretRef:*LocalObjectReference? readOnly:b? options:{}s?
        FlockerVolumeSource datasetName:s? datasetUUID:s?
        GCEPersistentDiskVolumeSource pdName=PDName:s fsType=FSType:s? partition:i? readOnly:b?
        GitRepoVolumeSource repository:s revision:s? directory:s?
        GlusterfsVolumeSource endpoints=EndpointsName:s path:s readOnly:b?
        HostPathVolumeSource path:s type:*s?
        ISCSIVolumeSource targetPortal:s iqn=IQN:s lun:i iscsiInterface=ISCSIInterface:s? fsType=FSType:s? readOnly:b? portals:[]s?
            chapAuthDiscovery=DiscoveryCHAPAuth:b? chapAuthSession=SessionCHAPAuth:b? secretRef:*LocalObjectReference?
            initiatorName:*s?
        ImageVolumeSource reference:s? pullPolicy:s?
        KeyToPath key:s path:s mode:*i?
        ModifyVolumeStatus targetVolumeAttributesClassName:s? status:s
        NFSVolumeSource server:s path:s readOnly:b?
        PersistentVolumeClaim kind:s? apiVersion=APIVersion:s? metadata=ObjectMeta:ObjectMeta? spec:PersistentVolumeClaimSpec?
            status:PersistentVolumeClaimStatus?
        PersistentVolumeClaimCondition type:s status:s lastProbeTime:t? lastTransitionTime:t? reason:s? message:s?
        PersistentVolumeClaimSpec accessModes:[]s? selector:*LabelSelector? resources:VolumeResourceRequirements? volumeName:s?
            storageClassName:*s? volumeMode:*s? dataSource:*TypedLocalObjectReference? dataSourceRef:*TypedObjectReference?
            volumeAttributesClassName:*s?
        PersistentVolumeClaimStatus phase:s? accessModes:[]s? capacity:{}q? conditions:[]PersistentVolumeClaimCondition?@type
            allocatedResources:{}q? allocatedResourceStatuses:{}s? currentVolumeAttributesClassName:*s?
            modifyVolumeStatus:*ModifyVolumeStatus?
        PersistentVolumeClaimTemplate metadata=ObjectMeta:ObjectMeta? spec:PersistentVolumeClaimSpec
        PersistentVolumeClaimVolumeSource claimName:s readOnly:b?
        PhotonPersistentDiskVolumeSource pdID:s fsType=FSType:s?
        PodCertificateProjection signerName:s? keyType:s? maxExpirationSeconds:*i? credentialBundlePath:s? keyPath:s?
            certificateChainPath:s? userAnnotations:{}s?
        PodExtendedResourceClaimStatus requestMappings:[]ContainerExtendedResourceRequest resourceClaimName:s
        PodResourceClaim name:s resourceClaimName:*s? resourceClaimTemplateName:*s?
        PodResourceClaimStatus name:s resourceClaimName:*s?
        PortworxVolumeSource volumeID:s fsType=FSType:s? readOnly:b?
        ProjectedVolumeSource sources:[]VolumeProjection defaultMode:*i?
        QuobyteVolumeSource registry:s volume:s readOnly:b? user:s? group:s? tenant:s?
        RBDVolumeSource monitors=CephMonitors:[]s image=RBDImage:s fsType=FSType:s? pool=RBDPool:s? user=RadosUser:s? keyring:s?
            secretRef:*LocalObjectReference? readOnly:b?
        ResourceClaim name:s request:s?
        ScaleIOVolumeSource gateway:s system:s secretRef:*LocalObjectReference sslEnabled=SSLEnabled:b? protectionDomain:s?
            storagePool:s? storageMode:s? volumeName:s? fsType=FSType:s? readOnly:b?
        SecretEnvSource name:s? optional:*b?
        SecretKeySelector name:s? key:s optional:*b?
        SecretProjection name:s? items:[]KeyToPath? optional:*b?
        SecretVolumeSource secretName:s? items:[]KeyToPath? defaultMode:*i? optional:*b?
        ServiceAccountTokenProjection audience:s? expirationSeconds:*l? path:s
        StorageOSVolumeSource volumeName:s? volumeNamespace:s? fsType=FSType:s? readOnly:b? secretRef:*LocalObjectReference?
        Volume name:s hostPath:*HostPathVolumeSource? emptyDir:*EmptyDirVolumeSource?
            gcePersistentDisk=GCEPersistentDisk:*GCEPersistentDiskVolumeSource?
            awsElasticBlockStore=AWSElasticBlockStore:*AWSElasticBlockStoreVolumeSource? gitRepo:*GitRepoVolumeSource?
            secret:*SecretVolumeSource? nfs=NFS:*NFSVolumeSource? iscsi=ISCSI:*ISCSIVolumeSource? glusterfs:*GlusterfsVolumeSource?
            persistentVolumeClaim:*PersistentVolumeClaimVolumeSource? rbd=RBD:*RBDVolumeSource? flexVolume:*FlexVolumeSource?
            cinder:*CinderVolumeSource? cephfs=CephFS:*CephFSVolumeSource? flocker:*FlockerVolumeSource?
            downwardAPI:*DownwardAPIVolumeSource? fc=FC:*FCVolumeSource? azureFile:*AzureFileVolumeSource?
            configMap:*ConfigMapVolumeSource? vsphereVolume:*VsphereVirtualDiskVolumeSource? quobyte:*QuobyteVolumeSource?
            azureDisk:*AzureDiskVolumeSource? photonPersistentDisk:*PhotonPersistentDiskVolumeSource?
            projected:*ProjectedVolumeSource? portworxVolume:*PortworxVolumeSource? scaleIO:*ScaleIOVolumeSource?
            storageos=StorageOS:*StorageOSVolumeSource? csi=CSI:*CSIVolumeSource? ephemeral:*EphemeralVolumeSource?
            image:*ImageVolumeSource?
        VolumeDevice name:s devicePath:s
        VolumeMount name:s readOnly:b? recursiveReadOnly:*s? mountPath:s subPath:s? mountPropagation:*s? subPathExpr:s?
        VolumeMountStatus name:s mountPath:s readOnly:b? recursiveReadOnly:*s?
        VolumeProjection secret:*SecretProjection? downwardAPI:*DownwardAPIProjection? configMap:*ConfigMapProjection?
            serviceAccountToken:*ServiceAccountTokenProjection? clusterTrustBundle:*ClusterTrustBundleProjection?
            podCertificate:*PodCertificateProjection?
        VolumeResourceRequirements limits:{}q? requests:{}q?
        VsphereVirtualDiskVolumeSource volumePath:s fsType=FSType:s? storagePolicyName:s? storagePolicyID:s?
        """
}
