/* The revenue bridge: revenue_bridge.c */

CREATE TYPE bridge_row AS (
	period date,
	opening numeric,
	new_ numeric,
	reactivation numeric,
	expansion numeric,
	contraction numeric,
	churned numeric,
	closing numeric,
	negative numeric,
	without_account numeric,
	accounts_opening bigint,
	accounts_new bigint,
	accounts_reactivated bigint,
	accounts_expanded bigint,
	accounts_contracted bigint,
	accounts_churned bigint,
	accounts_closing bigint,
	accounts_nonpositive bigint,
	lines_without_account bigint
);
COMMENT ON TYPE bridge_row IS
	'movements of one period: opening + new_ + reactivation + expansion - contraction - churned = closing';
COMMENT ON COLUMN bridge_row.period IS
	'first day of the period';
COMMENT ON COLUMN bridge_row.opening IS
	'closing of the period before';
COMMENT ON COLUMN bridge_row.new_ IS
	'from accounts that never had a positive balance before';
COMMENT ON COLUMN bridge_row.reactivation IS
	'from accounts that had one, but not in the period before';
COMMENT ON COLUMN bridge_row.expansion IS
	'gained by accounts with a balance in both periods';
COMMENT ON COLUMN bridge_row.contraction IS
	'lost by accounts with a balance in both periods, without sign';
COMMENT ON COLUMN bridge_row.churned IS
	'balance of the accounts that have none any more, without sign';
COMMENT ON COLUMN bridge_row.closing IS
	'sum of the positive balances';
COMMENT ON COLUMN bridge_row.negative IS
	'sum of the balances below zero; closing + negative is the revenue with an account';
COMMENT ON COLUMN bridge_row.without_account IS
	'amount of the lines whose account is NULL';
COMMENT ON COLUMN bridge_row.accounts_opening IS
	'accounts with a positive balance in the period before';
COMMENT ON COLUMN bridge_row.accounts_new IS
	'accounts behind new_';
COMMENT ON COLUMN bridge_row.accounts_reactivated IS
	'accounts behind reactivation';
COMMENT ON COLUMN bridge_row.accounts_expanded IS
	'accounts behind expansion';
COMMENT ON COLUMN bridge_row.accounts_contracted IS
	'accounts behind contraction';
COMMENT ON COLUMN bridge_row.accounts_churned IS
	'accounts behind churned';
COMMENT ON COLUMN bridge_row.accounts_closing IS
	'accounts with a positive balance';
COMMENT ON COLUMN bridge_row.accounts_nonpositive IS
	'accounts with lines whose revenue is zero or less; for subscriptions, whose balance is below zero';
COMMENT ON COLUMN bridge_row.lines_without_account IS
	'lines whose account is NULL';

CREATE FUNCTION revenue_bridge(ledger)
	RETURNS bridge_row[]
	AS 'MODULE_PATHNAME', 'revenue_bridge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_bridge(ledger) IS
	'the movements of each period from the first to the last that has lines';

