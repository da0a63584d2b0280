. "$(dirname "$0")/support.sh"
command -v python3 >/dev/null || { echo "skip client: no python3 for the servers"; exit 0; }

# How the server is reached, and what it never gets to see.
port=$(($(server_port) + 60))
pki=$E2E_WORK/kube/pki
# stand_in MODE [ARGUMENT]...: starts one of the servers on the next port.
stand_in() {
    port=$((port + 1))
    python3 "$E2E_ROOT/Tests/E2E/client-servers.py" "$port" "$@" 2>stand-in.err &
    stand_in_pid=$!
    listens "$port"
}
stop() {
    kill "$stand_in_pid" 2>/dev/null
    wait "$stand_in_pid" 2>/dev/null
}
# config SERVER [USER]: a kubeconfig in `there`.
config() {
    cat >there <<END
clusters: [{name: c, cluster: {server: "$1"$2}}]
users: [{name: u, user: ${3:-"{token: hunter2secret}"}}]
contexts: [{name: x, context: {cluster: c, user: u}}]
current-context: x
END
}
admin="{client-certificate: $pki/admin.crt, client-key: $pki/admin.key}"
server=https://127.0.0.1:$(server_port)

# A proxy.
stand_in connect seen
config "$server" ", certificate-authority: $pki/ca.crt, proxy-url: \"http://127.0.0.1:$port\"" "$admin"
run "through a proxy" 0 env NO_PROXY=127.0.0.1,localhost "$MESHCTL" get ns e2e --kubeconfig there
has "which is asked for the server" "$(cat seen)" "^CONNECT 127.0.0.1:$(server_port)"
config "$server" ", certificate-authority: $pki/ca.crt, proxy-url: \"http://127.0.0.1:$port\""
run "a token through a proxy" 77 meshctl get ns e2e --kubeconfig there
hasnot "is for the server alone" "$(cat seen)" 'hunter2secret|Authorization'
stop
run "a proxy that is not there" 69 meshctl get ns e2e --kubeconfig there
stand_in connect seen user:hunter3secret
config "$server" ", certificate-authority: $pki/ca.crt, proxy-url: \"http://user:hunter3secret@127.0.0.1:$port\"" "$admin"
run "a proxy with a password" 0 meshctl get ns e2e --kubeconfig there -v
hasnot "which is not shown" "$out$err" hunter3secret
config "$server" ", certificate-authority: $pki/ca.crt, proxy-url: \"http://user:hunter4secret@127.0.0.1:$port\"" "$admin"
start=$SECONDS
run "a wrong password for the proxy" 69 meshctl get ns e2e --kubeconfig there -v
hasnot "is not shown either" "$out$err" hunter4secret
if [ $((SECONDS - start)) -lt 10 ]; then ok "and is told soon"; else fail "and is told after $((SECONDS - start)) s"; fi
stop

# Nothing is sent elsewhere.
stand_in record elsewhere 200
record_pid=$stand_in_pid
stand_in redirect "$port"
config "http://127.0.0.1:$port"
run "a server that sends requests elsewhere" 1 meshctl get vs --kubeconfig there -v
hasnot "shows no token" "$out$err" hunter2secret
[ -e elsewhere ] && fail "it was followed" "$(cat elsewhere)" || ok "is not followed"
stop
stand_in_pid=$record_pid
stop

# Tokens: sent, and shown nowhere.
stand_in record seen.token 401
config "http://127.0.0.1:$port"
run "a token that the server does not take" 77 meshctl get vs --kubeconfig there -v
has "is sent" "$(cat seen.token)" '^Authorization: Bearer hunter2secret'
hasnot "is not shown" "$out$err" hunter2secret
config "http://127.0.0.1:$port" "" "{username: me, password: hunter5secret}"
run "a password" 77 meshctl apply -f "$E2E_WORK/namespace.yaml" --kubeconfig there -v
hasnot "is not shown either" "$out$err" "hunter5secret|$(printf 'me:hunter5secret' | base64)"
printf 'hunter2secret\n' >token
config "http://127.0.0.1:$port" "" "{tokenFile: token, as: \"x\\r\\nInjected: yes\"}"
: >seen.token
run "a name with a line break" 77 meshctl get vs --kubeconfig there
hasnot "makes no header" "$(cat seen.token)" '^Injected'
stop

# TLS.
stand_in old-tls "$pki"
config "https://127.0.0.1:$port" ", certificate-authority: $pki/ca.crt"
run "TLS 1.1" 69 meshctl get ns --kubeconfig there
stop
if unshare -rm true 2>/dev/null; then
    # The system trusts the server's authority; the kubeconfig names another one.
    mkdir -p trusted && cp "$pki/ca.crt" trusted/ && openssl rehash trusted
    openssl req -x509 -newkey rsa:2048 -nodes -keyout other.key -out other.crt -days 2 -subj /CN=other 2>/dev/null
    sed "s|certificate-authority: .*|certificate-authority: $PWD/other.crt|" "$KUBECONFIG" >wrong-ca
    trusting() { unshare -rm sh -c 'mount --bind trusted /etc/ssl/certs && exec "$@"' - "$@"; }
    run "only the authority that is named counts" 69 trusting "$MESHCTL" get ns --kubeconfig wrong-ca
    sed "/certificate-authority: /d" "$KUBECONFIG" >system-ca
    cp "$pki/ca.crt" trusted/ca-certificates.crt
    run "the system's where none is" 0 trusting "$MESHCTL" get ns --kubeconfig system-ca

    # Inside of a pod.
    mkdir -p account
    cp "$pki/ca.crt" account/ca.crt
    echo shop >account/namespace
    echo in-pod-token >account/token
    in_pod() {
        unshare -rm sh -c '
            mount -t tmpfs none /var/run && mkdir -p /var/run/secrets/kubernetes.io && cp -r account /var/run/secrets/kubernetes.io/serviceaccount
            unset KUBECONFIG; exec "$@"' - "$@"
    }
    export KUBERNETES_SERVICE_HOST=127.0.0.1 KUBERNETES_SERVICE_PORT
    KUBERNETES_SERVICE_PORT=$(server_port)
    run "a pod's own account" 77 in_pod "$MESHCTL" get vs -v
    has "reaches the server that the environment names" "$err" "GET $server/.* 401"
    hasnot "and shows no token" "$err" in-pod-token
    unset KUBERNETES_SERVICE_HOST KUBERNETES_SERVICE_PORT
else
    echo "skip a pod's account, the system's authorities: no namespaces here"
fi

# Many objects: page by page, their text once.
stand_in pages 20000
config "http://127.0.0.1:$port"
# most MEGABYTES COMMAND...: the command's memory stays below.
most() {
    python3 - "$@" <<'END'
import resource, subprocess, sys
with open("/dev/null", "w") as nothing:
    code = subprocess.call(sys.argv[2:], stdout=nothing)
used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
print(used, "MB")
sys.exit(code or used > int(sys.argv[1]))
END
}
for format in name table json yaml; do
    run "20,000 objects as $format" 0 most 200 "$MESHCTL" get vs -A --kubeconfig there -o $format
done
stop
true
