-- Every statement of the story, against plain SQL over the company's own tables, then as a literal.

SET search_path = key_accounts, nubela;
SET kam.as_of = '2024-12-31';

CREATE TEMP VIEW year_of AS
SELECT account_id, extract(year FROM booked_on)::int AS year, sum(amount) AS revenue
FROM invoice_line GROUP BY 1, 2;
CREATE TEMP VIEW spent AS
SELECT account_id, extract(year FROM incurred_on)::int AS year, sum(amount) AS cost FROM support_cost GROUP BY 1, 2;
CREATE TEMP VIEW mean_wallet AS
SELECT account_id, extract(year FROM estimated_on)::int AS year, avg(amount) AS wallet, var_samp(amount) AS variance, min(amount) AS least, max(amount) AS most
FROM wallet_estimate GROUP BY 1, 2;

-- --------------------------------------------------------------------------------------------- the selection

-- 0 to 100 between the goalposts; the weights add up to 100
CREATE TEMP VIEW plain_score AS
SELECT account_id, 1 - c.cost / r.revenue AS margin, co_innovation,
       30 * least(1, greatest(0, (0.9 - r.revenue / w.wallet) / 0.8)) + 15 * least(1, greatest(0, (1 - c.cost / r.revenue - 0.2) / 0.5))
       + 10 * least(1, greatest(0, (least(1, r.revenue / p.revenue) - 0.7) / 0.3)) + 30 * (solution_fit - 1) / 4 + 15 * (co_innovation - 1) / 4 AS score
FROM (SELECT * FROM year_of WHERE year = 2024) AS r
JOIN (SELECT * FROM year_of WHERE year = 2023) AS p USING (account_id)
JOIN (SELECT * FROM spent WHERE year = 2024) AS c USING (account_id)
JOIN (SELECT * FROM mean_wallet WHERE year = 2024) AS w USING (account_id)
JOIN (SELECT account_id, avg(score) FILTER (WHERE question = 'solution fit') AS solution_fit, avg(score) FILTER (WHERE question = 'co-innovation') AS co_innovation
      FROM board_opinion GROUP BY account_id) AS b USING (account_id);

SELECT pg_temp.same('the scores of all 80 customers',
    (SELECT array_agg(round(score, 2) ORDER BY account_id) FROM eligibility), (SELECT array_agg(round(score, 2) ORDER BY account_id) FROM plain_score));
SELECT pg_temp.same('20 are eligible: at the bar of 67.4, and with a margin of 30 %',
    (SELECT array_agg(account_id ORDER BY account_id) FROM eligibility WHERE verdict = 'eligible'),
    (SELECT array_agg(account_id ORDER BY account_id) FROM plain_score WHERE score >= 67.4 AND margin >= 0.3));
SELECT pg_temp.same('so many at each bar',
    (SELECT array_agg(format('%s: %s', bar, (SELECT count(*) FROM plain_score WHERE score >= bar AND margin >= 0.3)) ORDER BY bar) FROM unnest('{60,65,67.4,70}'::numeric[]) AS bar),
    ARRAY['60: 34', '65: 25', '67.4: 20', '70: 14']);
SELECT pg_temp.same('Holm Credit, the tenth, is out for its margin; Holm Bank and two more just missed',
    (SELECT array_agg(format('%s %s %s', score_rank, name, coalesce(knock_outs, '-')) ORDER BY score_rank) FROM eligibility WHERE score_rank <= 24 AND verdict <> 'eligible'),
    ARRAY['10 Holm Credit margin', '22 Holm Bank -', '23 Gerlan Insurance -', '24 Lorn Credit -']);
SELECT pg_temp.same('at the weight that is said to flip it, Holm Bank is at the bar',
    (SELECT round((p.score + (w.weight_that_flips - 15) * (p.co_innovation - 1) / 4) * 100 / (85 + w.weight_that_flips), 2)
     FROM plain_score AS p JOIN weight_sensitivity AS w USING (account_id) JOIN customer USING (account_id) WHERE name = 'Holm Bank' AND criterion = 'co-innovation'), 67.40);
