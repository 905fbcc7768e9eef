#!/usr/bin/env bash
# Check the story of Nubela, the software vendor, against plain SQL, and README.md against what is printed.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$here/../lib.sh"

create_scratch_database kam_test_software_vendor
sql --file="$here/load.sql" --file="$here/select.sql" --file="$here/programme.sql"
sql --file="$here/../check.sql" --file="$here/test.sql"
check_readme "$here/README.md" --file="$here/queries.sql"
