#!/usr/bin/env bash
# Load Online Retail into a fresh database and print its key-account answers.
# run.sh [DATA]: the folder that holds online_retail/; or DATA in the environment.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$here/../lib.sh"

need_data online_retail "$@"
create_database "${DATABASE:-kam_online_retail}"
sql --file="$here/load.sql" --file="$here/views.sql" --file="$here/portfolio.sql"

echo "Online Retail: a British gift wholesaler, 541,909 invoice lines of December 2010 to December 2011."
sql --file="$here/queries.sql"
