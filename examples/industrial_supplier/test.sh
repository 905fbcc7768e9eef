#!/usr/bin/env bash
# Check the story of Talvik, the industrial supplier, against plain SQL, and its README against what is printed.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$here/../lib.sh"

create_scratch_database kam_test_industrial_supplier
sql --file="$here/load.sql" --file="$here/programme.sql" > /dev/null
sql --file="$here/../check.sql" --file="$here/test.sql"
check_readme "$here/README.md" --file="$here/queries.sql"
