import Foundation
import MeshResources
import TestSupport

@testable import MeshAPI

/// A Kubernetes API server on loopback that holds the objects it is given, with kubelets that answer for their pods' ports.
final class StandInCluster: @unchecked Sendable {
    /// What a pod's port answers to a request for a path.
    typealias Port = @Sendable (_ target: String) -> String

    let port: UInt16
    private let listener: Int32
    private let objects: [String: Value]
    private let pods: [String: Port]
    private let folder: URL
    /// Requests so far, as `METHOD PATH`.
    private(set) var requests: [String] = []
    private let lock = NSLock()
    private var under = 0
    /// The most requests through forwarded ports that were being answered at one time.
    private(set) var peak = 0

    /// Starts the server. `objects` are read with `kind`, `apiVersion` and `metadata`; `pods` maps `POD.NAMESPACE` to its port.
    init(_ objects: [Value], namespace: String = "default", pods: [String: Port] = [:]) throws {
        self.pods = pods
        var byPath: [String: Value] = [:]
        for object in objects { byPath[Self.path(of: object)] = object }
        self.objects = byPath
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, length) == 0 && listen(listener, 64) == 0 && getsockname(listener, pointer, &length) == 0
            }
        }
        guard isBound else { throw CocoaError(.fileNoSuchFile) }
        port = UInt16(bigEndian: address.sin_port)
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("meshctl-cluster-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let config = """
            apiVersion: v1
            kind: Config
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:\(port)"}}]
            users: [{name: u, user: {}}]
            contexts: [{name: c, context: {cluster: c, user: u, namespace: \(namespace)}}]
            current-context: c
            """
        try config.write(to: folder.appendingPathComponent("config"), atomically: false, encoding: .utf8)
        Thread.detachNewThread { [weak self] in
            while true {
                let peer = accept(listener, nil, nil)
                guard peer >= 0 else { break }
                guard let self else {
                    close(peer)
                    break
                }
                Thread.detachNewThread {
                    self.serve(peer)
                    close(peer)
                }
            }
            close(listener)
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        try? FileManager.default.removeItem(at: folder)
    }

    /// The environment in which meshctl finds this cluster.
    var environment: [String: String] { ["KUBECONFIG": folder.appendingPathComponent("config").path] }

    /// Runs meshctl against the cluster.
    func meshctl(_ arguments: [String]) throws -> Program.Result { try Program.meshctl(arguments, environment: environment) }

    // MARK: Objects

    /// Reads objects from YAML, several documents and lists.
    static func objects(_ text: String) -> [Value] {
        YAML.parse(SourceText(name: "objects", text: text)).tree.documents.compactMap { $0.root.map { Value($0) } }
            .flatMap { value in value["kind"]?.string == "List" ? value["items"]?.array ?? [] : [value] }
            .filter { $0["kind"]?.string != nil }
    }

    private static let clusterScoped: Set<String> = ["Namespace", "Node", "MutatingWebhookConfiguration"]

    private static func path(of object: Value) -> String {
        let version = object["apiVersion"]?.string ?? "v1"
        let kind = object["kind"]?.string ?? ""
        let plural = kind.lowercased().hasSuffix("y") && kind != "Gateway" ? kind.lowercased().dropLast() + "ies" : kind.lowercased() + "s"
        let root = version.contains("/") ? "/apis/\(version)" : "/api/\(version)"
        let name = object["metadata"]?["name"]?.string ?? ""
        if clusterScoped.contains(kind) { return "\(root)/\(plural)/\(name)" }
        return "\(root)/namespaces/\(object["metadata"]?["namespace"]?.string ?? "default")/\(plural)/\(name)"
    }

    private func answer(_ target: String) -> (Int, String) {
        let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
        let path = parts[0]
        if let object = objects[path] { return (200, JSONWriter.text(object)) }
        let steps = path.split(separator: "/")
        // Lists: of a namespace, of a cluster, or of every namespace.
        let plural = steps.last.map(String.init) ?? ""
        let query = parts.count > 1 ? parts[1].removingPercentEncoding ?? "" : ""
        let selector = query.split(separator: "&").first { $0.hasPrefix("labelSelector=") }?.dropFirst(14) ?? ""
        let labels = selector.split(separator: ",")
        let isList = plural.hasSuffix("s") && (steps.count.isMultiple(of: 2) == path.hasPrefix("/apis") || path.contains("/namespaces/"))
        let found = objects.sorted { $0.key < $1.key }.filter { key, object in
            let names = key.split(separator: "/")
            let isOfKind = names.count > 2 && String(names[names.count - 2]) == plural
            let isBelow = key.hasPrefix(path + "/") || isOfKind && !path.contains("/namespaces/")
            return isBelow
                && labels.allSatisfy { label in
                    let pair = label.split(separator: "=", maxSplits: 1).map(String.init)
                    return pair.count == 2 && object["metadata"]?["labels"]?[pair[0]]?.string == pair[1]
                }
        }
        if !found.isEmpty || isList && steps.count != (path.hasPrefix("/apis") ? 6 : 5) + 1 {
            return (200, JSONWriter.text(["kind": "List", "metadata": [:], "items": .array(found.map(\.value))]))
        }
        let kind = steps.dropLast().last.map(String.init) ?? ""
        let message = "\(kind) \"\(plural)\" not found"
        let status: Value = ["kind": "Status", "status": "Failure", "reason": "NotFound", "code": 404, "message": .string(message)]
        return (404, JSONWriter.text(status))
    }

    // MARK: The wire

    private func serve(_ peer: Int32) {
        var input = Input(descriptor: peer)
        while let head = input.head() {
            let words = head.split(separator: " ", maxSplits: 2).map(String.init)
            guard words.count == 3 else { return }
            lock.withLock { requests.append("\(words[0]) \(words[1])") }
            func header(_ name: String) -> String? {
                head.components(separatedBy: "\r\n").first { $0.lowercased().hasPrefix(name + ":") }
                    .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
            }
            if let key = header("sec-websocket-key") { return forward(words[1], key, &input, peer) }
            _ = input.take(header("content-length").flatMap { Int($0) } ?? 0)
            let (status, body) = answer(words[1])
            send(peer, "HTTP/1.1 \(status) X\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        }
    }

    /// The kubelet's part: one request through a forwarded port.
    private func forward(_ target: String, _ key: String, _ input: inout Input, _ peer: Int32) {
        let steps = target.split(separator: "?")[0].split(separator: "/").map(String.init)
        guard steps.count == 7, steps[6] == "portforward", let port = pods["\(steps[5]).\(steps[3])"] else {
            return send(peer, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        }
        let accept = Base64.encode(SHA1.digest(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)))
        send(
            peer,
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: \(accept)\r\n"
                + "Sec-WebSocket-Protocol: v4.channel.k8s.io\r\n\r\n")
        let number = target.components(separatedBy: "ports=").last.flatMap { UInt16($0) } ?? 0
        for channel in [0, 1] as [UInt8] { say(peer, [channel, UInt8(number & 0xFF), UInt8(number >> 8)]) }
        var request: [UInt8] = []
        while !String(decoding: request, as: UTF8.self).contains("\r\n\r\n") {
            guard let frame = input.frame() else { return }
            if frame.first == 0 { request += frame.dropFirst() }
        }
        let words = String(decoding: request, as: UTF8.self).split(separator: " ").map(String.init)
        lock.withLock {
            under += 1
            peak = max(peak, under)
        }
        let body = port(words.count > 1 ? words[1] : "/")
        lock.withLock { under -= 1 }
        say(peer, [0] + Array("HTTP/1.1 200 OK\r\ncontent-length: \(body.utf8.count)\r\n\r\n".utf8))
        let bytes = Array(body.utf8)
        for start in stride(from: 0, to: bytes.count, by: 32_768) { say(peer, [0] + bytes[start..<min(bytes.count, start + 32_768)]) }
        send(peer, [0x88, 2, 3, 0xE8])
        _ = input.frame()
    }

    private func say(_ peer: Int32, _ payload: [UInt8]) {
        let count = payload.count
        let length: [UInt8] = count < 126 ? [UInt8(count)] : [126, UInt8(count >> 8), UInt8(count & 0xFF)]
        send(peer, [0x82] + length + payload)
    }

    private func send(_ peer: Int32, _ text: String) { send(peer, Array(text.utf8)) }

    private func send(_ peer: Int32, _ bytes: [UInt8]) {
        var at = 0
        while at < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.send(peer, $0.baseAddress! + at, $0.count - at, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            at += count
        }
    }

    /// Bytes of a connection as they are wanted.
    private struct Input {
        let descriptor: Int32
        private var bytes: [UInt8] = []

        init(descriptor: Int32) { self.descriptor = descriptor }

        private mutating func fill() -> Bool {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count > 0 { bytes += buffer[..<count] }
            return count > 0
        }

        mutating func head() -> String? {
            let end = Data("\r\n\r\n".utf8)
            while true {
                if let range = Data(bytes).range(of: end) { return take(range.upperBound).map { String(decoding: $0, as: UTF8.self) } }
                guard fill() else { return nil }
            }
        }

        mutating func take(_ count: Int) -> [UInt8]? {
            while bytes.count < count { guard fill() else { return nil } }
            defer { bytes.removeFirst(count) }
            return Array(bytes[..<count])
        }

        /// A masked frame's payload; `nil` at the end and for a close frame.
        mutating func frame() -> [UInt8]? {
            guard let head = take(2), head[0] & 0x0F != 8 else { return nil }
            var count = Int(head[1] & 0x7F)
            if count >= 126 {
                guard let more = take(count == 126 ? 2 : 8) else { return nil }
                count = more.reduce(0) { $0 << 8 | Int($1) }
            }
            guard let mask = take(4), let payload = take(count) else { return nil }
            return payload.enumerated().map { $1 ^ mask[$0 & 3] }
        }
    }
}
