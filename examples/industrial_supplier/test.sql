-- The story, in figures: each from kam, and in plain SQL over the company's own tables; what the readings say besides.
SET search_path = key_accounts, talvik;
SET kam.as_of = '2025-12-31';

-- Korvala in plain SQL: the five companies
CREATE TEMP VIEW korvala_line AS SELECT * FROM talvik.invoice_line WHERE customer_id IN (100, 110, 120, 130, 140);
CREATE FUNCTION pg_temp.revenue_of(year int) RETURNS numeric LANGUAGE sql AS $$SELECT sum(amount) FROM pg_temp.korvala_line WHERE extract(year FROM booked_on) = year$$;

-- ------------------------------------------------------------------------------------------------------ the company
SELECT pg_temp.same('36 customers are 31 accounts, Korvala the one with five companies',
    (SELECT ARRAY[count(*), count(DISTINCT group_id), count(*) FILTER (WHERE group_id = 100), count(problem)] FROM account_group), ARRAY[36::bigint, 31, 5, 0]);
SELECT pg_temp.same('every account has the revenue of plain SQL, this year and the last',
    (SELECT array_agg(format('%s %s %s', account_id, revenue, revenue_previous) ORDER BY account_id) FROM account_kpi),
    (SELECT array_agg(format('%s %s %s', top, now, before) ORDER BY top)
     FROM (SELECT CASE WHEN customer_id > 100 THEN 100 WHEN customer_id = 31 THEN 30 ELSE customer_id END AS top,
                  coalesce(sum(amount) FILTER (WHERE booked_on >= '2025-01-01'), 0.00) AS now, coalesce(sum(amount) FILTER (WHERE booked_on >= '2024-01-01' AND booked_on < '2025-01-01'), 0.00) AS before
           FROM customer LEFT JOIN invoice_line USING (customer_id) GROUP BY 1) AS r));
SELECT pg_temp.same('no error in the sources', (SELECT array_agg(rule ORDER BY rule) FROM key_accounts.data_quality WHERE severity = 'error' AND rows_affected > 0), NULL::text[]);

-- -------------------------------------------------------------------------------------------------------- the choice
SET kam.as_of = '2023-12-31';
SELECT pg_temp.same('the six key accounts are those that spend most with others',
    (SELECT array_agg(account_id::int ORDER BY account_id) FROM key_account),
    (SELECT array_agg(top ORDER BY top) FROM (
        SELECT top, sum(w.amount) - sum(l.amount) AS others
        FROM (SELECT customer_id, CASE WHEN customer_id > 100 THEN 100 WHEN customer_id = 31 THEN 30 ELSE customer_id END AS top FROM customer) AS c
        LEFT JOIN (SELECT customer_id, amount FROM talvik.wallet WHERE estimated_on = '2023-12-01') AS w USING (customer_id)
        LEFT JOIN (SELECT customer_id, sum(amount) AS amount FROM invoice_line WHERE booked_on < '2024-01-01' GROUP BY 1) AS l USING (customer_id)
        GROUP BY top ORDER BY others DESC NULLS LAST LIMIT 6) AS t));
SELECT pg_temp.same('Korvala has not a tenth of our revenue then', (SELECT NOT is_major_customer AND revenue_rank = 1 FROM concentration_risk WHERE account_id = 100), true);
SET kam.as_of = '2025-12-31';

-- -------------------------------------------------------------------------------------- avoided downtime, from the log
CREATE TEMP VIEW plain_saving AS
SELECT plant, round(cost * (6 * (SELECT sum(hours) FROM downtime AS d WHERE d.plant = v.plant AND cause = 'drive' AND stopped_on BETWEEN '2023-01-01' AND '2023-12-31') / 12
                               - (SELECT sum(hours) FROM downtime AS d WHERE d.plant = v.plant AND cause = 'drive' AND stopped_on BETWEEN since AND until)), 2) AS saved
FROM (VALUES ('Kuusjoki', 6500, date '2024-04-01', date '2024-09-30'), ('Harjala', 5200, '2024-10-01', '2025-03-31'), ('Granvik', 7800, '2025-01-01', '2025-06-30')) AS v (plant, cost, since, until);
SELECT pg_temp.same('what was realised is what the log says: hours below those of 2023 x cost of an hour',
    (SELECT array_agg(format('%s %s', title, realised) ORDER BY due_on) FROM key_accounts.milestone WHERE plan_id = 2 AND realised IS NOT NULL),
    (SELECT array_agg(format('six months at %s %s', plant, saved) ORDER BY array_position('{Kuusjoki,Harjala,Granvik}', plant)) FROM plain_saving));
