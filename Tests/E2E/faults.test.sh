. "$(dirname "$0")/support.sh"
command -v python3 >/dev/null || { echo "skip faults: no python3 for the proxy"; exit 0; }

proxy_port=$(($(server_port) + 4))
proxy_pid=
# proxy MODE [ARGUMENT]: starts the proxy; the file `through` leads to it.
proxy() {
    proxy_port=$((proxy_port + 1))
    python3 "$E2E_ROOT/Tests/E2E/fault-proxy.py" "$proxy_port" "$(server_port)" "$E2E_WORK/kube/pki" "$@" 2>proxy.err &
    proxy_pid=$!
    sed "s/127.0.0.1:[0-9]*/127.0.0.1:$proxy_port/" "$KUBECONFIG" >through
    listens "$proxy_port"
}
stop() {
    kill "$proxy_pid" 2>/dev/null
    wait "$proxy_pid" 2>/dev/null
}
mesh=$E2E_ROOT/Tests/E2E/mesh.sh
"$mesh" 500 >thousand.yaml
"$mesh" 50 >hundred.yaml
apply() { meshctl apply --kubeconfig through --no-history -o json "$@"; }
second() { run "$1: a second run completes" 0 meshctl apply --no-history -f "${2:-hundred.yaml}"; }

proxy cut 500
run "a connection cut at request 500 of 1,000" 0 apply -f thousand.yaml
cp out report
agrees report "  what is reported is there"
same "  nothing is lost" 1000 "$(($(count vs) + $(count dr)))"
stop
clean

proxy storm 60
run "a storm of 429" 0 apply -f hundred.yaml
cp out report
agrees report "  what is reported is there"
stop
clean

proxy unavailable 3
run "503 for three seconds" 0 apply -f hundred.yaml
same "  nothing is lost" 100 "$(($(count vs) + $(count dr)))"
stop
clean

proxy hang 30
start=$SECONDS
run "a request that hangs" 0 apply -f hundred.yaml --request-timeout 2s
if [ $((SECONDS - start)) -lt 20 ]; then ok "  is given up in time"; else fail "  took $((SECONDS - start)) s"; fi
same "  nothing is lost" 100 "$(($(count vs) + $(count dr)))"
stop

proxy half
run "half an answer, to a list and to a change" 0 apply -f hundred.yaml
cp out report
agrees report "  what is reported is there"
stop
clean

proxy goaway
run "GOAWAY" 0 apply -f hundred.yaml
same "  nothing is lost" 100 "$(($(count vs) + $(count dr)))"
stop
clean

for mode in handshake record; do
    proxy $mode 3
    run "TLS interrupted ($mode)" 0 apply -f hundred.yaml
    cp out report
    agrees report "  what is reported is there"
    same "  nothing is lost" 100 "$(($(count vs) + $(count dr)))"
    stop
    clean
done

proxy handshake 1000
start=$SECONDS
run "a server that never gets through its handshake" 69 apply -f hundred.yaml
if [ $((SECONDS - start)) -lt 10 ]; then ok "  is given up soon"; else fail "  took $((SECONDS - start)) s"; fi
stop

proxy conflict
run "a conflict at every second object" 1 apply -f hundred.yaml
cp out report
agrees report "  what is reported is there"
has "  the owner is named" "$err" "owned by 'flagger'"
stop
second "conflicts"
clean

# A token that runs out: the plugin brings another one, and nothing shows either.
proxy expire 40
cat >plugin <<'END'
#!/bin/sh
if [ -e used ]; then token=fresh; else token=stale; fi
touch used
echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"'$token'"}}'
END
chmod +x plugin
cat >through <<END
clusters: [{name: c, cluster: {server: "https://127.0.0.1:$proxy_port", certificate-authority: $E2E_WORK/kube/pki/ca.crt}}]
users: [{name: u, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, interactiveMode: Never}}}]
contexts: [{name: x, context: {cluster: c, user: u}}]
current-context: x
END
run "a token that runs out" 0 apply -v -f hundred.yaml
hasnot "  is never shown" "$out$err" 'fresh|stale|Bearer'
same "  nothing is lost" 100 "$(($(count vs) + $(count dr)))"
stop
clean

# The time is up: nothing more is begun, and nothing is unclear.
proxy slow 1000
start=$SECONDS
run "a time limit" 1 apply -f hundred.yaml --timeout 1500ms
if [ $((SECONDS - start)) -lt 8 ]; then ok "  is kept"; else fail "  took $((SECONDS - start)) s"; fi
cp out report
has "  and named" "$err" 'timed out: .*created.*not attempted'
agrees report "  what is reported is there"
stop
second "a time limit"
clean
proxy slow 1000
run "a time limit for all or nothing" 1 apply -f hundred.yaml --timeout 1500ms --atomic
same "  leaves nothing" 0 "$(($(count vs) + $(count dr)))"
stop
clean

# Ctrl-C: what is under way is finished, the rest is named.
for signal in INT TERM; do
    proxy slow 200
    "$MESHCTL" apply --kubeconfig through --no-history -o json -f thousand.yaml >report 2>err &
    pid=$!
    sleep 3
    kill -$signal $pid
    wait $pid
    same "SIG$signal ends it with a failure" 1 $?
    has "  says that it was interrupted" "$(cat err)" 'interrupted: .*created.*not attempted'
    agrees report "  what is reported is there"
    stop
    second "SIG$signal" thousand.yaml
    clean
done

# All or nothing, also when somebody stops it; and the history does not speak of what is undone.
proxy slow 200
"$MESHCTL" apply --kubeconfig through -f hundred.yaml --atomic --release stopped >report 2>err &
pid=$!
sleep 2
kill -INT $pid
wait $pid
same "SIGINT of an atomic apply" 1 $?
has "  says that it puts back" "$(cat err)" 'interrupted: .*restored'
same "  leaves nothing" 0 "$(($(count vs) + $(count dr)))"
same "  nor a record" 0 "$(meshctl history --release stopped -o json | grep -c '"revision"')"
stop
clean

# The store of the server goes away and comes back.
"$MESHCTL" apply --no-history -f thousand.yaml -o json >report 2>err &
pid=$!
sleep 0.7
"$E2E_ROOT/scripts/kube-server.sh" etcd-stop "$E2E_WORK/kube"
sleep 2
"$E2E_ROOT/scripts/kube-server.sh" etcd-start "$E2E_WORK/kube" >/dev/null 2>&1
wait $pid
code=$?
if [ $code = 0 ]; then ok "etcd stopped and started again"; else fail "etcd stopped and started again: exit code $code" "$(head -5 err)"; fi
same "  nothing is lost" 1000 "$(($(count vs) + $(count dr)))"
clean

# Two at a time.
"$MESHCTL" apply -f hundred.yaml --release left -q >left 2>&1 &
first=$!
meshctl apply -f hundred.yaml --release right -q >right 2>&1
other=$?
wait $first
same "two applies at the same time" "0 0" "$? $other"
same "  nothing is lost" 100 "$(($(count vs) + $(count dr)))"
clean
