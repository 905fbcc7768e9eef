# shellcheck shell=bash
# Shared by the examples' run.sh and test.sh; to be sourced. Needs psql and createdb in PATH and the
# usual PGHOST, PGUSER etc. for a server that has kam installed.

set -euo pipefail
export PGCLIENTENCODING=UTF8 PGOPTIONS="${PGOPTIONS:-} -c client_min_messages=warning"

# Run SQL in the example's database; the pset options make reports of SELECTs.
sql() {
    psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --pset=footer=off --pset=border=0 --pset=null=- \
        --pset=pager=off --dbname="$DATABASE" "$@"
}

# The same bytes on every server: UTF-8, and C order whatever the cluster was made with.
create_database() {
    DATABASE=$1
    createdb --template=template0 --encoding=UTF8 --locale-provider=libc --locale=C "$DATABASE" || {
        echo "Drop it (dropdb $DATABASE) or choose another name: DATABASE=name" >&2
        exit 1
    }
    sql --command='CREATE EXTENSION kam'
}

# A database that goes away with the script.
create_scratch_database() {
    create_database "$1_$$"
    trap 'dropdb --if-exists "$DATABASE"' EXIT
}

# Make DATA absolute, or say that the example is skipped: exit code 77, as automake has it.
need_data() {
    local folder=$1 data=${2:-${DATA:-}}
    if [[ -z $data || ! -d $data/$folder ]]; then
        echo "skipped - $folder: no data (give the folder that holds $folder/ as argument or in DATA)"
        exit 77
    fi
    DATA=$(cd "$data" && pwd)
    export DATA
}

# Each block ```text of an example's README is printed by its queries, line by line.
check_readme() {
    local readme=$1 printed block='' inside=no blocks=0 line
    shift
    printed=$'\n'$(sql "$@" | sed -e 's/[[:space:]]*$//' -e '/^$/d')$'\n'
    while IFS= read -r line; do
        case $inside:$line in
            no:'```text') inside=yes block=$'\n' ;;
            yes:'```')
                inside=no blocks=$((blocks + 1))
                if [[ $printed != *"$block"* ]]; then
                    echo "not ok - README.md shows what is not printed:$block"
                    exit 1
                fi
                ;;
            yes:?*) block+=$line$'\n' ;;
        esac
    done < <(sed 's/[[:space:]]*$//' "$readme")
    [[ $inside == no && $blocks -gt 0 ]] || { echo "not ok - README.md has $blocks blocks"; exit 1; }
    echo "ok - README.md shows $blocks results as they are printed"
}
