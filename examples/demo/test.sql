-- Velmara's figures twice: from kam, and in plain SQL over the tables. The fingerprint says whether
-- this server has built the same company as every other.

SET search_path = velmara;

-- --------------------------------------------------------------------------------------- company

SELECT pg_temp.same('64 accounts, 54 customer groups, the deepest subsidiary two levels down',
    (SELECT format('%s %s %s', (SELECT count(*) FROM account), count(DISTINCT group_id), max(depth))
     FROM account_group), '64 54 2');
SELECT pg_temp.same('invoice lines, credit notes and the fingerprint of the ledger',
    (SELECT format('%s %s %s', count(*), count(*) FILTER (WHERE kind = 'credit'),
                   encode(sha256(convert_to(string_agg(
                       concat_ws('|', line_id, account_id, booked_on - DATE '2023-01-01', amount,
                                 product, site, country, kind), E'\n' ORDER BY line_id), 'UTF8')), 'hex'))
     FROM invoice_line), '3876 148 76e4839a5c4ac63cdfc4cbf61cf26701f7a3914252b4d6af9a358910c569743e');
SELECT pg_temp.same('fingerprint of costs, contracts, offers, wallets and assessments',
    (SELECT encode(sha256(convert_to(string_agg(line, E'\n' ORDER BY line), 'UTF8')), 'hex')
     FROM (SELECT concat_ws('|', account_id, incurred_on - DATE '2023-01-01', kind, amount) FROM cost
           UNION ALL
           SELECT concat_ws('|', contract_id, account_id, starts_on - DATE '2023-01-01',
                            ends_on - DATE '2023-01-01', annual_value, notice_days, auto_renew::int,
                            is_framework::int) FROM contract
           UNION ALL
           SELECT concat_ws('|', opportunity_id, account_id, amount, probability, stage, product, kind,
                            created_on - DATE '2023-01-01', closes_on - DATE '2023-01-01') FROM opportunity
           UNION ALL
           SELECT concat_ws('|', account_id, amount, method) FROM wallet
           UNION ALL
           SELECT concat_ws('|', account_id, criterion, mark) FROM assessment) AS l (line)),
    '4b4251ccf4a1025d00ef2d1e187bb21fb34efdf362b4491d715aadb36766cafd');
SELECT pg_temp.same('answers, tickets and their fingerprint',
    (SELECT format('%s %s', count(*), encode(sha256(convert_to(string_agg(line, E'\n' ORDER BY line), 'UTF8')), 'hex'))
     FROM (SELECT concat_ws('|', account_id, answered_on - DATE '2023-01-01', kind, respondent, score) FROM survey
           UNION ALL
           SELECT concat_ws('|', ticket, account_id, metric, extract(epoch FROM due_at)::bigint,
                            extract(epoch FROM resolved_at)::bigint) FROM service_level) AS l (line)),
    '1018 4e5f1ad355cac530b4e3f4d60e4d94dca5899970e1af5fd06879b18dc430aad5');
SELECT pg_temp.same('one group dominates, one year of one group is negative',
    (SELECT format('%s %s', count(*) FILTER (WHERE amount > 0.1 * total), count(*) FILTER (WHERE amount < 0))
     FROM (SELECT amount, sum(amount) OVER (PARTITION BY year) AS total FROM revenue_year) AS y), '3 1');

-- ------------------------------------------------------------------------------------- retention

-- Groups by hand: parents and grandparents are two joins.
CREATE TEMP VIEW plain_year AS
SELECT coalesce(g.parent_account_id, p.parent_account_id, a.parent_account_id, a.account_id) AS group_id,
       sum(amount) FILTER (WHERE booked_on < '2024-01-01') AS y2023,
       sum(amount) FILTER (WHERE booked_on >= '2024-01-01' AND booked_on < '2025-01-01') AS y2024,
       sum(amount) FILTER (WHERE booked_on >= '2025-01-01') AS y2025
FROM invoice_line
JOIN account AS a USING (account_id)
LEFT JOIN account AS p ON p.account_id = a.parent_account_id
LEFT JOIN account AS g ON g.account_id = p.parent_account_id
WHERE NOT a.is_internal
GROUP BY 1;

