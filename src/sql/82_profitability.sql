/* What customers earn us, and how well it can be foreseen: profitability.c */

-- Transition functions and their inverses

CREATE FUNCTION contribution_margin_accum(tally, numeric, numeric)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'contribution_margin_accum_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION contribution_margin_accum(tally, numeric, numeric) IS
	'adds a row to a tally of contribution margin';
CREATE FUNCTION contribution_margin_accum_inv(tally, numeric, numeric)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'contribution_margin_accum_numeric_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION contribution_margin_accum_inv(tally, numeric, numeric) IS
	'takes a row away from a tally of contribution margin';
CREATE FUNCTION contribution_margin_accum(tally, float8, float8)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'contribution_margin_accum_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION contribution_margin_accum(tally, float8, float8) IS
	'adds a row to a tally of contribution margin';
CREATE FUNCTION contribution_margin_accum_inv(tally, float8, float8)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'contribution_margin_accum_float8_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION contribution_margin_accum_inv(tally, float8, float8) IS
	'takes a row away from a tally of contribution margin';
CREATE FUNCTION contribution_margin_accum(tally, bigint, bigint)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'contribution_margin_accum_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION contribution_margin_accum(tally, bigint, bigint) IS
	'adds a row to a tally of contribution margin';
CREATE FUNCTION contribution_margin_accum_inv(tally, bigint, bigint)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'contribution_margin_accum_int8_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION contribution_margin_accum_inv(tally, bigint, bigint) IS
	'takes a row away from a tally of contribution margin';
CREATE FUNCTION contribution_margin_accum(tally, integer, integer)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'contribution_margin_accum_int4'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION contribution_margin_accum(tally, integer, integer) IS
	'adds a row to a tally of contribution margin';
CREATE FUNCTION contribution_margin_accum_inv(tally, integer, integer)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'contribution_margin_accum_int4_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION contribution_margin_accum_inv(tally, integer, integer) IS
	'takes a row away from a tally of contribution margin';
CREATE FUNCTION wape_accum(tally, numeric, numeric)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'wape_accum_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION wape_accum(tally, numeric, numeric) IS
	'adds a row to a tally of forecasts';
CREATE FUNCTION wape_accum_inv(tally, numeric, numeric)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'wape_accum_numeric_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION wape_accum_inv(tally, numeric, numeric) IS
	'takes a row away from a tally of forecasts';
CREATE FUNCTION wape_accum(tally, float8, float8)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'wape_accum_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION wape_accum(tally, float8, float8) IS
	'adds a row to a tally of forecasts';
CREATE FUNCTION wape_accum_inv(tally, float8, float8)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'wape_accum_float8_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION wape_accum_inv(tally, float8, float8) IS
	'takes a row away from a tally of forecasts';
CREATE FUNCTION wape_accum(tally, bigint, bigint)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'wape_accum_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION wape_accum(tally, bigint, bigint) IS
	'adds a row to a tally of forecasts';
CREATE FUNCTION wape_accum_inv(tally, bigint, bigint)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'wape_accum_int8_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION wape_accum_inv(tally, bigint, bigint) IS
	'takes a row away from a tally of forecasts';
CREATE FUNCTION wape_accum(tally, integer, integer)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'wape_accum_int4'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION wape_accum(tally, integer, integer) IS
	'adds a row to a tally of forecasts';
CREATE FUNCTION wape_accum_inv(tally, integer, integer)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'wape_accum_int4_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION wape_accum_inv(tally, integer, integer) IS
	'takes a row away from a tally of forecasts';
CREATE FUNCTION brier_accum(tally, numeric, boolean)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'brier_accum_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION brier_accum(tally, numeric, boolean) IS
	'adds a row to a tally of stated probabilities';
CREATE FUNCTION brier_accum_inv(tally, numeric, boolean)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'brier_accum_numeric_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION brier_accum_inv(tally, numeric, boolean) IS
	'takes a row away from a tally of stated probabilities';
CREATE FUNCTION brier_accum(tally, float8, boolean)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'brier_accum_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION brier_accum(tally, float8, boolean) IS
	'adds a row to a tally of stated probabilities';
CREATE FUNCTION brier_accum_inv(tally, float8, boolean)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'brier_accum_float8_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION brier_accum_inv(tally, float8, boolean) IS
	'takes a row away from a tally of stated probabilities';
CREATE FUNCTION variation_accum(tally, numeric)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'variation_accum_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION variation_accum(tally, numeric) IS
	'adds a row to a tally of variation';
