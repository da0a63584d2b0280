/// What there is to say about mistakes in Services and IstioOperators, which only `validate` looks at.
enum CompanionMistakes {
    static let table = """
        servicePortUnnamed | a port of a Service has no name
          Istio takes the protocol of a port from its name or 'appProtocol', and guesses it otherwise. istioctl refuses the Service.
          !! {apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [«{port: 80}»]}}
        servicePortName | a port of a Service is not named after a protocol
          Write 'http', 'grpc-web' or another protocol in front, or set 'appProtocol'. istioctl refuses the Service.
          !! {apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{port: 80, name: «web»}]}}
        serviceAppProtocol | an 'appProtocol' that Istio does not know
          Traffic of such a port is handled as plain TCP.
          !! {apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{port: 80, appProtocol: «mqtt»}]}}
        operatorField | a field that an IstioOperator does not have
          istioctl install refuses it. Fields of former releases, such as 'addonComponents', are gone.
          !! {apiVersion: install.istio.io/v1alpha1, kind: IstioOperator, metadata: {name: a}, spec: {«profil»: default}}
        """
}
