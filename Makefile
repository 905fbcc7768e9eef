# kam - key account management for PostgreSQL
#
#   make demo                      see it work, on a private throw-away server
#   make check                     the whole test suite, on a private throw-away server
#   make && sudo make install      install it into your server (any PG_CONFIG)
#   make installcheck              the regression tests against your running server
#
#   make bench                     speed against built-in aggregates
#   make example NAME=northwind    a portfolio over real data (DATA=directory)
#   make matrix VERSIONS="17 18"   the suite on other PostgreSQL versions (root, Debian)
#   make check-rules               our own rules, checked statically
#   make results                   accept results/*.out as expected/, for review
#   make dist                      a source archive of HEAD
#
# Lists are explicit: in SQL_PARTS and REGRESS the order has meaning, and
# `make check-rules` says when a file is missing from one of them.

# The directory of this Makefile, so that builds outside the source tree work.
here := $(dir $(firstword $(MAKEFILE_LIST)))

EXTENSION  = kam
# kam.control is the only home of the version number.
EXTVERSION := $(shell sed -n "s/^default_version *= *'\(.*\)'/\1/p" "$(here)kam.control")
PG_MAJOR_MIN = 15

MODULE_big = kam
OBJS = \
	src/kam.o \
	src/decimal.o \
	src/exact_sum.o \
	src/summary.o \
	src/summary_io.o \
	src/weighted_score.o \
	src/retention.o \
	src/share_of_wallet.o \
	src/calendar.o \
	src/account_table.o \
	src/account_cells.o \
	src/account_cursor.o \
	src/ledger.o \
	src/ledger_accum.o \
	src/ledger_flat.o \
	src/ledger_merge.o \
	src/revenue_bridge.o \
	src/revenue_cohorts.o \
	src/ledger_retention.o \
	src/tally.o \
	src/satisfaction.o \
	src/profitability.o \
	src/white_space.o \
	src/concentration.o \
	src/ledger_concentration.o \
	src/plan.o \
	src/plan_progress.o \
	src/score_robustness.o \
	src/difference_in_differences.o \
	src/programme.o \
	src/as_of.o

SQL_PARTS = \
	src/sql/00_preamble.sql \
	src/sql/10_weighted_score.sql \
	src/sql/20_retention.sql \
	src/sql/30_share_of_wallet.sql \
	src/sql/40_ledger.sql \
	src/sql/50_revenue_bridge.sql \
	src/sql/60_revenue_cohorts.sql \
	src/sql/70_ledger_retention.sql \
	src/sql/80_tally.sql \
	src/sql/81_satisfaction.sql \
	src/sql/82_profitability.sql \
	src/sql/83_white_space.sql \
	src/sql/84_concentration.sql \
	src/sql/85_as_of.sql \
	src/sql/86_plan_progress.sql \
	src/sql/87_score_robustness.sql \
	src/sql/88_difference_in_differences.sql \
	src/sql/90_portfolio.sql \
	src/sql/91_programme.sql

# The relations of a portfolio, in the order in which they are made
PORTFOLIO = \
	src/portfolio/setting.sql \
	src/portfolio/setting_default.sql \
	src/portfolio/criterion.sql \
	src/portfolio/assessment.sql \
	src/portfolio/key_account.sql \
	src/portfolio/responsibility.sql \
	src/portfolio/committee.sql \
	src/portfolio/meeting.sql \
	src/portfolio/decision.sql \
	src/portfolio/plan.sql \
	src/portfolio/objective.sql \
	src/portfolio/milestone.sql \
	src/portfolio/assumption.sql \
	src/portfolio/stakeholder.sql \
	src/portfolio/risk.sql \
	src/portfolio/phase_transition.sql \
	src/portfolio/phase.sql \
	src/portfolio/offer.sql \
	src/portfolio/offer_module.sql \
	src/portfolio/alert_rule.sql \
	src/portfolio/alert.sql \
	src/portfolio/review.sql \
	src/portfolio/parameter.sql \
	src/portfolio/account_group.sql \
	src/portfolio/exchange_rate.sql \
	src/portfolio/current_rate.sql \
	src/portfolio/account_revenue.sql \
	src/portfolio/account_cost.sql \
	src/portfolio/account_contract.sql \
	src/portfolio/account_pipeline.sql \
	src/portfolio/account_wallet.sql \
	src/portfolio/account_survey.sql \
	src/portfolio/account_service.sql \
	src/portfolio/white_space.sql \
	src/portfolio/account_white_space.sql \
	src/portfolio/account_plan.sql \
	src/portfolio/account_kpi.sql \
	src/portfolio/concentration_risk.sql \
	src/portfolio/concentration.sql \
	src/portfolio/revenue_bridge.sql \
	src/portfolio/retention.sql \
	src/portfolio/renewals.sql \
	src/portfolio/account_line.sql \
	src/portfolio/account_metric.sql \
	src/portfolio/criterion_score.sql \
	src/portfolio/eligibility_detail.sql \
	src/portfolio/eligibility.sql \
	src/portfolio/weight_sensitivity.sql \
	src/portfolio/data_quality_detail.sql \
	src/portfolio/data_quality.sql \
	src/portfolio/readiness.sql \
	src/portfolio/programme.sql \
	src/portfolio/coverage.sql \
	src/portfolio/governance_gap.sql \
	src/portfolio/plan_progress.sql \
	src/portfolio/objective_progress.sql \
	src/portfolio/plan_drift.sql \
	src/portfolio/relationship_coverage.sql \
	src/portfolio/phase_progress.sql \
	src/portfolio/alerts.sql \
	src/portfolio/programme_impact.sql