SELECT pg_temp.same('what was expected is half of an average six months of 2023',
    (SELECT array_agg(value ORDER BY due_on) FROM key_accounts.milestone WHERE plan_id = 1 AND value IS NOT NULL)::text,
    (SELECT array_agg(round(year * hour_cost / 4, -3)::numeric(18,2) ORDER BY plant_no) FROM plant JOIN (SELECT plant, sum(hours) AS year FROM downtime WHERE cause = 'drive' AND extract(year FROM stopped_on) = 2023 GROUP BY plant) AS y USING (plant))::text);
SELECT pg_temp.same('all that was avoided, at once: what would have been less what was',
    (SELECT round(sum(avoided_value), 2) FROM avoided_downtime),
    (SELECT round(sum(hour_cost * (baseline * months - hours)), 2)
     FROM plant JOIN LATERAL (SELECT (SELECT sum(hours) FROM downtime AS d WHERE d.plant = plant.plant AND cause = 'drive' AND stopped_on < '2024-01-01') / 12 AS baseline,
                                     12 * (2026 - extract(year FROM live_on)) - extract(month FROM live_on) + 1 AS months,
                                     (SELECT sum(hours) FROM downtime AS d WHERE d.plant = plant.plant AND cause = 'drive' AND stopped_on >= live_on) AS hours) AS h ON true));
SELECT pg_temp.same('stops for other reasons are as they were: within a twentieth at each plant, first year and last',
    (SELECT bool_and(abs(now / before - 1) < 0.05) FROM (SELECT plant, sum(hours) FILTER (WHERE stopped_on < '2024-01-01') AS before, sum(hours) FILTER (WHERE stopped_on >= '2025-01-01') AS now FROM downtime WHERE cause = 'other' GROUP BY plant) AS o), true);
SELECT pg_temp.same('Granvik saved more in its second half year than in its first',
    (SELECT sum(avoided_value) FILTER (WHERE month >= '2025-07-01') > 2 * sum(avoided_value) FILTER (WHERE month < '2025-07-01') FROM avoided_downtime WHERE plant = 'Granvik'), true);

-- ----------------------------------------------------------------------------------------------------------- the plan
SELECT pg_temp.same('value due, earned (at most what was planned) and realised by the end of 2025',
    (SELECT ARRAY[planned_value, earned_value, realised_value] FROM plan_progress WHERE account_id = 100),
    (SELECT ARRAY[sum(m.value) FILTER (WHERE due_on <= '2025-12-31'), (SELECT sum(least(saved, x.value)) FROM plain_saving JOIN key_accounts.milestone AS x ON x.plan_id = 1 AND x.title = 'six months at ' || plant), (SELECT sum(saved) FROM plain_saving)]::numeric(18,2)[] FROM key_accounts.milestone AS m WHERE plan_id = 2));
SELECT pg_temp.same('one is late, by 31 days, which its share of what is due makes 9.10',
    (SELECT format('%s %s', milestones_late, slip_days) FROM plan_progress WHERE account_id = 100),
    (SELECT format('1 %s', round(31 * value / (SELECT sum(value) FROM key_accounts.milestone WHERE plan_id = 2 AND due_on <= '2025-12-31'), 2)) FROM key_accounts.milestone WHERE plan_id = 2 AND title LIKE '%Erlbruck'));
SELECT pg_temp.same('version 2 moved Erlbruck and Zielno, and nothing else',
    (SELECT array_agg(split_part(n.title, ' at ', 2) ORDER BY n.title) FROM key_accounts.milestone AS o JOIN key_accounts.milestone AS n USING (title) WHERE o.plan_id = 1 AND n.plan_id = 2 AND (o.due_on, o.value) IS DISTINCT FROM (n.due_on, n.value)), ARRAY['Erlbruck', 'Zielno']);
SET kam.as_of = '2025-04-09';
SELECT pg_temp.same('the day before, version 1 is the plan', (SELECT format('%s %s', version, planned_value) FROM plan_progress WHERE account_id = 100), '1 252000.00');
SET kam.as_of = '2025-04-10';
SELECT pg_temp.same('on the day, version 2', (SELECT format('%s %s', version, planned_value) FROM plan_progress WHERE account_id = 100), '2 252000.00');
SET kam.as_of = '2024-12-31';
SELECT pg_temp.same('nothing was late at the end of 2024, whatever the time index says', (SELECT format('%s %s %s', milestones_late, value_index = 1, time_index < 0.7) FROM plan_progress WHERE account_id = 100), '0 t t');
SET kam.as_of = '2025-12-31';
SELECT pg_temp.same('the phases cover the time from January 2024 without a gap',
    (SELECT array_agg(format('%s %s', phase, days) ORDER BY step_no) FROM phase_progress WHERE account_id = 100), ARRAY['discovery 91', 'value proposition 275', 'execution 181', 'expansion 183']);

