#!/usr/bin/env bash
# Load Northwind into a fresh database and print its key-account answers.
# run.sh [DATA]: the folder that holds northwind/; or DATA in the environment.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$here/../lib.sh"

need_data northwind "$@"
create_database "${DATABASE:-kam_northwind}"
sql --file="$here/load.sql" --file="$here/views.sql" --file="$here/portfolio.sql"

echo "Northwind Traders: food wholesale, order lines of July 1996 to May 1998."
sql --file="$here/queries.sql"
