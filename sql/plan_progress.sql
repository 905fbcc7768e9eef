-- Is an account plan on schedule?
SET extra_float_digits = 1;
SET search_path = prove, public;

-- Milestones of every kind: early, on the day and late, open, done after the day asked about, without a due date or a value; brought more or less than planned
CREATE FUNCTION milestone_days(id bigint, grp int, OUT due date, OUT done date, OUT start date, OUT as_of date, OUT at date) LANGUAGE sql IMMUTABLE
	RETURN (CASE WHEN pick(id, 71, 12) > 0 THEN date '2025-01-01' + pick(id, 72, CASE grp WHEN 1 THEN 20 ELSE 400 END) END,
			CASE pick(id, 73, 12) WHEN 0 THEN 'infinity' WHEN 1 THEN '2024-12-01' WHEN 2 THEN NULL WHEN 3 THEN NULL WHEN 4 THEN '2025-07-01'
				ELSE date '2025-01-01' + pick(id, 74, CASE grp WHEN 1 THEN 20 ELSE 400 END) END,
			date '2025-01-01', date '2025-07-01', date '2025-07-01' + pick(id, 75, 3));
CREATE TABLE milestone_numeric WITH (parallel_workers = 4) AS
	SELECT id, grp, CASE WHEN grp = 4 THEN NULL ELSE p END AS value, CASE WHEN b >= 0 THEN b END AS delivered, d.* FROM sample_numeric, milestone_days(id, grp) AS d;
CREATE TABLE milestone_bigint WITH (parallel_workers = 4) AS
	SELECT id, grp, CASE WHEN grp = 4 THEN NULL ELSE p END AS value, CASE WHEN b >= 0 THEN b END AS delivered, d.* FROM sample_bigint, milestone_days(id, grp) AS d;
CREATE TABLE milestone_integer WITH (parallel_workers = 4) AS
	SELECT id, grp, CASE WHEN grp = 4 THEN NULL ELSE p END AS value, CASE WHEN b >= 0 THEN b END AS delivered, d.* FROM sample_integer, milestone_days(id, grp) AS d;
CREATE TABLE milestone_float8 WITH (parallel_workers = 4) AS
	SELECT id, grp, CASE WHEN grp = 4 THEN NULL ELSE p END AS value, CASE WHEN b >= 0 THEN b END AS delivered, d.*,
		CASE WHEN grp = 4 THEN NULL ELSE exact_p END AS exact_value, CASE WHEN b >= 0 THEN exact_b END AS exact_delivered FROM sample_float8, milestone_days(id, grp) AS d;
ANALYZE milestone_numeric, milestone_bigint, milestone_integer, milestone_float8;

-- However the rows come, the result is the same, and that of plain SQL: first what is a sum as of a day
CREATE FUNCTION progress_calls() RETURNS text[] LANGUAGE sql IMMUTABLE
	RETURN '{"kam.plan_value_index(value, due, done, at)","kam.plan_value_index(value, delivered, due, done, at)","kam.plan_realisation(value, due, done, at)",
			 "kam.plan_realisation(value, delivered, due, done, at)","kam.plan_slip(value, due, done, at)","kam.plan_slip(value, delivered, due, done, at)",
			 "kam.plan_progress_agg(value, due, done, at)","kam.plan_progress_agg(value, delivered, due, done, at)"}'::text[];
CREATE FUNCTION progress_plain(v text, d text, type text DEFAULT 'numeric') RETURNS text[] LANGUAGE sql IMMUTABLE
	RETURN (SELECT array_agg(format('coalesce(trim_scale(sum(%s)), 0)::%3$s / nullif(trim_scale(sum(%2$s) FILTER (WHERE due <= at)), 0)::%3$s', replace(replace(numerator, '$v', v), '$d', d), v, type) ORDER BY n)
			FROM unnest(ARRAY['$v) FILTER (WHERE due IS NOT NULL AND done <= at', 'least($v, $d)) FILTER (WHERE due IS NOT NULL AND $v IS NOT NULL AND done <= at',
							  '$v) FILTER (WHERE due <= at AND done <= at', 'coalesce($d, $v)) FILTER (WHERE due <= at AND $v IS NOT NULL AND done <= at',
							  '$v * (CASE WHEN done <= at THEN done ELSE at END - due)) FILTER (WHERE due <= at', '$v * (CASE WHEN done <= at THEN done ELSE at END - due)) FILTER (WHERE due <= at'])
				WITH ORDINALITY AS u (numerator, n)) || '{NULL,NULL}'::text[];
