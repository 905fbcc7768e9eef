#!/usr/bin/env bash
# Build Nubela, the software vendor, in a fresh database, run its programme of 2025 and print how it went.
# DATABASE names the database (default kam_software_vendor).

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$here/../lib.sh"

create_database "${DATABASE:-kam_software_vendor}"
sql --file="$here/load.sql" --file="$here/select.sql" --file="$here/programme.sql"

echo "Nubela (invented): business software for 80 customers, 2023 to 2025; 20 key accounts in 2025."
sql --file="$here/queries.sql"
