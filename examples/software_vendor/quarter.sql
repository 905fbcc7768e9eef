-- The end of a quarter, :day: whom we spoke to since, what is missing, what is alarming. Kept as it was found.
SET kam.as_of = :'day';
UPDATE stakeholder
SET last_contact_on = date :'day' - 5 - floor(50 * nubela.jitter(format('contact %s %s', stakeholder_id, :'day')))::int
WHERE nubela.jitter(format('met %s %s', stakeholder_id, :'day')) < CASE level WHEN 'business' THEN 0.9 WHEN 'procurement' THEN 0.7 ELSE 0.6 END;
INSERT INTO nubela.quarter_gap SELECT :'day', account_id, account_manager, gap, since_on FROM governance_gap;
INSERT INTO nubela.quarter_alert SELECT :'day', account::int, rule, change, value FROM kam.refresh_alerts('key_accounts');
