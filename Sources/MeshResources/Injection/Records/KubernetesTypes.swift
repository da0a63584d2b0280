/// The tables of the Kubernetes 1.36 and OpenShift objects that injection reads and writes: fields in the order of their
/// declaration in the API's Go types. See `RecordSchema` for the notation.
enum KubernetesTypes {
    /// What injection itself writes as JSON into annotations and variables.
    static let annotations = """
        AppProber httpGet:*HTTPGetAction? tcpSocket:*TCPSocketAction? grpc:*GRPCAction? timeoutSeconds:i?
        PodOverrides containers:[]Container? initContainers:[]Container?
        PrometheusScrape scrape:s path:s port:s
        InjectionStatus initContainers:[]s containers:[]s volumes:[]s imagePullSecrets:[]s revision:s
        """
}
