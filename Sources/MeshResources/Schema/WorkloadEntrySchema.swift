/// The fields of `WorkloadEntry`; the message itself is shared with `ServiceEntry`.
enum WorkloadEntrySchema {
    static let table = """
        kind WorkloadEntry networking.istio.io v1,v1beta1,v1alpha3 WorkloadEntry spec
        """
}
