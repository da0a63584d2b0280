#!/usr/bin/env python3
"""Times meshctl against the peers that are installed and prints tables with ratios. usage: run.py MESHCTL [--record]

Tables are Markdown and ready for Benchmarks/RESULTS.md; --record adds them there, with date and machine. Peers: kubectl, istioctl,
jq, yq and PyYAML here; libyaml and rapidyaml in yaml/run.sh, which this calls. What is not installed is left out, and said.
"""
import datetime
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True
ROOT = os.path.dirname(HERE)
TIME = "/usr/bin/time" if os.access("/usr/bin/time", os.X_OK) else None
ENVIRONMENT = {**os.environ, "KUBECONFIG": "/nonexistent", "NO_COLOR": "1"}


def best(command, runs, one_processor=False):
    """The least wall time of several runs in seconds, and the peak memory in megabytes."""
    least, memory = float("inf"), 0
    confine = (lambda: os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})) if one_processor else None
    for _ in range(runs):
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT, preexec_fn=confine)
        _, status, usage = os.wait4(process.pid, 0)
        least = min(least, time.perf_counter() - start)
        memory = max(memory, usage.ru_maxrss / 1024)
        process.returncode = os.waitstatus_to_exitcode(status)
    if TIME:
        # The kernel counts what this interpreter held before it became the program; `time` is small.
        with tempfile.NamedTemporaryFile(mode="r", encoding="ascii") as file:
            subprocess.run([TIME, "-q", "-f", "%M", "-o", file.name, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
            memory = float(file.read().split()[-1]) / 1024
    return least, memory


def mesh(path, services):
    """A deterministic mesh: four resources a service."""
    with open(path, "w", encoding="utf-8") as file:
        for i in range(services):
            namespace, name = f"team-{i % 17}", f"svc-{i}"
            host = f"{name}.{namespace}.svc.cluster.local"
            file.write(f"""---
apiVersion: v1
kind: Service
metadata: {{name: {name}, namespace: {namespace}}}
spec:
  selector: {{app: {name}}}
  ports: [{{name: http, port: 8080}}]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: {name}
  namespace: {namespace}
  labels:
    app: {name}
spec:
  hosts:
    - {host}
  http:
    - match:
        - uri:
            prefix: /v{i % 3}
          headers:
            x-user:
              regex: "^[a-z]+-{i}$"
      route:
        - destination:
            host: {host}
            subset: v1
          weight: 90
        - destination:
            host: {host}
            subset: v2
          weight: 10
      timeout: 3s
    - route:
        - destination:
            host: {host}
            subset: v1
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: {name}
  namespace: {namespace}
spec:
  host: {host}
  trafficPolicy:
    outlierDetection:
      consecutive5xxErrors: 5
      interval: 10s
  subsets:
    - name: v1
      labels:
        version: v1
    - name: v2
      labels:
        version: v2
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata:
  name: {name}
  namespace: {namespace}
spec:
  selector:
    matchLabels:
      app: {name}
  rules:
    - from:
        - source:
            principals:
              - cluster.local/ns/{namespace}/sa/default
      to:
        - operation:
            methods: [GET, POST]
""")


def machine(meshctl):
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        cpu = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), platform.machine())
    with open("/proc/meminfo", encoding="utf-8") as file:
        memory = int(file.readline().split()[1]) / 1e6
    version = subprocess.run([meshctl, "version", "--short"], capture_output=True, text=True, check=True).stdout.strip()
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout.partition("Swift version ")[2].split(" ")[0] or "?"
    return (f"## {datetime.date.today()}, meshctl {version}\n\n{os.cpu_count()} × {cpu}, {memory:.0f} GB, Linux {platform.release().split('-')[0]}, "
            f"Swift {swift}; load when it began {os.getloadavg()[0]:.1f}; binary {os.path.getsize(meshctl) / 1e6:.1f} MB")


