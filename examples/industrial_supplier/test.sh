#!/usr/bin/env bash
# Check the story of Talvik, the industrial supplier, against plain SQL, and its README against what is printed.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$here/../lib.sh"

create_scratch_database kam_test_industrial_supplier
sql --file="$here/load.sql" --file="$here/programme.sql" > /dev/null
sql --file="$here/../check.sql" --file="$here/test.sql"

# The blocks ```text of the README, one after the other, are what run.sh prints after its title.
without_blanks() { sed -e 's/[[:space:]]*$//' -e '/^$/d'; }
diff <(awk '/^```/ { inside = $0 == "```text"; next } inside' "$here/README.md" | without_blanks) <(sql --file="$here/queries.sql" | without_blanks) || {
    echo "not ok - README.md shows what the example prints (< README.md, > printed)"
    exit 1
}
echo "ok - README.md shows what the example prints"