-- ----------------------------------------------------------------------------------------------- SLA, by site and in all
CREATE TEMP VIEW plain_visit AS
SELECT plant, customer_id, extract(year FROM due_at AT TIME ZONE 'UTC')::int AS year, extract(quarter FROM due_at AT TIME ZONE 'UTC')::int AS quarter, count(*) AS promised, sum(CASE WHEN arrived_at <= due_at THEN 1 ELSE 0 END) AS kept
FROM service_visit WHERE NOT customer_at_fault GROUP BY 1, 2, 3, 4;
SELECT pg_temp.same('attainment by plant and year: kept / promised',
    (SELECT array_agg(format('%s %s %s', plant, y, round(a, 6)) ORDER BY plant, y) FROM (SELECT plant, extract(year FROM due_at AT TIME ZONE 'UTC')::int AS y, kam.sla_attainment(arrived_at, due_at, '2026-01-01+00') AS a FROM service_visit WHERE plant IS NOT NULL AND NOT customer_at_fault GROUP BY 1, 2) AS k),
    (SELECT array_agg(format('%s %s %s', plant, year, a) ORDER BY plant, year) FROM (SELECT plant, year, round(sum(kept) / sum(promised), 6) AS a FROM plain_visit WHERE plant IS NOT NULL GROUP BY 1, 2) AS p));
SELECT pg_temp.same('that of the account is kept / promised at all its plants, not the mean of theirs',
    (SELECT sla_attainment FROM account_kpi WHERE account_id = 100), (SELECT round(sum(kept) / sum(promised), 6) FROM plain_visit WHERE plant IS NOT NULL AND year = 2025));
SELECT pg_temp.same('one visit was not our fault and does not count, one is still open and counts as missed',
    (SELECT ARRAY[count(*) FILTER (WHERE customer_at_fault), count(*) FILTER (WHERE arrived_at IS NULL)] FROM service_visit), ARRAY[1, 1]::bigint[]);

-- --------------------------------------------------------------------------------------- bonus and penalty, as lines
SELECT pg_temp.same('each plant and quarter above the level has its bonus, each below its penalty, by kam.sla_attainment',
    (SELECT array_agg(format('%s Q%s %s', plant, extract(quarter FROM booked_on), amount) ORDER BY booked_on, plant) FROM invoice_line WHERE line_id ~ '^(bonus|penalty)'),
    (SELECT array_agg(format('%s Q%s %s', plant, quarter, CASE WHEN a > 0.95 THEN '3000.00' ELSE '-5000.00' END) ORDER BY quarter, plant)
     FROM (SELECT plant, extract(quarter FROM due_at AT TIME ZONE 'UTC')::int AS quarter, kam.sla_attainment(arrived_at, due_at, '2026-01-01+00') AS a
           FROM service_visit WHERE due_at >= '2025-01-01+00' AND NOT customer_at_fault AND plant IS NOT NULL GROUP BY 1, 2) AS q
     WHERE a <> 0.95 AND (plant, quarter) <> ('Erlbruck', 3)));
SELECT pg_temp.same('six of one and three of the other: +18,000 and -15,000, penalties as credits',
    (SELECT array_agg(format('%s %s %s %s', kind, count, sum, sign) ORDER BY sum DESC) FROM (SELECT kind, count(*), sum(amount), sign(min(amount)) FROM korvala_line WHERE line_id ~ '^(bonus|penalty)' GROUP BY kind) AS l), ARRAY['service 6 18000.00 1', 'credit 3 -15000.00 -1']);
SELECT pg_temp.same('the readings: Kuusjoki and Harjala earn; Granvik has two penalties and then a bonus; Erlbruck begins with a penalty',
    (SELECT array_agg(format('%s %s', plant, signs) ORDER BY plant) FROM (SELECT plant, string_agg(CASE WHEN amount > 0 THEN '+' ELSE '-' END, '' ORDER BY booked_on) AS signs FROM korvala_line WHERE line_id ~ '^(bonus|penalty)' GROUP BY plant) AS s), ARRAY['Erlbruck -', 'Granvik --+', 'Harjala ++', 'Kuusjoki +++']);
