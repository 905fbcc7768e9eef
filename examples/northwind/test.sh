#!/usr/bin/env bash
# Check Northwind's figures against plain SQL. test.sh [DATA]; exit code 77 without the data.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$here/../lib.sh"

need_data northwind "$@"
create_scratch_database kam_test_northwind
sql --file="$here/load.sql" --file="$here/views.sql" --file="$here/portfolio.sql" \
    --file="$here/../check.sql" --file="$here/test.sql"
