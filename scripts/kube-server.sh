#!/bin/sh
# A Kubernetes API server for tests, on loopback only, with nothing behind it but etcd.
#
#   kube-server.sh start FOLDER    starts both; FOLDER/kubeconfig leads to the server as its administrator
#   kube-server.sh stop FOLDER     stops both and leaves the logs
#   kube-server.sh etcd-stop FOLDER, etcd-start FOLDER    stop and start etcd alone, for tests of outages
#
# The binaries come from kube-assets.sh. Needs openssl. KUBE_SERVER_FLAGS: further flags for the API server.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
action="${1:-}"
[ $# -eq 2 ] || { echo "usage: kube-server.sh start|stop|etcd-stop|etcd-start FOLDER" >&2; exit 64; }
mkdir -p "$2"
root=$(cd "$2" && pwd)

say() { printf 'kube-server: %s\n' "$*" >&2; }

# Three ports that nobody listens on; the kernel is asked by binding, through whatever is at hand.
free_ports() {
    base=$((20000 + ($$ * 37 + $(date +%s)) % 20000))
    while grep -qiE ":($(printf '%04X|%04X|%04X' "$base" $((base + 1)) $((base + 2)))) " /proc/net/tcp /proc/net/tcp6 2>/dev/null; do
        base=$((base + 7))
    done
    echo "$base"
}

certificate() { # name, subject, usage, subjectAltName
    openssl req -newkey rsa:2048 -nodes -keyout "$root/pki/$1.key" -out "$root/pki/$1.csr" -subj "$2" 2>/dev/null
    printf 'extendedKeyUsage=%s\n%s\n' "$3" "${4:+subjectAltName=$4}" >"$root/pki/$1.ext"
    openssl x509 -req -in "$root/pki/$1.csr" -CA "$root/pki/ca.crt" -CAkey "$root/pki/ca.key" -CAcreateserial -days "${5:-2}" \
        -extfile "$root/pki/$1.ext" -out "$root/pki/$1.crt" 2>/dev/null
}

make_certificates() {
    umask 077
    mkdir -p "$root/pki"
    openssl req -x509 -newkey rsa:2048 -nodes -keyout "$root/pki/ca.key" -out "$root/pki/ca.crt" -days 2 -subj /CN=meshctl-e2e-ca \
        -addext basicConstraints=critical,CA:TRUE 2>/dev/null
    certificate server /CN=kube-apiserver serverAuth "IP:127.0.0.1,DNS:localhost,DNS:kubernetes.default.svc,IP:10.0.0.1"
    certificate admin /O=system:masters/CN=admin clientAuth ""
    certificate viewer /CN=viewer clientAuth ""
    openssl genrsa -out "$root/pki/sa.key" 2048 2>/dev/null
    openssl rsa -in "$root/pki/sa.key" -pubout -out "$root/pki/sa.pub" 2>/dev/null
}

kubeconfig() { # user, file
    cat >"$2" <<END
apiVersion: v1
kind: Config
clusters:
- name: e2e
  cluster:
    server: https://127.0.0.1:$((port + 2))
    certificate-authority: $root/pki/ca.crt
users:
- name: $1
  user:
    client-certificate: $root/pki/$1.crt
    client-key: $root/pki/$1.key
contexts:
- name: e2e
  context: {cluster: e2e, user: $1}
current-context: e2e
END
}

start_etcd() {
    "$assets/etcd" --data-dir "$root/etcd" --listen-client-urls "http://127.0.0.1:$port" --advertise-client-urls "http://127.0.0.1:$port" \
        --listen-peer-urls "http://127.0.0.1:$((port + 1))" --initial-advertise-peer-urls "http://127.0.0.1:$((port + 1))" \
        --initial-cluster "default=http://127.0.0.1:$((port + 1))" --unsafe-no-fsync=true >>"$root/etcd.log" 2>&1 &
    echo $! >"$root/etcd.pid"
    sleep 0.3
    if ! kill -0 "$(cat "$root/etcd.pid")" 2>/dev/null; then
        # Debian's etcd 3.4 is older than that flag.
        "$assets/etcd" --data-dir "$root/etcd" --listen-client-urls "http://127.0.0.1:$port" \
            --advertise-client-urls "http://127.0.0.1:$port" --listen-peer-urls "http://127.0.0.1:$((port + 1))" \
            --initial-advertise-peer-urls "http://127.0.0.1:$((port + 1))" \
            --initial-cluster "default=http://127.0.0.1:$((port + 1))" >>"$root/etcd.log" 2>&1 &
        echo $! >"$root/etcd.pid"
    fi
}

start_server() {
    "$assets/kube-apiserver" --etcd-servers "http://127.0.0.1:$port" --bind-address 127.0.0.1 --advertise-address 127.0.0.1 \
        --secure-port "$((port + 2))" --cert-dir "$root/pki" --tls-cert-file "$root/pki/server.crt" \
        --tls-private-key-file "$root/pki/server.key" --client-ca-file "$root/pki/ca.crt" \
        --service-account-issuer https://kubernetes.default.svc --service-account-key-file "$root/pki/sa.pub" \
        --service-account-signing-key-file "$root/pki/sa.key" --service-cluster-ip-range 10.0.0.0/24 \
        --authorization-mode RBAC --disable-admission-plugins ServiceAccount --endpoint-reconciler-type none \
        ${KUBE_SERVER_FLAGS:-} \
        >"$root/apiserver.log" 2>&1 &
    echo $! >"$root/apiserver.pid"
}

# The answer of /readyz, asked with openssl: nothing else is sure to be there.
is_ready() {
    printf 'GET /readyz HTTP/1.0\r\n\r\n' |
        timeout 3 openssl s_client -quiet -connect "127.0.0.1:$((port + 2))" -CAfile "$root/pki/ca.crt" \
            -cert "$root/pki/admin.crt" -key "$root/pki/admin.key" 2>/dev/null | grep -q '^ok'
}

end() { # file with a pid
    [ -f "$1" ] || return 0
    pid=$(cat "$1")
    kill "$pid" 2>/dev/null || true
    count=0
    while kill -0 "$pid" 2>/dev/null && [ $count -lt 50 ]; do
        sleep 0.1
        count=$((count + 1))
    done
    kill -9 "$pid" 2>/dev/null || true
    rm -f "$1"
}

case "$action" in
start)
    assets=$("$here/kube-assets.sh")
    command -v openssl >/dev/null || { say "openssl is needed for the certificates: apt-get install openssl"; exit 1; }
    port=$(free_ports)
    echo "$port" >"$root/port"
    echo "$assets" >"$root/assets"
    make_certificates
    kubeconfig admin "$root/kubeconfig"
    kubeconfig viewer "$root/kubeconfig-viewer"
    start_etcd
    start_server
    count=0
    until is_ready; do
        count=$((count + 1))
        if [ $count -gt 60 ] || ! kill -0 "$(cat "$root/apiserver.pid")" 2>/dev/null; then
            say "kube-apiserver did not become ready; the end of its log:"
            tail -n 15 "$root/apiserver.log" >&2
            "$0" stop "$root"
            exit 1
        fi
        sleep 0.5
    done
    say "ready on https://127.0.0.1:$((port + 2))"
    ;;
stop)
    end "$root/apiserver.pid"
    end "$root/etcd.pid"
    ;;
etcd-stop)
    end "$root/etcd.pid"
    ;;
etcd-start)
    port=$(cat "$root/port")
    assets=$(cat "$root/assets")
    start_etcd
    ;;
*)
    say "unknown action '$action'"
    exit 64
    ;;
esac
