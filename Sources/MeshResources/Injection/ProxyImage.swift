/// The reference of the proxy's image.
enum ProxyImage {
    /// `HUB/NAME:TAG`, the tag changed by the image type of values, proxy configuration and annotation.
    static func reference(_ values: InjectionValues, proxy: Record, annotation: String?) -> String {
        var type = values.variant
        let imageField = MeshSettings.proxyType.index("image")
        if let image = proxy.record(imageField) { type = image.string(image.type.index("imageType")) }
        if let annotation { type = annotation }
        var tag = values.tag
        if !type.isEmpty {
            for suffix in ["-distroless", "-debug"] where tag.hasSuffix(suffix) {
                tag = String(tag.dropLast(suffix.count))
                break
            }
            if type != "default" { tag += "-" + type }
        }
        let name = values.image.isEmpty ? "proxyv2" : values.image
        return "\(values.hub)/\(name)" + (tag.isEmpty ? "" : ":\(tag)")
    }
}
