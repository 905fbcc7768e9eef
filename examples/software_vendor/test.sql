-- The story, in figures; each against plain SQL over the company's own tables where there is one.
SET search_path = key_accounts, nubela;

SET kam.as_of = '2024-12-31';
SELECT pg_temp.same('20 of 80 customers qualify, those that the board had in mind',
    (SELECT array_agg(account_id::int ORDER BY account_id) FROM eligibility WHERE verdict = 'eligible'), (SELECT array_agg(n) FROM generate_series(1, 20) AS n));
SELECT pg_temp.same('nobody is undetermined', (SELECT count(*) FROM eligibility WHERE verdict = 'undetermined'), 0::bigint);
-- 30 for share of wallet from 0.9 to 0.1, 20 for margin from 0 to 0.5, 10 for retention from 0.7 to 1, 40 for fit from 1 to 5
SELECT pg_temp.same('the scores in plain SQL',
    (SELECT array_agg(round(score, 2) ORDER BY account_id) FROM eligibility),
    (SELECT array_agg(round(0.3 * least(100, greatest(0, (0.9 - r.y2024 / w.amount) / 0.8 * 100)) + 0.2 * least(100, (1 - c.cost / r.y2024) / 0.5 * 100) + 0.1 * 100
                            + 0.4 * ((CASE WHEN account_id <= 20 THEN 4 + account_id % 2 ELSE 1 + account_id % 3 END) - 1) / 4.0 * 100, 2) ORDER BY account_id)
     FROM (SELECT account_id, sum(amount) AS y2024 FROM invoice_line WHERE booked_on >= '2024-01-01' AND booked_on < '2025-01-01' GROUP BY 1) AS r
     JOIN (SELECT account_id, sum(amount) AS cost FROM support_cost WHERE incurred_on >= '2024-01-01' AND incurred_on < '2025-01-01' GROUP BY 1) AS c USING (account_id)
     JOIN nubela.wallet AS w USING (account_id) WHERE w.as_of = '2024-12-01'));

SET kam.as_of = '2025-12-31';
SELECT pg_temp.same('four managers and four sponsors with five accounts each, all limits kept',
    (SELECT array_agg(format('%s %s %s', limit_name, accounts, verdict) ORDER BY limit_name, person) FROM coverage),
    ARRAY['account manager 5 within', 'account manager 5 within', 'account manager 5 within', 'account manager 5 within',
          'executive sponsor 5 within', 'executive sponsor 5 within', 'executive sponsor 5 within', 'executive sponsor 5 within', 'key accounts 20 within']);
SELECT pg_temp.same('the one committee that did not meet is found',
    (SELECT array_agg(format('%s: %s %s', account_id, gap, since_on) ORDER BY account_id, step_no) FROM governance_gap), ARRAY['19: committee has not met 2025-06-11']);
SELECT pg_temp.same('and was found at the end of the third quarter already, but not of the second',
    (SELECT array_agg(found ORDER BY day) FROM (
        SELECT '2025-06-30' AS day, count(*) AS found FROM meeting JOIN committee USING (committee_id) WHERE account_id = 19 AND held_on BETWEEN '2025-04-01' AND '2025-06-30'
        UNION ALL SELECT '2025-09-30', count(*) FROM meeting JOIN committee USING (committee_id) WHERE account_id = 19 AND held_on BETWEEN '2025-07-01' AND '2025-09-30') AS q), ARRAY[1, 0]::bigint[]);

SELECT pg_temp.same('share of wallet is up in 8 accounts beyond the uncertainty of the estimate',
    (SELECT array_agg(account_id::int ORDER BY account_id) FROM share_change WHERE least_now > most_then), ARRAY[1, 3, 6, 8, 11, 13, 16, 18]);
SELECT pg_temp.same('the same in plain SQL',
    (SELECT array_agg(account_id ORDER BY account_id) FROM (
        SELECT l.account_id FROM invoice_line AS l WHERE account_id <= 20 GROUP BY account_id
        HAVING sum(amount) FILTER (WHERE booked_on >= '2025-01-01') / ((SELECT amount FROM nubela.wallet AS w WHERE w.account_id = l.account_id AND as_of = '2025-12-01') * 1.15)
            > sum(amount) FILTER (WHERE booked_on >= '2024-01-01' AND booked_on < '2025-01-01') / ((SELECT amount FROM nubela.wallet AS w WHERE w.account_id = l.account_id AND as_of = '2024-12-01') * 0.85)) AS up),
    ARRAY[1, 3, 6, 8, 11, 13, 16, 18]);
