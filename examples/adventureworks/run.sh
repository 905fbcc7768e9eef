#!/usr/bin/env bash
# Load AdventureWorks into a fresh database, make a portfolio and print its key-account answers.
# run.sh [DATA]: the folder that holds adventureworks/; or DATA in the environment.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$here/../lib.sh"

need_data adventureworks "$@"
create_database "${DATABASE:-kam_adventureworks}"
sql --file="$here/load.sql" --file="$here/views.sql" --file="$here/portfolio.sql"

echo "Adventure Works Cycles: bicycles to resellers, order lines of May 2011 to April 2014."
sql --file="$here/queries.sql"
