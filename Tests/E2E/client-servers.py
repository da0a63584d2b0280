#!/usr/bin/env python3
"""Servers for one test each, on loopback only, that are no kube-apiserver.

usage: client-servers.py PORT MODE [ARGUMENT]...

  pages N               an API server with N virtual services, page by page
  redirect PORT         sends every request on to another port
  record FILE STATUS    writes what arrives to FILE and answers with a status
  connect FILE [USER:PASSWORD]   an HTTP proxy for CONNECT that writes what it is asked to FILE
  old-tls PKI_FOLDER    speaks TLS 1.1 at most
"""
import base64
import http.server
import json
import socket
import ssl
import sys
import threading
import urllib.parse

port, mode, arguments = int(sys.argv[1]), sys.argv[2], sys.argv[3:]

GROUP = "networking.istio.io/v1"
ROUTE = [{"destination": {"host": "reviews.prod.svc.cluster.local", "subset": f"v{n}"}, "weight": 25} for n in range(4)]
RULES = [{"name": f"r{n}", "match": [{"uri": {"prefix": "/api/v1/orders"}}], "route": ROUTE, "timeout": "5s"} for n in range(4)]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", headers=()):
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def json(self, value):
        self.answer(200, json.dumps(value, separators=(",", ":")).encode(), [("Content-Type", "application/json")])

    def note(self, file):
        with open(file, "a") as log:
            log.write(f"{self.command} {self.path}\n{self.headers}")

    def page(self):
        url = urllib.parse.urlparse(self.path)
        query = urllib.parse.parse_qs(url.query)
        count, limit = int(arguments[0]), int(query.get("limit", ["500"])[0])
        start = int(query.get("continue", ["0"])[0])
        end = min(count, start + limit)
        items = [
            {
                "metadata": {"name": f"vs-{n:05}", "namespace": f"ns-{n % 50}", "uid": f"u{n}", "resourceVersion": str(n + 1)},
                "spec": {"hosts": [f"host-{n}.example.com"], "http": RULES},
            }
            for n in range(start, end)
        ]
        metadata = {"resourceVersion": "99", "continue": str(end) if end < count else ""}
        self.json({"kind": "VirtualServiceList", "apiVersion": GROUP, "metadata": metadata, "items": items})

    def pages(self):
        path = self.path.split("?")[0]
        kind = {"name": "virtualservices", "singularName": "virtualservice", "namespaced": True, "kind": "VirtualService"}
        kind |= {"verbs": ["get", "list"], "shortNames": ["vs"]}
        version = {"groupVersion": GROUP, "version": "v1"}
        known = {
            "/api": {"kind": "APIVersions", "versions": []},
            "/apis": {"kind": "APIGroupList", "groups": [{"name": GROUP[:-3], "versions": [version], "preferredVersion": version}]},
            "/apis/" + GROUP: {"kind": "APIResourceList", "groupVersion": GROUP, "resources": [kind]},
        }
        if path in known:
            return self.json(known[path])
        return self.page()

    def handle_any(self):
        if mode == "pages":
            return self.pages()
        if mode == "redirect":
            return self.answer(302, headers=[("Location", f"http://127.0.0.1:{arguments[0]}{self.path}")])
        self.note(arguments[0])
        if mode == "connect":
            return self.tunnel()
        return self.answer(int(arguments[1]), b"nothing here")

    def tunnel(self):
        if len(arguments) > 1:
            wanted = "Basic " + base64.b64encode(arguments[1].encode()).decode()
            if self.headers.get("Proxy-Authorization") != wanted:
                return self.answer(407, headers=[("Proxy-Authenticate", 'Basic realm="test"')])
        host, _, number = self.path.rpartition(":")
        other = socket.create_connection((host, int(number)))
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        self.wfile.flush()
        self.close_connection = True
        back = threading.Thread(target=copy, args=(other, self.connection), daemon=True)
        back.start()
        copy(self.connection, other)
        back.join()

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_CONNECT = handle_any


def copy(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:
        pass
    finally:
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_):
        pass


server = Server(("127.0.0.1", port), Handler)
if mode == "old-tls":
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.load_cert_chain(f"{arguments[0]}/server.crt", f"{arguments[0]}/server.key")
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
server.serve_forever()