REGRESS = \
	setup \
	decimal \
	exact_sum \
	summary \
	weighted_score \
	retention \
	share_of_wallet \
	tally \
	satisfaction \
	profitability \
	white_space \
	concentration \
	plan_progress \
	score_robustness \
	difference_in_differences \
	as_of \
	portfolio \
	portfolio_setup \
	portfolio_views \
	portfolio_explain \
	portfolio_quality \
	programme \
	programme_review \
	programme_impact \
	portfolio_score \
	ledger_setup \
	calendar \
	ledger \
	ledger_flat \
	revenue_bridge \
	revenue_cohorts \
	subscription \
	ledger_retention \
	concentration_ledger \
	satisfaction_ledger \
	sources \
	api_surface

DATA       = $(patsubst $(here)%,%,$(wildcard $(here)src/sql/upgrade/kam--*--*.sql))
DATA_built = kam--$(EXTVERSION).sql
DOCS       = $(patsubst $(here)%,%,$(wildcard $(here)doc/*.md))

# The same last digit on every CPU: no fused multiply-add behind our back.
# `override`, so that PG_CFLAGS=... on the command line adds to it.
override PG_CFLAGS += -ffp-contract=off

PG_CONFIG ?= pg_config

# --- The house: targets that need no installed PostgreSQL ------------------

HOUSE = check check-rules demo bench example matrix results dist print-%
GOALS = $(or $(MAKECMDGOALS),all)

all:

ifneq ($(filter $(HOUSE),$(GOALS)),)
.PHONY: check check-rules demo bench example matrix results dist

check:
	@test/bin/check

check-rules:
	@test/bin/check-rules

demo:
	@test/bin/with-server -- examples/demo/run.sh

bench:
	@test/bin/with-server \
	    --set shared_buffers=2GB --set work_mem=256MB --set max_wal_size=8GB \
	    --set max_parallel_workers=2 --set autovacuum=off \
	    -- test/bench/run.sh

# DATA is made absolute here: the script may change directory.
example:
	@test -x "examples/$(NAME)/run.sh" || { \
	    echo "usage: make example NAME=name DATA=directory; there are:" examples/*/; exit 2; }
	@export DATA="$$(realpath -m -- "$(or $(DATA),../shared/data)")" && \
	    exec test/bin/with-server -- "examples/$(NAME)/run.sh"

matrix:
	@test/bin/matrix $(VERSIONS)

results:
	cp results/*.out expected/
	@git --no-pager diff --stat -- expected || true

dist:
	git archive --format=tar.gz --prefix=kam-$(EXTVERSION)/ -o kam-$(EXTVERSION).tar.gz HEAD

# Lets the scripts read the lists above: make -s print-REGRESS
print-%:
	@echo $($*)
endif

# --- The build: PGXS -------------------------------------------------------

ifneq ($(filter-out $(HOUSE),$(GOALS)),)

PG_VERSION_TEXT := $(shell $(PG_CONFIG) --version 2>/dev/null)
PG_MAJOR := $(shell echo '$(PG_VERSION_TEXT)' | sed -n 's/^PostgreSQL \([0-9]*\).*/\1/p')
PGXS := $(shell $(PG_CONFIG) --pgxs 2>/dev/null)
SERVER_HEADER := $(shell $(PG_CONFIG) --includedir-server 2>/dev/null)/postgres.h

ifeq ($(and $(PG_MAJOR),$(wildcard $(PGXS)),$(wildcard $(SERVER_HEADER))),)

# Cleaning must not need what building needs.
ifeq ($(filter-out clean distclean maintainer-clean $(HOUSE),$(GOALS)),)
.PHONY: clean distclean maintainer-clean
clean distclean maintainer-clean:
	rm -rf kam.so $(OBJS) $(OBJS:.o=.bc) kam--$(EXTVERSION).sql
	rm -rf results regression.diffs regression.out tmp_check tmp_check_iso log output_iso
else
define MISSING
the files for building server extensions are missing ($(PG_CONFIG): $(or $(PG_VERSION_TEXT),not found)).
  Debian, Ubuntu:   apt-get install postgresql-server-dev-$(or $(PG_MAJOR),NN)
  Fedora, RHEL:     dnf install postgresql-server-devel
  another server:   make PG_CONFIG=/path/to/pg_config
`make demo` and `make check` install what is missing by themselves
endef
$(error $(MISSING))
endif

else ifeq ($(shell test $(PG_MAJOR) -ge $(PG_MAJOR_MIN) && echo yes),)
$(error kam needs PostgreSQL $(PG_MAJOR_MIN) or newer, but $(PG_CONFIG) is $(PG_VERSION_TEXT))

else
include $(PGXS)

# A build outside the source tree (make -f /path/Makefile) needs this folder.
$(if $(VPATH),$(shell mkdir -p src))

# JIT may inline our functions from bitcode: same floating point there.
override BITCODE_CFLAGS += -ffp-contract=off

# Its inner loop is worth vector instructions.
src/revenue_bridge.o: override CFLAGS += -O3

# The templates of the portfolio become a function that returns them: a trusted
# extension has no tables.
$(DATA_built): $(SQL_PARTS) $(PORTFOLIO) src/portfolio/embed.awk kam.control
	cat $(filter %.sql,$(filter-out $(addprefix %,$(PORTFOLIO)),$^)) > $@
	awk -f $(filter %/embed.awk,$^) $(filter $(addprefix %,$(PORTFOLIO)),$^) >> $@

# PGXS follows includes only if the server was configured to; a changed
# header therefore rebuilds every object.
$(OBJS) $(OBJS:.o=.bc): $(wildcard $(here)src/*.h)
endif
endif