CREATE FUNCTION variation_accum_inv(tally, numeric)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'variation_accum_numeric_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION variation_accum_inv(tally, numeric) IS
	'takes a row away from a tally of variation';
CREATE FUNCTION variation_accum(tally, float8)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'variation_accum_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION variation_accum(tally, float8) IS
	'adds a row to a tally of variation';
CREATE FUNCTION variation_accum_inv(tally, float8)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'variation_accum_float8_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION variation_accum_inv(tally, float8) IS
	'takes a row away from a tally of variation';
CREATE FUNCTION variation_accum(tally, bigint)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'variation_accum_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION variation_accum(tally, bigint) IS
	'adds a row to a tally of variation';
CREATE FUNCTION variation_accum_inv(tally, bigint)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'variation_accum_int8_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION variation_accum_inv(tally, bigint) IS
	'takes a row away from a tally of variation';
CREATE FUNCTION variation_accum(tally, integer)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'variation_accum_int4'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION variation_accum(tally, integer) IS
	'adds a row to a tally of variation';
CREATE FUNCTION variation_accum_inv(tally, integer)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'variation_accum_int4_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION variation_accum_inv(tally, integer) IS
	'takes a row away from a tally of variation';

-- Accessors

CREATE FUNCTION contribution_margin(tally)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'contribution_margin'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION contribution_margin(tally) IS
	'contribution margin: (revenue - cost) / revenue';
CREATE FUNCTION contribution_margin_float8(tally)
	RETURNS float8
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION contribution_margin_float8(tally) IS
	'contribution margin: (revenue - cost) / revenue';
CREATE FUNCTION wape(tally)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'wape'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION wape(tally) IS
	'sum of the absolute forecast errors / sum of the absolute actuals';
CREATE FUNCTION wape_float8(tally)
	RETURNS float8
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION wape_float8(tally) IS
	'sum of the absolute forecast errors / sum of the absolute actuals';
CREATE FUNCTION forecast_bias(tally)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'forecast_bias'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION forecast_bias(tally) IS
	'sum of forecast - actual / sum of actual: positive if too much was foreseen';
CREATE FUNCTION forecast_bias_float8(tally)
	RETURNS float8
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION forecast_bias_float8(tally) IS
	'sum of forecast - actual / sum of actual: positive if too much was foreseen';
CREATE FUNCTION brier_score(tally)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'brier_score'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION brier_score(tally) IS
	'mean squared error of stated probabilities, 0 (best) to 1';
CREATE FUNCTION brier_score_float8(tally)
	RETURNS float8
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION brier_score_float8(tally) IS
	'mean squared error of stated probabilities, 0 (best) to 1';
CREATE FUNCTION variation(tally)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'variation'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION variation(tally) IS
	'standard deviation of the sample / mean';
CREATE FUNCTION variation_float8(tally)
	RETURNS float8
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION variation_float8(tally) IS
	'standard deviation of the sample / mean';
CREATE FUNCTION variation_pop(tally)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'variation_pop'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION variation_pop(tally) IS
	'standard deviation of the population / mean';
CREATE FUNCTION variation_pop_float8(tally)
	RETURNS float8
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION variation_pop_float8(tally) IS
	'standard deviation of the population / mean';
CREATE FUNCTION contribution(tally)
	RETURNS numeric
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION contribution(tally) IS
	'revenue less cost, in money';

-- Aggregates