CREATE TEMP VIEW plain_retention AS
WITH pair AS (
    SELECT 2023 AS opening_year, y2023 AS o, coalesce(y2024, 0) AS c FROM plain_year WHERE y2023 > 0
    UNION ALL
    SELECT 2024, y2024, coalesce(y2025, 0) FROM plain_year WHERE y2024 > 0
),
ratio AS (
    SELECT opening_year, sum(c) / sum(o) AS r, sum(o) AS total, count(*)::numeric AS n
    FROM pair
    GROUP BY opening_year
)
SELECT opening_year, n, total, sum(c) AS closing, r AS nrr,
       sum(least(o, greatest(c, 0))) / total AS grr,
       count(*) FILTER (WHERE c > 0) / n AS logos,
       sqrt(n / (n - 1) * sum((c - r * o) ^ 2)) / total AS stderr,
       sum(o) FILTER (WHERE c <= 0) AS churned, sum(o - c) FILTER (WHERE c > 0 AND c < o) AS contraction,
       sum(c - o) FILTER (WHERE c > o) AS expansion
FROM pair JOIN ratio USING (opening_year)
GROUP BY opening_year, r, total, n;

CREATE TEMP VIEW kam_retention AS
SELECT opening_year, kam.retention_agg(opening, closing) AS retention
FROM retention_pair
GROUP BY opening_year;

SELECT pg_temp.same(format('customers, opening, closing and movements of %s', opening_year),
    ARRAY[kam.accounts(retention), kam.opening(retention), kam.closing(retention), kam.churned(retention),
          kam.contraction(retention), kam.expansion(retention)],
    ARRAY[n, total, closing, churned, contraction, expansion])
FROM kam_retention LEFT JOIN plain_retention USING (opening_year)
ORDER BY opening_year;

SELECT pg_temp.same(format('NRR, GRR, customers kept and standard error of %s', opening_year),
    ARRAY[round(kam.nrr(retention), 12), round(kam.grr(retention), 12),
          round(kam.logo_retention(retention), 12), round(kam.nrr_stderr(retention), 12)],
    ARRAY[round(nrr, 12), round(grr, 12), round(logos, 12), round(stderr, 12)])
FROM kam_retention LEFT JOIN plain_retention USING (opening_year)
ORDER BY opening_year;

SELECT pg_temp.same('industries rolled up are the whole',
    (SELECT kam.rollup(retention)::jsonb
     FROM (SELECT kam.retention_agg(opening, closing) AS retention
           FROM retention_pair JOIN account_group USING (group_id)
           WHERE opening_year = 2024 AND depth = 0
           GROUP BY industry) AS i),
    (SELECT retention::jsonb FROM kam_retention WHERE opening_year = 2024));

-- ----------------------------------------------------------------------------------------- score

CREATE TEMP VIEW plain_score AS
SELECT group_id,
       sum(score * weight) / sum(weight) FILTER (WHERE score IS NOT NULL) AS score,
       sum(coalesce(score, 0) * weight) / sum(weight) AS score_low,
       sum(coalesce(score, 100) * weight) / sum(weight) AS score_high,
       sum(weight) FILTER (WHERE score IS NOT NULL) / sum(weight) AS coverage
FROM (SELECT group_id, weight,
             least(100, greatest(0, 100 * (value - worst) / (best - worst)))
                 -- least() and greatest() skip NULL: an unknown value must not become a 0.
                 + CASE WHEN value IS NOT NULL THEN 0 END AS score
      FROM criterion_score JOIN criterion USING (criterion, family, weight)) AS s
GROUP BY group_id;

SELECT pg_temp.same('every group scores alike in kam and in plain SQL',
    count(*) FILTER (WHERE abs(e.score - p.score) < 1e-12 AND abs(e.coverage - p.coverage) < 1e-12
                     AND abs(e.score_low - p.score_low) < 1e-12 AND abs(e.score_high - p.score_high) < 1e-12),
    (SELECT count(*) FROM plain_year WHERE y2025 IS NOT NULL))
FROM eligibility AS e JOIN plain_score AS p USING (group_id);