SELECT * FROM prove.aggregate(progress_calls(), 'milestone_numeric', plain => progress_plain('value', 'delivered')) AS numeric;
SELECT * FROM prove.aggregate(progress_calls(), 'milestone_bigint', plain => progress_plain('value::numeric', 'delivered::numeric')) AS bigint;
SELECT * FROM prove.aggregate(progress_calls(), 'milestone_integer', plain => progress_plain('value::numeric', 'delivered::numeric')) AS integer;
SELECT * FROM prove.aggregate(progress_calls(), 'milestone_float8', plain => progress_plain('exact_value', 'exact_delivered', 'float8')) AS float8;
-- and by way of states
CREATE FUNCTION progress_calls_delivered() RETURNS text[] LANGUAGE sql IMMUTABLE
	RETURN '{"kam.plan_value_index(value, delivered, due, done, at)","kam.plan_realisation(value, delivered, due, done, at)","kam.plan_slip(value, delivered, due, done, at)","kam.plan_progress_agg(value, delivered, due, done, at)"}'::text[];
SELECT * FROM prove.aggregate(progress_calls_delivered(), 'milestone_numeric', state => 'kam.plan_progress_agg(value, delivered, due, done, at)',
	finals => '{kam.plan_value_index($),kam.plan_realisation($),kam.plan_slip($),$}') AS states WHERE states ~ 'state|split|rolled';
SELECT * FROM prove.aggregate(progress_calls_delivered(), 'milestone_float8', state => 'kam.plan_progress_agg(value, delivered, due, done, at)',
	finals => '{kam.plan_value_index_float8($),kam.plan_realisation_float8($),kam.plan_slip_float8($),$}') AS states_of_float8 WHERE states_of_float8 ~ 'state|split|rolled';
-- the counts
SELECT count(*) AS groups, bool_and((s::jsonb ->> 'milestones')::int = milestones AND kam.unscheduled_milestones(s) = unscheduled AND kam.unvalued_milestones(s) = unvalued
	AND (s::jsonb ->> 'due')::int = due AND (s::jsonb ->> 'done')::int = done AND (s::jsonb ->> 'overdue')::int = overdue AND kam.unscheduled_milestones(p) = unscheduled
	AND kam.unvalued_milestones(p) = unvalued AND (p::jsonb ->> 'milestones')::int = milestones) AS same
FROM (SELECT kam.plan_progress_agg(value, due, done, at) AS s, kam.plan_agg(value, delivered, due, done) AS p, count(*) FILTER (WHERE value IS NOT NULL AND due IS NOT NULL) AS milestones, count(value) FILTER (WHERE due IS NULL) AS unscheduled,
			 count(due) FILTER (WHERE value IS NULL) AS unvalued, count(value) FILTER (WHERE due <= at) AS due, count(value) FILTER (WHERE due IS NOT NULL AND done <= at) AS done,
			 count(value) FILTER (WHERE due <= at AND (done > at OR done IS NULL)) AS overdue FROM milestone_numeric GROUP BY id % 50) AS q;

-- Then what needs the curves
CREATE FUNCTION plan_calls() RETURNS text[] LANGUAGE sql IMMUTABLE
	RETURN '{"kam.plan_time_index(value, due, done, start, as_of)","kam.plan_time_index(value, delivered, due, done, start, as_of)","kam.earned_schedule(value, delivered, due, done, start, as_of)",
			 "kam.plan_velocity(value, delivered, due, done, start, as_of)","kam.plan_velocity_ratio(value, due, done, start, as_of)","kam.plan_velocity_ratio(value, delivered, due, done, start, as_of)",
			 "kam.plan_agg(value, due, done)","kam.plan_agg(value, delivered, due, done)"}'::text[];
SELECT * FROM prove.aggregate(plan_calls(), 'milestone_numeric') AS numeric;
SELECT * FROM prove.aggregate(plan_calls(), 'milestone_bigint') AS bigint;
SELECT * FROM prove.aggregate(plan_calls(), 'milestone_integer') AS integer;
SELECT * FROM prove.aggregate(plan_calls(), 'milestone_float8') AS float8;
-- and by way of states
CREATE FUNCTION plan_calls_delivered() RETURNS text[] LANGUAGE sql IMMUTABLE
	RETURN '{"kam.plan_time_index(value, delivered, due, done, start, as_of)","kam.earned_schedule(value, delivered, due, done, start, as_of)","kam.plan_velocity(value, delivered, due, done, start, as_of)",
			 "kam.plan_velocity_ratio(value, delivered, due, done, start, as_of)","kam.plan_agg(value, delivered, due, done)"}'::text[];
SELECT * FROM prove.aggregate(plan_calls_delivered(), 'milestone_numeric', state => 'kam.plan_agg(value, delivered, due, done)', moving => false,
	finals => $${"kam.plan_time_index($, date '2025-01-01', date '2025-07-01')","kam.earned_schedule($, date '2025-01-01', date '2025-07-01')","kam.plan_velocity($, date '2025-01-01', date '2025-07-01')","kam.plan_velocity_ratio($, date '2025-01-01', date '2025-07-01')",$}$$) AS states WHERE states ~ 'state|split|rolled';