CREATE AGGREGATE revenue_bridge(account bigint, booked_on date, amount numeric, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge(bigint, date, numeric, text) IS
	'the movements of each period, straight from invoice lines; grain: day, week, month, quarter, year, quarter from N, year from N';
CREATE AGGREGATE revenue_bridge(account bigint, booked_on date, amount float8, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge(bigint, date, float8, text) IS
	'the movements of each period, straight from invoice lines; grain: day, week, month, quarter, year, quarter from N, year from N';
CREATE AGGREGATE revenue_bridge(account bigint, booked_on date, amount bigint, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge(bigint, date, bigint, text) IS
	'the movements of each period, straight from invoice lines; grain: day, week, month, quarter, year, quarter from N, year from N';
CREATE AGGREGATE revenue_bridge(account bigint, booked_on timestamp, amount numeric, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge(bigint, timestamp, numeric, text) IS
	'the movements of each period, straight from invoice lines; grain: day, week, month, quarter, year, quarter from N, year from N';
CREATE AGGREGATE revenue_bridge(account bigint, booked_on timestamp, amount float8, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge(bigint, timestamp, float8, text) IS
	'the movements of each period, straight from invoice lines; grain: day, week, month, quarter, year, quarter from N, year from N';
CREATE AGGREGATE revenue_bridge(account bigint, booked_on timestamp, amount bigint, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge(bigint, timestamp, bigint, text) IS
	'the movements of each period, straight from invoice lines; grain: day, week, month, quarter, year, quarter from N, year from N';
CREATE AGGREGATE revenue_bridge(account bigint, booked_on timestamptz, amount numeric, grain text, time_zone text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge(bigint, timestamptz, numeric, text, text) IS
	'the movements of each period, straight from invoice lines; grain: day, week, month, quarter, year, quarter from N, year from N';
CREATE AGGREGATE revenue_bridge(account bigint, booked_on timestamptz, amount float8, grain text, time_zone text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge(bigint, timestamptz, float8, text, text) IS
	'the movements of each period, straight from invoice lines; grain: day, week, month, quarter, year, quarter from N, year from N';
CREATE AGGREGATE revenue_bridge(account bigint, booked_on timestamptz, amount bigint, grain text, time_zone text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge(bigint, timestamptz, bigint, text, text) IS
	'the movements of each period, straight from invoice lines; grain: day, week, month, quarter, year, quarter from N, year from N';
CREATE AGGREGATE revenue_bridge(account text, booked_on date, amount numeric, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge(text, date, numeric, text) IS
	'the movements of each period, straight from invoice lines; grain: day, week, month, quarter, year, quarter from N, year from N';
CREATE AGGREGATE revenue_bridge(account text, booked_on date, amount float8, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge(text, date, float8, text) IS
	'the movements of each period, straight from invoice lines; grain: day, week, month, quarter, year, quarter from N, year from N';
CREATE AGGREGATE revenue_bridge(account text, booked_on date, amount bigint, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge(text, date, bigint, text) IS
	'the movements of each period, straight from invoice lines; grain: day, week, month, quarter, year, quarter from N, year from N';
CREATE AGGREGATE revenue_bridge(account text, booked_on timestamp, amount numeric, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge(text, timestamp, numeric, text) IS
	'the movements of each period, straight from invoice lines; grain: day, week, month, quarter, year, quarter from N, year from N';
CREATE AGGREGATE revenue_bridge(account text, booked_on timestamp, amount float8, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge(text, timestamp, float8, text) IS
	'the movements of each period, straight from invoice lines; grain: day, week, month, quarter, year, quarter from N, year from N';
CREATE AGGREGATE revenue_bridge(account text, booked_on timestamp, amount bigint, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge(text, timestamp, bigint, text) IS
	'the movements of each period, straight from invoice lines; grain: day, week, month, quarter, year, quarter from N, year from N';
CREATE AGGREGATE revenue_bridge(account text, booked_on timestamptz, amount numeric, grain text, time_zone text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge(text, timestamptz, numeric, text, text) IS
	'the movements of each period, straight from invoice lines; grain: day, week, month, quarter, year, quarter from N, year from N';
CREATE AGGREGATE revenue_bridge(account text, booked_on timestamptz, amount float8, grain text, time_zone text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge(text, timestamptz, float8, text, text) IS
	'the movements of each period, straight from invoice lines; grain: day, week, month, quarter, year, quarter from N, year from N';
CREATE AGGREGATE revenue_bridge(account text, booked_on timestamptz, amount bigint, grain text, time_zone text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge(text, timestamptz, bigint, text, text) IS
	'the movements of each period, straight from invoice lines; grain: day, week, month, quarter, year, quarter from N, year from N';
CREATE AGGREGATE revenue_bridge(account uuid, booked_on date, amount numeric, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge(uuid, date, numeric, text) IS
	'the movements of each period, straight from invoice lines; grain: day, week, month, quarter, year, quarter from N, year from N';
CREATE AGGREGATE revenue_bridge(account uuid, booked_on date, amount float8, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge(uuid, date, float8, text) IS
	'the movements of each period, straight from invoice lines; grain: day, week, month, quarter, year, quarter from N, year from N';
CREATE AGGREGATE revenue_bridge(account uuid, booked_on date, amount bigint, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge(uuid, date, bigint, text) IS
	'the movements of each period, straight from invoice lines; grain: day, week, month, quarter, year, quarter from N, year from N';
CREATE AGGREGATE revenue_bridge(account uuid, booked_on timestamp, amount numeric, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge(uuid, timestamp, numeric, text) IS
	'the movements of each period, straight from invoice lines; grain: day, week, month, quarter, year, quarter from N, year from N';
CREATE AGGREGATE revenue_bridge(account uuid, booked_on timestamp, amount float8, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge(uuid, timestamp, float8, text) IS
	'the movements of each period, straight from invoice lines; grain: day, week, month, quarter, year, quarter from N, year from N';
CREATE AGGREGATE revenue_bridge(account uuid, booked_on timestamp, amount bigint, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge(uuid, timestamp, bigint, text) IS
	'the movements of each period, straight from invoice lines; grain: day, week, month, quarter, year, quarter from N, year from N';
CREATE AGGREGATE revenue_bridge(account uuid, booked_on timestamptz, amount numeric, grain text, time_zone text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge(uuid, timestamptz, numeric, text, text) IS
	'the movements of each period, straight from invoice lines; grain: day, week, month, quarter, year, quarter from N, year from N';
CREATE AGGREGATE revenue_bridge(account uuid, booked_on timestamptz, amount float8, grain text, time_zone text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge(uuid, timestamptz, float8, text, text) IS
	'the movements of each period, straight from invoice lines; grain: day, week, month, quarter, year, quarter from N, year from N';
CREATE AGGREGATE revenue_bridge(account uuid, booked_on timestamptz, amount bigint, grain text, time_zone text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge(uuid, timestamptz, bigint, text, text) IS
	'the movements of each period, straight from invoice lines; grain: day, week, month, quarter, year, quarter from N, year from N';

CREATE AGGREGATE subscription_bridge(account bigint, starts_on date, ends_on date, amount numeric, grain text) (
	SFUNC = subscription_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE subscription_bridge(bigint, date, date, numeric, text) IS
	'the movements of each period, from subscriptions that run from starts_on until before ends_on (NULL: without end); a subscription counts in the periods on whose first day it runs';
CREATE AGGREGATE subscription_bridge(account bigint, starts_on date, ends_on date, amount float8, grain text) (
	SFUNC = subscription_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE subscription_bridge(bigint, date, date, float8, text) IS
	'the movements of each period, from subscriptions that run from starts_on until before ends_on (NULL: without end); a subscription counts in the periods on whose first day it runs';
CREATE AGGREGATE subscription_bridge(account bigint, starts_on date, ends_on date, amount bigint, grain text) (
	SFUNC = subscription_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE subscription_bridge(bigint, date, date, bigint, text) IS
	'the movements of each period, from subscriptions that run from starts_on until before ends_on (NULL: without end); a subscription counts in the periods on whose first day it runs';
CREATE AGGREGATE subscription_bridge(account text, starts_on date, ends_on date, amount numeric, grain text) (
	SFUNC = subscription_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE subscription_bridge(text, date, date, numeric, text) IS
	'the movements of each period, from subscriptions that run from starts_on until before ends_on (NULL: without end); a subscription counts in the periods on whose first day it runs';
CREATE AGGREGATE subscription_bridge(account text, starts_on date, ends_on date, amount float8, grain text) (
	SFUNC = subscription_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE subscription_bridge(text, date, date, float8, text) IS
	'the movements of each period, from subscriptions that run from starts_on until before ends_on (NULL: without end); a subscription counts in the periods on whose first day it runs';
CREATE AGGREGATE subscription_bridge(account text, starts_on date, ends_on date, amount bigint, grain text) (
	SFUNC = subscription_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE subscription_bridge(text, date, date, bigint, text) IS
	'the movements of each period, from subscriptions that run from starts_on until before ends_on (NULL: without end); a subscription counts in the periods on whose first day it runs';
CREATE AGGREGATE subscription_bridge(account uuid, starts_on date, ends_on date, amount numeric, grain text) (
	SFUNC = subscription_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE subscription_bridge(uuid, date, date, numeric, text) IS
	'the movements of each period, from subscriptions that run from starts_on until before ends_on (NULL: without end); a subscription counts in the periods on whose first day it runs';
CREATE AGGREGATE subscription_bridge(account uuid, starts_on date, ends_on date, amount float8, grain text) (
	SFUNC = subscription_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE subscription_bridge(uuid, date, date, float8, text) IS
	'the movements of each period, from subscriptions that run from starts_on until before ends_on (NULL: without end); a subscription counts in the periods on whose first day it runs';
CREATE AGGREGATE subscription_bridge(account uuid, starts_on date, ends_on date, amount bigint, grain text) (
	SFUNC = subscription_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_bridge,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE subscription_bridge(uuid, date, date, bigint, text) IS
	'the movements of each period, from subscriptions that run from starts_on until before ends_on (NULL: without end); a subscription counts in the periods on whose first day it runs';

-- Annual prepayments, spread over the service period

CREATE FUNCTION spread(amount numeric, starts_on date, ends_on date, grain text)
	RETURNS TABLE (period date, part numeric)
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	ROWS 12;
COMMENT ON FUNCTION spread(numeric, date, date, text) IS
	'an amount for the days from starts_on until before ends_on, by period in proportion to the days; the parts add up to the amount';
