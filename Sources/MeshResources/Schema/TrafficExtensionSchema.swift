/// The fields of `TrafficExtension`.
enum TrafficExtensionSchema {
    static let table = """
        kind TrafficExtension extensions.istio.io v1alpha1 TrafficExtension spec
        message TrafficExtension
          selector WorkloadSelector | Workloads in this namespace; all of them when absent.
          targetRefs [PolicyTargetReference] count=..16 | Gateways, services or entries that this is attached to.
          phase enum(UNSPECIFIED,AUTHN,AUTHZ,STATS) | Where in the filter chain.
          priority int32 | Order among extensions of a phase; larger first.
          match [TrafficSelector] | Traffic that the extension sees.
          wasm WasmConfig oneof=extension | A Wasm module.
          lua LuaConfig oneof=extension | A Lua script.

        message LuaConfig
          inlineCode string required length=1..65536 | The script.

        message WasmConfig
          url string required length=1.. | Module or image: oci://, http://, https:// or file://.
          sha256 string as=sha256 | Checksum of the module or image.
          imagePullPolicy enum(UNSPECIFIED_POLICY,IfNotPresent,Always) | When an image is fetched again.
          imagePullSecret string length=1..253 | Secret for the registry.
          verificationKey string | Not used.
          pluginConfig struct | Configuration handed to the plugin.
          pluginName string length=1..256 | Name that the plugin is known by in Envoy.
          failStrategy enum(FAIL_CLOSE,FAIL_OPEN,FAIL_RELOAD) default=FAIL_CLOSE | What happens when the plugin fails.
          vmConfig WasmVmConfig | Settings of the Wasm VM.
          type enum(UNSPECIFIED_PLUGIN_TYPE,HTTP,NETWORK) | Kind of filter.
        """
}