SELECT pg_temp.same('two of the twenty and two others change sides with less than a point of weight',
    (SELECT array_agg(format('%s %s', score_rank, verdict) ORDER BY score_rank) FROM weight_sensitivity JOIN eligibility USING (account_id) WHERE abs(weight_share_change) < 0.01 AND knock_outs IS NULL),
    ARRAY['20 eligible', '21 eligible', '22 not eligible', '23 not eligible']);
BEGIN;
UPDATE assessment SET score = score + 1 FROM customer WHERE customer.account_id = assessment.account_id AND name = 'Holm Bank' AND criterion = 'co-innovation' AND rater = 'Anna';
SELECT pg_temp.same('as they do with one point of one member of the board',
    (SELECT verdict FROM eligibility WHERE name = 'Holm Bank'), 'eligible');
ROLLBACK;
CREATE TEMP TABLE chosen AS SELECT * FROM eligibility;
BEGIN;
DELETE FROM invoice_line WHERE booked_on >= '2025-01-01';
DELETE FROM support_cost WHERE incurred_on >= '2025-01-01';
DELETE FROM wallet_estimate WHERE estimated_on >= '2025-01-01';
SELECT pg_temp.same('nothing of 2025 had a part in it', (SELECT count(*) FROM (TABLE eligibility EXCEPT TABLE chosen) AS e), 0::bigint);
ROLLBACK;

-- ------------------------------------------------------------------------------------------------- the limits

SET kam.as_of = '2025-12-31';
SELECT pg_temp.same('four managers and four sponsors with five accounts each, at 90 % of the managers'' time',
    (SELECT array_agg(format('%s %s %s %s', limit_name, person, accounts, time_share) ORDER BY 1) FROM (SELECT * FROM coverage WHERE person IS NOT NULL ORDER BY limit_name, person) AS c),
    (SELECT array_agg(format('%s %s %s %s', role, person, n, share) ORDER BY 1)
     FROM (SELECT role, person, count(*) AS n, sum(time_share) AS share FROM responsibility WHERE starts_on <= '2025-12-31' AND (ends_on > '2025-12-31' OR ends_on IS NULL) GROUP BY role, person ORDER BY role, person) AS r));
SELECT pg_temp.same('all within', (SELECT array_agg(DISTINCT format('%s %s', accounts, verdict)) FROM coverage), ARRAY['20 within', '5 within']);
SELECT pg_temp.same('revenue of the managers',
    (SELECT array_agg(format('%s %s', person, revenue) ORDER BY person) FROM coverage WHERE limit_name = 'account manager'),
    (SELECT array_agg(format('%s %s', person, revenue) ORDER BY person) FROM (SELECT person, sum(revenue) AS revenue FROM responsibility JOIN year_of USING (account_id)
     WHERE role = 'account manager' AND year = 2025 AND ends_on IS NULL GROUP BY person) AS r));