-- The same in plain SQL, for each group and many pairs of days
CREATE FUNCTION plain_plan(source text, v text, d text) RETURNS TABLE (grp int, start date, as_of date, es numeric, time_index numeric, velocity numeric, ratio numeric, planned numeric, earned numeric)
	LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE format($query$
		WITH milestone AS (
			SELECT grp, %2$s AS value, least(%2$s, %3$s) AS earned, due, done FROM %1$s WHERE %2$s IS NOT NULL AND due IS NOT NULL
		), question AS (
			SELECT g.grp, s.day AS start, a.day AS as_of
			FROM (SELECT DISTINCT grp FROM milestone) AS g, unnest('{2024-12-31,2025-01-01}'::date[]) AS s (day), unnest('{2024-11-30,2025-01-01,2025-01-02,2025-01-15,2025-03-03,2025-07-01,2026-02-04,2027-01-01}'::date[]) AS a (day)
		), curve AS (	-- planned value, as straight lines from day to day
			SELECT grp, due, coalesce(lag(due) OVER w, NULL) AS due_before, sum(value) OVER w AS reached, sum(value) OVER w - value AS before
			FROM (SELECT grp, due, sum(value) AS value FROM milestone GROUP BY grp, due HAVING sum(value) > 0) AS day WINDOW w AS (PARTITION BY grp ORDER BY due)
		), answer AS (
			SELECT q.*, (SELECT coalesce(sum(value), 0) FROM milestone m WHERE m.grp IS NOT DISTINCT FROM q.grp AND due <= q.as_of) AS pv,
				(SELECT coalesce(sum(value), 0) FROM milestone m WHERE m.grp IS NOT DISTINCT FROM q.grp AND due <= q.start) AS pv_start,
				(SELECT coalesce(sum(m.earned), 0) FROM milestone m WHERE m.grp IS NOT DISTINCT FROM q.grp AND done <= q.as_of) AS ev,
				(SELECT coalesce(sum(m.earned), 0) FROM milestone m WHERE m.grp IS NOT DISTINCT FROM q.grp AND done <= q.start) AS ev_start,
				(SELECT coalesce(sum(value), 0) FROM milestone m WHERE m.grp IS NOT DISTINCT FROM q.grp) AS bac,
				(SELECT max(done) FROM milestone m WHERE m.grp IS NOT DISTINCT FROM q.grp AND done <= q.as_of AND m.earned > 0) AS last
			FROM question q
		), schedule AS (
			SELECT a.*, CASE WHEN bac = 0 OR (pv = 0 AND ev = 0) THEN NULL WHEN ev = 0 THEN 0
				ELSE (SELECT coalesce(due_before, a.start) - a.start + (due - coalesce(due_before, a.start)) * round((ev - before), 400) / (reached - before)
					  FROM curve c WHERE c.grp IS NOT DISTINCT FROM a.grp AND reached >= ev ORDER BY due LIMIT 1) END AS es
			FROM answer a
		)
		SELECT grp, start, as_of, es, es / nullif(greatest(CASE WHEN ev = bac THEN last ELSE as_of END - start, 0), 0),
			CASE WHEN bac > 0 THEN (ev - ev_start) / nullif(greatest(as_of - start, 0), 0) END, CASE WHEN as_of > start THEN (ev - ev_start) / nullif(pv - pv_start, 0) END, pv, ev
		FROM schedule$query$, source, v, d);
END $$;
CREATE FUNCTION compare_plans(source text, v text, d text, OUT questions bigint, OUT known bigint, OUT wrong bigint, OUT farthest text) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format($query$
		SELECT count(*), count(p.time_index), count(*) FILTER (WHERE (es, p.time_index, p.velocity, ratio) IS DISTINCT FROM (NULL, NULL, NULL, NULL) AND NOT coalesce(greatest(e1, e2, e3, e4) < 1e-12, false)
					OR (es IS NULL) <> (k_es IS NULL) OR (p.time_index IS NULL) <> (k_index IS NULL) OR (p.velocity IS NULL) <> (k_velocity IS NULL) OR (ratio IS NULL) <> (k_ratio IS NULL) OR planned <> k_planned OR earned <> k_earned),
			CASE WHEN max(greatest(e1, e2, e3, e4)) < 1e-12 THEN 'below 1e-12' ELSE max(greatest(e1, e2, e3, e4))::text END
		FROM prove.plain_plan(%1$L, %2$L, %3$L) AS p JOIN (SELECT grp, kam.plan_agg(value, delivered, due, done) AS s FROM %1$s GROUP BY grp) AS k ON k.grp IS NOT DISTINCT FROM p.grp,
			LATERAL (SELECT kam.earned_schedule(s, start, as_of), kam.plan_time_index(s, start, as_of), kam.plan_velocity(s, start, as_of), kam.plan_velocity_ratio(s, start, as_of), kam.planned_value(s, as_of), kam.earned_value(s, as_of))
				AS a (k_es, k_index, k_velocity, k_ratio, k_planned, k_earned),
			LATERAL (SELECT abs(es - k_es) / greatest(es, 1), abs(p.time_index - k_index) / greatest(p.time_index, 1), abs(p.velocity - k_velocity) / greatest(p.velocity, 1), abs(ratio - k_ratio) / greatest(ratio, 1)) AS e (e1, e2, e3, e4)$query$, source, v, d)
	INTO questions, known, wrong, farthest;