SELECT pg_temp.same('the offer has the bonus and penalty of a year of all terms, and became the contract in force',
    (SELECT format('%s %s %s %s', o.bonus, o.penalty, o.service_level = 0.95, (SELECT sum(amount) FROM offer_module AS m WHERE m.offer_id = o.offer_id) = c.annual_value) FROM offer AS o JOIN talvik.contract AS c USING (contract_id) WHERE c.starts_on <= '2025-12-31' AND c.ends_on > '2025-12-31' AND c.is_framework), '60000.00 100000.00 t t');

-- explain adds up, with these lines in it
SELECT pg_temp.same('revenue explained adds up exactly',
    (SELECT sum(contribution) FROM kam.explain('key_accounts', 'revenue', 100)), (SELECT revenue FROM account_kpi WHERE account_id = 100));
SELECT pg_temp.same('and is that of plain SQL', (SELECT revenue FROM account_kpi WHERE account_id = 100), pg_temp.revenue_of(2025));
SELECT pg_temp.same('each bonus and penalty is a line of it, with its own amount',
    (SELECT array_agg(format('%s %s', line_id, contribution) ORDER BY line_id) FROM kam.explain('key_accounts', 'revenue', 100) WHERE line_id ~ '^(bonus|penalty)'),
    (SELECT array_agg(format('%s %s', line_id, amount) ORDER BY line_id) FROM korvala_line WHERE line_id ~ '^(bonus|penalty)'));
SELECT pg_temp.same('margin explained adds up exactly, penalties included',
    (SELECT format('%s %s', sum(contribution), sum(contribution) FILTER (WHERE line_id ~ '^penalty')) FROM kam.explain('key_accounts', 'contribution_margin', 100)),
    (SELECT format('%s -15000.00', pg_temp.revenue_of(2025) - sum(amount)) FROM cost_line WHERE customer_id >= 100 AND incurred_on >= '2025-01-01' AND kind <> 'acquisition'));
SELECT pg_temp.same('the same margin in account_kpi, as amount and rate',
    (SELECT format('%s %s', contribution_margin, contribution_margin_rate) FROM account_kpi WHERE account_id = 100),
    (SELECT format('%s %s', pg_temp.revenue_of(2025) - sum(amount), round(1 - sum(amount) / pg_temp.revenue_of(2025), 6)) FROM cost_line WHERE customer_id >= 100 AND incurred_on >= '2025-01-01' AND kind <> 'acquisition'));
SELECT pg_temp.same('net revenue retention has bonuses and penalties in it, and no drives',
    (SELECT nrr FROM account_kpi WHERE account_id = 100),
    (SELECT round(sum(amount) FILTER (WHERE booked_on >= '2025-01-01') / sum(amount) FILTER (WHERE booked_on >= '2024-01-01' AND booked_on < '2025-01-01'), 6) FROM korvala_line WHERE product <> 'drives'));

-- ----------------------------------------------------------------------------------------------- roll-out, dependency
SELECT pg_temp.same('countries with revenue: two, two, four',
    (SELECT array_agg(n ORDER BY year) FROM (SELECT extract(year FROM booked_on) AS year, count(DISTINCT country) AS n FROM korvala_line GROUP BY 1) AS c), ARRAY[2, 2, 4]::bigint[]);
SELECT pg_temp.same('more than half of Germany''s and Poland''s revenue is drives',
    (SELECT sum(amount) FILTER (WHERE product = 'drives') > sum(amount) / 2 FROM korvala_line WHERE country IN ('DE', 'PL')), true);
SELECT pg_temp.same('Korvala''s countries of 2025 are worth so many equals: 1 / sum of squared shares',
    (SELECT round(kam.effective_accounts(country, amount), 6) FROM korvala_line WHERE booked_on >= '2025-01-01'),
    (SELECT round(sum(amount) ^ 2 / sum(amount ^ 2), 6) FROM (SELECT country, sum(amount) AS amount FROM korvala_line WHERE booked_on >= '2025-01-01' GROUP BY country) AS c));