SELECT pg_temp.same('an unknown wallet leaves the white space unknown, and the coverage below 1',
    (SELECT count(*) FROM group_kpi JOIN eligibility USING (group_id)
     WHERE wallet IS NULL AND (white_space IS NOT NULL OR coverage = 1)), 0::bigint);

SELECT pg_temp.same('expected value of the open offers',
    (SELECT round(sum(expected_value), 10) FROM expected_value),
    (SELECT round(sum(amount * probability * margin), 10)
     FROM opportunity JOIN account_group USING (account_id) JOIN group_kpi USING (group_id)
     WHERE stage NOT IN ('won', 'lost')));

-- ---------------------------------------------------------------------------------------- wallet

SELECT pg_temp.same('share of wallet and coverage',
    (SELECT ARRAY[round(kam.share_of_wallet(revenue, wallet), 12), round(kam.wallet_coverage(revenue, wallet), 12)]
     FROM group_kpi),
    (SELECT ARRAY[round(sum(y2025) FILTER (WHERE amount IS NOT NULL) / sum(amount), 12),
                  round(sum(y2025) FILTER (WHERE amount IS NOT NULL) / sum(y2025), 12)]
     FROM plain_year LEFT JOIN wallet ON account_id = group_id
     WHERE y2025 IS NOT NULL));

-- ---------------------------------------------------------------------------------------- bridge

CREATE TEMP VIEW plain_bridge AS
WITH step AS (
    SELECT 2024 AS year, greatest(coalesce(y2023, 0), 0) AS o, greatest(coalesce(y2024, 0), 0) AS c,
           least(y2024, 0) AS below, false AS ever
    FROM plain_year
    UNION ALL
    SELECT 2025, greatest(coalesce(y2024, 0), 0), greatest(coalesce(y2025, 0), 0), least(y2025, 0),
           coalesce(y2023 > 0, false)
    FROM plain_year
)
SELECT year, sum(o) AS opening,
       coalesce(sum(c) FILTER (WHERE o = 0 AND NOT ever), 0) AS new_,
       coalesce(sum(c) FILTER (WHERE o = 0 AND ever), 0) AS reactivation,
       coalesce(sum(c - o) FILTER (WHERE o > 0 AND c > o), 0) AS expansion,
       coalesce(sum(o - c) FILTER (WHERE c > 0 AND c < o), 0) AS contraction,
       coalesce(sum(o) FILTER (WHERE c = 0), 0) AS churned,
       sum(c) AS closing, sum(below) AS negative,
       count(*) FILTER (WHERE o = 0 AND c > 0 AND NOT ever) AS accounts_new,
       count(*) FILTER (WHERE o = 0 AND c > 0 AND ever) AS accounts_reactivated,
       count(*) FILTER (WHERE o > 0 AND c > o) AS accounts_expanded,
       count(*) FILTER (WHERE c > 0 AND c < o) AS accounts_contracted,
       count(*) FILTER (WHERE o > 0 AND c = 0) AS accounts_churned
FROM step
GROUP BY year;

SELECT pg_temp.same(format('revenue bridge of %s', year),
    ARRAY[b.opening, b.new_, b.reactivation, b.expansion, b.contraction, b.churned, b.closing, b.negative,
          b.accounts_new, b.accounts_reactivated, b.accounts_expanded, b.accounts_contracted, b.accounts_churned],
    ARRAY[p.opening, p.new_, p.reactivation, p.expansion, p.contraction, p.churned, p.closing, p.negative,
          p.accounts_new, p.accounts_reactivated, p.accounts_expanded, p.accounts_contracted, p.accounts_churned])
FROM plain_bridge AS p
LEFT JOIN unnest((SELECT kam.revenue_bridge(group_id, booked_on, amount, 'year') FROM revenue)) AS b
    ON b.period = make_date(year, 1, 1)
ORDER BY year;

-- --------------------------------------------------------------------------------- concentration

