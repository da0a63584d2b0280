/// The messages of MeshConfig and ProxyConfig, in the order of their schema files.
enum MeshTypes {
    static let messages = """
        MeshTracingZipkin address:s?
        MeshTracingLightstep address:s? accessToken:s?
        MeshTracingDatadog address:s?
        MeshTracingStackdriver debug:b? maxNumberOfAttributes:*L? maxNumberOfAnnotations:*L? maxNumberOfMessageEvents:*L?
        MeshTracingOpenCensusAgent address:s? context:[]eTracingOpenCensusAgentTraceContext?
        MeshTracingCustomTag literal:*MeshTracingLiteral? environment:*MeshTracingEnvironment? header:*MeshTracingRequestHeader?
        MeshTracingLiteral value:s?
        MeshTracingEnvironment name:s? defaultValue:s?
        MeshTracingRequestHeader name:s? defaultValue:s?
        MeshTracing zipkin:*MeshTracingZipkin? lightstep:*MeshTracingLightstep? datadog:*MeshTracingDatadog?
            stackdriver:*MeshTracingStackdriver? openCensusAgent:*MeshTracingOpenCensusAgent? customTags:{}MeshTracingCustomTag?
            maxPathTagLength:i? sampling:d? tlsSettings:*ClientTLSSettings? enableIstioTags:*b?
        MeshSDS enabled:b? k8sSaJwtPath=K8SSaJwtPath:s?
        MeshTopologyProxyProtocolConfiguration
        MeshTopology numTrustedProxies:i? forwardClientCertDetails:eForwardClientCertDetails?
            proxyProtocol:*MeshTopologyProxyProtocolConfiguration?
        MeshPrivateKeyProviderCryptoMb pollDelay:*D? fallback:*b?
        MeshPrivateKeyProviderQAT pollDelay:*D? fallback:*b?
        MeshPrivateKeyProvider cryptomb:*MeshPrivateKeyProviderCryptoMb? qat:*MeshPrivateKeyProviderQAT?
        MeshProxyConfigProxyStatsMatcher inclusionPrefixes:[]s? inclusionSuffixes:[]s? inclusionRegexps:[]s?
        MeshProxyConfigProxyHeadersServer disabled:*b? value:s?
        MeshProxyConfigProxyHeadersRequestId disabled:*b?
        MeshProxyConfigProxyHeadersAttemptCount disabled:*b?
        MeshProxyConfigProxyHeadersXForwardedHost enabled:*b?
        MeshProxyConfigProxyHeadersXForwardedPort enabled:*b?
        MeshProxyConfigProxyHeadersEnvoyDebugHeaders disabled:*b?
        MeshProxyConfigProxyHeadersMetadataExchangeHeaders mode:eProxyConfigProxyHeadersMetadataExchangeMode?
        MeshProxyConfigProxyHeadersSetCurrentClientCertDetails subject:*b? cert:*b? chain:*b? dns:*b? uri:*b?
        MeshProxyConfigProxyHeaders forwardedClientCert:eForwardClientCertDetails?
            setCurrentClientCertDetails:*MeshProxyConfigProxyHeadersSetCurrentClientCertDetails?
            requestId:*MeshProxyConfigProxyHeadersRequestId? server:*MeshProxyConfigProxyHeadersServer?
            attemptCount:*MeshProxyConfigProxyHeadersAttemptCount? envoyDebugHeaders:*MeshProxyConfigProxyHeadersEnvoyDebugHeaders?
            metadataExchangeHeaders:*MeshProxyConfigProxyHeadersMetadataExchangeHeaders? preserveHttp1HeaderCase:*b?
            xForwardedHost:*MeshProxyConfigProxyHeadersXForwardedHost? xForwardedPort:*MeshProxyConfigProxyHeadersXForwardedPort?
        MeshProxyConfigConnectionSettings profile:eProxyConfigConnectionSettingsProfile? listenerPerConnectionBufferLimitBytes:*i?
            clusterPerConnectionBufferLimitBytes:*i? httpIdleTimeout:*D? httpMaxConnectionDuration:*D? httpDrainTimeout:*D?
            httpRequestTimeout:*D? httpRequestHeadersTimeout:*D? httpStreamIdleTimeout:*D? httpMaxStreamDuration:*D?
            httpMaxConcurrentStreams:*i? http2InitialStreamWindowSize:*i? http2InitialConnectionWindowSize:*i?
            httpHeadersWithUnderscoresAction:eProxyConfigConnectionSettingsHeadersWithUnderscoresAction? httpMergeSlashes:*b?
            httpPathWithEscapedSlashesAction:eProxyConfigConnectionSettingsPathWithEscapedSlashesAction? listenerConnectionLimit:*i?
            globalDownstreamConnectionLimit:*i?
        MeshProxyConfig configPath:s? binaryPath:s? serviceCluster:*s? tracingServiceName:*eProxyConfigTracingServiceName?
            drainDuration:*D? discoveryAddress:s? discoveryRefreshDelay:*D? zipkinAddress:s? statsdUdpAddress:s?
            envoyMetricsServiceAddress:s? proxyAdminPort:i? availabilityZone:s? controlPlaneAuthPolicy:eAuthenticationPolicy?
            customConfigFile:s? statNameLength:i? concurrency:*i? proxyBootstrapTemplatePath:s?
            interceptionMode:eProxyConfigInboundInterceptionMode? tracing:*MeshTracing? sds:*MeshSDS?
            envoyAccessLogService:*MeshRemoteService? envoyMetricsService:*MeshRemoteService? proxyMetadata:{}s? runtimeValues:{}s?
            statusPort:i? extraStatTags:[]s? gatewayTopology:*MeshTopology? terminationDrainDuration:*D? meshId:s?
            readinessProbe:*ReadinessProbe? proxyStatsMatcher:*MeshProxyConfigProxyStatsMatcher? holdApplicationUntilProxyStarts:*b?
            caCertificatesPem:[]s? image:*ProxyImage? privateKeyProvider:*MeshPrivateKeyProvider?
            proxyHeaders:*MeshProxyConfigProxyHeaders? fileFlushInterval:*D? fileFlushMinSizeKb:i? statsCompression:*b?
            connectionSettings:*MeshProxyConfigConnectionSettings?
        MeshRemoteService address:s? tlsSettings:*ClientTLSSettings? tcpKeepalive:*TcpKeepalive?
        MeshMeshConfigOutboundTrafficPolicy mode:eMeshConfigOutboundTrafficPolicyMode? tls:*ClientTLSSettings?
        MeshMeshConfigInboundTrafficPolicy mode:eMeshConfigInboundTrafficPolicyMode?
        MeshMeshConfigCertificateData pem:s? spiffeBundleUrl:s? certSigners:[]s? trustDomains:[]s?
        MeshMeshConfigServiceSettingsSettings clusterLocal:b?
        MeshMeshConfigServiceSettings settings:*MeshMeshConfigServiceSettingsSettings? hosts:[]s?
        MeshMeshConfigServiceScopeConfigs namespaceSelector:*MeshLabelSelector? servicesSelector:*MeshLabelSelector?
            scope:eMeshConfigServiceScopeConfigsScope?
        MeshMeshConfigCA address:s? tlsSettings:*ClientTLSSettings? requestTimeout:*D? istiodSide:b?
        MeshMeshConfigExtensionProviderEnvoyExternalAuthorizationRequestBody maxRequestBytes:i? allowPartialMessage:b?
            packAsBytes:b?
        MeshMeshConfigExtensionProviderEnvoyExternalAuthorizationHttpProvider service:s? port:i? timeout:*D? pathPrefix:s?
            failOpen:b? clearRouteCache:b? statusOnError:s? includeHeadersInCheck:[]s? includeRequestHeadersInCheck:[]s?
            includeAdditionalHeadersInCheck:{}s?
            includeRequestBodyInCheck:*MeshMeshConfigExtensionProviderEnvoyExternalAuthorizationRequestBody?
            headersToUpstreamOnAllow:[]s? headersToDownstreamOnDeny:[]s? headersToDownstreamOnAllow:[]s?
        MeshMeshConfigExtensionProviderEnvoyExternalAuthorizationGrpcProvider service:s? port:i? timeout:*D? failOpen:b?
            clearRouteCache:b? statusOnError:s?
            includeRequestBodyInCheck:*MeshMeshConfigExtensionProviderEnvoyExternalAuthorizationRequestBody?
        MeshMeshConfigExtensionProviderZipkinTracingProvider service:s? port:i? maxTagLength:i?
            enable64bitTraceId=Enable_64BitTraceId:b? path:s?
            traceContextOption:eMeshConfigExtensionProviderZipkinTracingProviderTraceContextOption? timeout:*D?
            headers:[]MeshMeshConfigExtensionProviderHttpHeader?
        MeshMeshConfigExtensionProviderLightstepTracingProvider service:s? port:i? accessToken:s? maxTagLength:i?
        MeshMeshConfigExtensionProviderDatadogTracingProvider service:s? port:i? maxTagLength:i?
        MeshMeshConfigExtensionProviderSkyWalkingTracingProvider service:s? port:i? accessToken:s?
        MeshMeshConfigExtensionProviderStackdriverProviderLogging labels:{}s?
        MeshMeshConfigExtensionProviderStackdriverProvider debug:b? maxNumberOfAttributes:*L? maxNumberOfAnnotations:*L?
            maxNumberOfMessageEvents:*L? maxTagLength:i? logging:*MeshMeshConfigExtensionProviderStackdriverProviderLogging?
        MeshMeshConfigExtensionProviderOpenCensusAgentTracingProvider service:s? port:i?
            context:[]eMeshConfigExtensionProviderOpenCensusAgentTracingProviderTraceContext? maxTagLength:i?
        MeshMeshConfigExtensionProviderPrometheusMetricsProvider
        MeshMeshConfigExtensionProviderEnvoyFileAccessLogProviderLogFormat text:s? labels:r?
        MeshMeshConfigExtensionProviderEnvoyFileAccessLogProvider path:s?
            logFormat:*MeshMeshConfigExtensionProviderEnvoyFileAccessLogProviderLogFormat? omitEmptyValues:b?
        MeshMeshConfigExtensionProviderEnvoyHttpGrpcV3LogProvider service:s? port:i? logName:s? filterStateObjectsToLog:[]s?
            additionalRequestHeadersToLog:[]s? additionalResponseHeadersToLog:[]s? additionalResponseTrailersToLog:[]s?
        MeshMeshConfigExtensionProviderEnvoyTcpGrpcV3LogProvider service:s? port:i? logName:s? filterStateObjectsToLog:[]s?
        MeshMeshConfigExtensionProviderEnvoyOpenTelemetryLogProviderLogFormat text:s? labels:r?
        MeshMeshConfigExtensionProviderEnvoyOpenTelemetryLogProvider service:s? port:i? logName:s?
            logFormat:*MeshMeshConfigExtensionProviderEnvoyOpenTelemetryLogProviderLogFormat?
        MeshMeshConfigExtensionProviderOpenTelemetryTracingProviderDynatraceSamplerDynatraceApi service:s? port:i?
            http:*MeshMeshConfigExtensionProviderHttpService?
        MeshMeshConfigExtensionProviderOpenTelemetryTracingProviderDynatraceSampler tenant:s? clusterId:i? rootSpansPerMinute:i?
            httpService:*MeshMeshConfigExtensionProviderOpenTelemetryTracingProviderDynatraceSamplerDynatraceApi?
        MeshMeshConfigExtensionProviderOpenTelemetryTracingProvider service:s? port:i? maxTagLength:i?
            http:*MeshMeshConfigExtensionProviderHttpService? grpc:*MeshMeshConfigExtensionProviderGrpcService?
            resourceDetectors:*MeshMeshConfigExtensionProviderResourceDetectors?
            serviceAttributeEnrichment:eMeshConfigExtensionProviderServiceAttributeEnrichment?
            dynatraceSampler:*MeshMeshConfigExtensionProviderOpenTelemetryTracingProviderDynatraceSampler?
        MeshMeshConfigExtensionProviderSDSProvider name:s? service:s? port:i?
        MeshMeshConfigExtensionProviderHttpService path:s? timeout:*D? headers:[]MeshMeshConfigExtensionProviderHttpHeader?
        MeshMeshConfigExtensionProviderHttpHeader name:s? value:s? envName:s?
        MeshMeshConfigExtensionProviderResourceDetectorsEnvironmentResourceDetector
        MeshMeshConfigExtensionProviderResourceDetectorsDynatraceResourceDetector
        MeshMeshConfigExtensionProviderResourceDetectors
            environment:*MeshMeshConfigExtensionProviderResourceDetectorsEnvironmentResourceDetector?
            dynatrace:*MeshMeshConfigExtensionProviderResourceDetectorsDynatraceResourceDetector?
        MeshMeshConfigExtensionProviderGrpcService timeout:*D? initialMetadata:[]MeshMeshConfigExtensionProviderHttpHeader?
        MeshMeshConfigExtensionProvider name:s?
            envoyExtAuthzHttp:*MeshMeshConfigExtensionProviderEnvoyExternalAuthorizationHttpProvider?
            envoyExtAuthzGrpc:*MeshMeshConfigExtensionProviderEnvoyExternalAuthorizationGrpcProvider?
            zipkin:*MeshMeshConfigExtensionProviderZipkinTracingProvider?
            lightstep:*MeshMeshConfigExtensionProviderLightstepTracingProvider?
            datadog:*MeshMeshConfigExtensionProviderDatadogTracingProvider?
            stackdriver:*MeshMeshConfigExtensionProviderStackdriverProvider?
            opencensus:*MeshMeshConfigExtensionProviderOpenCensusAgentTracingProvider?
            skywalking:*MeshMeshConfigExtensionProviderSkyWalkingTracingProvider?
            opentelemetry:*MeshMeshConfigExtensionProviderOpenTelemetryTracingProvider?
            prometheus:*MeshMeshConfigExtensionProviderPrometheusMetricsProvider?
            envoyFileAccessLog:*MeshMeshConfigExtensionProviderEnvoyFileAccessLogProvider?
            envoyHttpAls:*MeshMeshConfigExtensionProviderEnvoyHttpGrpcV3LogProvider?
            envoyTcpAls:*MeshMeshConfigExtensionProviderEnvoyTcpGrpcV3LogProvider?
            envoyOtelAls:*MeshMeshConfigExtensionProviderEnvoyOpenTelemetryLogProvider?
            sds:*MeshMeshConfigExtensionProviderSDSProvider?
        MeshMeshConfigDefaultProviders tracing:[]s? metrics:[]s? accessLogging:[]s?
        MeshMeshConfigProxyPathNormalization normalization:eMeshConfigProxyPathNormalizationNormalizationType?
        MeshMeshConfigTLSConfig minProtocolVersion:eMeshConfigTLSConfigTLSProtocol? ecdhCurves:[]s? cipherSuites:[]s?
        MeshMeshConfigDefaultTrafficPolicy connectionPool:r? outlierDetection:r?
        MeshMeshConfig proxyListenPort:i? proxyInboundListenPort:i? proxyHttpPort:i? connectTimeout:*D? hboneIdleTimeout:*D?
            protocolDetectionTimeout:*D? tcpKeepalive:*TcpKeepalive? ingressClass:s? ingressService:s?
            ingressControllerMode:eMeshConfigIngressControllerMode? ingressSelector:s? enableTracing:b? accessLogFile:s?
            accessLogFormat:s? accessLogEncoding:eMeshConfigAccessLogEncoding? enableEnvoyAccessLogService:b?
            disableEnvoyListenerLog:b? defaultConfig:*MeshProxyConfig? outboundTrafficPolicy:*MeshMeshConfigOutboundTrafficPolicy?
            inboundTrafficPolicy:*MeshMeshConfigInboundTrafficPolicy? configSources:[]MeshConfigSource? enableAutoMtls:*b?
            trustDomain:s? trustDomainAliases:[]s? caCertificates:[]MeshMeshConfigCertificateData? defaultServiceExportTo:[]s?
            defaultVirtualServiceExportTo:[]s? defaultDestinationRuleExportTo:[]s? rootNamespace:s? localityLbSetting:r?
            zoneAwareLbSetting:r? dnsRefreshRate:*D? h2UpgradePolicy:eMeshConfigH2UpgradePolicy? inboundClusterStatName:s?
            outboundClusterStatName:s? certificates:[]MeshCertificate? serviceSettings:[]MeshMeshConfigServiceSettings?
            serviceScopeConfigs:[]MeshMeshConfigServiceScopeConfigs? enablePrometheusMerge:*b? verifyCertificateAtClient:*b?
            ca:*MeshMeshConfigCA? extensionProviders:[]MeshMeshConfigExtensionProvider?
            defaultProviders:*MeshMeshConfigDefaultProviders? discoverySelectors:[]MeshLabelSelector?
            pathNormalization:*MeshMeshConfigProxyPathNormalization? defaultHttpRetryPolicy:r? meshMTLS:*MeshMeshConfigTLSConfig?
            tlsDefaults:*MeshMeshConfigTLSConfig? defaultTrafficPolicy:*MeshMeshConfigDefaultTrafficPolicy?
            serviceEntryVisibility:*MeshServiceEntryVisibility?
        MeshLabelSelector matchLabels:{}s? matchExpressions:[]MeshLabelSelectorRequirement?
        MeshLabelSelectorRequirement key:s? operator:s? values:[]s?
        MeshServiceEntryVisibilityPolicy visibility:eServiceEntryVisibilityVisibility?
            matchingRules:[]MeshServiceEntryVisibilityMatchRule?
        MeshServiceEntryVisibilityMatchRule namespaceSelector:*MeshLabelSelector?
        MeshServiceEntryVisibility defaultVisibility:eServiceEntryVisibilityVisibility? applyToSidecars:b?
            policies:[]MeshServiceEntryVisibilityPolicy?
        MeshConfigSource address:s? tlsSettings:*ClientTLSSettings? subscribedResources:[]eResource?
        MeshCertificate secretName:s? dnsNames:[]s?
        ReadinessProbe initialDelaySeconds:i? timeoutSeconds:i? periodSeconds:i? successThreshold:i? failureThreshold:i?
            httpGet:*HTTPHealthCheckConfig? tcpSocket:*TCPHealthCheckConfig? exec:*ExecHealthCheckConfig?
            grpc:*GrpcHealthCheckConfig?
        HTTPHealthCheckConfig path:s? port:i? host:s? scheme:s? httpHeaders:[]MeshHTTPHeader?
        MeshHTTPHeader name:s? value:s?
        TCPHealthCheckConfig host:s? port:i?
        ExecHealthCheckConfig command:[]s?
        GrpcHealthCheckConfig port:i? service:s?
        ProxyImage imageType:s?
        ClientTLSSettings mode:eTLSmode? clientCertificate:s? privateKey:s? caCertificates:s? credentialName:s? subjectAltNames:[]s?
            sni:s? insecureSkipVerify:*b? caCrl:s?
        TcpKeepalive probes:i? time:*D? interval:*D?
        """