SELECT pg_temp.same('its share of our revenue, and the index of all accounts and without it',
    (SELECT format('%s %s %s', r.revenue_share, c.hhi, r.hhi_without) FROM concentration_risk AS r, concentration AS c WHERE r.account_id = 100 AND c.dimension = 'account'),
    (SELECT format('%s %s %s', round(sum(a) FILTER (WHERE top = 100) / sum(a), 6), round(sum(a ^ 2) / sum(a) ^ 2, 6), round(sum(a ^ 2) FILTER (WHERE top <> 100) / (sum(a) FILTER (WHERE top <> 100)) ^ 2, 6))
     FROM (SELECT CASE WHEN customer_id > 100 THEN 100 WHEN customer_id = 31 THEN 30 ELSE customer_id END AS top, sum(amount) AS a FROM invoice_line WHERE booked_on >= '2025-01-01' GROUP BY 1) AS t));
SELECT pg_temp.same('it is to be disclosed now', (SELECT is_major_customer FROM concentration_risk WHERE account_id = 100), true);

-- ------------------------------------------------------------------------------------ objectives, assumptions, white space
SELECT pg_temp.same('share of wallet: revenue / wallet of the four companies',
    (SELECT current_value FROM objective_progress WHERE account_id = 100 AND metric = 'share_of_wallet'), (SELECT round(pg_temp.revenue_of(2025) / sum(amount), 6) FROM talvik.wallet WHERE customer_id >= 100 AND estimated_on = '2025-12-01'));
SELECT pg_temp.same('white space: what each plant could buy of each product less what it bought, never below 0',
    (SELECT current_value FROM objective_progress WHERE account_id = 100 AND metric = 'white_space'),
    (SELECT sum(greatest(p.amount - coalesce(s.amount, 0), 0))::numeric(24,6) FROM talvik.potential AS p LEFT JOIN (SELECT plant, product, sum(amount) AS amount FROM korvala_line WHERE booked_on >= '2025-01-01' GROUP BY 1, 2) AS s USING (plant, product)));
SELECT pg_temp.same('the baselines are what the sources said of the year to March 2024',
    (SELECT array_agg(baseline ORDER BY metric) FROM objective_progress WHERE account_id = 100 AND metric IN ('share_of_wallet', 'sla_attainment')),
    ARRAY[(SELECT (SELECT sum(amount) FROM korvala_line WHERE booked_on >= '2023-04-01' AND booked_on < '2024-04-01') / sum(amount) FROM talvik.wallet WHERE customer_id >= 100 AND estimated_on = '2023-12-01'),
          (SELECT sum(kept) / sum(promised) FROM plain_visit WHERE plant IS NOT NULL AND 4 * year + quarter BETWEEN 4 * 2023 + 2 AND 4 * 2024 + 1)]::numeric(24,6)[]);
SELECT pg_temp.same('nothing is met yet, and all is on its way', (SELECT bool_or(is_met) OR NOT bool_and(progress_rate BETWEEN 0.5 AND 1) FROM objective_progress WHERE account_id = 100), false);
SELECT pg_temp.same('the one assumption that broke is the share of our revenue',
    (SELECT array_agg(format('%s %s', metric, verdict) ORDER BY metric) FROM plan_drift WHERE account_id = 100), ARRAY['cac_payback_months within', 'contribution_margin_rate within', 'nrr within', 'revenue_share above']);
SELECT pg_temp.same('payback: what co-design cost, in months of margin',
    (SELECT current_value FROM plan_drift WHERE account_id = 100 AND metric = 'cac_payback_months'),
    (SELECT round(sum(amount) FILTER (WHERE kind = 'acquisition') / ((pg_temp.revenue_of(2025) - sum(amount) FILTER (WHERE kind <> 'acquisition' AND incurred_on >= '2025-01-01')) / 12), 2)::numeric(24,6) FROM cost_line WHERE customer_id >= 100));

-- ------------------------------------------------------------------------------------- people, governance, alerts, review
SELECT pg_temp.same('six accounts, two managers and two sponsors, all limits kept', (SELECT array_agg(format('%s %s', accounts, verdict) ORDER BY limit_name, person) FROM coverage), ARRAY['3 within', '3 within', '3 within', '3 within', '6 within']);
SELECT pg_temp.same('Korvala''s committee met in each of eight quarters',
    (SELECT count(DISTINCT date_trunc('quarter', held_on)) FROM meeting JOIN committee USING (committee_id) WHERE account_id = 100 AND held_on BETWEEN '2024-01-01' AND '2025-12-31'), 8::bigint);
