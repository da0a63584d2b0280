import MeshResources
import XCTest

@testable import MeshAPI

final class KubeconfigTests: XCTestCase {
    private var folder = ""

    override func setUpWithError() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("meshctl-kubeconfig-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    override func tearDown() { try? FileManager.default.removeItem(atPath: folder) }

    private func write(_ text: String, _ name: String, mode: Int = 0o600) -> String {
        _ = FileManager.default.createFile(atPath: "\(folder)/\(name)", contents: Data(text.utf8), attributes: [.posixPermissions: mode])
        return "\(folder)/\(name)"
    }

    private func config(server: String, context: String, user: String = "{token: hunter2}", cluster: String = "") -> String {
        """
        apiVersion: v1
        kind: Config
        current-context: \(context)
        clusters: [{name: c, cluster: {server: "\(server)"\(cluster)}}]
        users: [{name: u, user: \(user)}]
        contexts: [{name: \(context), context: {cluster: c, user: u, namespace: shop}}]

        """
    }

    func testMergesWithTheFirstWinning() throws {
        let one = write(config(server: "https://one:1", context: "a"), "one")
        let two = write(config(server: "https://two:2", context: "b"), "two")
        let merged = try Kubeconfig(files: [one, folder + "/missing", two], mustExist: false)
        XCTAssertEqual(merged.currentContext, "a")
        XCTAssertEqual(merged.contextNames, ["a", "b"])
        XCTAssertEqual(merged.clusters["c"]?.server, "https://one:1")
        let access = try ClusterAccess(merged, context: "b")
        XCTAssertEqual(access.endpoint.base.text, "https://one:1")
        XCTAssertEqual(access.namespace, "shop")
        XCTAssertThrowsError(try ClusterAccess(merged, context: "z")) { XCTAssert("\($0)".contains("'z'")) }
        XCTAssertThrowsError(try Kubeconfig(files: [folder + "/missing"], mustExist: true))
    }

    func testSeesPathsFromTheFile() throws {
        _ = write("certificate", "ca.crt")
        let path = write(
            config(server: "https://x", context: "a", cluster: ", certificate-authority: ca.crt, tls-server-name: y"), "config")
        let access = try ClusterAccess(Kubeconfig(files: [path], mustExist: true))
        XCTAssertEqual(access.endpoint.authority, .file(folder + "/ca.crt"))
        XCTAssertEqual(access.endpoint.serverName, "y")
        XCTAssertEqual(access.endpoint.url("/api"), "https://y:443/api")
        let missing = write(config(server: "https://x", context: "a", cluster: ", certificate-authority: no.crt"), "wrong")
        XCTAssertThrowsError(try Kubeconfig(files: [missing], mustExist: true)) { XCTAssert("\($0)".contains("no.crt")) }
    }

    func testTellsWhyAKubeconfigCannotBeRead() {
        XCTAssertThrowsError(try Kubeconfig(files: [folder + "/missing"], mustExist: true)) {
            XCTAssert("\($0)".contains("no such file or directory"), "\($0)")
        }
        XCTAssertThrowsError(try Kubeconfig(files: [folder], mustExist: false)) {
            XCTAssert("\($0)".contains("is a directory"), "\($0)")
        }
    }

    func testTakesTheAccountOfAPod() throws {
        for (name, value) in [("KUBERNETES_SERVICE_HOST", "fd00::1"), ("KUBERNETES_SERVICE_PORT", "6443")] { setenv(name, value, 1) }
        defer { for name in ["KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT"] { unsetenv(name) } }
        XCTAssertNil(try ClusterAccess.inPod(account: folder), "without a token this is no pod")
        let token = write("first\n", "token")
        _ = write("shop\n", "namespace")
        let access = try XCTUnwrap(ClusterAccess.inPod(account: folder))
        XCTAssertEqual(access.endpoint.base.text, "https://[fd00::1]:6443")
        XCTAssertEqual(access.endpoint.authority, .file(folder + "/ca.crt"))
        XCTAssertEqual(access.namespace, "shop")
        let credentials = Credentials(access.user)
        XCTAssert(credentials.canRenew, "the kubelet renews the token")
        var endpoint = access.endpoint
        try credentials.apply(to: &endpoint)
        XCTAssertEqual(endpoint.authorization?.value, "Bearer first")
        try "second".write(toFile: token, atomically: true, encoding: .utf8)
        try credentials.apply(to: &endpoint, renewing: true)
        XCTAssertEqual(endpoint.authorization?.value, "Bearer second")
        setenv("KUBERNETES_SERVICE_HOST", "a b", 1)
        XCTAssertThrowsError(try ClusterAccess.inPod(account: folder))
    }

    func testActsAsWhomTheKubeconfigNames() throws {
        let user = "{token: t, as: jane, as-uid: u1, as-groups: [a, b], as-user-extra: {Scopes: [view, edit], acme.com/x: [y]}}"
        let headers = try ClusterAccess.find(choice(user)).endpoint.headers.map { "\($0.name): \($0.value)" }
        XCTAssertEqual(
            headers,
            [
                "Impersonate-User: jane", "Impersonate-Uid: u1", "Impersonate-Group: a", "Impersonate-Group: b",
                "Impersonate-Extra-scopes: view", "Impersonate-Extra-scopes: edit", "Impersonate-Extra-acme.com%2Fx: y",
            ])
        var other = choice(user)
        other.impersonation = Impersonation(user: "joe")
        XCTAssertEqual(try ClusterAccess.find(other).endpoint.headers.map(\.value), ["joe"])
        XCTAssertThrowsError(try ClusterAccess.find(choice("{token: t, as-groups: [a]}")))
    }

    private func choice(_ user: String) -> ClusterAccess.Choice {
        var choice = ClusterAccess.Choice()
        choice.kubeconfig = write(config(server: "https://x", context: "a", user: user), "config")
        return choice
    }

    func testSaysThatAnOldLoginHelperIsNotRun() throws {
        XCTAssertThrowsError(try ClusterAccess.find(choice("{auth-provider: {name: gcp}}"))) {
            XCTAssert("\($0)".contains("'gcp'"), "\($0)")
        }
        XCTAssertNoThrow(try ClusterAccess.find(choice("{token: t, auth-provider: {name: gcp}}")))
    }

    func testWarnsOfUnverifiedCertificates() throws {
        let path = write(config(server: "https://x", context: "a", cluster: ", insecure-skip-tls-verify: true"), "config")
        XCTAssertEqual(try ClusterAccess(Kubeconfig(files: [path], mustExist: true)).warnings.count, 1)
    }

    func testNamesThePlaceOfAMistake() {
        let path = write("clusters: [\n", "config")
        XCTAssertThrowsError(try Kubeconfig(files: [path], mustExist: true)) { XCTAssert("\($0)".contains("config:1:11"), "\($0)") }
    }

    func testReadsTokensFromFilesAgain() throws {
        let token = write("first\n", "token")
        let path = write(config(server: "https://x", context: "a", user: "{tokenFile: token}"), "config")
        let access = try ClusterAccess(Kubeconfig(files: [path], mustExist: true))
        var endpoint = access.endpoint
        let credentials = Credentials(access.user)
        try credentials.apply(to: &endpoint)
        XCTAssertEqual(endpoint.authorization?.value, "Bearer first")
        try "second".write(toFile: token, atomically: true, encoding: .utf8)
        try credentials.apply(to: &endpoint, renewing: true)
        XCTAssertEqual(endpoint.authorization?.value, "Bearer second")
    }

    func testRunsPluginsAndKeepsWhatTheyBring() throws {
        let script = """
            #!/bin/sh
            echo run >>"\(folder)/runs"
            case "$KUBERNETES_EXEC_INFO" in *'"server":"https://x:443"'*) ;; *) exit 3 ;; esac
            echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"'$1$EXTRA'","expirationTimestamp":"2999-01-01T00:00:00Z"}}'

            """
        _ = write(script, "plugin", mode: 0o700)
        let user = """
            {exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, args: [abc], env: [{name: EXTRA, value: def}], \
            provideClusterInfo: true, interactiveMode: Never}}
            """
        let path = write(config(server: "https://x", context: "a", user: user), "config")
        let access = try ClusterAccess(Kubeconfig(files: [path], mustExist: true))
        var endpoint = access.endpoint
        let credentials = Credentials(access.user)
        try credentials.apply(to: &endpoint)
        try credentials.apply(to: &endpoint)
        XCTAssertEqual(endpoint.authorization?.value, "Bearer abcdef")
        XCTAssertEqual(try String(contentsOfFile: folder + "/runs", encoding: .utf8), "run\n")
        try credentials.apply(to: &endpoint, renewing: true)
        XCTAssertEqual(try String(contentsOfFile: folder + "/runs", encoding: .utf8), "run\nrun\n")
        XCTAssertFalse(credentials.hasExpired)
    }

    func testTellsWhatAPluginLacks() throws {
        let user = "{exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-program, installHint: get it somewhere}}"
        let path = write(config(server: "https://x", context: "a", user: user), "config")
        let access = try ClusterAccess(Kubeconfig(files: [path], mustExist: true))
        var endpoint = access.endpoint
        XCTAssertThrowsError(try Credentials(access.user).apply(to: &endpoint)) { error in
            XCTAssertEqual((error as? AccessError)?.help, "get it somewhere")
        }
    }
}
