#!/usr/bin/env bash
# Check the ledger engine on four companies' lines: published figures of the MRR playbook, and plain
# SQL for the rest. test.sh [DATA]; exit code 77 without the data.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$here/../lib.sh"

for folder in mrr_playbook online_retail iowa_liquor_county_month adventureworks; do
    need_data "$folder" "$@"
done
create_scratch_database kam_test_ledger_data
sql --file="$here/load.sql" --file="$here/../check.sql" --file="$here/test.sql"
