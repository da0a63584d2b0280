/// The messages of Envoy's v3 API that an `@type` can name: every package that Istio 1.30.3 is built with, with the messages that Envoy's
/// own definitions (envoyproxy/data-plane-api, January 2026) give it. Packages younger than that have none here.
enum EnvoyTypes {
    /// What is wrong with the name of a message below `envoy.`; `nil` when nothing is known to be.
    static func fault(_ name: String) -> (message: String, near: String?)? {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        // A nested message is written after its parent; the version ends the package.
        guard let version = parts.lastIndex(where: { $0.hasPrefix("v3") }), version + 1 < parts.count else {
            return ("is not in Envoy's v3 API, expected a type that is", nil)
        }
        let package = parts[1...version].joined(separator: ".")
        guard let messages = packages[package] else {
            let near = Spelling.nearest(to: package, among: packages.keys.sorted())
            return ("is in no package of Envoy's API", near.map { "envoy.\($0).\(parts[(version + 1)...].joined(separator: "."))" })
        }
        guard !messages.isEmpty, !messages.contains(parts[version + 1]) else { return nil }
        let near = Spelling.nearest(to: String(parts[version + 1]), among: messages.map(String.init).sorted())
        return ("is no message of Envoy's API", near.map { "envoy.\(package).\($0)" })
    }

