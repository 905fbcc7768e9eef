#!/usr/bin/env bash
# Runs the benchmarks on the server that PGHOST and so on name; `make bench`
# provides a private one. Creates the schema "kam_bench" and drops it at the end.
#
#   KAM_BENCH_ROWS        rows per table, default 10000000
#   KAM_BENCH_RUNS        timed runs of every query, default 7
#   KAM_BENCH_SLOW_RUNS   of those that take half a minute, default 2; 0 leaves them out
#   KAM_BENCH             which files, default all: KAM_BENCH="10_metrics.sql"
#   KAM_BENCH_DUCKDB      version of the npm package @duckdb/node-api, default latest; "no"
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

rows=${KAM_BENCH_ROWS:-10000000}
runs=${KAM_BENCH_RUNS:-7}
slow_runs=${KAM_BENCH_SLOW_RUNS:-2}
read -ra files <<<"${KAM_BENCH:-$(echo [0-9]*.sql)}"

run_psql() { psql -X -q -v ON_ERROR_STOP=1 "$@"; }

echo "Date:       $(date -u +%Y-%m-%d)"
echo "PostgreSQL: $(run_psql -Atc 'SHOW server_version'), shared_buffers $(run_psql -Atc 'SHOW shared_buffers')"
echo "Processor:  $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1), $(nproc) cores"
echo "Memory:     $(awk '/^MemTotal/ { printf "%.0f GB", $2 / 1048576 }' /proc/meminfo 2>/dev/null)"
echo "Medians of $runs runs in turns, warm, after one that does not count."
echo

KAM_BENCH_SCRATCH=$(mktemp -d "${TMPDIR:-/tmp}/kam_bench.XXXXXX")
export KAM_BENCH_SCRATCH
clean_up() {
    rm -rf "$KAM_BENCH_SCRATCH"
    run_psql -c "SET client_min_messages = warning; DROP SCHEMA IF EXISTS kam_bench CASCADE"
}
trap clean_up EXIT
for file in "${files[@]}"; do
    run_psql -v rows="$rows" -v slow_runs="$slow_runs" -P footer=off -P null=- \
        -f harness.sql -c "SET kam_bench.runs = $runs" -f "$file"
done