END $$;
SELECT 'numeric' AS type, * FROM compare_plans('prove.milestone_numeric', 'value', 'delivered')
UNION ALL SELECT 'bigint', * FROM compare_plans('prove.milestone_bigint', 'value::numeric', 'delivered::numeric')
UNION ALL SELECT 'integer', * FROM compare_plans('prove.milestone_integer', 'value::numeric', 'delivered::numeric')
UNION ALL SELECT 'float8', * FROM compare_plans('prove.milestone_float8', 'exact_value', 'exact_delivered');
-- one-step results of float8 are the float8 nearest to that
SELECT count(*) AS groups, bool_and(abs(f - n::float8) <= 1e-14 * n::float8) AS near
FROM (SELECT kam.plan_time_index(value, due, done, start, as_of) AS f, kam.plan_time_index(kam.plan_agg(value, due, done), '2025-01-01', '2025-07-01') AS n FROM milestone_float8 GROUP BY grp) AS q;

-- Published and exact figures (oracles): [due day, done day, value] as of day 180
CREATE TEMP TABLE example AS SELECT date '2025-01-01' + due AS due, date '2025-01-01' + done AS done, value FROM (VALUES (60, 50, 10), (90, 86, 10), (120, NULL, 80), (360, NULL, 100)) AS v (due, done, value);
-- value index 0.2 (by count it would be 2/3), time index 0.5 = 90 / 180, velocity 0 over the last 90 days, slip 46.6 days
SELECT round(kam.plan_value_index(value, due, done, '2025-06-30'), 4) AS value_index, round(count(*) FILTER (WHERE due <= '2025-06-30' AND done <= '2025-06-30')::numeric / count(*) FILTER (WHERE due <= '2025-06-30'), 3) AS by_count,
	round(kam.plan_time_index(value, due, done, '2025-01-01', '2025-06-30'), 4) AS time_index, round(kam.earned_schedule(value, due, done, '2025-01-01', '2025-06-30'), 4) AS earned_schedule,
	round(kam.plan_velocity(value, due, done, '2025-04-01', '2025-06-30'), 4) AS velocity, round(kam.plan_velocity_ratio(value, due, done, '2025-04-01', '2025-06-30'), 4) AS ratio, round(kam.plan_slip(value, due, done, '2025-06-30'), 4) AS slip
FROM example;
-- planned 10, 10, 80, delivered 12, 10, 40: 0.60 capped, 0.62 realised
SELECT round(kam.plan_value_index(value, delivered, '2025-03-01', '2025-02-01', '2025-03-01'), 4) AS value_index, round(kam.plan_realisation(value, delivered, '2025-03-01', '2025-02-01', '2025-03-01'), 4) AS realisation
FROM (VALUES (10, 12), (10, 10), (80, 40)) AS v (value, delivered);
-- SPI, published: 500 / 450 = 1.1111; 1,250,000 / 1,150,000 = 1.09; 40 / 60 = .67; 2.4 / 2.6 = .92
SELECT ev, pv, round(kam.plan_value_index(value, due, done, '2025-02-01'), 4) AS spi
FROM (VALUES (500, 450), (1250000, 1150000), (40, 60), (2.4, 2.6)) AS v (ev, pv),
	LATERAL (VALUES (least(ev, pv), date '2025-01-31', date '2025-01-31'), (greatest(pv - ev, 0), '2025-01-31', NULL), (greatest(ev - pv, 0), '2025-03-01', '2025-01-31')) AS m (value, due, done)
GROUP BY ev, pv ORDER BY ev;
-- Lipke: seven months gone and the value of month five earned: 5 / 7 = 0.714 (here a month is a day)
SELECT round(kam.earned_schedule(10 * n, date '2025-01-01' + n, CASE WHEN n <= 5 THEN date '2025-01-01' + n + 1 END, '2025-01-01', '2025-01-08'), 4) AS earned_schedule,
	round(kam.plan_time_index(10 * n, date '2025-01-01' + n, CASE WHEN n <= 5 THEN date '2025-01-01' + n + 1 END, '2025-01-01', '2025-01-08'), 4) AS time_index FROM generate_series(1, 10) AS n;
-- ES = C + (EV - PV(C)) / (PV(C + 1) - PV(C)): of 10, 20, 40 due monthly, 22 earned after month 3: 1 + 12 / 20 = 1.6
SELECT round(kam.earned_schedule(value, delivered, due, done, '2025-01-01', '2025-01-04'), 4) AS earned_schedule, round(kam.plan_time_index(value, delivered, due, done, '2025-01-01', '2025-01-04'), 4) AS time_index
FROM (VALUES (10, 10, date '2025-01-02', date '2025-01-02'), (20, 12, '2025-01-03', '2025-01-04'), (40, NULL, '2025-01-04', NULL)) AS v (value, delivered, due, done);
-- "SPI = BAC / BAC = 1.00 regardless of lateness": all done, thirty days late in sixty; the time index does not age after that
SELECT as_of, round(kam.plan_value_index(value, due, done, as_of), 4) AS value_index, round(kam.plan_time_index(value, due, done, '2025-01-01', as_of), 4) AS time_index
FROM (VALUES (50, date '2025-01-31', date '2025-02-15'), (50, '2025-03-02', '2025-04-01')) AS v (value, due, done), unnest('{2025-01-15,2025-01-31,2025-02-15,2025-03-02,2025-04-01,2025-12-31}'::date[]) AS as_of GROUP BY as_of ORDER BY as_of;