SELECT pg_temp.same('the one committee that did not meet is found', (SELECT array_agg(format('%s %s', name, gap)) FROM governance_gap), ARRAY['Birkmo committee has not met']);
SELECT pg_temp.same('the champion who fell silent is the mill manager of Harjala', (SELECT format('%s %s', r.silent_champions, (SELECT job_title FROM stakeholder WHERE stance = 'champion' AND last_contact_on < '2025-07-01')) FROM relationship_coverage AS r WHERE account_id = 100), '1 mill manager, Harjala');
SELECT pg_temp.same('support: influence x stance / influence', (SELECT round(support_balance, 6) FROM relationship_coverage WHERE account_id = 100), (SELECT round(sum(influence * CASE stance WHEN 'champion' THEN 1 WHEN 'supporter' THEN 0.5 WHEN 'neutral' THEN 0 WHEN 'sceptic' THEN -0.5 ELSE -1 END) / sum(influence), 6) FROM stakeholder));
SELECT pg_temp.same('dependency rang first after the second quarter, when the share of a year passed 12 %',
    (SELECT format('%s %s', raised_on, raised_value) FROM alert WHERE account_id = 100 AND rule = 'dependency'),
    (SELECT format('2025-06-30 %s', round(sum(amount) FILTER (WHERE customer_id >= 100) / sum(amount), 6)) FROM invoice_line WHERE booked_on >= '2024-07-01' AND booked_on < '2025-07-01'));
SELECT pg_temp.same('at the end of 2025 the plan rings anew, the champion first, dependency stays',
    (SELECT array_agg(format('%s: %s', rule, change) ORDER BY rule) FROM alerts WHERE account_id = 100), ARRAY['champion is silent: raised', 'dependency: unchanged', 'plan is behind: worse']);
SELECT pg_temp.same('two accounts are between raising and clearing: above 90 %, below 95 %', (SELECT count(*) FROM alerts WHERE rule = 'promises missed' AND change = 'unchanged' AND value > 0.9 AND value < 0.95), 2::bigint);
SELECT pg_temp.same('the review says what the views say, and Granvik''s closed risk is not in it',
    (SELECT format('%s %s %s %s', d #>> '{kpis,revenue,value}', d #>> '{plan,0,version}', jsonb_array_length(d -> 'risks'), jsonb_array_length(d -> 'open_decisions')) FROM kam.account_review('key_accounts', 100, '2025-10-01') AS d),
    format('%s 2 3 2', pg_temp.revenue_of(2025)::numeric(24,6)));
BEGIN;
INSERT INTO talvik.invoice_line SELECT 'late', 110, '2025-12-30', 1000, 'parts', 'Harjala', 'FI', 'service', 'usage';
SELECT pg_temp.same('and goes on saying it when something is booked after', (SELECT round((document #>> '{kpis,revenue,value}')::numeric, 2) = (SELECT revenue FROM account_kpi WHERE account_id = 100) - 1000 AND document = kam.account_review('key_accounts', 100, '2025-10-01') FROM review), true);
ROLLBACK;

-- ------------------------------------------------------------------------------------------------------ what is refused
CREATE FUNCTION pg_temp.refused(statement text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE statement;
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
    RETURN 'accepted';
EXCEPTION WHEN integrity_constraint_violation OR check_violation OR foreign_key_violation OR exclusion_violation OR object_not_in_prerequisite_state THEN
    RETURN SQLSTATE;
END
$$;
SELECT pg_temp.same('an approved milestone does not move', pg_temp.refused($$UPDATE key_accounts.milestone SET due_on = '2026-03-31' WHERE plan_id = 2 AND title LIKE '%Erlbruck'$$), '55000');
SELECT pg_temp.same('nor is its value lowered to what was realised', pg_temp.refused($$UPDATE key_accounts.milestone SET value = realised WHERE plan_id = 2 AND title LIKE '%Granvik'$$), '55000');
SELECT pg_temp.same('nor is a closed version opened again beside the one in force', pg_temp.refused($$UPDATE key_accounts.plan SET closed_on = NULL WHERE plan_id = 1$$), '23P01');
SELECT pg_temp.same('no phase is skipped', pg_temp.refused($$INSERT INTO key_accounts.phase (account_id, phase, starts_on) VALUES (30, 'execution', '2025-06-01')$$), '23503');
SELECT pg_temp.same('an offer has no contract before it is accepted', pg_temp.refused($$UPDATE key_accounts.offer SET contract_id = 'P-2025' WHERE offer_id = 2$$), '23514');
SELECT pg_temp.same('nor has Korvala two account managers', pg_temp.refused($$INSERT INTO key_accounts.responsibility (account_id, role, person, starts_on) VALUES (100, 'account manager', 'Maarja', '2025-07-01')$$), '23P01');