CREATE TEMP VIEW plain_concentration AS
WITH ranked AS (
    SELECT year, amount, row_number() OVER w AS i, count(*) OVER (PARTITION BY year) AS n
    FROM plain_year, LATERAL (VALUES (2023, y2023), (2024, y2024), (2025, y2025)) AS y (year, amount)
    WHERE amount >= 0
    WINDOW w AS (PARTITION BY year ORDER BY amount)
)
SELECT year, count(*) AS groups, sum(amount ^ 2) / sum(amount) ^ 2 AS hhi,
       sum((2 * i - n - 1) * amount) / (sum(amount) * (max(n) - 1)) AS gini,
       sum(amount) FILTER (WHERE i > n - 1) / sum(amount) AS top_1,
       sum(amount) FILTER (WHERE i > n - 10) / sum(amount) AS top_10
FROM ranked
GROUP BY year;

SELECT pg_temp.same(format('index, effective number, Gini coefficient and largest shares of %s', year),
    ARRAY[kam.accounts(l) - kam.nonpositive_accounts(l), round(kam.hhi(l), 12), round(kam.effective_accounts(l), 12),
          round(kam.gini(l, true), 12), round(kam.top_share(l, 1), 12), round(kam.top_share(l, 10), 12)],
    ARRAY[groups, round(hhi, 12), round(1 / hhi, 12), round(gini, 12), round(top_1, 12), round(top_10, 12)])
FROM plain_concentration
LEFT JOIN (SELECT extract(year FROM booked_on)::int AS year, kam.concentration_agg(group_id, amount) AS l
           FROM revenue GROUP BY 1) AS k USING (year)
ORDER BY year;

SELECT pg_temp.same('classes: A while the larger ones have less than 80 % of 2025, B up to 95 %',
    (SELECT array_agg(format('%s %s', group_id, class) ORDER BY group_id)
     FROM (SELECT group_id, kam.abc_class(revenue, 0.8, 0.95) OVER (ORDER BY revenue DESC, group_id) AS class FROM group_kpi) AS c),
    (SELECT array_agg(format('%s %s', group_id, CASE WHEN before < 0.8 * total THEN 'A' WHEN before < 0.95 * total THEN 'B' ELSE 'C' END)
                      ORDER BY group_id)
     FROM (SELECT group_id, sum(y2025) OVER () AS total, sum(y2025) OVER (ORDER BY y2025 DESC, group_id) - y2025 AS before
           FROM plain_year WHERE y2025 IS NOT NULL) AS p));

-- ---------------------------------------------------------------------------------- satisfaction

-- The answers of a group belong together: promoters less detractors, per group, over its answers.
CREATE TEMP VIEW plain_answer AS
SELECT extract(year FROM answered_on)::int AS year,
       coalesce(g.parent_account_id, p.parent_account_id, a.parent_account_id, a.account_id) AS group_id, kind, score
FROM survey
JOIN account AS a USING (account_id)
LEFT JOIN account AS p ON p.account_id = a.parent_account_id
LEFT JOIN account AS g ON g.account_id = p.parent_account_id
WHERE score IS NOT NULL;

SELECT pg_temp.same(format('NPS, its standard error over groups, and satisfied answers of %s', year),
    (SELECT ARRAY[round(kam.nps(score) FILTER (WHERE kind = 'nps'), 12),
                  round(kam.nps_stderr(group_id, score) FILTER (WHERE kind = 'nps'), 12),
                  round(kam.csat(score, 4) FILTER (WHERE kind = 'csat'), 12)]
     FROM survey JOIN account_group USING (account_id) WHERE extract(year FROM answered_on) = year),
    ARRAY[round(r, 12), round(sqrt(n / (n - 1) * sum((t - r * a) ^ 2)) / sum(a), 12),
          (SELECT round(count(*) FILTER (WHERE score >= 4)::numeric / count(*), 12) FROM plain_answer AS c
           WHERE c.year = q.year AND kind = 'csat')])
FROM (SELECT year, count(*)::numeric AS a,
             count(*) FILTER (WHERE score >= 9) - count(*) FILTER (WHERE score <= 6) AS t,
             sum(count(*) FILTER (WHERE score >= 9) - count(*) FILTER (WHERE score <= 6)) OVER w / sum(count(*)) OVER w AS r,
             count(*) OVER w::numeric AS n
      FROM plain_answer WHERE kind = 'nps' GROUP BY year, group_id WINDOW w AS (PARTITION BY year)) AS q
GROUP BY year, r, n
ORDER BY year;