-- Edges of a milestone
SELECT n, value, delivered, due, done, kam.plan_value_index(value, delivered, due, done, '2025-07-01') IS NOT NULL AS counts, round(kam.plan_value_index(value, delivered, due, done, '2025-07-01'), 3) AS index, round(kam.plan_realisation(value, delivered, due, done, '2025-07-01'), 3) AS realised,
	round(kam.plan_slip(value, delivered, due, done, '2025-07-01'), 1) AS slip, round(kam.plan_time_index(value, delivered, due, done, '2025-01-01', '2025-07-01'), 3) AS time_index, round(kam.plan_velocity(value, delivered, due, done, '2025-06-21', '2025-07-01'), 3) AS velocity,
	round(kam.plan_velocity_ratio(value, delivered, due, done, '2025-06-21', '2025-07-01'), 3) AS ratio
FROM (VALUES (1, 10.0, NULL::numeric, date '2025-07-01', date '2025-07-01'), (2, 10, NULL, '2025-07-01', '2025-07-02'), (3, 10, NULL, '2025-07-01', NULL), (4, 10, NULL, '2025-07-02', '2025-07-01'), (5, 10, NULL, '2025-07-02', NULL),
	(6, 10, 15, '2025-06-30', '2025-06-30'), (7, 10, 5, '2025-06-30', '2025-06-30'), (8, 10, 0, '2025-06-30', '2025-06-30'), (9, 10, 5, '2025-06-30', NULL), (10, 0, NULL, '2025-06-30', '2025-06-30'), (11, 0, 5, '2025-06-30', '2025-06-30'),
	(12, NULL, NULL, '2025-06-30', '2025-06-30'), (13, NULL, 5, '2025-06-30', '2025-06-30'), (14, 10, NULL, NULL, '2025-06-30'), (15, NULL, NULL, NULL, '2025-06-30'), (16, 10, NULL, '2025-06-30', '2024-06-30'), (17, 10, NULL, '2025-06-30', 'infinity'), (18, 10, NULL, '2025-01-01', '2025-01-01')) AS v (n, value, delivered, due, done)
GROUP BY n, value, delivered, due, done ORDER BY n;
-- the first and the last days there are
SELECT round(kam.plan_slip(1e40, date '4713-01-01 BC', NULL, '5874897-12-31'), 1) AS slip, round(kam.plan_time_index(1e-40, date '5874897-12-31', '4713-01-02 BC', '4713-01-01 BC', '5874897-12-31'), 1) AS time_index,
	round(kam.earned_schedule(9223372036854775807, date '5874897-12-31', '2025-01-01', '4713-01-01 BC', '2025-01-01'), 1) AS earned_schedule;
-- a plan asked about its first day, or before it started, or after its rows were all without value
SELECT kam.plan_time_index(p, '2025-01-01', '2025-01-01') AS first_day, kam.plan_velocity(p, '2025-01-01', '2025-01-01') AS no_days, kam.plan_velocity(p, '2025-01-02', '2025-01-01') AS backwards, kam.planned_value(p, '2024-01-01'), kam.earned_value(p, '2026-01-01')
FROM (SELECT kam.plan_agg(value + 0.50, due, done) FROM example) AS v (p);
SELECT kam.plan_time_index(p, '2025-01-01', '2025-07-01'), kam.plan_velocity(p, '2025-01-01', '2025-07-01'), kam.planned_value(p, '2025-07-01'), kam.unvalued_milestones(p), p::jsonb
FROM (SELECT kam.plan_agg(NULL::int, due, done) FROM example) AS v (p);
SELECT kam.plan_time_index(p, '2025-01-01', '2025-07-01'), kam.plan_velocity(p, '2025-01-01', '2025-07-01'), kam.planned_value(p, '2025-07-01') FROM (SELECT kam.plan_agg(0.00, due, done) FROM example) AS v (p);

