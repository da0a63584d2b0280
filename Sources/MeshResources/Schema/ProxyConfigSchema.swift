/// The fields of `ProxyConfig`.
enum ProxyConfigSchema {
    static let table = """
        kind ProxyConfig networking.istio.io v1beta1 ProxyConfig
        message ProxyConfig
          selector WorkloadSelector | Workloads in this namespace; all of them when absent.
          concurrency int32 range=0.. | Worker threads; 0 is one for each core.
          environmentVariables {string} length=..2048 | Environment variables of the proxy.
          image ProxyImage | Image of the proxy.

        message ProxyImage
          imageType string | default, debug or distroless.
        """
}
