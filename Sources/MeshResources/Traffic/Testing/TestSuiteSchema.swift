/// The fields of a suite of traffic tests.
enum TestSuiteSchema {
    static let table = """
        kind TestSuite meshctl.dev v1 TestSuite spec
        message TestSuite
          mesh [string] | Files and directories with the mesh, relative to the suite; those of the command line come besides.
          cases [TestCase] | Cases, each with a request and what is expected of it.

        message TestCase
          name string | What the case is called in reports.
          from TestSource | Where the request comes from; a gateway that fits the host when absent.
          to TestTarget | Workload whose policies are asked, without any routing.
          request TestRequest | The request; rows add to it.
          expect TestExpectation | What must come of it; rows add to it.
          rows [TestRow] | Many requests in short form, each a case of its own.

        message TestSource
          gateway string | Gateway that it comes in through: namespace/name.
          namespace string | Namespace of the client.
          labels {string} | Labels of the client's pod.

        message TestTarget
          workload string | Name of the pod or of what makes it, or its app label.
          namespace string | Namespace of the workload.
          labels {string} | Labels of the workload, in place of its name.

        message TestRequest
          host string | Host header, with a port if one is sent.
          port int32 | Port connected to; that of the host, else 80, or 443 for https.
          method string | Method; GET when absent.
          path string | Path and query; / when absent.
          scheme enum(http,https,mtls) | How the connection is made; http when absent.
          headers {string} | Headers by their names.
          principal string | Identity of the client; implies mutual TLS.
          sourceIP string | Address of the client.
          destinationIP string | Address connected to.
          sni string | Server name of the TLS handshake.
          claims {any} | Claims of the client's token.

        message TestExpectation
          status int32 | Status of the response.
          allowed bool | Whether policies let it in, here and at the destination.
          decidedBy string | Policy that decides: namespace/name, or "request authentication".
          route string | Name of the rule that matches.
          destination string | Host of the destination, short or in full; of several any.
          subset string | Subset of the destination; of several any.
          weights {int32} | Weight of each destination, by its subset, else its host.
          rewrite string | Path that the upstream sees.
          authority string | Host that the upstream sees.
          redirect string | Where a redirect leads.
          timeout string | Time limit.
          mirrors [string] | Hosts that get a copy.
          passthrough bool | Whether nobody in the mesh serves it, so that it passes through.

        message TestRow
          name string | What the row is called; its method, host and path when absent.
          host string | See request.
          port int32 | See request.
          method string | See request.
          path string | See request.
          scheme enum(http,https,mtls) | See request.
          headers {string} | See request; added to those of the case.
          principal string | See request.
          sourceIP string | See request.
          destinationIP string | See request.
          sni string | See request.
          claims {any} | See request.
          status int32 | See expect.
          allowed bool | See expect.
          decidedBy string | See expect.
          route string | See expect.
          destination string | See expect.
          subset string | See expect.
          weights {int32} | See expect.
          rewrite string | See expect.
          authority string | See expect.
          redirect string | See expect.
          timeout string | See expect.
          mirrors [string] | See expect.
          passthrough bool | See expect.
        """
}