-- What is refused
SELECT call, outcome('SELECT kam.' || call)
FROM unnest(ARRAY[$$plan_value_index(-1, date '2025-01-01', NULL, '2025-01-02')$$, $$plan_value_index(-0.01, NULL, NULL, NULL)$$, $$plan_slip(1, -1, date '2025-01-01', NULL, '2025-01-02')$$, $$plan_realisation('NaN'::float8, date '2025-01-01', NULL, '2025-01-02')$$,
	$$plan_realisation(1, 'Infinity'::float8, date '2025-01-01', NULL, '2025-01-02')$$, $$plan_slip('NaN'::numeric, NULL, NULL, NULL)$$, $$plan_value_index(1, date 'infinity', NULL, '2025-01-02')$$, $$plan_value_index(1, date '-infinity', NULL, '2025-01-02')$$,
	$$plan_value_index(1, date '2025-01-01', '-infinity', '2025-01-02')$$, $$plan_value_index(1, date '2025-01-01', NULL, NULL)$$, $$plan_value_index(1, date '2025-01-01', NULL, 'infinity')$$, $$plan_value_index(NULL, date '2025-01-01', NULL, NULL)$$,
	$$plan_value_index(NULL::int, NULL, NULL, NULL)$$, $$plan_value_index(1e400::numeric, date '2025-01-01', '2025-01-01', '2025-01-01')$$,
	$$plan_time_index(-1, date '2025-01-01', NULL, '2025-01-01', '2025-01-02')$$, $$plan_time_index(1, -1.5, date '2025-01-01', NULL, '2025-01-01', '2025-01-02')$$, $$plan_agg('NaN'::numeric, date '2025-01-01', NULL)$$, $$plan_agg('-Infinity'::float8, date '2025-01-01', NULL)$$,
	$$plan_agg(1, date 'infinity', NULL)$$, $$plan_agg(1, date '2025-01-01', '-infinity')$$, $$plan_velocity(1, date '2025-01-01', NULL, NULL, '2025-01-02')$$, $$plan_velocity(1, date '2025-01-01', NULL, '2025-01-01', NULL)$$, $$plan_velocity(1, date '2025-01-01', NULL, '-infinity', '2025-01-01')$$,
	$$plan_time_index(1, date '2024-12-31', NULL, '2025-01-01', '2025-01-02')$$, $$plan_time_index(kam.plan_agg(1, date '2025-01-01', NULL))$$, $$plan_time_index(kam.plan_agg(1, NULL, date '2025-01-01'))$$, $$plan_time_index(NULL::int, NULL, NULL, NULL, NULL)$$,
	$$planned_value(kam.plan_agg(1, date '2025-01-01', NULL), 'infinity')$$, $$plan_time_index(kam.plan_agg(1, date '2025-01-01', NULL), '2025-01-01', '-infinity')$$]) AS call;
SELECT outcome($$SELECT kam.plan_time_index(1, date '2025-03-01', NULL, start, '2025-01-02') FROM unnest('{2025-01-01,2025-01-02}'::date[]) AS start$$);
SELECT outcome($$SELECT kam.plan_velocity(1, date '2025-03-01', NULL, '2025-01-01', as_of) FROM unnest('{2025-01-01,2025-01-02}'::date[]) AS as_of$$);

-- Which overload is taken
SELECT arguments, outcome(format('SELECT pg_typeof(kam.plan_value_index(%s, date ''2025-01-01'', ''2025-01-01'', ''2025-01-01''))', arguments)) AS value_index,
	outcome(format('SELECT pg_typeof(kam.plan_time_index(%s, date ''2025-01-01'', ''2025-01-01'', ''2025-01-01'', ''2025-01-01''))', arguments)) AS time_index, outcome(format('SELECT kam.planned_value(kam.plan_agg(%s, date ''2025-01-01'', NULL), ''2025-01-01'')', arguments)) AS planned
FROM unnest(ARRAY['1', '1::bigint', '1::smallint', '1.50', '1.5::float8', '1.5::real', $$'1'$$, '1, 2', '1.5, 2', '1, 2.50', '1::bigint, 2', '1.5::float8, 2', '1, NULL', '1::money']) AS arguments;

-- The type: text, COPY in binary form, order, and one value for equal plans
CREATE TEMP TABLE plan_state AS
	SELECT row_number() OVER (ORDER BY source, grp) AS n, s FROM (
		SELECT 1 AS source, grp, kam.plan_agg(value, delivered, due, done) AS s FROM milestone_numeric GROUP BY grp UNION ALL SELECT 2, grp, kam.plan_agg(value, due, done) FROM milestone_float8 WHERE grp < 4 GROUP BY grp
		UNION ALL SELECT 3, 1, kam.plan_agg(value, due, done) FROM example UNION ALL SELECT 4, 1, kam.plan_accum(NULL, 1, date '2025-01-01', NULL, '2024-01-01', '2025-01-01')
		UNION ALL SELECT 5, 1, kam.plan_accum(NULL, NULL::int, NULL, NULL)) AS q;
CREATE FUNCTION receive_plan(value bytea) RETURNS text	-- what receive makes of it
	LANGUAGE plpgsql
AS $$
DECLARE
	-- signature, flags, no extension; one row of one field; the end
	wire text := encode('\x5047434f50590aff0d0a0000000000000000000001'::bytea || int4send(length(value)) || value || '\xffff', 'hex');
