#!/usr/bin/env bash
# Build Talvik, the industrial supplier, in a fresh database, run its programme and print how it went.
# DATABASE names the database (default kam_industrial_supplier).

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$here/../lib.sh"

create_database "${DATABASE:-kam_industrial_supplier}"
sql --file="$here/load.sql" --file="$here/programme.sql" > /dev/null

echo "Talvik Drives (invented): drives and their maintenance for a paper maker with plants in four countries, 2023 to 2025."
sql --file="$here/queries.sql"
