#!/usr/bin/env bash
# Load the pipeline into a fresh database, make a portfolio and print its key-account answers.
# run.sh [DATA]: the folder that holds crm_opportunities/; or DATA in the environment.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$here/../lib.sh"

need_data crm_opportunities "$@"
create_database "${DATABASE:-kam_crm_opportunities}"
sql --file="$here/load.sql" --file="$here/views.sql" --file="$here/portfolio.sql"

echo "A hardware vendor (fictitious): a pipeline of 8,800 opportunities, wins of March to December 2017."
sql --file="$here/queries.sql"
