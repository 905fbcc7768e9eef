#!/usr/bin/env bash
# Check the demo company: the same on every server, and its figures against plain SQL.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$here/../lib.sh"

create_scratch_database kam_test_demo
sql --file="$here/load.sql" --file="$here/views.sql" --file="$here/../check.sql" --set=demo_portfolio="$here/portfolio.sql" --set=demo_programme="$here/programme.sql" --file="$here/test.sql"
