#!/usr/bin/env python3
"""Stand-ins on loopback for what a cluster has and a bare API server does not.

    mesh-servers.py istiod FOLDER              istiod's debug port and its webhook
    mesh-servers.py kubelet FOLDER CERT KEY    a kubelet whose pods answer forwarded ports
    mesh-servers.py mesh FOLDER COUNT          an API server with COUNT pods in a mesh, their proxies and one istiod
    mesh-servers.py put URL METHOD PKI BODY    one request to a real API server as its administrator, and its answer

The others print the port and serve until they are ended. FOLDER holds the answers: `syncz.json` is read anew for every request; a request
for /config_dump is answered with `dump.json`, /clusters with `clusters.json`, /version with a version, /debug/config_dump with
`istiod-dump.json`. FOLDER/log gets a line a request, `peak` the most forwards that were open at once.
"""
import base64, hashlib, json, os, re, socket, ssl, struct, sys, threading, time, urllib.error, urllib.request

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
FILES = [("/debug/syncz", "syncz.json"), ("/debug/config_dump", "istiod-dump.json"), ("/config_dump", "dump.json"),
         ("/clusters", "clusters.json"), ("/stats/prometheus", "prometheus.txt"), ("/stats", "stats.json"), ("/logging", "logging.txt")]


class Folder:
    def __init__(self, path):
        self.path, self.lock, self.open, self.peak = path, threading.Lock(), 0, 0

    def read(self, name):
        try:
            with open(os.path.join(self.path, name), "rb") as file:
                return file.read()
        except OSError:
            return None

    def note(self, line):
        with self.lock, open(os.path.join(self.path, "log"), "a") as file:
            file.write(line + "\n")

    def forward(self, step):
        with self.lock:
            self.open += step
            if self.open > self.peak:
                self.peak = self.open
                with open(os.path.join(self.path, "peak"), "w") as file:
                    file.write(str(self.peak))


def answer(folder, method, target, body, pod=None):
    """Status and body for a component's own port."""
    if target.startswith("/inject"):
        return review(body)
    if target.startswith("/version"):
        return 200, b"1.30.3-standin-Clean"
    for path, name in FILES:
        if target.startswith(path):
            data = folder.read(name)
            if data is None:
                return 404, b"404 page not found"
            # Every pod has an identity of its own in the one dump that all share.
            return 200, data.replace(b"POD_NAME", pod.encode()) if pod else data
    return 404, b"404 page not found"