SELECT pg_temp.same('promises kept as of the end of 2025, and those not yet due',
    (SELECT ARRAY[round(kam.sla_attainment(resolved_at, due_at, as_of), 12), kam.sla_undecided(resolved_at, due_at, as_of)]
     FROM service_level, reporting),
    (SELECT ARRAY[round(count(*) FILTER (WHERE resolved_at <= due_at)::numeric / count(*) FILTER (WHERE resolved_at IS NOT NULL OR due_at <= '2026-01-01'), 12),
                  count(*) FILTER (WHERE resolved_at IS NULL AND due_at > '2026-01-01')]
     FROM service_level));

-- The portfolio over the same tables
\o /dev/null
\pset tuples_only off
\i :demo_portfolio
\pset tuples_only on
\o
SET search_path = velmara, public;
SELECT pg_temp.same('revenue, growth base and margin of each account in the portfolio',
    (SELECT md5(string_agg(concat_ws('|', account_id, revenue, revenue_previous, contribution_margin), E'\n' ORDER BY account_id))
     FROM key_accounts.account_kpi),
    (SELECT md5(string_agg(concat_ws('|', group_id, coalesce(r.now, 0.00), coalesce(r.before, 0.00), coalesce(r.now, 0.00) - c.cost), E'\n' ORDER BY group_id))
     FROM (SELECT DISTINCT g.group_id FROM account_group AS g JOIN account AS a ON a.account_id = g.group_id WHERE NOT a.is_internal) AS g
     LEFT JOIN (SELECT group_id, sum(amount) FILTER (WHERE booked_on >= '2025-01-01') AS now,
                       sum(amount) FILTER (WHERE booked_on >= '2024-01-01' AND booked_on < '2025-01-01') AS before
                FROM invoice_line JOIN account_group USING (account_id) GROUP BY group_id) AS r USING (group_id)
     LEFT JOIN (SELECT group_id, sum(amount) AS cost FROM cost JOIN account_group USING (account_id)
                WHERE incurred_on BETWEEN '2025-01-01' AND '2025-12-31' GROUP BY group_id) AS c USING (group_id)));
SELECT pg_temp.same('contributions of eligibility_detail that do not add up to the score',
    (SELECT count(*) FROM key_accounts.eligibility AS e
     JOIN (SELECT account_id, sum(contribution) AS total FROM key_accounts.eligibility_detail GROUP BY account_id) AS d USING (account_id)
     WHERE e.score IS DISTINCT FROM d.total AND e.score IS NOT NULL), 0::bigint);
SELECT pg_temp.same('concentration of the accounts in the portfolio',
    (SELECT ARRAY[hhi, top_1_share, top_10_share] FROM key_accounts.concentration WHERE dimension = 'account'),
    (SELECT ARRAY[round(sum(share ^ 2), 6)::numeric(9,6), round(max(share), 6)::numeric(9,6), round(sum(share) FILTER (WHERE rank <= 10), 6)::numeric(9,6)]
     FROM (SELECT revenue / sum(revenue) OVER () AS share, row_number() OVER (ORDER BY revenue DESC) AS rank
           FROM group_kpi WHERE revenue > 0) AS s));

-- The programme over the portfolio
\o /dev/null
\pset tuples_only off
\i :demo_programme
\pset tuples_only on
\o
SET search_path = velmara, public;
SELECT pg_temp.same('the eleven largest of 2024 are key accounts',
    (SELECT array_agg(account_id::int ORDER BY account_id) FROM key_accounts.programme WHERE is_account),
    (SELECT array_agg(group_id ORDER BY group_id)
     FROM (SELECT group_id FROM invoice_line JOIN account_group USING (account_id) WHERE booked_on BETWEEN '2024-01-01' AND '2024-12-31'
              AND group_id NOT IN (SELECT account_id FROM account WHERE is_internal)
           GROUP BY group_id ORDER BY sum(amount) DESC LIMIT 11) AS r));
