/// Wasm plugins and traffic extensions.
extension Validation {
    mutating func checkWasmPlugin(_ plugin: Field) {
        checkTargeting(plugin)
        checkModule(plugin)
    }

    mutating func checkTrafficExtension(_ extension: Field) {
        checkTargeting(`extension`)
        if `extension`["wasm"] == nil, `extension`["lua"] == nil {
            report(
                .extensionMissing, at: `extension`, "extension without 'wasm' and 'lua' found, expected one of them",
                help: "add 'wasm' or 'lua'")
        }
        if let wasm = `extension`["wasm"], wasm.isMapping { checkModule(wasm) }
    }

    /// The address of a module.
    private mutating func checkModule(_ module: Field) {
        guard let address = module["url"], address.isScalar, !address.isEmpty else { return }
        let text = bytes(of: address)
        var result = URLRules.parse(text, isRequest: true)
        if case .failure = result { result = URLRules.parse(keep(Array("http://".utf8) + Array(text)), isRequest: true) }
        switch result {
        case .failure(let fault): report(.moduleAddress, at: address, "invalid address '\(address.text)': \(fault.message)")
        case .success(let url):
            if !["", "http", "https", "file", "oci"].contains(url.scheme) {
                report(.moduleScheme, at: address, "address with scheme '\(url.scheme)' found, expected oci, https, http or file")
            }
        }
    }

    mutating func checkEnvironmentVariable(_ variable: Field) {
        if let source = variable["valueFrom"], source.has("HOST"), let value = variable["value"] {
            report(.variableValue, at: value, "'value' with 'valueFrom: HOST' found, expected only one of them", help: "remove one of them")
        }
    }
}
