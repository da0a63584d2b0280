#!/bin/bash
# Runs every fuzzer of Fuzz/ for FUZZ_SECONDS (60) seconds each; a crash keeps its input in Fuzz/crashes and fails.
set -u
cd "$(dirname "$0")/.."
export FUZZ_SECONDS=${FUZZ_SECONDS:-60}
status=0 found=0
for fuzzer in Fuzz/*/run; do
    [ -x "$fuzzer" ] || continue
    found=1
    echo "== $fuzzer ($FUZZ_SECONDS s)"
    "$fuzzer" || status=1
done
[ $found = 1 ] || echo "no fuzzer in Fuzz/"
exit $status
