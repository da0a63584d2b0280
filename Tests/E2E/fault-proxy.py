#!/usr/bin/env python3
"""Stands between a client and a kube-apiserver on loopback and misbehaves in one chosen way.

usage: fault-proxy.py PORT UPSTREAM_PORT PKI_FOLDER MODE [ARGUMENT]

It speaks TLS to both sides: with the server's certificate to the client, as the administrator to the server.

  cut N          request N that changes something is carried out, and its connection dropped without an answer
  storm N        the first N changing requests are turned away with 429 and Retry-After: 1
  unavailable S  503 for S seconds from the first changing request on
  hang N         changing request N is not carried out and never answered
  half           the first answer to a list and that to the tenth change end in the middle
  handshake N    the first N connections end in the middle of the TLS handshake
  record N       the first N connections end in the middle of a TLS record, N times 20 kB after their beginning
  goaway         the first connection speaks HTTP/2 and is told to go away; the later ones lead straight to the server
  expire N       after N requests only the token 'fresh' is accepted
  conflict       every second changing request is a conflict with the manager 'flagger'
  slow MS        every changing request takes so many milliseconds longer
"""
import http.client
import http.server
import json
import socket
import ssl
import struct
import sys
import threading
import time

port, upstream, pki, mode = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
argument = float(sys.argv[5]) if len(sys.argv) > 5 else 0
lock = threading.Lock()
state = {"requests": 0, "changes": 0, "since": None, "lists": 0}

client_side = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
client_side.load_verify_locations(f"{pki}/ca.crt")
client_side.load_cert_chain(f"{pki}/admin.crt", f"{pki}/admin.key")


def server_side(protocols):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{pki}/server.crt", f"{pki}/server.key")
    context.set_alpn_protocols(protocols)
    return context


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def forward(self, body):
        if not hasattr(self, "link"):
            self.link = http.client.HTTPSConnection("127.0.0.1", upstream, context=client_side, timeout=30)
            self.link.connect()
            self.link.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        headers = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "connection", "authorization", "accept-encoding")}
        self.link.request(self.command, self.path, body=body, headers=headers)
        answer = self.link.getresponse()
        return answer.status, answer.getheaders(), answer.read()

    def answer(self, status, headers, body, cut=False):
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in ("transfer-encoding", "content-length", "connection"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if cut else body)
        self.wfile.flush()
        if cut:
            self.drop()

    def status(self, code, reason, message, details=None, headers=()):
        body = {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": code, "reason": reason, "message": message}
        if details:
            body["details"] = details
        self.answer(code, [("Content-Type", "application/json"), *headers], json.dumps(body).encode())

    def drop(self):
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def handle_any(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if length else None
        # What is recorded about runs is left alone: the faults are for the objects.
        changes = self.command in ("PATCH", "PUT", "DELETE") and "/configmaps/" not in self.path
        with lock:
            state["requests"] += 1
            request = state["requests"]
            change = 0
            if changes:
                state["changes"] += 1
                change = state["changes"]
                state["since"] = state["since"] or time.time()
            is_list = self.command == "GET" and "limit=" in self.path
            state["lists"] += is_list
            lists = state["lists"]
        if mode == "expire" and request > argument and self.headers.get("Authorization") != "Bearer fresh":
            return self.status(401, "Unauthorized", "Unauthorized")
        if changes and mode == "storm" and change <= argument:
            return self.answer(429, [("Content-Type", "text/plain"), ("Retry-After", "1")], b"Too many requests, please try again later.\n")
        if changes and mode == "unavailable" and time.time() - state["since"] < argument:
            return self.status(503, "ServiceUnavailable", "the server is currently unable to handle the request")
        if changes and mode == "hang" and change == argument:
            time.sleep(30)
            return self.drop()
        if changes and mode == "conflict" and change % 2 == 0:
            cause = {"reason": "FieldManagerConflict", "message": 'conflict with "flagger"', "field": ".spec.http"}
            return self.status(409, "Conflict", "Apply failed with 1 conflict", {"causes": [cause]})
        if changes and mode == "slow":
            time.sleep(argument / 1000)
        result = self.forward(body)
        if changes and mode == "cut" and change == argument:
            return self.drop()
        self.answer(*result, cut=mode == "half" and (change == 10 or is_list and lists == 1))

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_):
        pass


def copy(source, target, limit=None):
    try:
        while data := source.recv(65536 if limit is None else min(limit, 4096) or 1):
            target.sendall(data)
            if limit is not None:
                limit -= len(data)
                if limit <= 0:
                    break
    except OSError:
        pass
    finally:
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def go_away(listener):
    """Greets the first connection in HTTP/2 and sends it away at its first request."""
    first = True
    while True:
        link, _ = listener.accept()
        if first:
            first = False
            try:
                secure = server_side(["h2"]).wrap_socket(link, server_side=True)
                secure.sendall(struct.pack(">I", 0)[1:] + b"\x04\x00" + struct.pack(">I", 0))
                seen = b""
                # The preface, then frames; a frame of type 1 begins a request.
                while True:
                    seen += secure.recv(65536)
                    rest, asked = seen[24:], False
                    while len(rest) >= 9:
                        size = int.from_bytes(rest[:3], "big")
                        asked = asked or rest[3] == 1
                        rest = rest[9 + size :]
                    if asked:
                        break
                secure.sendall(struct.pack(">I", 8)[1:] + b"\x07\x00" + struct.pack(">III", 0, 0, 0))
                time.sleep(0.1)
                secure.close()
            except OSError:
                link.close()
            continue
        server = socket.create_connection(("127.0.0.1", upstream))
        for pair in ((link, server), (server, link)):
            threading.Thread(target=copy, args=pair, daemon=True).start()


def interrupt(listener):
    """Passes bytes on to the server, but breaks the first connections off."""
    count = 0
    while True:
        link, _ = listener.accept()
        count += 1
        if mode == "handshake" and count <= argument:
            # A part of the client's greeting is read; what is left unread resets the connection.
            link.recv(100)
            link.close()
            continue
        server = socket.create_connection(("127.0.0.1", upstream))
        limit = count * 20_000 if mode == "record" and count <= argument else None
        threading.Thread(target=copy, args=(link, server, limit), daemon=True).start()
        threading.Thread(target=copy, args=(server, link), daemon=True).start()


if mode in ("handshake", "record"):
    interrupt(socket.create_server(("127.0.0.1", port)))
elif mode == "goaway":
    listener = socket.create_server(("127.0.0.1", port))
    go_away(listener)
else:
    proxy = Server(("127.0.0.1", port), Handler)
    proxy.socket = server_side(["http/1.1"]).wrap_socket(proxy.socket, server_side=True, do_handshake_on_connect=False)
    proxy.serve_forever()
