/// The fields of `ServiceEntry`.
enum ServiceEntrySchema {
    static let table = """
        kind ServiceEntry networking.istio.io v1,v1beta1,v1alpha3 ServiceEntry spec
        message ServiceEntry
          hosts [string] required count=1..256 | Names of the service.
          addresses [string] count=..256 length=..64 | Virtual addresses or ranges of the service.
          ports [ServicePort] count=..256 unique=name | Ports of the service.
          location enum(MESH_EXTERNAL,MESH_INTERNAL) default=MESH_EXTERNAL | Whether the service belongs to the mesh.
          resolution enum(NONE,STATIC,DNS,DNS_ROUND_ROBIN,DYNAMIC_DNS) default=NONE | How endpoints are found.
          endpoints [WorkloadEntry] count=..4096 | Endpoints of the service.
          workloadSelector LabelSelector | Pods and WorkloadEntries that are the endpoints.
          exportTo [string] default=* | Namespaces that see this resource: names, '.', '*' or '~'.
          subjectAltNames [string] | Names that the server certificates must hold.

        message ServicePort
          number uint32 required as=port | Port number, 1 to 65535.
          protocol string length=..256 | HTTP, HTTPS, GRPC, HTTP2, MONGO, TCP or TLS.
          name string required length=..256 | Label of the port.
          targetPort uint32 as=port | Port of the endpoints, when it differs.
        """
}
