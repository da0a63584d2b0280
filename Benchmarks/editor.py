#!/usr/bin/env python3
"""Times the language server: how long after a keystroke its findings arrive. usage: editor.py MESHCTL [RESOURCES] [KEYSTROKES]

A workspace of RESOURCES (2,000) resources in files of twenty is opened, and a client types KEYSTROKES (60) characters into one
file, waiting for the answer to each, as an editor does that sends every keystroke. Two figures are printed: the first findings
after a keystroke (the edited file by itself, or everything at once) and the findings of the whole workspace when the typing pauses.
"""
import json
import os
import subprocess
import sys
import tempfile
import threading
import time


class Client:
    """A language client over a pipe; notes when each message came."""

    def __init__(self, meshctl, folder):
        self.process = subprocess.Popen([meshctl, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder)
        self.condition = threading.Condition()
        self.messages = []
        self.number = 0
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        stream = self.process.stdout
        while header := stream.readline():
            length = int(header.split(b":")[1])
            stream.readline()
            body = stream.read(length)
            came = time.perf_counter()
            with self.condition:
                self.messages.append((came, json.loads(body)))
                self.condition.notify_all()

    def send(self, method, params, identity=None):
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        if identity is not None:
            message["id"] = identity
        body = json.dumps(message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()
        return time.perf_counter()

    def wait(self, wanted, after, limit=20):
        """The time of the first message from number `after` on that is wanted."""
        with self.condition:
            found = []

            def look():
                found[:] = [came for came, message in self.messages[after:] if wanted(message)]
                return bool(found)

            if not self.condition.wait_for(look, limit):
                raise SystemExit("error: no answer from the language server within %d s" % limit)
            return found[0]

    def ask(self, method, params):
        self.number += 1
        number, count = self.number, len(self.messages)
        sent = self.send(method, params, number)
        return self.wait(lambda message: message.get("id") == number, count) - sent


def workspace(folder, resources):
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    import run as benchmarks

    whole = os.path.join(folder, "all.yaml")
    benchmarks.mesh(whole, resources // 4)
    with open(whole, encoding="utf-8") as file:
        documents = [text for text in file.read().split("---\n") if text]
    os.remove(whole)
    for start in range(0, len(documents), 20):
        with open(os.path.join(folder, f"part-{start // 20}.yaml"), "w", encoding="utf-8") as file:
            file.write("---\n" + "---\n".join(documents[start:start + 20]))


def measure(meshctl, resources=2000, keystrokes=60):
    """(answer to a keystroke: median, worst; findings between files after it; completion; memory in MB), times in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        folder = os.path.realpath(folder)
        workspace(folder, resources)
        client = Client(os.path.abspath(meshctl), folder)
        client.ask("initialize", {"rootUri": "file://" + folder, "capabilities": {}})
        client.send("initialized", {})
        path = os.path.join(folder, "part-3.yaml")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        document = {"uri": "file://" + path}
        client.send("textDocument/didOpen", {"textDocument": {**document, "languageId": "yaml", "version": 0, "text": text}})
        client.ask("textDocument/hover", {"textDocument": document, "position": {"line": 0, "character": 0}})
        lines = text.split("\n")
        line = next(index for index, content in enumerate(lines) if "timeout: 3s" in content)
        subset = next(index for index, content in enumerate(lines) if "subset: v1" in content)
        near, far = [], []
        for version in range(1, keystrokes + 1):
            # A wrong field that grows letter by letter, and a subset that changes: a finding in the file, a finding between files.
            edited = list(lines)
            edited[line] = lines[line].replace("timeout", "tim" + "o" * (version % 7 + 1))
            edited[subset] += "x" * (version % 5 + 1)
            missing = "no subset 'v1%s'" % ("x" * (version % 5 + 1))
            unknown = "unknown field 'tim%s'" % ("o" * (version % 7 + 1))
            count = len(client.messages)

            def shows(words):
                return lambda message: any(words in finding["message"] for finding in message.get("params", {}).get("diagnostics", []))

            parameters = {"textDocument": {**document, "version": version}, "contentChanges": [{"text": "\n".join(edited)}]}
            sent = client.send("textDocument/didChange", parameters)
            near.append(client.wait(shows(unknown), count) - sent)
            far.append(client.wait(shows(missing), count) - sent)
        position = {"line": subset, "character": len(lines[subset]) - 2}
        completion = min(client.ask("textDocument/completion", {"textDocument": document, "position": position}) for _ in range(5))
        with open(f"/proc/{client.process.pid}/status", encoding="ascii") as file:
            memory = next(int(entry.split()[1]) / 1024 for entry in file if entry.startswith("VmHWM"))
        client.ask("shutdown", {})
        client.send("exit", {})
        client.process.wait(10)
        near.sort()
        far.sort()
        return tuple(1000 * value for value in (near[len(near) // 2], near[-1], far[len(far) // 2], far[-1], completion)) + (memory,)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: editor.py MESHCTL [RESOURCES] [KEYSTROKES]")
    figures = measure(sys.argv[1], *(int(argument) for argument in sys.argv[2:4]))
    print("findings in the edited file: median %.1f ms, worst %.1f ms" % figures[:2])
    print("findings between files:      median %.1f ms, worst %.1f ms" % figures[2:4])
    print("completion: %.1f ms; memory: %.0f MB" % figures[4:])