def review(body):
    """The webhook: a sidecar of its own making, so that its answers can be told from templates."""
    try:
        request = json.loads(body)["request"]
        spec = request["object"]["spec"]
    except (ValueError, KeyError, TypeError):
        return 400, b"could not decode body"
    patch = [{"op": "add", "path": "/spec/containers/-", "value": {"name": "istio-proxy", "image": "standin/proxy:1"}}]
    names = [container.get("name") for container in spec.get("containers", [])]
    response = {"uid": request.get("uid", ""), "allowed": True}
    if "istio-proxy" not in names:
        response["patchType"] = "JSONPatch"
        response["patch"] = base64.b64encode(json.dumps(patch).encode()).decode()
    return 200, json.dumps({"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "response": response}).encode()


class Peer:
    """Bytes of a connection, asked for as they are wanted."""

    def __init__(self, connection):
        self.connection, self.bytes = connection, b""

    def fill(self):
        data = self.connection.recv(65536)
        self.bytes += data
        return bool(data)

    def until(self, mark):
        while mark not in self.bytes:
            if not self.fill():
                return None
        head, self.bytes = self.bytes.split(mark, 1)
        return head

    def take(self, count):
        while len(self.bytes) < count:
            if not self.fill():
                return None
        data, self.bytes = self.bytes[:count], self.bytes[count:]
        return data

    def frame(self):
        head = self.take(2)
        if head is None or head[0] & 15 == 8:
            return None
        count = head[1] & 127
        if count >= 126:
            more = self.take(2 if count == 126 else 8)
            if more is None:
                return None
            count = int.from_bytes(more, "big")
        mask, data = self.take(4), self.take(count)
        if mask is None or data is None:
            return None
        return bytes(byte ^ mask[place & 3] for place, byte in enumerate(data))

    def say(self, channel, data):
        count = len(data) + 1
        length = struct.pack(">B", count) if count < 126 else struct.pack(">BH", 126, count) if count < 65536 else struct.pack(">BQ", 127, count)
        self.connection.sendall(b"\x82" + length + bytes([channel]) + data)

    def send(self, status, body, kind="application/json"):
        self.connection.sendall(
            f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)


def forward(folder, peer, target, headers, pod):
    """One request through a forwarded port, as a kubelet's v4.channel.k8s.io."""
    key = headers.get("sec-websocket-key", "").encode()
    accept = base64.b64encode(hashlib.sha1(key + GUID).digest()).decode()
    number = int(re.search(r"ports?=(\d+)", target).group(1))
    peer.connection.sendall(
        f"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n"
        "Sec-WebSocket-Protocol: v4.channel.k8s.io\r\n\r\n".encode())
    folder.forward(1)
    try:
        for channel in (0, 1):
            peer.say(channel, struct.pack("<H", number))
        request = b""
        while b"\r\n\r\n" not in request:
            frame = peer.frame()
            if frame is None:
                return
            if frame[:1] == b"\0":
                request += frame[1:]
        method, path = request.split(b" ")[:2]
        folder.note(f"{pod} {number} {method.decode()} {path.decode()}")
        status, body = answer(folder, method.decode(), path.decode(), b"", pod)
        peer.say(0, f"HTTP/1.1 {status} X\r\ncontent-length: {len(body)}\r\n\r\n".encode())
        for start in range(0, len(body), 32768):
            peer.say(0, body[start:start + 32768])
        peer.connection.sendall(b"\x88\x02\x03\xe8")
        peer.frame()
    finally:
        folder.forward(-1)


def serve(connection, handle):
    peer = Peer(connection)
    try:
        while True:
            head = peer.until(b"\r\n\r\n")
            if head is None:
                return
            lines = head.decode("latin-1").split("\r\n")
            method, target = lines[0].split(" ")[:2]
            headers = {k.lower(): v.strip() for k, v in (line.split(":", 1) for line in lines[1:] if ":" in line)}
            body = peer.take(int(headers.get("content-length", 0))) or b""
            if handle(peer, method, target, headers, body) is False:
                return
    except (OSError, ValueError):
        pass
    finally:
        connection.close()


def istiod(folder):
    def handle(peer, method, target, headers, body):
        folder.note(f"istiod {method} {target}")
        status, data = answer(folder, method, target, body)
        peer.send(status, data)
    return handle


def kubelet(folder):
    def handle(peer, method, target, headers, body):
        found = re.match(r"/portForward/([^/]+)/([^/?]+)", target)
        if not found or "sec-websocket-key" not in headers:
            folder.note(f"kubelet {method} {target} refused")
            peer.send(404, b"not here", "text/plain")
            return None
        forward(folder, peer, target, headers, f"{found.group(2)}.{found.group(1)}")
        return False
    return handle


def mesh(folder, count):
    def pod(name, namespace, labels):
        return {"metadata": {"name": name, "namespace": namespace, "labels": labels},
                "spec": {"containers": [{"name": "istio-proxy"}]}, "status": {"phase": "Running"}}

    pods = [pod(f"web-{number}", "shop", {"app": "web"}) for number in range(count)]
    pods.append(pod("istiod-1", "istio-system", {"app": "istiod"}))

    def handle(peer, method, target, headers, body):
        found = re.match(r"/api/v1/namespaces/([^/]+)/pods/([^/]+)/portforward", target)
        if found:
            forward(folder, peer, target, headers, f"{found.group(2)}.{found.group(1)}")
            return False
        path = target.split("?")[0]
        if path.endswith("/pods"):
            steps = path.split("/")
            namespace = steps[4] if len(steps) > 5 else None
            items = [item for item in pods if namespace in (None, item["metadata"]["namespace"])]
            if "istiod" in target:
                items = pods[-1:]
            peer.send(200, json.dumps({"kind": "PodList", "metadata": {}, "items": items}).encode())
        else:
            peer.send(404, json.dumps({"kind": "Status", "code": 404, "reason": "NotFound", "message": "not here"}).encode())
        return None
    return handle


def put(url, method, pki, body):
    """What no client does in earnest: a kubelet's writes."""
    context = ssl.create_default_context(cafile=f"{pki}/ca.crt")
    context.load_cert_chain(f"{pki}/admin.crt", f"{pki}/admin.key")
    kind = "application/merge-patch+json" if method == "PATCH" else "application/json"
    request = urllib.request.Request(url, body.encode(), {"Content-Type": kind}, method=method)
    try:
        with urllib.request.urlopen(request, context=context, timeout=20) as answer:
            print(answer.read().decode())
    except urllib.error.HTTPError as error:
        sys.exit(f"{error.code} {error.read().decode()}")


def main():
    if sys.argv[1] == "put":
        return put(*sys.argv[2:])
    kind, folder = sys.argv[1], Folder(sys.argv[2])
    handle = {"istiod": lambda: istiod(folder), "kubelet": lambda: kubelet(folder),
              "mesh": lambda: mesh(folder, int(sys.argv[3]))}[kind]()
    context = None
    if kind == "kubelet":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[3], sys.argv[4])
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", 0))
    listener.listen(128)
    print(listener.getsockname()[1], flush=True)
    # Nobody needs it longer, even if the test that started it was killed.
    threading.Thread(target=lambda: (time.sleep(900), os._exit(0)), daemon=True).start()

    def begin(connection):
        try:
            serve(context.wrap_socket(connection, server_side=True) if context else connection, handle)
        except OSError:
            connection.close()

    while True:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=begin, args=(connection,), daemon=True).start()


main()