SELECT pg_temp.same('it rose in the other twelve as well, but within what the estimates can be wrong',
    (SELECT count(*) FROM share_change WHERE share_now > share_then AND least_now <= most_then), 12::bigint);
SELECT pg_temp.same('two framework agreements of three years are signed and in force',
    (SELECT array_agg(format('%s %s', c.contract_id, c.ends_on - c.starts_on) ORDER BY c.contract_id) FROM offer AS o JOIN key_accounts.contract AS c ON c.contract_id = o.contract_id
     WHERE o.is_accepted AND o.is_framework AND c.is_framework AND c.starts_on <= '2025-12-31' AND c.ends_on > '2025-12-31'), ARRAY['F03 1096', 'F11 1096']);
SELECT pg_temp.same('what was sold is of the modules that were offered, at the eight alone',
    (SELECT array_agg(DISTINCT account_id ORDER BY account_id) FROM invoice_line WHERE module IN (SELECT module FROM offer_module) AND booked_on >= '2025-01-01'), ARRAY[1, 3, 6, 8, 11, 13, 16, 18]);
SELECT pg_temp.same('plans: the four that rolled out are ahead of the four that only decided, and these of the rest',
    (SELECT array_agg(format('%s: %s', accounts, done) ORDER BY done DESC) FROM (SELECT milestones_done AS done, count(*) AS accounts FROM plan_progress GROUP BY 1) AS p), ARRAY['4: 3', '4: 2', '12: 1']);
SELECT pg_temp.same('and by time', (SELECT bool_and(CASE milestones_done WHEN 3 THEN time_index > 1 WHEN 2 THEN time_index BETWEEN 0.4 AND 0.6 ELSE time_index < 0.3 END) FROM plan_progress), true);
SELECT pg_temp.same('objectives are measured, not typed: share of wallet is revenue / wallet',
    (SELECT bool_and(round(current_value, 6) = round(r.amount / w.amount, 6)) FROM objective_progress JOIN (SELECT account_id, sum(amount) AS amount FROM invoice_line WHERE booked_on >= '2025-01-01' GROUP BY 1) AS r USING (account_id)
     JOIN nubela.wallet AS w USING (account_id) WHERE w.as_of = '2025-12-01'), true);
SELECT pg_temp.same('the programme shows in retention, against others of their size and segment',
    (SELECT format('%s %s %s', key_accounts, verdict, effect_low > 0) FROM programme_impact WHERE metric = 'nrr'), '20 better t');
SELECT pg_temp.same('and not in margin, as support costs what it did', (SELECT verdict FROM programme_impact WHERE metric = 'contribution_margin_rate'), 'no clear difference');

-- Limits hold for whoever writes.
CREATE FUNCTION pg_temp.refused(statement text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE statement;
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
    RETURN 'accepted';
EXCEPTION WHEN check_violation OR object_not_in_prerequisite_state THEN
    RETURN SQLERRM;
END
$$;
SELECT pg_temp.same('a ninth account for a manager is refused',
    pg_temp.refused($$INSERT INTO key_accounts.responsibility (account_id, role, person, starts_on) SELECT n, 'account manager', 'Ines', '2025-02-01' FROM generate_series(21, 24) AS n$$), 'account manager ''Ines'' has more than 8 accounts');
SELECT pg_temp.same('and so is a thirty-first key account',
    pg_temp.refused($$INSERT INTO key_accounts.key_account (account_id, starts_on) SELECT n, '2025-02-01' FROM generate_series(21, 31) AS n$$), 'there are more than 30 key accounts');
SELECT pg_temp.same('and a milestone of an approved plan stays',
    pg_temp.refused($$UPDATE key_accounts.milestone SET due_on = '2026-12-31' WHERE milestone_id = 3$$), 'plan 1 is approved, and its baseline is frozen');