BEGIN
	TRUNCATE pg_temp.received_plan;
	EXECUTE format('COPY pg_temp.received_plan FROM PROGRAM %L (FORMAT binary)',
				   format('printf ''%s''', (SELECT string_agg(lpad((b / 64 * 100 + b / 8 % 8 * 10 + b % 8)::text, 4, '\000'), '' ORDER BY place)
											FROM generate_series(1, length(wire), 2) AS place, LATERAL get_byte(decode(substr(wire, place, 2), 'hex'), 0) AS b)));
	RETURN (SELECT s::text FROM pg_temp.received_plan);
END $$;
CREATE TEMP TABLE received_plan (s kam.plan);
SELECT count(*) AS values, bool_and(s::text::kam.plan::text = s::text AND s::text::kam.plan OPERATOR(kam.=) s AND kam.plan_hash(s::text::kam.plan) = kam.plan_hash(s) AND kam.plan_send(s)::text = s::text) AS same FROM plan_state;
SELECT count(*) > 10 AS many, bool_and(receive_plan(kam.plan_send(s)) = s::text) AS same FROM plan_state WHERE length(kam.plan_send(s)) < 25000;	-- what printf takes
SELECT count(*) AS pairs, bool_and((a.s OPERATOR(kam.<) b.s)::int + (a.s OPERATOR(kam.=) b.s)::int + (a.s OPERATOR(kam.>) b.s)::int = 1 AND (a.s OPERATOR(kam.<=) b.s) = NOT (a.s OPERATOR(kam.>) b.s) AND (a.s OPERATOR(kam.>=) b.s) = NOT (a.s OPERATOR(kam.<) b.s)
	AND (a.s OPERATOR(kam.<>) b.s) = NOT (a.s OPERATOR(kam.=) b.s) AND kam.plan_cmp(a.s, b.s) = -kam.plan_cmp(b.s, a.s) AND (a.s OPERATOR(kam.=) b.s) = (a.n = b.n)) AS consistent FROM plan_state a, plan_state b;
SELECT kam.plan_agg(1.50, date '2025-01-01', NULL) OPERATOR(kam.=) kam.plan_agg(1.5, date '2025-01-01', NULL) AS equal, kam.plan_hash(kam.plan_agg(1.50, date '2025-01-01', NULL)) = kam.plan_hash(kam.plan_agg(1.5, date '2025-01-01', NULL)) AS same_hash,
	kam.plan_agg(1.5, date '2025-01-01', NULL) OPERATOR(kam.=) kam.plan_agg(1.5, date '2025-01-01', '2025-01-01') AS other;
SELECT count(*) AS rows, (SELECT count(*) FROM (SELECT s FROM plan_state UNION SELECT s FROM plan_state) AS u) AS distinct_rows FROM plan_state;
SELECT jsonb_pretty(s::jsonb) FROM plan_state WHERE n = (SELECT max(n) - 1 FROM plan_state);
-- with and without days: they are adopted, but must agree
SELECT kam.plan_time_index(kam.rollup(p)) AS adopted FROM (SELECT kam.plan_accum(NULL, 1, date '2025-01-11', '2025-01-11', '2025-01-01', '2025-01-21') AS p UNION ALL SELECT kam.plan_agg(1, date '2025-01-21', NULL)) AS v;
SELECT outcome($$SELECT kam.rollup(p) FROM (SELECT kam.plan_accum(NULL, 1, date '2025-01-01', NULL, '2024-01-01', '2025-01-01') AS p UNION ALL SELECT kam.plan_accum(NULL, 1, date '2025-01-01', NULL, '2024-01-02', '2025-01-01')) AS v$$);
SELECT kam.rollup(p) FROM (SELECT NULL::kam.plan UNION ALL SELECT kam.plan_accum(NULL, NULL::int, NULL, NULL)) AS v (p);
-- neither a stored plan nor one that stands in a query twice is written to
CREATE TEMP TABLE stored AS SELECT kam.plan_agg(value, due, done) AS s FROM example;
SELECT kam.planned_value(kam.plan_accum(s, 5, date '2025-02-01', NULL), '2025-12-31') AS more, kam.planned_value(kam.plan_combine(s, s), '2025-12-31') AS twice, kam.planned_value(s, '2025-12-31') AS unchanged FROM stored;

