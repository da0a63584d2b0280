/// The fields of `WasmPlugin`.
enum WasmPluginSchema {
    static let table = """
        kind WasmPlugin extensions.istio.io v1alpha1 WasmPlugin spec
        message WasmPlugin
          selector WorkloadSelector | Workloads in this namespace; all of them when absent.
          targetRef PolicyTargetReference deprecated | Single target; use targetRefs.
          targetRefs [PolicyTargetReference] count=..16 | Gateways, services or entries that the plugin is attached to.
          url string required length=1.. | Module or image: oci://, http://, https:// or file://.
          sha256 string as=sha256 | Checksum of the module or image.
          imagePullPolicy enum(UNSPECIFIED_POLICY,IfNotPresent,Always) | When an image is fetched again.
          imagePullSecret string length=1..253 | Secret for the registry.
          verificationKey string | Not used.
          pluginConfig struct | Configuration handed to the plugin.
          pluginName string length=1..256 | Name that the plugin is known by in Envoy.
          phase enum(UNSPECIFIED_PHASE,AUTHN,AUTHZ,STATS) | Where in the filter chain.
          priority int32 default=0 | Order among plugins of a phase; larger first.
          failStrategy enum(FAIL_CLOSE,FAIL_OPEN,FAIL_RELOAD) default=FAIL_CLOSE | What happens when the plugin fails.
          vmConfig WasmVmConfig | Settings of the Wasm VM.
          match [TrafficSelector] | Traffic that the plugin sees.
          type enum(UNSPECIFIED_PLUGIN_TYPE,HTTP,NETWORK) | Kind of filter.
        """
}
