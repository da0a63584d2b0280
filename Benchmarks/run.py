#!/usr/bin/env python3
"""Times meshctl against the peers that are installed and prints a table with ratios. usage: run.py MESHCTL [--record]

--record adds the run with date and machine to Benchmarks/RESULTS.md.
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
ROOT = os.path.dirname(HERE)
ENVIRONMENT = {**os.environ, "KUBECONFIG": "/nonexistent", "NO_COLOR": "1"}


def best(command, runs):
    """The least wall time of several runs in seconds, and the peak memory in megabytes."""
    least, memory = float("inf"), 0
    for _ in range(runs):
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
        _, status, usage = os.wait4(process.pid, 0)
        least = min(least, time.perf_counter() - start)
        memory = max(memory, usage.ru_maxrss / 1024)
        process.returncode = os.waitstatus_to_exitcode(status)
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


def main():
    meshctl = os.path.abspath(sys.argv[1])
    rows = []

    def compare(what, command, runs, peers):
        seconds, memory = best([meshctl, *command], runs)
        rows.append((what, "meshctl", seconds, memory, None))
        for name, peer in peers:
            if shutil.which(peer[0]) and subprocess.run(peer, capture_output=True, env=ENVIRONMENT).returncode in (0, 1, 79):
                taken, used = best(peer, max(2, runs // 3))
                rows.append((what, name, taken, used, taken / seconds))

    with tempfile.TemporaryDirectory() as folder:
        small, big = (os.path.join(folder, name) for name in ("small.yaml", "big.yaml"))
        shutil.copy(os.path.join(ROOT, "samples/shop/routes.yaml"), small)
        mesh(big, 2500)
        size = os.path.getsize(big) / 1e6
        python = "import sys, yaml\nfor d in yaml.load_all(open(sys.argv[1]), Loader=getattr(yaml, 'C' + 'SafeLoader', yaml.SafeLoader)): pass"
        compare("start", ["version", "--client"], 30, [("kubectl", ["kubectl", "version", "--client"]), ("istioctl", ["istioctl", "version", "--remote=false"])])
        compare("lint one file", ["lint", small], 30, [("istioctl analyze", ["istioctl", "analyze", "--use-kube=false", small]), ("istioctl validate", ["istioctl", "validate", "-f", small])])
        compare(f"read {size:.1f} MB of YAML", ["fmt", "-o", "json", big], 7, [("PyYAML (libyaml)", ["python3", "-c", python, big]), ("yq (Go)", ["yq", "-o=json", "-I=0", big])])
        compare("validate 10,000 resources", ["validate", "-f", big], 7, [("istioctl validate", ["istioctl", "validate", "-f", big])])
        compare("lint 10,000 resources", ["lint", big], 7, [("istioctl analyze", ["istioctl", "analyze", "--use-kube=false", big])])
        pods = os.path.join(ROOT, "samples/shop/catalog.yaml")
        if subprocess.run([meshctl, "help", "kube-inject"], capture_output=True).returncode == 0:
            compare("inject a sidecar", ["kube-inject", "-f", pods], 15, [("istioctl", ["istioctl", "kube-inject", "-f", pods])])

    lines = ["| what | program | time | memory | times as long |", "|---|---|---:|---:|---:|"]
    for what, program, seconds, memory, ratio in rows:
        lines.append(f"| {what} | {program} | {1000 * seconds:.1f} ms | {memory:.0f} MB | {f'{ratio:.1f}' if ratio else ''} |")
    print("\n".join(lines))
    if "--record" in sys.argv:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            cpu = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), platform.machine())
        version = subprocess.run([meshctl, "version", "--short"], capture_output=True, text=True, check=True).stdout.strip()
        with open(os.path.join(HERE, "RESULTS.md"), "a", encoding="utf-8") as file:
            file.write(f"\n## {datetime.date.today()}, meshctl {version}\n\n{os.cpu_count()} × {cpu}, Linux {platform.release().split('-')[0]}\n\n")
            file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
