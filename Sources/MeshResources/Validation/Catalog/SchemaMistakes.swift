/// What there is to say about mistakes against the schema. See `MistakeTable` for the format.
enum SchemaMistakes {
    static let table = """
        unknownField | a key that the kind does not have
          The API server and istioctl refuse keys that are not in the schema; most are typing errors, wrong indentation, or a field of another \
          level. Correct the key, or move it to where it belongs. 'meshctl explain KIND' lists the fields.
          ! VirtualService {hosts: [reviews], «htpp»: [], http: [{route: [{destination: {host: reviews}}]}]}
        wrongType | a value of another type than the field's
          Numbers, booleans and texts are told apart: a port in quotes is a text, an unquoted version 1.10 a number. Quote what is meant as text, \
          and write lists with brackets or dashes even for one item.
          ! VirtualService {hosts: «reviews», http: [{route: [{destination: {host: reviews}}]}]}
        unknownWord | a word that the enumeration does not have
          The field takes one of a few words, in exactly this spelling; numbers are refused even though the proxies' protocol knows them.
          ! PeerAuthentication {mtls: {mode: «STRIKT»}}
        missingField | a required field is absent
          The API server refuses the object without it. A field that is null counts as absent.
          ! VirtualService {hosts: [reviews], http: [{route: [«{weight: 1}»]}]}
        emptyText | a text that must not be empty
          Fill the text in, or remove the field where it is optional: an empty text is not the same as none.
          ! RequestAuthentication {jwtRules: [{issuer: «""»}]}
        textTooLong | a text is longer than the API server allows
          Shorten it. The limit counts characters, not bytes.
          ! WasmPlugin {url: oci://x, vmConfig: {env: [{name: A, value: B}]}, imagePullSecret: «\(String(repeating: "s", count: 254))»}
        numberOutOfRange | a number lies outside the field's range
          Fields without a sign start at 0 and end at 4294967295, percentages at 100; further limits come from the field itself.
          ! ProxyConfig {concurrency: «-1»}
        tooFewElements | a list or map has too few entries
          Add an entry, or remove the whole field where it is optional.
          ! PeerAuthentication {selector: {matchLabels: {app: a}}, portLevelMtls: «{}»}
        tooManyElements | a list or map has too many entries
          The API server limits its length. Split the resource into several.
          ! Gateway {servers: [{port: {number: 443, name: a, protocol: HTTPS}, hosts: ['*'], tls: {mode: SIMPLE, credentialNames: «[a, b, c]»}}]}
        patternMismatch | a text does not have the field's form
          The API server checks the characters of names, checksums and headers.
          ! WasmPlugin {url: oci://x, sha256: «abc»}
        oneOfConflict | fields that exclude each other are set together
          Of these fields at most one may be set; Istio would follow one of them and drop the rest. Keep the one that is meant.
          ! VirtualService {hosts: [a], http: [{match: [{uri: {exact: /a, «prefix»: /b}}], route: [{destination: {host: a}}]}]}
        repeatedField | a key stands twice in one mapping
          Readers keep the last one without a word, and strict ones refuse the document. Merge the two.
          ! VirtualService {hosts: [a], http: [{route: [{destination: {host: a, «host»: b}}]}]}
        repeatedItem | two items of a list have the same key
          The API server keeps these lists as maps, so that a name or number can occur only once.
          ! WasmPlugin {url: oci://x, vmConfig: {env: [{name: A, value: b}, {name: «A», value: c}]}}
        nullItem | a list has an empty item
          A dash with nothing behind it, or a null, is no value. Fill it in or remove it.
          ! VirtualService {hosts: [a], http: [«null»]}
        missingSpec | a resource has no spec
          This kind means nothing without a spec, and the API server requires one.
          !! «{apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: a}}»
        unknownVersion | a version of the kind that is not served
          Istio 1.30 serves this kind in other versions only, and the API server does not know it under this one.
          !! {apiVersion: «networking.istio.io/v2», kind: Sidecar, metadata: {name: a}, spec: {egress: [{hosts: ['./*']}]}}
        invalidBase64 | a text is not base64
          Fields of type bytes are written in base64. Encode the value, or use the field for plain text beside it.
          ! VirtualService {hosts: [a], http: [{directResponse: {status: 200, body: {bytes: «ab!»}}}]}
        """
}
