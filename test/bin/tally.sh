# shellcheck shell=bash
# Shared by the test scripts; to be sourced. One line per test, and at the end
# one closing line. The results are kept in a file, so that scripts which call
# each other (check, check-rules, run-tests) add up to one total: whoever finds
# no KAM_TALLY started the run and prints the total.

if [ -z "${KAM_TALLY-}" ]; then
    KAM_TALLY=$(mktemp)
    export KAM_TALLY
    trap 'rm -f "$KAM_TALLY"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    tally_is_ours=yes
fi

# record ok|FAILED|skipped name [remark]
record() {
    echo "$1" >>"$KAM_TALLY"
    printf '%-8s %s%s\n' "$1" "$2" "${3:+  ($3)}"
}

count() { grep -c "^$1\$" "$KAM_TALLY" || true; }

# Ends the script: the closing line if the run is ours, and an exit code that
# says whether anything failed.
finish() {
    if [ "${tally_is_ours-}" = yes ]; then
        echo
        echo "$(count ok) passed, $(count FAILED) failed, $(count skipped) skipped"
    fi
    [ "$(count FAILED)" = 0 ]
    exit
}
