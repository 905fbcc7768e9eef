#!/usr/bin/env bash
# Build the invented company Velmara Flow in a fresh database and answer its key-account questions.
# run.sh [--shell]; --shell ends in psql inside that database. DATABASE names it (default kam_demo).

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$here/../lib.sh"

create_database "${DATABASE:-kam_demo}"
sql --file="$here/load.sql" --file="$here/views.sql" > /dev/null

echo "Velmara Flow (invented): pumps and valves for industry, invoice lines of 2023 to 2025."
for question in ranking retention wallet bridge concentration satisfaction portfolio programme; do
    sql --file="$here/$question.sql"
done

cat <<END

Every figure above is plain SQL with kam's aggregates over the company's tables: see
examples/demo/*.sql.
Next:
  make check                                            see the figures proven
  make example NAME=northwind DATA=../shared/data       the same questions, a company not ours
  make example NAME=online_retail DATA=../shared/data   the same questions, 541,909 real lines
  test/bin/with-server --interactive -- examples/demo/run.sh --shell
                                                        stay in this database, and ask e.g.

    SELECT region, kam.grr(opening, closing), kam.nrr(opening, closing),
           kam.nrr_stderr(opening, closing)
    FROM velmara.retention_pair JOIN velmara.account ON account_id = group_id
    WHERE opening_year = 2024
    GROUP BY region;
END

if [[ ${1:-} == --shell ]]; then
    psql --dbname="$DATABASE"
fi