    /// Enumerations: names and numbers.
    static let enumerations = """
        TracingOpenCensusAgentTraceContext UNSPECIFIED=0 W3C_TRACE_CONTEXT=1 GRPC_BIN=2 CLOUD_TRACE_CONTEXT=3 B3=4
        ForwardClientCertDetails UNDEFINED=0 SANITIZE=1 FORWARD_ONLY=2 APPEND_FORWARD=3 SANITIZE_SET=4 ALWAYS_FORWARD_ONLY=5
        ProxyConfigProxyHeadersMetadataExchangeMode UNDEFINED=0 IN_MESH=1
        ProxyConfigConnectionSettingsProfile SIDECAR=0 EDGE=1
        ProxyConfigConnectionSettingsHeadersWithUnderscoresAction HEADERS_WITH_UNDERSCORES_UNSPECIFIED=0
            HEADERS_WITH_UNDERSCORES_ALLOW=1 HEADERS_WITH_UNDERSCORES_REJECT_REQUEST=2 HEADERS_WITH_UNDERSCORES_DROP_HEADER=3
        ProxyConfigConnectionSettingsPathWithEscapedSlashesAction PATH_WITH_ESCAPED_SLASHES_UNSPECIFIED=0 KEEP_UNCHANGED=1
            REJECT_REQUEST=2 UNESCAPE_AND_REDIRECT=3 UNESCAPE_AND_FORWARD=4
        ProxyConfigTracingServiceName APP_LABEL_AND_NAMESPACE=0 CANONICAL_NAME_ONLY=1 CANONICAL_NAME_AND_NAMESPACE=2
        AuthenticationPolicy NONE=0 MUTUAL_TLS=1 INHERIT=1000
        ProxyConfigInboundInterceptionMode REDIRECT=0 TPROXY=1 NONE=2
        MeshConfigOutboundTrafficPolicyMode REGISTRY_ONLY=0 ALLOW_ANY=1 ALLOW_ANY_DYNAMIC_DNS=3
        MeshConfigInboundTrafficPolicyMode PASSTHROUGH=0 LOCALHOST=1
        MeshConfigServiceScopeConfigsScope LOCAL=0 GLOBAL=1
        MeshConfigExtensionProviderZipkinTracingProviderTraceContextOption USE_B3=0 USE_B3_WITH_W3C_PROPAGATION=1
        MeshConfigExtensionProviderOpenCensusAgentTracingProviderTraceContext UNSPECIFIED=0 W3C_TRACE_CONTEXT=1 GRPC_BIN=2
            CLOUD_TRACE_CONTEXT=3 B3=4
        MeshConfigExtensionProviderServiceAttributeEnrichment ISTIO_CANONICAL=0 OTEL_SEMANTIC_CONVENTIONS=1
        MeshConfigProxyPathNormalizationNormalizationType DEFAULT=0 NONE=1 BASE=2 MERGE_SLASHES=3 DECODE_AND_MERGE_SLASHES=4
        MeshConfigTLSConfigTLSProtocol TLS_AUTO=0 TLSV1_2=1 TLSV1_3=2
        MeshConfigIngressControllerMode UNSPECIFIED=0 OFF=1 DEFAULT=2 STRICT=3
        MeshConfigAccessLogEncoding TEXT=0 JSON=1
        MeshConfigH2UpgradePolicy DO_NOT_UPGRADE=0 UPGRADE=1
        ServiceEntryVisibilityVisibility VISIBILITY_UNSPECIFIED=0 NONE=1 NAMESPACE=2 PUBLIC=3
        Resource SERVICE_REGISTRY=0
        TLSmode DISABLE=0 SIMPLE=1 MUTUAL=2 ISTIO_MUTUAL=3
        """
}
