#!/usr/bin/env bash
# Check the story of Nubela, the software vendor, against plain SQL, and README.md against what is printed.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$here/../lib.sh"

create_scratch_database kam_test_software_vendor
sql --file="$here/load.sql" --file="$here/select.sql" --file="$here/programme.sql"
printed=$(sql --file="$here/queries.sql" | sed 's/ *$//')
sql --file="$here/../check.sql" --file="$here/test.sql"

# Every ```text block of README.md must be printed, line by line.
block= inside=no blocks=0
while IFS= read -r line; do
    case $inside:$line in
        no:'```text') inside=yes block= ;;
        yes:'```')
            inside=no blocks=$((blocks + 1))
            if [[ $printed != *"${block%$'\n'}"* ]]; then
                printf 'not ok - README.md says what queries.sql does not print:\n%s' "$block"
                exit 1
            fi
            ;;
        yes:*) block+=$line$'\n' ;;
    esac
done < "$here/README.md"
[[ $inside == no && $blocks -gt 5 ]] || { echo "not ok - README.md has $blocks blocks"; exit 1; }
echo "ok - README.md prints $blocks results as they are"