-- Damage: cut off at every byte, longer, every bit, some bytes, numbers that are special
CREATE TEMP TABLE original AS SELECT n, kam.plan_send(s) AS value FROM plan_state WHERE n >= (SELECT max(n) - 2 FROM plan_state) UNION ALL SELECT 0, kam.plan_send(kam.plan_agg(v, d, e)) FROM (VALUES (0.1::float8, date '2025-01-01', date '2025-01-03'), (1e20, '2025-01-02', NULL), (3e-9, '2025-01-01', '2025-01-01')) AS v (v, d, e);
CREATE TEMP TABLE mutant AS
	SELECT 'cut' AS kind, n, substr(value, 1, place) AS value FROM original, generate_series(0, length(value) - 1) AS place
	UNION SELECT 'longer', n, value || decode(repeat('00', place), 'hex') FROM original, unnest('{1,2,8,100}'::int[]) AS place
	UNION SELECT 'bit', n, set_bit(value, place, 1 - get_bit(value, place)) FROM original, generate_series(0, length(value) * 8 - 1) AS place
	UNION SELECT 'byte', n, set_byte(value, place, byte) FROM original, generate_series(0, length(value) - 1) AS place, unnest('{0,1,2,127,128,255}'::int[]) AS byte
	UNION SELECT 'two bytes', n, set_byte(set_byte(value, place, prove.pick(place, n + 200, 256)), prove.pick(place, n * 10 + i, length(value)), prove.pick(place, n + 300 + i, 256)) FROM original, generate_series(0, length(value) - 1) AS place, generate_series(1, 3) AS i
	UNION SELECT 'field', n, overlay(value PLACING part FROM place FOR length(part)) FROM original, unnest('{"\\xc000","\\xd000","\\xf000","\\x4000","\\x7fff","\\x3fff","\\x2710","\\x80000000","\\x7fffffff","\\xffffffff","\\x8000000000000000","\\x7fffffffffffffff","\\xffffffffffffffff"}'::bytea[]) AS part, LATERAL generate_series(1, length(value) - length(part) + 1) AS place
	UNION SELECT 'joined', o.n, substr(o.value, 1, place) || substr(p.value, place + 1) FROM original o, original p, generate_series(5, 60, 5) AS place WHERE o.n <> p.n;
DELETE FROM mutant WHERE EXISTS (SELECT FROM original AS o WHERE o.value = mutant.value);
CREATE TEMP TABLE verdict AS SELECT kind, n, value, outcome(format('SELECT %L::kam.plan::text', value)) AS verdict FROM mutant;
SELECT count(*) > 5000 AS thousands, count(*) FILTER (WHERE verdict ~ '^\\x') > 500 AS many_accepted FROM verdict;
SELECT kind, n, value FROM verdict WHERE kind IN ('cut', 'longer') AND verdict ~ '^\\x';
-- 22P03: by us or the numeric in it; 08P01: it ends too early; 0A000: another version; 22003: a numeric that is out of range
SELECT left(verdict, 5) AS sqlstate, count(*) > 0 AS some FROM verdict WHERE verdict !~ '^\\x' GROUP BY 1 ORDER BY 1;
-- What is accepted stays what it is and can be used: it may only say that it was due before it started, or that a count or a numeric is too large
SELECT kind, n, value, outcome FROM verdict, outcome(format($$SELECT concat(s::text = s::text::kam.plan::text AND kam.plan_cmp(s, s::text::kam.plan) = 0, ', ', kam.plan_time_index(s, '2000-01-01', '2025-07-01') IS NULL, kam.earned_schedule(s, '4713-01-01 BC', '2025-07-01') IS NULL, kam.plan_velocity(s, '2025-01-01', '2025-07-01') IS NULL,
	kam.plan_velocity_ratio(s, '2025-01-01', '2025-07-01') IS NULL, kam.planned_value(s, '2025-07-01') IS NULL, kam.earned_value(s, '2025-07-01') IS NULL, kam.unvalued_milestones(s), kam.unscheduled_milestones(s), length(s::jsonb::text), length(kam.plan_combine(s, s)::text),
	length(kam.plan_accum(s, 1.5, date '2025-02-03', NULL)::text), kam.plan_hash(s)) FROM (SELECT %1$L::kam.plan) AS v (s)$$, value))
WHERE verdict ~ '^\\x' AND outcome !~ '^t, ' AND outcome !~ '^(22003|22023 \| due must not be before start)' LIMIT 5;

-- Growth: a hundred thousand milestones on 2,000 days are a plan of 2,000 days; ten thousand plans of ten milestones are quick
CREATE TEMP TABLE many AS SELECT n, (1 + n % 100) / 4.0 AS value, date '2020-01-01' + pick(n, 1, 2000) AS due, CASE WHEN n % 3 > 0 THEN date '2020-01-01' + pick(n, 2, 2000) END AS done FROM generate_series(1, 100000) AS n;
SELECT jsonb_array_length(p::jsonb -> 'planned') AS days, kam.planned_value(p, '2030-01-01') = (SELECT sum(value) FROM many) AS planned, kam.earned_value(p, '2030-01-01') = (SELECT sum(value) FROM many WHERE done IS NOT NULL) AS earned, length(kam.plan_send(p)) < 80000 AS small
FROM (SELECT kam.plan_agg(value, due, done) FROM many) AS v (p);
SELECT count(*) AS plans, sum(kam.planned_value(p, '2030-01-01')) = (SELECT sum(value) FROM many) AS planned FROM (SELECT kam.plan_agg(value, due, done) FROM many GROUP BY n % 10000) AS v (p);
SELECT outcome($$SELECT kam.plan_agg(1, date '0001-01-01' + n, NULL) FROM generate_series(1, 1200000) AS n$$);

DROP TABLE milestone_numeric, milestone_bigint, milestone_integer, milestone_float8;
DROP FUNCTION milestone_days, progress_calls, progress_calls_delivered, progress_plain, plan_calls, plan_calls_delivered, plain_plan, compare_plans, receive_plan;
