# Sourced by the tests: checks that print one line each.
meshctl() { "$MESHCTL" "$@"; }
work=$E2E_WORK/$(basename "$0" .test.sh)
mkdir -p "$work"
cd "$work" || exit 1

ok() { echo "ok   $1"; }
fail() {
    echo "FAIL $1"
    shift
    printf '%s\n' "$@" | head -n 20 | sed 's/^/     /'
}

# run NAME EXPECTED_CODE COMMAND...: output in $out, standard error in $err.
run() {
    local name=$1 expected=$2 code
    shift 2
    "$@" >out 2>err
    code=$?
    out=$(cat out) err=$(cat err)
    if [ $code = "$expected" ]; then ok "$name"; else fail "$name: exit code $code, expected $expected" "$out" "$err"; fi
}

# has NAME TEXT PATTERN
has() { if grep -qE -- "$3" <<<"$2"; then ok "$1"; else fail "$1: no '$3'" "$2"; fi; }
hasnot() { if grep -qE -- "$3" <<<"$2"; then fail "$1: found '$3'" "$2"; else ok "$1"; fi; }
same() { if [ "$2" = "$3" ]; then ok "$1"; else fail "$1" "expected: $2" "found: $3"; fi; }

# Waits until somebody listens on a port. Looked up rather than tried: a server may treat its first connection in its own way.
listens() {
    for _ in $(seq 100); do
        grep -qi ":$(printf '%04X' "$1") 00000000:0000 0A" /proc/net/tcp && return
        sleep 0.1
    done
}

server_port() { sed -n 's/.*server: https:..127.0.0.1:\([0-9]*\).*/\1/p' "$E2E_WORK/kube/kubeconfig"; }
count() { meshctl get "$1" -n e2e -l app=e2e -o name | wc -l; }
clean() { for kind in vs dr; do meshctl delete $kind -n e2e -l app=e2e --no-history -q >/dev/null 2>&1; done; }

# What meshctl says was created or changed is what the server has. $1: the JSON report, $2: name of the check.
agrees() {
    grep -A1 '"name": "svc' "$1" | awk -F'"' '/"name"/ {n = $4} /"result"/ {print n, $4}' |
        awk '$2 == "created" || $2 == "configured" || $2 == "unchanged" {c++} END {print c + 0}' >said
    have=$(($(count vs) + $(count dr)))
    same "$2" "$(cat said)" "$have"
}