CREATE FUNCTION pg_temp.refused(statement text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE statement;
    SET CONSTRAINTS ALL IMMEDIATE;
    RAISE EXCEPTION 'accepted';
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE || ' ' || SQLERRM;
END
$$;
SELECT pg_temp.same('a ninth account of a manager is refused', pg_temp.refused($$INSERT INTO responsibility (account_id, role, person, starts_on)
    SELECT account_id, 'account manager', 'Ines', '2099-01-01' FROM customer WHERE name LIKE 'Dorn%' OR name LIKE 'Corvin%'$$), '23514 account manager ''Ines'' has more than 8 accounts');
SELECT pg_temp.same('and a sixth of a sponsor', pg_temp.refused($$INSERT INTO responsibility (account_id, role, person, starts_on) SELECT account_id, 'executive sponsor', 'Anna', '2099-01-01' FROM customer WHERE name = 'Holm Bank'$$),
    '23514 executive sponsor ''Anna'' has more than 5 accounts');
SELECT pg_temp.same('and a thirty-first key account', pg_temp.refused($$INSERT INTO key_account (account_id, starts_on) SELECT account_id, '2099-01-01' FROM eligibility WHERE NOT is_key_account LIMIT 11$$),
    '23514 there are more than 30 key accounts');

-- --------------------------------------------------------------------------------------------- four quarters

CREATE TEMP VIEW quarter_end AS SELECT day FROM unnest('{2025-03-31,2025-06-30,2025-09-30,2025-12-31}'::date[]) AS day;
SELECT pg_temp.same('gaps as they were found: no meeting in the quarter, no manager on its last day, no review for three months',
    (SELECT array_agg(format('%s %s %s', day, account_id, gap) ORDER BY day, account_id, gap) FROM quarter_gap),
    (SELECT array_agg(format('%s %s %s', day, account_id, gap) ORDER BY day, account_id, gap)
     FROM (SELECT day, k.account_id, 'committee has not met' AS gap FROM quarter_end, key_account AS k
           WHERE NOT EXISTS (SELECT FROM meeting JOIN committee AS c USING (committee_id) WHERE c.account_id = k.account_id AND held_on <= day AND held_on > day - interval '3 months')
           UNION ALL
           SELECT day, k.account_id, 'no account manager' FROM quarter_end, key_account AS k
           WHERE NOT EXISTS (SELECT FROM responsibility AS r WHERE r.account_id = k.account_id AND role = 'account manager' AND r.starts_on <= day AND (r.ends_on > day OR r.ends_on IS NULL))
           UNION ALL
           SELECT day, p.account_id, 'plan is stale' FROM quarter_end, plan AS p WHERE closed_on IS NULL AND reviewed_on <= day - interval '3 months') AS g));
SELECT pg_temp.same('committees that met, by quarter',
    (SELECT array_agg(met ORDER BY quarter) FROM (SELECT date_trunc('quarter', held_on::timestamp) AS quarter, count(DISTINCT committee_id) AS met FROM meeting WHERE held_on <= '2025-12-31' GROUP BY 1) AS q), ARRAY[20, 20, 19, 19]::bigint[]);
SELECT pg_temp.same('Birke Markets alone is badly looked after', (SELECT array_agg(DISTINCT name) FROM quarter_gap JOIN customer USING (account_id) WHERE gap <> 'no account manager'), ARRAY['Birke Markets']);

SELECT pg_temp.same('plans that are behind at the end: those who did not decide',
    (SELECT array_agg(account_id::int ORDER BY account_id) FROM alert WHERE rule = 'plan is behind' AND cleared_on IS NULL), (SELECT array_agg(account_id ORDER BY account_id) FROM reply WHERE reply = 'not yet'));
SELECT pg_temp.same('twelve were raised in June: all who had not signed', (SELECT array_agg(account_id ORDER BY account_id) FROM quarter_alert WHERE day = '2025-06-30' AND rule = 'plan is behind' AND change = 'raised'),
    (SELECT array_agg(account_id ORDER BY account_id) FROM reply WHERE account_id NOT IN (SELECT account_id FROM offer WHERE decided_on < '2025-06-30' AND is_accepted)));
SELECT pg_temp.same('who refused has a new plan, and is clear in September', (SELECT array_agg(account_id ORDER BY account_id) FROM quarter_alert WHERE day = '2025-09-30' AND rule = 'plan is behind' AND change = 'cleared'),
    (SELECT array_agg(account_id ORDER BY account_id) FROM plan WHERE version = 2));
SELECT pg_temp.same('contracts whose notice is due within 60 days of the end of the year',
    (SELECT array_agg(format('%s %s', account_id, value) ORDER BY account_id) FROM quarter_alert WHERE rule = 'notice is near'),
    (SELECT array_agg(format('%s %s.000000', account_id, days) ORDER BY account_id) FROM (SELECT account_id, min(contract.ends_on - notice_days - date '2025-12-31') AS days FROM nubela.contract JOIN key_account USING (account_id)
     WHERE contract.starts_on <= '2025-12-31' AND contract.ends_on - notice_days >= '2025-12-31' GROUP BY account_id) AS c WHERE days < 60));
SELECT pg_temp.same('silent champions at the end of the year',
    (SELECT array_agg(format('%s %s', account_id, silent_champions) ORDER BY account_id) FROM relationship_coverage WHERE silent_champions > 0),
    (SELECT array_agg(format('%s %s', account_id, n) ORDER BY account_id) FROM (SELECT account_id, count(*) AS n FROM stakeholder WHERE stance = 'champion' AND last_contact_on <= date '2025-12-31' - interval '6 months' GROUP BY 1) AS s));
SELECT pg_temp.same('and they are the open alerts of that rule',
    (SELECT array_agg(account_id ORDER BY account_id) FROM alert WHERE rule = 'champion is silent' AND cleared_on IS NULL), (SELECT array_agg(account_id ORDER BY account_id) FROM relationship_coverage WHERE silent_champions > 0));
SELECT pg_temp.same('whom somebody should call: no contact with who decides, or a silent champion, or one contact at most',
    (SELECT array_agg(name ORDER BY name) FROM relationship_coverage WHERE is_single_threaded OR silent_champions > 0 OR deciders_in_contact = 0),
    (SELECT array_agg(name ORDER BY name) FROM (SELECT name FROM stakeholder AS s JOIN customer USING (account_id), LATERAL (SELECT last_contact_on > date '2025-12-31' - interval '6 months' AS fresh) AS f
     GROUP BY name HAVING NOT bool_or(fresh AND decision_role = 'decides') OR bool_or(stance = 'champion' AND NOT fresh) OR count(*) FILTER (WHERE fresh) < 2) AS s));

SELECT pg_temp.same('phases went as they may: forward one at a time, and back',
    (SELECT array_agg(DISTINCT previous_phase || ' > ' || phase ORDER BY previous_phase || ' > ' || phase) FROM phase WHERE previous_phase IS NOT NULL),
    ARRAY['discovery > value proposition', 'execution > expansion', 'value proposition > discovery', 'value proposition > execution']);
SELECT pg_temp.same('where they stand: six that refused are back in discovery, two frameworks expand',
    (SELECT array_agg(format('%s %s', phase, n) ORDER BY phase) FROM (SELECT phase, count(*) AS n FROM phase_progress WHERE is_current GROUP BY phase) AS p), ARRAY['discovery 6', 'execution 8', 'expansion 2', 'value proposition 4']);
SELECT pg_temp.same('a leap from discovery to expansion is refused', left(pg_temp.refused($$INSERT INTO phase (account_id, phase, starts_on) SELECT account_id, 'expansion', '2026-01-01' FROM reply WHERE reply = 'no' LIMIT 1$$), 5), '23503');

-- ---------------------------------------------------------------------------------- offers, contracts, plans

SELECT pg_temp.same('what was invoiced of modules is what was signed, from the month after on, and nothing else',
    (SELECT array_agg(format('%s %s %s %s', account_id, module, amount, first) ORDER BY account_id, module) FROM (SELECT account_id, module, sum(amount) AS amount, min(booked_on) AS first FROM invoice_line WHERE module <> 'core' GROUP BY 1, 2) AS i),
    (SELECT array_agg(format('%s %s %s %s', account_id, module, round(amount / 12, 2) * (12 - month), make_date(2025, month + 1, 5)) ORDER BY account_id, module)
     FROM offer JOIN offer_module USING (offer_id), LATERAL (SELECT extract(month FROM decided_on)::int AS month) AS m WHERE is_accepted));
SELECT pg_temp.same('outcomes of 20 offers', (SELECT array_agg(format('%s %s %s', is_accepted, is_framework, n) ORDER BY is_accepted, is_framework) FROM (SELECT is_accepted, is_framework, count(*) AS n FROM offer GROUP BY 1, 2) AS o),
    ARRAY['f f 6', 't f 8', 't t 2', ' f 4']);
SELECT pg_temp.same('2 framework agreements of 36 months are signed and in force, of those who accepted one',
    (SELECT array_agg(format('%s %s', name, c.contract_id) ORDER BY name) FROM nubela.contract AS c JOIN customer USING (account_id)
     WHERE is_framework AND starts_on <= '2025-12-31' AND ends_on > '2025-12-31' AND ends_on = (starts_on + interval '36 months')::date
       AND EXISTS (SELECT FROM offer AS o WHERE o.contract_id = c.contract_id AND o.account_id = c.account_id AND o.is_framework AND o.is_accepted AND o.decided_on < c.starts_on)), ARRAY['Falk Credit F28', 'Isar Insurance F42']);
SELECT pg_temp.same('there is no other', (SELECT count(*) FROM nubela.contract WHERE is_framework), 2::bigint);
SELECT pg_temp.same('they take the place of the contract before: nothing is counted twice',
    (SELECT array_agg(format('%s %s %s', account_id, contracts, annual_contract_value) ORDER BY account_id) FROM account_kpi JOIN reply USING (account_id) WHERE reply = 'framework'),
    (SELECT array_agg(format('%s 1 %s', account_id, annual_value) ORDER BY account_id) FROM nubela.contract WHERE is_framework));
SELECT pg_temp.same('promises kept at the two, above the 95 % promised: a bonus',
    (SELECT array_agg(format('%s %s', account_id, round(sla_attainment, 6)) ORDER BY account_id) FROM account_kpi JOIN reply USING (account_id) WHERE reply = 'framework' AND sla_attainment > 0.95),
    (SELECT array_agg(format('%s %s', account_id, round(kept, 6)) ORDER BY account_id) FROM (SELECT account_id, avg((resolved_at <= due_at)::int) AS kept FROM ticket WHERE due_at >= '2025-01-01 00:00+00' AND due_at < '2026-01-01 00:00+00' AND account_id IN (28, 42) GROUP BY 1) AS t));

SELECT pg_temp.same('baselines are what the books said on 31 December 2024',
    (SELECT array_agg(round(baseline, 6) ORDER BY account_id) FROM plan JOIN objective USING (plan_id)),
    (SELECT array_agg(round(revenue / wallet, 6) ORDER BY account_id) FROM year_of JOIN mean_wallet USING (account_id, year) JOIN key_account USING (account_id) WHERE year = 2024));
SELECT pg_temp.same('time indices: day on which what is done was due / days gone, or day of completion',
    (SELECT array_agg(DISTINCT format('%s %s', reply, round(time_index, 4)) ORDER BY format('%s %s', reply, round(time_index, 4))) FROM plan_progress JOIN reply USING (account_id)),
    (SELECT array_agg(format('%s %s', reply, round(es::numeric / gone, 4)) ORDER BY reply) FROM (VALUES
        ('all modules', date '2025-11-30' - date '2025-01-01', date '2025-11-20' - date '2025-01-01'), ('framework', date '2025-11-30' - date '2025-01-01', date '2025-11-20' - date '2025-01-01'),
        ('no', date '2025-12-15' - date '2025-07-10', date '2025-12-31' - date '2025-07-10'), ('not yet', date '2025-03-15' - date '2025-01-01', 364), ('one module, late', date '2025-09-15' - date '2025-01-01', 364)) AS v (reply, es, gone)));
SELECT pg_temp.same('one assumption no longer holds: Isar Markets would be knocked out today',
    (SELECT array_agg(format('%s %s %s', name, metric, round(current_value, 4))) FROM plan_drift WHERE verdict <> 'within'),
    (SELECT array_agg(format('%s contribution_margin_rate %s', name, round(1 - cost / revenue, 4))) FROM year_of JOIN spent USING (account_id, year) JOIN key_account USING (account_id) JOIN customer USING (account_id) WHERE year = 2025 AND cost / revenue > 0.7));
SELECT pg_temp.same('which is Isar Markets', (SELECT array_agg(DISTINCT name) FROM plan_drift WHERE verdict <> 'within'), ARRAY['Isar Markets']);
SELECT pg_temp.same('a milestone of an approved plan stays', pg_temp.refused($$UPDATE milestone SET due_on = '2026-12-31' WHERE milestone_id = 3$$), '55000 plan 1 is approved, and its baseline is frozen');

-- ------------------------------------------------------------------------------------------- share of wallet

-- bias: as if all estimates of both years had been so much too low
CREATE FUNCTION pg_temp.errors(bias numeric) RETURNS TABLE (account_id int, change numeric, errors numeric) LANGUAGE sql AS $$
    SELECT n.account_id, n.share - t.share, (n.share - t.share) / (sqrt((SELECT avg(variance / wallet ^ 2) FROM mean_wallet) / 4) * sqrt(t.share ^ 2 + n.share ^ 2))
    FROM (SELECT account_id, revenue / (wallet * bias) AS share FROM year_of JOIN mean_wallet USING (account_id, year) WHERE year = 2024) AS t
    JOIN (SELECT account_id, revenue / (wallet * bias) AS share FROM year_of JOIN mean_wallet USING (account_id, year) WHERE year = 2025) AS n USING (account_id)
    JOIN key_account USING (account_id)
$$;
SELECT pg_temp.same('change of share in standard errors, of all twenty',
    (SELECT array_agg(round(errors::numeric, 3) ORDER BY account_id) FROM share_change), (SELECT array_agg(round(errors, 3) ORDER BY account_id) FROM pg_temp.errors(1)));
SELECT pg_temp.same('share of wallet is up in 8 accounts beyond three of them',
    (SELECT array_agg(account_id::int ORDER BY account_id) FROM share_change WHERE verdict = 'up'), (SELECT array_agg(account_id ORDER BY account_id) FROM pg_temp.errors(1) WHERE errors > 3));
SELECT pg_temp.same('eight, and nowhere down; beyond two they would be nine, and one down',
    (SELECT ARRAY[count(*) FILTER (WHERE errors > 3), count(*) FILTER (WHERE errors < -3), count(*) FILTER (WHERE errors > 2), count(*) FILTER (WHERE errors < -2)] FROM pg_temp.errors(1)), ARRAY[8, 0, 9, 1]::bigint[]);
SELECT pg_temp.same('they are the eight who took all modules', (SELECT array_agg(account_id::int ORDER BY account_id) FROM share_change WHERE verdict = 'up'), (SELECT array_agg(account_id ORDER BY account_id) FROM reply WHERE reply IN ('framework', 'all modules')));
SELECT pg_temp.same('a bias that both years share changes nothing in this',
    (SELECT array_agg(round(errors, 6) ORDER BY account_id) FROM pg_temp.errors(1.4)), (SELECT array_agg(round(errors, 6) ORDER BY account_id) FROM pg_temp.errors(1)));
SELECT pg_temp.same('even if the highest of the four estimates were right now and the lowest then, all eight would be up',
    (SELECT array_agg(n.account_id ORDER BY n.account_id) FROM year_of AS rt JOIN mean_wallet AS t USING (account_id, year) JOIN key_account USING (account_id)
     JOIN mean_wallet AS n ON n.account_id = t.account_id AND n.year = 2025 JOIN year_of AS rn ON rn.account_id = t.account_id AND rn.year = 2025
     WHERE t.year = 2024 AND rn.revenue / n.most > rt.revenue / t.least), (SELECT array_agg(account_id::int ORDER BY account_id) FROM share_change WHERE verdict = 'up'));
CREATE TEMP VIEW part AS
SELECT n, year, year_of.revenue, wallet
FROM year_of
JOIN mean_wallet USING (account_id, year)
LEFT JOIN share_change AS c USING (account_id), unnest('{8,12,20,60}'::int[]) AS n
WHERE CASE n WHEN 8 THEN c.verdict = 'up' WHEN 12 THEN c.verdict <> 'up' WHEN 20 THEN c.verdict IS NOT NULL ELSE c.verdict IS NULL END;
SELECT pg_temp.same('shares of the eight, the twelve, the twenty and the others, and how much accounts differ',
    (SELECT array_agg(format('%s %s %s', count, share, differ) ORDER BY n, year)
     FROM (SELECT n, year, count(*), round(kam.share_of_wallet(revenue, wallet), 6) AS share, round(kam.ratio_stderr(wallet, revenue), 6) AS differ FROM part GROUP BY n, year) AS k),
    (SELECT array_agg(format('%s %s %s', n, share, differ) ORDER BY n, year)
     FROM (SELECT n, year, round(max(r), 6) AS share, round(sqrt(n / (n - 1.0) * sum((revenue - r * wallet) ^ 2)) / sum(wallet), 6) AS differ
           FROM (SELECT *, sum(revenue) OVER w / sum(wallet) OVER w AS r FROM part WINDOW w AS (PARTITION BY n, year)) AS p GROUP BY n, year) AS c));
SELECT pg_temp.same('in points of 100: the eight from 28.5 to 42.8, the twelve from 39.6 to 40.5',
    (SELECT array_agg(round(100 * revenue / wallet, 1) ORDER BY n, year) FROM (SELECT n, year, sum(revenue) AS revenue, sum(wallet) AS wallet FROM part WHERE n IN (8, 12) GROUP BY n, year) AS p), ARRAY[28.5, 42.8, 39.6, 40.5]);

-- -------------------------------------------------------------------------------- the programme, and a review

CREATE TEMP VIEW compared AS
SELECT k.key, k.account_id, p.revenue AS y2023, b.revenue AS y2024, a.revenue AS y2025
FROM (SELECT c.account_id, k.account_id IS NOT NULL AS key FROM customer AS c LEFT JOIN key_account AS k USING (account_id)) AS k
JOIN year_of AS p ON p.account_id = k.account_id AND p.year = 2023
JOIN year_of AS b ON b.account_id = k.account_id AND b.year = 2024
JOIN year_of AS a ON a.account_id = k.account_id AND a.year = 2025;
SELECT pg_temp.same('net revenue retention of the twenty, before and after',
    (SELECT ARRAY[key_before, key_after] FROM programme_impact WHERE metric = 'nrr'), (SELECT ARRAY[round(sum(y2024) / sum(y2023), 6), round(sum(y2025) / sum(y2024), 6)] FROM compared WHERE key));
SELECT pg_temp.same('margin of the twenty, before and after',
    (SELECT ARRAY[key_before, key_after] FROM programme_impact WHERE metric = 'contribution_margin_rate'),
    (SELECT array_agg(rate ORDER BY year) FROM (SELECT year, round(1 - sum(cost) / sum(revenue), 6) AS rate FROM year_of JOIN spent USING (account_id, year) JOIN key_account USING (account_id) WHERE year > 2023 GROUP BY year) AS m));
SELECT pg_temp.same('58 others: of the segment and size class of a key account',
    (SELECT compared_accounts FROM programme_impact WHERE metric = 'nrr'),
    (SELECT count(*)::int FROM (SELECT c.*, segment, floor(ln(y2024) / ln(4.0)) AS size FROM compared AS c JOIN customer USING (account_id)) AS o WHERE NOT key
     AND EXISTS (SELECT FROM compared AS c JOIN customer AS u USING (account_id) WHERE c.key AND u.segment = o.segment AND floor(ln(c.y2024) / ln(4.0)) = o.size)));
SELECT pg_temp.same('verdicts: retention and margin better, the months harder to predict, nobody left anyway',
    (SELECT array_agg(format('%s %s', metric, verdict) ORDER BY step_no) FROM programme_impact WHERE verdict <> 'not known'),
    ARRAY['nrr better', 'logo_retention no clear difference', 'contribution_margin_rate better', 'revenue_variation worse']);
SELECT pg_temp.same('the eight account for most of it: they kept 161 %, the other twelve 105 %, all others 102 %',
    (SELECT array_agg(round(r, 2) ORDER BY part) FROM (SELECT CASE WHEN NOT key THEN 'c' WHEN verdict = 'up' THEN 'a' ELSE 'b' END AS part, sum(y2025) / sum(y2024) AS r FROM compared LEFT JOIN share_change USING (account_id) GROUP BY 1) AS p), ARRAY[1.61, 1.05, 1.02]);
SELECT pg_temp.same('the review is of the larger framework, and has its figures',
    (SELECT format('%s %s %s', account_id, document #>> '{kpis,revenue,value}', round((document #>> '{kpis,share_of_wallet,value}')::numeric, 3)) FROM review),
    (SELECT format('%s %s0000 %s', account_id, revenue, round(revenue / wallet, 3)) FROM year_of JOIN mean_wallet USING (account_id, year) WHERE year = 2025 AND account_id IN (28, 42) ORDER BY revenue DESC LIMIT 1));
BEGIN;
INSERT INTO invoice_line VALUES (28, '2025-12-20', 5000, 'core', 'recurring');
SELECT pg_temp.same('it stays what was on the table, whatever is booked since',
    (SELECT (kam.account_review('key_accounts', '28', '2025-10-01') = document) FROM review WHERE account_id = 28), true);
ROLLBACK;