def tables(meshctl):
    """Every table, line by line."""
    missing = []
    inject = subprocess.run([meshctl, "help", "kube-inject"], capture_output=True).returncode == 0

    def compare(what, command, runs, peers=()):
        seconds, memory = best([meshctl, *command], runs)
        yield f"| {what} | meshctl | {1000 * seconds:.1f} ms | {memory:.0f} MB | |"
        for name, peer in peers:
            if not shutil.which(peer[0]) or subprocess.run(peer, capture_output=True, env=ENVIRONMENT).returncode not in (0, 1, 79):
                missing.append(name.split(" ")[0])
                continue
            taken, used = best(peer, max(2, runs // 3))
            yield f"| | {name} | {1000 * taken:.1f} ms | {used:.0f} MB | {taken / seconds:.1f} |"

    with tempfile.TemporaryDirectory() as folder:
        small, half, big, lines = (os.path.join(folder, name) for name in ("small.yaml", "half.yaml", "big.yaml", "big.json"))
        shutil.copy(os.path.join(ROOT, "samples/shop/routes.yaml"), small)
        mesh(half, 1250)
        mesh(big, 2500)
        with open(lines, "wb") as file:
            subprocess.run([meshctl, "fmt", "-o", "json", big], stdout=file, check=True, env=ENVIRONMENT)
        size, json_size = os.path.getsize(big) / 1e6, os.path.getsize(lines) / 1e6
        catalog = os.path.join(ROOT, "samples/shop/catalog.yaml")
        with open(catalog, encoding="utf-8") as file:
            workloads = file.read()
        pods, more_pods = (os.path.join(folder, name) for name in ("pods.yaml", "more-pods.yaml"))
        for path, count in ((pods, 50), (more_pods, 100)):
            with open(path, "w", encoding="utf-8") as file:
                file.write("\n---\n".join([workloads] * count))
        # Two programs bear this name.
        is_go = shutil.which("yq") and b"mikefarah" in subprocess.run(["yq", "--version"], capture_output=True).stdout
        yq = ["yq", "-o=json", "-I=0", big] if is_go else ["yq", "-c", ".", big]
        python = "import sys, yaml\nfor d in yaml.load_all(open(sys.argv[1]), Loader=getattr(yaml, 'C' + 'SafeLoader', yaml.SafeLoader)): pass"

        yield "| what | program | time | memory | times as long |"
        yield "|---|---|---:|---:|---:|"
        yield from compare("start", ["version", "--client"], 40, [
            ("kubectl", ["kubectl", "version", "--client"]), ("istioctl", ["istioctl", "version", "--remote=false"])])
        yield from compare("`--help`", ["--help"], 40, [("kubectl", ["kubectl", "--help"]), ("istioctl", ["istioctl", "--help"])])
        yield from compare("lint one file", ["lint", small], 40, [
            ("istioctl analyze", ["istioctl", "analyze", "--use-kube=false", small]),
            ("istioctl validate", ["istioctl", "validate", "-f", small])])
        yield from compare(f"read {size:.1f} MB of YAML, write JSON", ["fmt", "-o", "json", big], 7, [
            ("PyYAML with libyaml (reads only)", ["python3", "-c", python, big]), ("yq", yq)])
        yield from compare(f"read {json_size:.1f} MB of JSON, write JSON", ["fmt", "-o", "json", lines], 7, [("jq", ["jq", "-c", "-S", ".", lines])])
        yield from compare("validate 10,000 resources", ["validate", "-f", big], 7, [("istioctl validate", ["istioctl", "validate", "-f", big])])
        yield from compare("lint 10,000 resources", ["lint", big], 7)
        yield from compare("analyze 10,000 resources", ["analyze", "--use-kube=false", big], 7, [
            ("istioctl analyze", ["istioctl", "analyze", "--use-kube=false", big])])
        if inject:
            yield from compare("inject a sidecar", ["kube-inject", "-f", catalog], 15, [("istioctl", ["istioctl", "kube-inject", "-f", catalog])])
            yield from compare("inject 100 workloads", ["kube-inject", "-f", pods], 7, [("istioctl", ["istioctl", "kube-inject", "-f", pods])])

        yield from ("", "Twice the input, and two processors against one:", "")
        yield "| what | half | whole | whole / half | one processor | two / one |"
        yield "|---|---:|---:|---:|---:|---:|"
        work = [
            ("read and write JSON", ["fmt", "-o", "json"], half, big), ("validate", ["validate", "-f"], half, big),
            ("lint", ["lint"], half, big), ("analyze", ["analyze", "--use-kube=false"], half, big), ("diff with itself", ["diff", big], half, big)]
        if inject:
            work.append(("inject", ["kube-inject", "-f"], pods, more_pods))
        for what, command, less, more in work:
            first = [meshctl, command[0], less] if command[0] == "diff" else [meshctl, *command]
            second = [meshctl, *command]
            (part, _), (whole, _) = best([*first, less], 5), best([*second, more], 5)
            alone, _ = best([*second, more], 3, one_processor=True)
            yield f"| {what} | {1000 * part:.0f} ms | {1000 * whole:.0f} ms | {whole / part:.2f} | {1000 * alone:.0f} ms | {whole / alone:.2f} |"

    import editor
    yield from ("", "The language server in a workspace of 2,000 resources:", "")
    yield "| | median | worst |"
    yield "|---|---:|---:|"
    near, near_worst, far, far_worst, completion, memory = editor.measure(meshctl)
    yield f"| a keystroke to the findings of the file | {near:.1f} ms | {near_worst:.1f} ms |"
    yield f"| a keystroke to the findings between files | {far:.1f} ms | {far_worst:.1f} ms |"
    yield f"| completion | {completion:.1f} ms | |"
    yield f"| memory | {memory:.0f} MB | |"

    if shutil.which("swiftc"):
        yield from ("", "Reading YAML into a tree, one thread, by processor time:", "")
        environment = {**os.environ, "MESHCTL": meshctl}
        readers = subprocess.run([os.path.join(HERE, "yaml/run.sh")], stdout=subprocess.PIPE, text=True, env=environment)
        yield from readers.stdout.rstrip("\n").split("\n")
    if missing:
        yield from ("", "Not installed here: " + ", ".join(sorted(set(missing))) + ".")


def main():
    if len(sys.argv) < 2:
        sys.exit("usage: run.py MESHCTL [--record]")
    meshctl = os.path.abspath(sys.argv[1])
    lines = []
    for part in ((machine(meshctl), ""), tables(meshctl)):
        for line in part:
            print(line, flush=True)
            lines.append(line)
    if "--record" in sys.argv:
        with open(os.path.join(HERE, "RESULTS.md"), "a", encoding="utf-8") as file:
            file.write("\n" + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