SELECT pg_temp.same('accounts and revenue per manager',
    (SELECT array_agg(concat_ws('|', person, accounts, revenue, verdict) ORDER BY person) FROM key_accounts.coverage WHERE limit_name = 'account manager'),
    (SELECT array_agg(concat_ws('|', owner, accounts, revenue, CASE WHEN accounts < 3 THEN 'below' WHEN accounts > 8 THEN 'above' ELSE 'within' END) ORDER BY owner)
     FROM (SELECT a.owner, count(DISTINCT g.group_id) AS accounts, sum(l.amount) AS revenue
           FROM key_accounts.key_account AS k
           JOIN account AS a ON a.account_id = k.account_id
           JOIN account_group AS g ON g.group_id = k.account_id
           JOIN invoice_line AS l ON l.account_id = g.account_id AND l.booked_on BETWEEN '2025-01-01' AND '2025-12-31'
           GROUP BY a.owner) AS m));
SELECT pg_temp.same('Jonas Reuterdal has given away more time than there is', (SELECT time_share FROM key_accounts.coverage WHERE person = 'Jonas Reuterdal'), 1.15);
SELECT pg_temp.same('what is missing',
    (SELECT array_agg(concat_ws(' ', account_id, gap, since_on) ORDER BY account_id, step_no) FROM key_accounts.governance_gap),
    ARRAY['11 plan is stale 2025-03-18', '18 no plan', '19 no committee', '19 no plan', '21 no executive sponsor', '21 no plan', '30 committee has not met 2025-06-17']);
SELECT pg_temp.same('what is due and done in each plan, by its milestones',
    (SELECT array_agg(concat_ws('|', account_id, milestones_done, milestones_late, planned_value, earned_value, round(value_index, 6)) ORDER BY account_id) FROM key_accounts.plan_progress),
    (SELECT array_agg(concat_ws('|', account_id, done, late, due, earned, round(earned / due, 6)) ORDER BY account_id)
     FROM (SELECT p.account_id, count(*) FILTER (WHERE done_on <= '2025-12-31') AS done, count(*) FILTER (WHERE due_on <= '2025-12-31' AND done_on IS NULL) AS late,
                  sum(value) FILTER (WHERE due_on <= '2025-12-31') AS due, coalesce(sum(least(value, coalesce(realised, value))) FILTER (WHERE done_on <= '2025-12-31'), 0.00) AS earned
           FROM key_accounts.milestone JOIN key_accounts.plan AS p USING (plan_id) GROUP BY p.account_id) AS m));
SELECT pg_temp.same('renewals of key accounts within a year of the end of 2025',
    (SELECT array_agg(format('%s %s', account_id, r.notice_on) ORDER BY r.notice_on) FROM key_accounts.renewals AS r JOIN key_accounts.programme USING (account_id)),
    (SELECT array_agg(format('%s %s', g.group_id, c.ends_on - c.notice_days) ORDER BY c.ends_on - c.notice_days)
     FROM contract AS c JOIN account_group AS g USING (account_id) JOIN key_accounts.key_account AS k ON k.account_id = g.group_id
     WHERE c.starts_on <= '2025-12-31' AND c.ends_on > '2025-12-31' AND c.ends_on <= '2026-12-31'));
SELECT pg_temp.same('the review has the figures of both quarters, and how they moved',
    (SELECT ARRAY[d #>> '{kpis,revenue,value}', d #>> '{kpis,revenue,previous}', d #>> '{kpis,revenue,change}'] FROM page)::numeric[],
    (SELECT ARRAY[q4, q3, q4 - q3]
     FROM (SELECT sum(amount) FILTER (WHERE booked_on BETWEEN '2025-01-01' AND '2025-12-31') AS q4, sum(amount) FILTER (WHERE booked_on BETWEEN '2024-10-01' AND '2025-09-30') AS q3
           FROM invoice_line JOIN account_group USING (account_id) WHERE group_id = 8) AS r));
SELECT pg_temp.same('and no names of people at the customer, nor what was said of them in words',
    (SELECT count(*) FROM page WHERE d::text ~ 'Fiona|Ashdown|Nair'), 0::bigint);
SELECT pg_temp.same('and is the same when asked again', (SELECT d FROM page), kam.account_review('key_accounts', 8, '2025-11-30'));
SELECT pg_temp.same('data quality finds nothing wrong with the programme',
    (SELECT sum(rows_affected) FROM key_accounts.data_quality WHERE source IN ('key_account', 'programme', 'offer', 'measure', 'assessment')), 0::bigint);