CREATE AGGREGATE margin_agg(revenue numeric, cost numeric) (
	SFUNC = contribution_margin_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = contribution_margin_accum,
	MINVFUNC = contribution_margin_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE margin_agg(numeric, numeric) IS
	'revenue and cost, to store, roll up and ask later: contribution_margin, contribution';
CREATE AGGREGATE margin_agg(revenue float8, cost float8) (
	SFUNC = contribution_margin_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = contribution_margin_accum,
	MINVFUNC = contribution_margin_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE margin_agg(float8, float8) IS
	'revenue and cost, to store, roll up and ask later: contribution_margin, contribution';
CREATE AGGREGATE margin_agg(revenue bigint, cost bigint) (
	SFUNC = contribution_margin_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = contribution_margin_accum,
	MINVFUNC = contribution_margin_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE margin_agg(bigint, bigint) IS
	'revenue and cost, to store, roll up and ask later: contribution_margin, contribution';
CREATE AGGREGATE margin_agg(revenue integer, cost integer) (
	SFUNC = contribution_margin_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = contribution_margin_accum,
	MINVFUNC = contribution_margin_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE margin_agg(integer, integer) IS
	'revenue and cost, to store, roll up and ask later: contribution_margin, contribution';
CREATE AGGREGATE contribution_margin(revenue numeric, cost numeric) (
	SFUNC = contribution_margin_accum,
	STYPE = tally,
	FINALFUNC = contribution_margin,
	COMBINEFUNC = tally_combine,
	MSFUNC = contribution_margin_accum,
	MINVFUNC = contribution_margin_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = contribution_margin,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE contribution_margin(numeric, numeric) IS
	'contribution margin of all rows: (sum of revenue - sum of cost) / sum of revenue';
CREATE AGGREGATE contribution_margin(revenue float8, cost float8) (
	SFUNC = contribution_margin_accum,
	STYPE = tally,
	FINALFUNC = contribution_margin_float8,
	COMBINEFUNC = tally_combine,
	MSFUNC = contribution_margin_accum,
	MINVFUNC = contribution_margin_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = contribution_margin_float8,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE contribution_margin(float8, float8) IS
	'contribution margin of all rows: (sum of revenue - sum of cost) / sum of revenue';
CREATE AGGREGATE contribution_margin(revenue bigint, cost bigint) (
	SFUNC = contribution_margin_accum,
	STYPE = tally,
	FINALFUNC = contribution_margin,
	COMBINEFUNC = tally_combine,
	MSFUNC = contribution_margin_accum,
	MINVFUNC = contribution_margin_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = contribution_margin,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE contribution_margin(bigint, bigint) IS
	'contribution margin of all rows: (sum of revenue - sum of cost) / sum of revenue';
CREATE AGGREGATE contribution_margin(revenue integer, cost integer) (
	SFUNC = contribution_margin_accum,
	STYPE = tally,
	FINALFUNC = contribution_margin,
	COMBINEFUNC = tally_combine,
	MSFUNC = contribution_margin_accum,
	MINVFUNC = contribution_margin_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = contribution_margin,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE contribution_margin(integer, integer) IS
	'contribution margin of all rows: (sum of revenue - sum of cost) / sum of revenue';
CREATE AGGREGATE forecast_agg(actual numeric, forecast numeric) (
	SFUNC = wape_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = wape_accum,
	MINVFUNC = wape_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE forecast_agg(numeric, numeric) IS
	'actuals and forecasts, to store, roll up and ask later: wape, forecast_bias';
CREATE AGGREGATE forecast_agg(actual float8, forecast float8) (
	SFUNC = wape_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = wape_accum,
	MINVFUNC = wape_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE forecast_agg(float8, float8) IS
	'actuals and forecasts, to store, roll up and ask later: wape, forecast_bias';
CREATE AGGREGATE forecast_agg(actual bigint, forecast bigint) (
	SFUNC = wape_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = wape_accum,
	MINVFUNC = wape_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE forecast_agg(bigint, bigint) IS
	'actuals and forecasts, to store, roll up and ask later: wape, forecast_bias';
CREATE AGGREGATE forecast_agg(actual integer, forecast integer) (
	SFUNC = wape_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = wape_accum,
	MINVFUNC = wape_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE forecast_agg(integer, integer) IS
	'actuals and forecasts, to store, roll up and ask later: wape, forecast_bias';
CREATE AGGREGATE wape(actual numeric, forecast numeric) (
	SFUNC = wape_accum,
	STYPE = tally,
	FINALFUNC = wape,
	COMBINEFUNC = tally_combine,
	MSFUNC = wape_accum,
	MINVFUNC = wape_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = wape,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE wape(numeric, numeric) IS
	'weighted absolute percentage error: sum of |forecast - actual| / sum of |actual|';
CREATE AGGREGATE wape(actual float8, forecast float8) (
	SFUNC = wape_accum,
	STYPE = tally,
	FINALFUNC = wape_float8,
	COMBINEFUNC = tally_combine,
	MSFUNC = wape_accum,
	MINVFUNC = wape_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = wape_float8,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE wape(float8, float8) IS
	'weighted absolute percentage error: sum of |forecast - actual| / sum of |actual|';
CREATE AGGREGATE wape(actual bigint, forecast bigint) (
	SFUNC = wape_accum,
	STYPE = tally,
	FINALFUNC = wape,
	COMBINEFUNC = tally_combine,
	MSFUNC = wape_accum,
	MINVFUNC = wape_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = wape,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE wape(bigint, bigint) IS
	'weighted absolute percentage error: sum of |forecast - actual| / sum of |actual|';
CREATE AGGREGATE wape(actual integer, forecast integer) (
	SFUNC = wape_accum,
	STYPE = tally,
	FINALFUNC = wape,
	COMBINEFUNC = tally_combine,
	MSFUNC = wape_accum,
	MINVFUNC = wape_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = wape,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE wape(integer, integer) IS
	'weighted absolute percentage error: sum of |forecast - actual| / sum of |actual|';
CREATE AGGREGATE forecast_bias(actual numeric, forecast numeric) (
	SFUNC = wape_accum,
	STYPE = tally,
	FINALFUNC = forecast_bias,
	COMBINEFUNC = tally_combine,
	MSFUNC = wape_accum,
	MINVFUNC = wape_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = forecast_bias,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE forecast_bias(numeric, numeric) IS
	'sum of forecast - actual / sum of actual: positive if too much was foreseen';
CREATE AGGREGATE forecast_bias(actual float8, forecast float8) (
	SFUNC = wape_accum,
	STYPE = tally,
	FINALFUNC = forecast_bias_float8,
	COMBINEFUNC = tally_combine,
	MSFUNC = wape_accum,
	MINVFUNC = wape_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = forecast_bias_float8,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE forecast_bias(float8, float8) IS
	'sum of forecast - actual / sum of actual: positive if too much was foreseen';
CREATE AGGREGATE forecast_bias(actual bigint, forecast bigint) (
	SFUNC = wape_accum,
	STYPE = tally,
	FINALFUNC = forecast_bias,
	COMBINEFUNC = tally_combine,
	MSFUNC = wape_accum,
	MINVFUNC = wape_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = forecast_bias,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE forecast_bias(bigint, bigint) IS
	'sum of forecast - actual / sum of actual: positive if too much was foreseen';
CREATE AGGREGATE forecast_bias(actual integer, forecast integer) (
	SFUNC = wape_accum,
	STYPE = tally,
	FINALFUNC = forecast_bias,
	COMBINEFUNC = tally_combine,
	MSFUNC = wape_accum,
	MINVFUNC = wape_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = forecast_bias,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE forecast_bias(integer, integer) IS
	'sum of forecast - actual / sum of actual: positive if too much was foreseen';
CREATE AGGREGATE brier_agg(probability numeric, outcome boolean) (
	SFUNC = brier_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = brier_accum,
	MINVFUNC = brier_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE brier_agg(numeric, boolean) IS
	'stated probabilities and outcomes, to store, roll up and ask later: brier_score';
CREATE AGGREGATE brier_agg(probability float8, outcome boolean) (
	SFUNC = brier_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = brier_accum,
	MINVFUNC = brier_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE brier_agg(float8, boolean) IS
	'stated probabilities and outcomes, to store, roll up and ask later: brier_score';
CREATE AGGREGATE brier_score(probability numeric, outcome boolean) (
	SFUNC = brier_accum,
	STYPE = tally,
	FINALFUNC = brier_score,
	COMBINEFUNC = tally_combine,
	MSFUNC = brier_accum,
	MINVFUNC = brier_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = brier_score,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE brier_score(numeric, boolean) IS
	'mean squared error of stated probabilities, 0 (best) to 1; always saying 0.5 gives 0.25';
CREATE AGGREGATE brier_score(probability float8, outcome boolean) (
	SFUNC = brier_accum,
	STYPE = tally,
	FINALFUNC = brier_score_float8,
	COMBINEFUNC = tally_combine,
	MSFUNC = brier_accum,
	MINVFUNC = brier_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = brier_score_float8,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE brier_score(float8, boolean) IS
	'mean squared error of stated probabilities, 0 (best) to 1; always saying 0.5 gives 0.25';
CREATE AGGREGATE variation_agg(value numeric) (
	SFUNC = variation_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = variation_accum,
	MINVFUNC = variation_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE variation_agg(numeric) IS
	'values of a complete calendar, to store, roll up and ask later: variation, variation_pop';
CREATE AGGREGATE variation_agg(value float8) (
	SFUNC = variation_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = variation_accum,
	MINVFUNC = variation_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE variation_agg(float8) IS
	'values of a complete calendar, to store, roll up and ask later: variation, variation_pop';
CREATE AGGREGATE variation_agg(value bigint) (
	SFUNC = variation_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = variation_accum,
	MINVFUNC = variation_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE variation_agg(bigint) IS
	'values of a complete calendar, to store, roll up and ask later: variation, variation_pop';
CREATE AGGREGATE variation_agg(value integer) (
	SFUNC = variation_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = variation_accum,
	MINVFUNC = variation_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE variation_agg(integer) IS
	'values of a complete calendar, to store, roll up and ask later: variation, variation_pop';
CREATE AGGREGATE variation(value numeric) (
	SFUNC = variation_accum,
	STYPE = tally,
	FINALFUNC = variation,
	COMBINEFUNC = tally_combine,
	MSFUNC = variation_accum,
	MINVFUNC = variation_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = variation,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE variation(numeric) IS
	'standard deviation of the sample / mean, of the values of a complete calendar: periods without sales must be there as 0';
CREATE AGGREGATE variation(value float8) (
	SFUNC = variation_accum,
	STYPE = tally,
	FINALFUNC = variation_float8,
	COMBINEFUNC = tally_combine,
	MSFUNC = variation_accum,
	MINVFUNC = variation_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = variation_float8,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE variation(float8) IS
	'standard deviation of the sample / mean, of the values of a complete calendar: periods without sales must be there as 0';
CREATE AGGREGATE variation(value bigint) (
	SFUNC = variation_accum,
	STYPE = tally,
	FINALFUNC = variation,
	COMBINEFUNC = tally_combine,
	MSFUNC = variation_accum,
	MINVFUNC = variation_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = variation,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE variation(bigint) IS
	'standard deviation of the sample / mean, of the values of a complete calendar: periods without sales must be there as 0';
CREATE AGGREGATE variation(value integer) (
	SFUNC = variation_accum,
	STYPE = tally,
	FINALFUNC = variation,
	COMBINEFUNC = tally_combine,
	MSFUNC = variation_accum,
	MINVFUNC = variation_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = variation,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE variation(integer) IS
	'standard deviation of the sample / mean, of the values of a complete calendar: periods without sales must be there as 0';
CREATE AGGREGATE variation_pop(value numeric) (
	SFUNC = variation_accum,
	STYPE = tally,
	FINALFUNC = variation_pop,
	COMBINEFUNC = tally_combine,
	MSFUNC = variation_accum,
	MINVFUNC = variation_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = variation_pop,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE variation_pop(numeric) IS
	'standard deviation of the population / mean, of the values of a complete calendar';
CREATE AGGREGATE variation_pop(value float8) (
	SFUNC = variation_accum,
	STYPE = tally,
	FINALFUNC = variation_pop_float8,
	COMBINEFUNC = tally_combine,
	MSFUNC = variation_accum,
	MINVFUNC = variation_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = variation_pop_float8,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE variation_pop(float8) IS
	'standard deviation of the population / mean, of the values of a complete calendar';
CREATE AGGREGATE variation_pop(value bigint) (
	SFUNC = variation_accum,
	STYPE = tally,
	FINALFUNC = variation_pop,
	COMBINEFUNC = tally_combine,
	MSFUNC = variation_accum,
	MINVFUNC = variation_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = variation_pop,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE variation_pop(bigint) IS
	'standard deviation of the population / mean, of the values of a complete calendar';
CREATE AGGREGATE variation_pop(value integer) (
	SFUNC = variation_accum,
	STYPE = tally,
	FINALFUNC = variation_pop,
	COMBINEFUNC = tally_combine,
	MSFUNC = variation_accum,
	MINVFUNC = variation_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = variation_pop,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE variation_pop(integer) IS
	'standard deviation of the population / mean, of the values of a complete calendar';

-- Scalars

CREATE FUNCTION cac_payback(cac float8, monthly_margin float8)
	RETURNS float8
	AS 'MODULE_PATHNAME', 'cac_payback'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION cac_payback(float8, float8) IS
	'months until the monthly margin of an account has paid for winning it; NULL if it never does';
CREATE FUNCTION cac_payback(cac float8, monthly_margin float8, monthly_retention float8)
	RETURNS float8
	AS 'MODULE_PATHNAME', 'cac_payback_churn'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION cac_payback(float8, float8, float8) IS
	'the same when only this share of the accounts stays from month to month';
CREATE FUNCTION customer_lifetime_value(margin float8, retention float8,
		discount float8, first_margin text DEFAULT 'end')
	RETURNS float8
	AS 'MODULE_PATHNAME', 'customer_lifetime_value'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION customer_lifetime_value(float8, float8, float8, text) IS
	'discounted margins of a customer for ever, in money: margin of a period, share that stays (0 to 1), discount rate, and whether the first margin comes at the end of the first period or now';
CREATE FUNCTION price_effect(price_before numeric, quantity_before numeric,
		price_after numeric, quantity_after numeric)
	RETURNS numeric
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION price_effect(numeric, numeric, numeric, numeric) IS
	'what the change of price did to revenue: (p1 - p0) * q1; with volume_effect it makes the whole change';
CREATE FUNCTION volume_effect(price_before numeric, quantity_before numeric,
		price_after numeric, quantity_after numeric)
	RETURNS numeric
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION volume_effect(numeric, numeric, numeric, numeric) IS
	'what the change of quantity did to revenue: (q1 - q0) * p0; with price_effect it makes the whole change';