    /// The messages of each package, `envoy.` left out.
    private static let packages: [String: Set<Substring>] = {
        var packages: [String: Set<Substring>] = [:]
        var package = ""
        for word in table.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
            if word.contains(".") {
                package = String(word)
                packages[package] = []
            } else {
                packages[package]?.insert(word)
            }
        }
        return packages
    }()

    private static let table = """
        admin.v3 BootstrapConfigDump Certificate CertificateDetails Certificates ClusterStatus Clusters ClustersConfigDump
        CommandLineOptions ConfigDump EcdsConfigDump EndpointsConfigDump HostHealthStatus HostStatus ListenerStatus Listeners
        ListenersConfigDump Memory MutexStats RoutesConfigDump ScopedRoutesConfigDump SecretsConfigDump ServerInfo SimpleMetric
        SubjectAlternateName TapRequest UnreadyTargetsDumps UpdateFailureState config.accesslog.v3 AccessLog AccessLogFilter AndFilter
        ComparisonFilter DurationFilter ExtensionFilter GrpcStatusFilter HeaderFilter LogTypeFilter MetadataFilter NotHealthCheckFilter
        OrFilter ResponseFlagFilter RuntimeFilter StatusCodeFilter TraceableFilter config.bootstrap.v3 Admin Bootstrap ClusterManager
        CustomInlineHeader FatalAction LayeredRuntime MemoryAllocatorManager Runtime RuntimeLayer Watchdog Watchdogs config.cluster.v3
        CircuitBreakers Cluster ClusterCollection Filter LoadBalancingPolicy OutlierDetection TrackClusterStats
        UpstreamConnectionOptions config.common.key_value.v3 KeyValueStoreConfig config.common.matcher.v3 HttpGenericBodyMatch
        HttpHeadersMatch MatchPredicate Matcher config.common.mutation_rules.v3 HeaderMutation HeaderMutationRules config.core.v3
        Address AggregatedConfigSource AlternateProtocolsCacheOptions ApiConfigSource AsyncDataSource BackoffStrategy BindConfig
        BuildVersion CelExpressionConfig CidrRange ConfigSource ControlPlane DataSource DnsResolutionConfig DnsResolverOptions
        EnvoyInternalAddress EventServiceConfig Extension ExtensionConfigSource ExtraSourceAddress GrpcMethodList GrpcProtocolOptions
        GrpcService HeaderMap HeaderValue HeaderValueOption HealthCheck HealthStatusSet Http1ProtocolOptions Http2ProtocolOptions
        Http3ProtocolOptions HttpProtocolOptions HttpService HttpUri JsonFormatOptions KeepaliveSettings KeyValue KeyValueAppend
        KeyValueMutation KeyValuePair Locality Metadata Node PathConfigSource PerHostConfig Pipe ProxyProtocolConfig
        ProxyProtocolPassThroughTLVs QueryParameter QuicKeepAliveSettings QuicProtocolOptions RateLimitSettings RemoteDataSource
        RetryPolicy RuntimeDouble RuntimeFeatureFlag RuntimeFractionalPercent RuntimePercent RuntimeUInt32 SchemeHeaderTransformation
        SelfConfigSource SocketAddress SocketCmsgHeaders SocketOption SocketOptionsOverride SubstitutionFormatString TcpKeepalive
        TcpProtocolOptions TlvEntry TransportSocket TypedExtensionConfig UdpSocketConfig UpstreamHttpProtocolOptions WatchedDirectory
        config.endpoint.v3 ClusterLoadAssignment ClusterStats Endpoint EndpointLoadMetricStats LbEndpoint LbEndpointCollection
        LedsClusterLocalityConfig LocalityLbEndpoints UnnamedEndpointLoadMetricStats UpstreamEndpointStats UpstreamLocalityStats
        config.grpc_credential.v3 FileBasedMetadataConfig config.listener.v3 ActiveRawUdpListenerConfig AdditionalAddress ApiListener
        ApiListenerManager Filter FilterChain FilterChainMatch Listener ListenerCollection ListenerFilter
        ListenerFilterChainMatchPredicate ListenerManager QuicProtocolOptions UdpListenerConfig ValidationListenerManager
        config.metrics.v3 DogStatsdSink HistogramBucketSettings HystrixSink MetricsServiceConfig StatsConfig StatsMatcher StatsSink
        StatsdSink TagSpecifier config.overload.v3 BufferFactoryConfig LoadShedPoint OverloadAction OverloadManager ResourceMonitor
        ScaleTimersOverloadActionConfig ScaledTrigger ThresholdTrigger Trigger config.ratelimit.v3 RateLimitServiceConfig config.rbac.v3
        Action Permission Policy Principal RBAC SourcedMetadata config.route.v3 ClusterSpecifierPlugin CookieMatcher CorsPolicy
        Decorator DirectResponseAction FilterAction FilterConfig HeaderMatcher HedgePolicy InternalRedirectPolicy NonForwardingAction
        QueryParameterMatcher RateLimit RedirectAction RetryPolicy Route RouteAction RouteConfiguration RouteList RouteMatch
        ScopedRouteConfiguration Tracing Vhds VirtualCluster VirtualHost WeightedCluster config.tap.v3 BufferedAdminSink FilePerTapSink
        HttpGenericBodyMatch HttpHeadersMatch MatchPredicate OutputConfig OutputSink StreamingAdminSink StreamingGrpcSink TapConfig
        config.trace.v3 ClientConfig DatadogConfig DatadogRemoteConfig DynamicOtConfig LightstepConfig OpenTelemetryConfig
        SkyWalkingConfig TraceServiceConfig Tracing XRayConfig ZipkinConfig config.upstream.local_address_selector.v3
        DefaultLocalAddressSelector data.accesslog.v3 AccessLogCommon ConnectionProperties HTTPAccessLogEntry HTTPRequestProperties
        HTTPResponseProperties ResponseFlags TCPAccessLogEntry TLSProperties data.cluster.v3 OutlierDetectionEvent
        OutlierEjectConsecutive OutlierEjectFailurePercentage OutlierEjectSuccessRate data.core.v3 DegradedHealthyHost
        HealthCheckAddHealthy HealthCheckEjectUnhealthy HealthCheckEvent HealthCheckFailure HealthCheckSuccessful NoLongerDegradedHost
        TlvsMetadata data.dns.v3 DnsTable data.tap.v3 Body Connection HttpBufferedTrace HttpStreamedTraceSegment SocketBufferedTrace
        SocketEvent SocketEvents SocketStreamedTraceSegment TraceWrapper extensions.access_loggers.dynamic_modules.v3
        DynamicModuleAccessLog extensions.access_loggers.file.v3 FileAccessLog extensions.access_loggers.filters.cel.v3 ExpressionFilter
        extensions.access_loggers.filters.process_ratelimit.v3 DynamicTokenBucket ProcessRateLimitFilter
        extensions.access_loggers.fluentd.v3 FluentdAccessLogConfig extensions.access_loggers.grpc.v3 CommonGrpcAccessLogConfig
        HttpGrpcAccessLogConfig TcpGrpcAccessLogConfig extensions.access_loggers.open_telemetry.v3 OpenTelemetryAccessLogConfig
        extensions.access_loggers.stats.v3 Config extensions.access_loggers.stream.v3 StderrAccessLog StdoutAccessLog
        extensions.access_loggers.wasm.v3 WasmAccessLog extensions.bootstrap.dynamic_modules.v3 DynamicModuleBootstrapExtension
        extensions.bootstrap.internal_listener.v3 InternalListener extensions.bootstrap.reverse_tunnel.downstream_socket_interface.v3
        DownstreamReverseConnectionSocketInterface extensions.bootstrap.reverse_tunnel.upstream_socket_interface.v3
        UpstreamReverseConnectionSocketInterface extensions.clusters.aggregate.v3 AggregateClusterResource ClusterConfig
        extensions.clusters.common.dns.v3 extensions.clusters.composite.v3 ClusterConfig extensions.clusters.dns.v3 DnsCluster
        extensions.clusters.dynamic_forward_proxy.v3 ClusterConfig SubClustersConfig extensions.clusters.dynamic_modules.v3
        extensions.clusters.mcp_multicluster.v3 extensions.clusters.redis.v3 RedisClusterConfig
        extensions.clusters.reverse_connection.v3 ReverseConnectionClusterConfig extensions.common.async_files.v3 AsyncFileManagerConfig
        extensions.common.aws.v3 AssumeRoleCredentialProvider AssumeRoleWithWebIdentityCredentialProvider AwsCredentialProvider
        ConfigCredentialProvider ContainerCredentialProvider CredentialsFileCredentialProvider EnvironmentCredentialProvider
        IAMRolesAnywhereCredentialProvider InlineCredentialProvider InstanceProfileCredentialProvider
        extensions.common.dynamic_forward_proxy.v3 DnsCacheCircuitBreakers DnsCacheConfig extensions.common.matching.v3
        ExtensionWithMatcher ExtensionWithMatcherPerRoute extensions.common.ratelimit.v3 LocalClusterRateLimit LocalRateLimitDescriptor
        RateLimitDescriptor extensions.common.tap.v3 AdminConfig CommonExtensionConfig extensions.compression.brotli.compressor.v3
        Brotli extensions.compression.brotli.decompressor.v3 Brotli extensions.compression.gzip.compressor.v3 Gzip
        extensions.compression.gzip.decompressor.v3 Gzip extensions.compression.qatzip.compressor.v3alpha Qatzip
        extensions.compression.qatzstd.compressor.v3alpha Qatzstd extensions.compression.zstd.compressor.v3 Zstd
        extensions.compression.zstd.decompressor.v3 Zstd extensions.config.v3alpha KeyValueStoreXdsDelegateConfig
        extensions.config.validators.minimum_clusters.v3 MinimumClustersValidator extensions.content_parsers.json.v3
        extensions.dynamic_modules.v3 DynamicModuleConfig extensions.early_data.v3 DefaultEarlyDataPolicy
        extensions.filters.common.dependency.v3 Dependency FilterDependencies MatchingRequirements extensions.filters.common.fault.v3
        FaultDelay FaultRateLimit extensions.filters.common.matcher.action.v3 SkipFilter extensions.filters.common.set_filter_state.v3
        FilterStateValue extensions.filters.http.a2a.v3 extensions.filters.http.adaptive_concurrency.v3 AdaptiveConcurrency
        GradientControllerConfig extensions.filters.http.admission_control.v3 AdmissionControl
        extensions.filters.http.alternate_protocols_cache.v3 FilterConfig extensions.filters.http.api_key_auth.v3 ApiKeyAuth
        ApiKeyAuthPerRoute Credential Forwarding KeySource extensions.filters.http.aws_lambda.v3 Config Credentials PerRouteConfig
        extensions.filters.http.aws_request_signing.v3 AwsRequestSigning AwsRequestSigningPerRoute
        extensions.filters.http.bandwidth_limit.v3 BandwidthLimit extensions.filters.http.basic_auth.v3 BasicAuth BasicAuthPerRoute
        extensions.filters.http.buffer.v3 Buffer BufferPerRoute extensions.filters.http.cache.v3 CacheConfig
        extensions.filters.http.cache_v2.v3 CacheV2Config extensions.filters.http.cdn_loop.v3 CdnLoopConfig
        extensions.filters.http.checksum.v3alpha ChecksumConfig extensions.filters.http.composite.v3 Composite DynamicConfig
        ExecuteFilterAction FilterChainConfiguration extensions.filters.http.compressor.v3 Compressor CompressorOverrides
        CompressorPerRoute ResponseDirectionOverrides extensions.filters.http.connect_grpc_bridge.v3 FilterConfig
        extensions.filters.http.cors.v3 Cors CorsPolicy extensions.filters.http.credential_injector.v3 CredentialInjector
        extensions.filters.http.csrf.v3 CsrfPolicy extensions.filters.http.custom_response.v3 CustomResponse
        extensions.filters.http.decompressor.v3 Decompressor extensions.filters.http.dynamic_forward_proxy.v3 FilterConfig
        PerRouteConfig SubClusterConfig extensions.filters.http.dynamic_modules.v3 DynamicModuleFilter DynamicModuleFilterPerRoute
        extensions.filters.http.dynamo.v3 Dynamo extensions.filters.http.ext_authz.v3 AuthorizationRequest AuthorizationResponse
        BufferSettings CheckSettings ExtAuthz ExtAuthzPerRoute HttpService extensions.filters.http.ext_proc.v3 ExtProcHttpService
        ExtProcOverrides ExtProcPerRoute ExternalProcessor HeaderForwardingRules MetadataOptions ProcessingMode
        extensions.filters.http.fault.v3 FaultAbort HTTPFault extensions.filters.http.file_server.v3
        extensions.filters.http.file_system_buffer.v3 BufferBehavior FileSystemBufferFilterConfig StreamConfig
        extensions.filters.http.gcp_authn.v3 Audience GcpAuthnFilterConfig TokenCacheConfig TokenHeader extensions.filters.http.geoip.v3
        Geoip extensions.filters.http.golang.v3alpha Config ConfigsPerRoute RouterPlugin
        extensions.filters.http.grpc_field_extraction.v3 FieldExtractions GrpcFieldExtractionConfig RequestFieldValueDisposition
        extensions.filters.http.grpc_http1_bridge.v3 Config extensions.filters.http.grpc_http1_reverse_bridge.v3 FilterConfig
        FilterConfigPerRoute extensions.filters.http.grpc_json_reverse_transcoder.v3 GrpcJsonReverseTranscoder
        extensions.filters.http.grpc_json_transcoder.v3 GrpcJsonTranscoder UnknownQueryParams extensions.filters.http.grpc_stats.v3
        FilterConfig FilterObject extensions.filters.http.grpc_web.v3 GrpcWeb extensions.filters.http.gzip.v3 Gzip
        extensions.filters.http.header_mutation.v3 HeaderMutation HeaderMutationPerRoute Mutations
        extensions.filters.http.header_to_metadata.v3 Config extensions.filters.http.health_check.v3 HealthCheck
        extensions.filters.http.ip_tagging.v3 IPTagging extensions.filters.http.json_to_metadata.v3 JsonToMetadata
        extensions.filters.http.jwt_authn.v3 ExtractOnlyWithoutValidation FilterStateRule JwksAsyncFetch JwtAuthentication
        JwtCacheConfig JwtClaimToHeader JwtHeader JwtProvider JwtRequirement JwtRequirementAndList JwtRequirementOrList PerRouteConfig
        ProviderWithAudiences RemoteJwks RequirementRule extensions.filters.http.kill_request.v3 KillRequest
        extensions.filters.http.language.v3alpha Language extensions.filters.http.local_ratelimit.v3 LocalRateLimit
        extensions.filters.http.lua.v3 Lua LuaPerRoute extensions.filters.http.mcp.v3 Mcp McpOverride ParserConfig
        extensions.filters.http.mcp_json_rest_bridge.v3 extensions.filters.http.mcp_router.v3 DynamicMetadataSource HeaderSource
        IdentityExtractor McpRouter SessionIdentity ValidationPolicy extensions.filters.http.oauth2.v3 CookieConfig CookieConfigs OAuth2
        OAuth2Config OAuth2Credentials extensions.filters.http.on_demand.v3 OnDemand OnDemandCds PerRouteConfig
        extensions.filters.http.original_src.v3 OriginalSrc extensions.filters.http.peak_ewma.v3alpha PeakEwmaConfig
        extensions.filters.http.peer_metadata.v3 extensions.filters.http.proto_api_scrubber.v3 DescriptorSet MessageRestrictions
        MethodRestrictions ProtoApiScrubberConfig RemoveFieldAction RestrictionConfig Restrictions
        extensions.filters.http.proto_message_extraction.v3 MethodExtraction ProtoMessageExtractionConfig
        extensions.filters.http.rate_limit_quota.v3 RateLimitQuotaBucketSettings RateLimitQuotaFilterConfig RateLimitQuotaOverride
        extensions.filters.http.ratelimit.v3 RateLimit RateLimitPerRoute extensions.filters.http.rbac.v3 RBAC RBACPerRoute
        extensions.filters.http.router.v3 Router extensions.filters.http.set_filter_state.v3 Config
        extensions.filters.http.set_metadata.v3 Config Metadata extensions.filters.http.sse_to_metadata.v3
        extensions.filters.http.stateful_session.v3 StatefulSession StatefulSessionPerRoute extensions.filters.http.sxg.v3alpha SXG
        extensions.filters.http.tap.v3 Tap extensions.filters.http.thrift_to_metadata.v3 FieldSelector KeyValuePair Rule
        ThriftToMetadata ThriftToMetadataPerRoute extensions.filters.http.transform.v3 BodyTransformation TransformConfig Transformation
        extensions.filters.http.upstream_codec.v3 UpstreamCodec extensions.filters.http.wasm.v3 Wasm
        extensions.filters.listener.dynamic_modules.v3 DynamicModuleListenerFilter extensions.filters.listener.http_inspector.v3
        HttpInspector extensions.filters.listener.local_ratelimit.v3 LocalRateLimit extensions.filters.listener.original_dst.v3
        OriginalDst extensions.filters.listener.original_src.v3 OriginalSrc extensions.filters.listener.postgres_inspector.v3alpha
        PostgresInspector StartupMetadata extensions.filters.listener.proxy_protocol.v3 ProxyProtocol
        extensions.filters.listener.set_filter_state.v3 extensions.filters.listener.tls_inspector.v3 TlsInspector
        extensions.filters.network.client_ssl_auth.v3 ClientSSLAuth extensions.filters.network.connection_limit.v3 ConnectionLimit
        extensions.filters.network.direct_response.v3 Config extensions.filters.network.dubbo_proxy.router.v3 Router
        extensions.filters.network.dubbo_proxy.v3 Drds DubboFilter DubboProxy MethodMatch MultipleRouteConfiguration Route RouteAction
        RouteConfiguration RouteMatch extensions.filters.network.dynamic_modules.v3 DynamicModuleNetworkFilter
        extensions.filters.network.echo.v3 Echo extensions.filters.network.ext_authz.v3 ExtAuthz extensions.filters.network.ext_proc.v3
        MetadataOptions NetworkExternalProcessor ProcessingMode extensions.filters.network.generic_proxy.action.v3 RouteAction
        extensions.filters.network.generic_proxy.codecs.dubbo.v3 DubboCodecConfig
        extensions.filters.network.generic_proxy.codecs.http1.v3 Http1CodecConfig
        extensions.filters.network.generic_proxy.codecs.kafka.v3 KafkaCodecConfig extensions.filters.network.generic_proxy.matcher.v3
        HostMatchInput KeyValueMatchEntry MethodMatchInput PathMatchInput PropertyMatchInput RequestMatchInput RequestMatcher
        ServiceMatchInput extensions.filters.network.generic_proxy.router.v3 Router extensions.filters.network.generic_proxy.v3
        GenericProxy GenericRds RouteConfiguration VirtualHost extensions.filters.network.geoip.v3 Geoip
        extensions.filters.network.golang.v3alpha Config extensions.filters.network.http_connection_manager.v3
        EnvoyMobileHttpConnectionManager ForwardProtoConfig HttpConnectionManager HttpFilter LocalReplyConfig Rds RequestIDExtension
        ResponseMapper ScopedRds ScopedRouteConfigurationsList ScopedRoutes extensions.filters.network.kafka_broker.v3
        IdBasedBrokerRewriteRule IdBasedBrokerRewriteSpec KafkaBroker extensions.filters.network.kafka_mesh.v3alpha ForwardingRule
        KafkaClusterDefinition KafkaMesh extensions.filters.network.local_ratelimit.v3 LocalRateLimit
        extensions.filters.network.metadata_exchange.v3 extensions.filters.network.mongo_proxy.v3 MongoProxy
        extensions.filters.network.mysql_proxy.v3 MySQLProxy extensions.filters.network.peer_metadata.v3
        extensions.filters.network.postgres_proxy.v3alpha PostgresProxy extensions.filters.network.ratelimit.v3 RateLimit
        extensions.filters.network.rbac.v3 RBAC extensions.filters.network.redis_proxy.v3 AwsIam RedisExternalAuthProvider
        RedisProtocolOptions RedisProxy extensions.filters.network.reverse_tunnel.v3 ReverseTunnel Validation
        extensions.filters.network.rocketmq_proxy.v3 RocketmqProxy Route RouteAction RouteConfiguration RouteMatch
        extensions.filters.network.set_filter_state.v3 Config extensions.filters.network.sip_proxy.router.v3alpha Router
        extensions.filters.network.sip_proxy.tra.v3alpha CreateRequest CreateResponse DeleteRequest DeleteResponse RetrieveRequest
        RetrieveResponse SubscribeRequest SubscribeResponse TraServiceConfig TraServiceRequest TraServiceResponse UpdateRequest
        UpdateResponse extensions.filters.network.sip_proxy.v3alpha Cache CustomizedAffinity CustomizedAffinityEntry LocalService Route
        RouteAction RouteConfiguration RouteMatch SipFilter SipProtocolOptions SipProxy extensions.filters.network.sni_cluster.v3
        SniCluster extensions.filters.network.sni_dynamic_forward_proxy.v3 FilterConfig extensions.filters.network.tcp_proxy.v3 TcpProxy
        extensions.filters.network.thrift_proxy.filters.header_to_metadata.v3 HeaderToMetadata
        extensions.filters.network.thrift_proxy.filters.payload_to_metadata.v3 PayloadToMetadata
        extensions.filters.network.thrift_proxy.filters.ratelimit.v3 RateLimit extensions.filters.network.thrift_proxy.router.v3 Router
        extensions.filters.network.thrift_proxy.v3 Route RouteAction RouteConfiguration RouteMatch ThriftFilter ThriftProtocolOptions
        ThriftProxy Trds WeightedCluster extensions.filters.network.wasm.v3 Wasm extensions.filters.network.zookeeper_proxy.v3
        LatencyThresholdOverride ZooKeeperProxy extensions.filters.udp.dns_filter.v3 DnsFilterConfig
        extensions.filters.udp.dynamic_modules.v3 DynamicModuleUdpListenerFilter
        extensions.filters.udp.udp_proxy.session.dynamic_forward_proxy.v3 FilterConfig
        extensions.filters.udp.udp_proxy.session.http_capsule.v3 FilterConfig extensions.filters.udp.udp_proxy.v3 Route UdpProxyConfig
        extensions.formatter.cel.v3 Cel extensions.formatter.file_content.v3 extensions.formatter.generic_secret.v3
        extensions.formatter.metadata.v3 Metadata extensions.formatter.req_without_query.v3 ReqWithoutQuery
        extensions.geoip_providers.common.v3 CommonGeoipProviderConfig extensions.geoip_providers.maxmind.v3 MaxMindConfig
        extensions.grpc_service.call_credentials.access_token.v3 AccessTokenCredentials
        extensions.grpc_service.call_credentials.file_based_metadata.v3 FileBasedMetadataCallCredentials
        extensions.grpc_service.call_credentials.google_compute_engine.v3 GoogleComputeEngineCredentials
        extensions.grpc_service.call_credentials.google_iam.v3 GoogleIamCredentials
        extensions.grpc_service.call_credentials.google_refresh_token.v3 GoogleRefreshTokenCredentials
        extensions.grpc_service.call_credentials.service_account_jwt_access.v3 ServiceAccountJwtAccessCredentials
        extensions.grpc_service.call_credentials.sts_service.v3 StsServiceCredentials
        extensions.grpc_service.channel_credentials.google_default.v3 GoogleDefaultCredentials
        extensions.grpc_service.channel_credentials.insecure.v3 InsecureCredentials extensions.grpc_service.channel_credentials.local.v3
        LocalCredentials extensions.grpc_service.channel_credentials.tls.v3 TlsCredentials
        extensions.grpc_service.channel_credentials.xds.v3 XdsCredentials extensions.health_check.event_sinks.file.v3
        HealthCheckEventFileSink extensions.health_checkers.redis.v3 Redis extensions.health_checkers.thrift.v3 Thrift
        extensions.http.cache.file_system_http_cache.v3 FileSystemHttpCacheConfig extensions.http.cache.simple_http_cache.v3
        SimpleHttpCacheConfig extensions.http.cache_v2.file_system_http_cache.v3 FileSystemHttpCacheV2Config
        extensions.http.cache_v2.simple_http_cache.v3 SimpleHttpCacheV2Config extensions.http.custom_response.local_response_policy.v3
        LocalResponsePolicy extensions.http.custom_response.redirect_policy.v3 RedirectPolicy
        extensions.http.early_header_mutation.header_mutation.v3 HeaderMutation
        extensions.http.ext_proc.processing_request_modifiers.mapped_attribute_builder.v3 MappedAttributeBuilder
        extensions.http.ext_proc.response_processors.save_processing_response.v3 SaveProcessingResponse
        extensions.http.header_formatters.preserve_case.v3 PreserveCaseFormatterConfig
        extensions.http.header_validators.envoy_default.v3 HeaderValidatorConfig extensions.http.injected_credentials.generic.v3 Generic
        extensions.http.injected_credentials.oauth2.v3 OAuth2 extensions.http.original_ip_detection.custom_header.v3 CustomHeaderConfig
        extensions.http.original_ip_detection.xff.v3 XffConfig XffTrustedCidrs extensions.http.stateful_session.cookie.v3
        CookieBasedSessionState extensions.http.stateful_session.envelope.v3 EnvelopeSessionState
        extensions.http.stateful_session.header.v3 HeaderBasedSessionState extensions.internal_redirect.allow_listed_routes.v3
        AllowListedRoutesConfig extensions.internal_redirect.previous_routes.v3 PreviousRoutesConfig
        extensions.internal_redirect.safe_cross_scheme.v3 SafeCrossSchemeConfig extensions.key_value.file_based.v3
        FileBasedKeyValueStoreConfig extensions.load_balancing_policies.client_side_weighted_round_robin.v3 ClientSideWeightedRoundRobin
        extensions.load_balancing_policies.cluster_provided.v3 ClusterProvided extensions.load_balancing_policies.common.v3
        ConsistentHashingLbConfig LocalityLbConfig SlowStartConfig extensions.load_balancing_policies.dynamic_modules.v3
        extensions.load_balancing_policies.least_request.v3 LeastRequest extensions.load_balancing_policies.maglev.v3 Maglev
        extensions.load_balancing_policies.override_host.v3 OverrideHost extensions.load_balancing_policies.peak_ewma.v3alpha PeakEwma
        extensions.load_balancing_policies.pick_first.v3 PickFirst extensions.load_balancing_policies.random.v3 Random
        extensions.load_balancing_policies.random_subsetting.v3 RandomSubsetting extensions.load_balancing_policies.ring_hash.v3
        RingHash extensions.load_balancing_policies.round_robin.v3 RoundRobin extensions.load_balancing_policies.subset.v3 Subset
        extensions.load_balancing_policies.wrr_locality.v3 WrrLocality extensions.local_address_selectors.filter_state_override.v3
        Config extensions.matching.actions.transform_stat.v3 extensions.matching.common_inputs.environment_variable.v3 Config
        extensions.matching.common_inputs.network.v3 ApplicationProtocolInput DestinationIPInput DestinationPortInput
        DirectSourceIPInput DynamicMetadataInput FilterStateInput NetworkNamespaceInput ServerNameInput SourceIPInput SourcePortInput
        SourceTypeInput TransportProtocolInput extensions.matching.common_inputs.ssl.v3 DnsSanInput SubjectInput UriSanInput
        extensions.matching.common_inputs.stats.v3 StatFullNameMatchInput extensions.matching.common_inputs.transport_socket.v3
        EndpointMetadataInput FilterStateInput LocalityMetadataInput TransportSocketNameAction
        extensions.matching.http.dynamic_modules.v3 extensions.matching.input_matchers.consistent_hashing.v3 ConsistentHashing
        extensions.matching.input_matchers.dynamic_modules.v3 extensions.matching.input_matchers.hyperscan.v3alpha Hyperscan
        extensions.matching.input_matchers.ip.v3 Ip extensions.matching.input_matchers.metadata.v3 Metadata
        extensions.matching.input_matchers.runtime_fraction.v3 RuntimeFraction extensions.network.connection_balance.dlb.v3alpha Dlb
        extensions.network.dns_resolver.apple.v3 AppleDnsResolverConfig extensions.network.dns_resolver.cares.v3 CaresDnsResolverConfig
        extensions.network.dns_resolver.getaddrinfo.v3 GetAddrInfoDnsResolverConfig extensions.network.dns_resolver.hickory.v3
        extensions.network.socket_interface.v3 DefaultSocketInterface IoUringOptions extensions.outlier_detection_monitors.common.v3
        DatabaseErrors ErrorBuckets HttpErrors LocalOriginErrors extensions.outlier_detection_monitors.consecutive_errors.v3
        ConsecutiveErrors extensions.path.match.uri_template.v3 UriTemplateMatchConfig extensions.path.rewrite.uri_template.v3
        UriTemplateRewriteConfig extensions.private_key_providers.cryptomb.v3alpha CryptoMbPrivateKeyMethodConfig
        extensions.private_key_providers.kae.v3alpha KaePrivateKeyMethodConfig extensions.private_key_providers.qat.v3alpha
        QatPrivateKeyMethodConfig extensions.quic.client_writer_factory.v3 DefaultClientWriter
        extensions.quic.connection_debug_visitor.quic_stats.v3 Config extensions.quic.connection_debug_visitor.v3 BasicConfig
        extensions.quic.connection_id_generator.quic_lb.v3 Config extensions.quic.connection_id_generator.v3
        DeterministicConnectionIdGeneratorConfig extensions.quic.crypto_stream.v3 CryptoServerStreamConfig
        extensions.quic.proof_source.v3 ProofSourceConfig extensions.quic.server_preferred_address.v3
        DataSourceServerPreferredAddressConfig FixedServerPreferredAddressConfig extensions.rate_limit_descriptors.expr.v3 Descriptor
        extensions.rbac.audit_loggers.stream.v3 StdoutAuditLog extensions.rbac.matchers.upstream_ip_port.v3 UpstreamIpPortMatcher
        extensions.rbac.principals.mtls_authenticated.v3 Config extensions.regex_engines.hyperscan.v3alpha Hyperscan
        extensions.regex_engines.v3 GoogleRE2 extensions.request_id.uuid.v3 UuidRequestIdConfig
        extensions.resource_monitors.cgroup_memory.v3 CgroupMemoryConfig extensions.resource_monitors.cpu_utilization.v3
        CpuUtilizationConfig extensions.resource_monitors.downstream_connections.v3 DownstreamConnectionsConfig
        extensions.resource_monitors.fixed_heap.v3 FixedHeapConfig extensions.resource_monitors.injected_resource.v3
        InjectedResourceConfig extensions.retry.host.omit_canary_hosts.v3 OmitCanaryHostsPredicate
        extensions.retry.host.omit_host_metadata.v3 OmitHostMetadataConfig extensions.retry.host.previous_hosts.v3
        PreviousHostsPredicate extensions.retry.priority.previous_priorities.v3 PreviousPrioritiesConfig
        extensions.router.cluster_specifier.golang.v3alpha Config extensions.router.cluster_specifiers.lua.v3 LuaConfig
        extensions.router.cluster_specifiers.matcher.v3 ClusterAction MatcherClusterSpecifier extensions.stat_sinks.graphite_statsd.v3
        GraphiteStatsdSink extensions.stat_sinks.kafka.v3 extensions.stat_sinks.open_telemetry.v3 SinkConfig
        extensions.stat_sinks.wasm.v3 Wasm extensions.string_matcher.lua.v3 Lua extensions.tap_sinks.udp_sink.v3alpha UdpSink
        extensions.tracers.dynamic_modules.v3 extensions.tracers.fluentd.v3 FluentdConfig
        extensions.tracers.opentelemetry.resource_detectors.v3 DynatraceResourceDetectorConfig EnvironmentResourceDetectorConfig
        StaticConfigResourceDetectorConfig extensions.tracers.opentelemetry.samplers.v3 AlwaysOnSamplerConfig CELSamplerConfig
        DynatraceSamplerConfig ParentBasedSamplerConfig TraceIdRatioBasedSamplerConfig extensions.transport_sockets.alts.v3 Alts
        extensions.transport_sockets.http_11_proxy.v3 Http11ProxyUpstreamTransport extensions.transport_sockets.internal_upstream.v3
        InternalUpstreamTransport extensions.transport_sockets.proxy_protocol.v3 ProxyProtocolUpstreamTransport
        extensions.transport_sockets.quic.v3 QuicDownstreamTransport QuicUpstreamTransport extensions.transport_sockets.raw_buffer.v3
        RawBuffer extensions.transport_sockets.s2a.v3 S2AConfiguration extensions.transport_sockets.starttls.v3 StartTlsConfig
        UpstreamStartTlsConfig extensions.transport_sockets.tap.v3 SocketTapConfig Tap extensions.transport_sockets.tcp_stats.v3 Config
        extensions.transport_sockets.tls.cert_mappers.filter_state_override.v3 Config
        extensions.transport_sockets.tls.cert_mappers.sni.v3 SNI extensions.transport_sockets.tls.cert_mappers.static_name.v3 StaticName
        extensions.transport_sockets.tls.cert_selectors.on_demand_secret.v3 Config
        extensions.transport_sockets.tls.cert_validator.dynamic_modules.v3 extensions.transport_sockets.tls.v3
        CertificateProviderPluginInstance CertificateValidationContext CommonTlsContext DownstreamTlsContext GenericSecret
        PrivateKeyProvider SPIFFECertValidatorConfig SdsSecretConfig Secret SubjectAltNameMatcher TlsCertificate TlsKeyLog TlsParameters
        TlsSessionTicketKeys UpstreamTlsContext extensions.udp_packet_writer.v3 UdpDefaultWriterFactory UdpGsoBatchWriterFactory
        extensions.upstreams.http.dynamic_modules.v3 extensions.upstreams.http.generic.v3 GenericConnectionPoolProto
        extensions.upstreams.http.http.v3 HttpConnectionPoolProto extensions.upstreams.http.tcp.golang.v3alpha Config
        extensions.upstreams.http.tcp.v3 TcpConnectionPoolProto extensions.upstreams.http.udp.v3 UdpConnectionPoolProto
        extensions.upstreams.http.v3 HttpProtocolOptions extensions.upstreams.tcp.generic.v3 GenericConnectionPoolProto
        extensions.upstreams.tcp.v3 TcpProtocolOptions extensions.vcl.v3alpha VclSocketInterface extensions.wasm.v3
        CapabilityRestrictionConfig EnvironmentVariables PluginConfig ReloadConfig SanitizationConfig VmConfig WasmService
        extensions.watchdog.profile_action.v3 ProfileActionConfig service.accesslog.v3 StreamAccessLogsMessage StreamAccessLogsResponse
        service.auth.v3 AttributeContext CheckRequest CheckResponse DeniedHttpResponse OkHttpResponse service.cluster.v3 CdsDummy
        service.discovery.v3 AdsDummy DeltaDiscoveryRequest DeltaDiscoveryResponse DiscoveryRequest DiscoveryResponse
        DynamicParameterConstraints Resource ResourceError ResourceLocator ResourceName service.endpoint.v3 EdsDummy LedsDummy
        service.event_reporting.v3 StreamEventsRequest StreamEventsResponse service.ext_proc.v3 BodyMutation BodyResponse CommonResponse
        GrpcStatus HeaderMutation HeadersResponse HttpBody HttpHeaders HttpTrailers ImmediateResponse ProcessingRequest
        ProcessingResponse ProtocolConfiguration StreamedBodyResponse StreamedImmediateResponse TrailersResponse service.extension.v3
        EcdsDummy service.health.v3 Capability ClusterEndpointsHealth ClusterHealthCheck EndpointHealth EndpointHealthResponse HdsDummy
        HealthCheckRequest HealthCheckRequestOrEndpointHealthResponse HealthCheckSpecifier LocalityEndpoints LocalityEndpointsHealth
        service.listener.v3 LdsDummy service.load_stats.v3 LoadStatsRequest LoadStatsResponse service.metrics.v3 StreamMetricsMessage
        StreamMetricsResponse service.network_ext_proc.v3 Data ProcessingRequest ProcessingResponse service.rate_limit_quota.v3 BucketId
        RateLimitQuotaResponse RateLimitQuotaUsageReports service.ratelimit.v3 RateLimitRequest RateLimitResponse service.redis_auth.v3
        RedisProxyExternalAuthRequest RedisProxyExternalAuthResponse service.route.v3 RdsDummy SrdsDummy service.runtime.v3 RtdsDummy
        Runtime service.secret.v3 SdsDummy service.status.v3 ClientConfig ClientStatusRequest ClientStatusResponse PerXdsConfig
        service.tap.v3 StreamTapsRequest StreamTapsResponse type.http.v3 Cookie CookieAttribute PathTransformation type.matcher.v3
        AddressMatcher DoubleMatcher FilterStateMatcher HttpRequestHeaderMatchInput HttpRequestQueryParamMatchInput
        HttpRequestTrailerMatchInput HttpResponseHeaderMatchInput HttpResponseStatusCodeClassMatchInput HttpResponseStatusCodeMatchInput
        HttpResponseTrailerMatchInput ListMatcher ListStringMatcher MetadataMatcher NodeMatcher OrMatcher PathMatcher
        RegexMatchAndSubstitute RegexMatcher StringMatcher StructMatcher ValueMatcher type.metadata.v3 MetadataKey MetadataKind
        type.tracing.v3 CustomTag type.v3 DoubleRange FractionalPercent HashPolicy HttpStatus Int32Range Int64Range Percent
        RateLimitStrategy SemanticVersion TokenBucket watchdog.v3 AbortActionConfig
        """
}
