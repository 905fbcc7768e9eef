SET search_path = velmara;

\echo
\echo '6. What made the revenue of one year that of the next?'
\echo

-- Straight from the invoice lines. The first year is left out: before it there was nothing to compare.
CREATE TEMP VIEW bridge AS
SELECT extract(year FROM period)::int AS year, b.*
FROM unnest((SELECT kam.revenue_bridge(group_id, booked_on, amount, 'year') FROM revenue)) AS b
WHERE period >= '2024-01-01';

WITH movement AS (
    SELECT year, m.*
    FROM bridge, LATERAL (VALUES
        (1, 'Opening',     '',  opening,      accounts_opening),
        (2, '+ New',       '+', new_,         accounts_new),
        (3, '+ Came back', '+', reactivation, accounts_reactivated),
        (4, '+ Grew',      '+', expansion,    accounts_expanded),
        (5, '- Shrank',    '-', contraction,  accounts_contracted),
        (6, '- Left',      '-', churned,      accounts_churned),
        (7, '= Closing',   '',  closing,      accounts_closing)
    ) AS m (position, movement, sign, amount, groups)
),
drawn AS (
    SELECT *, repeat(sign, round(24 * amount / max(amount) FILTER (WHERE sign <> '') OVER ())::int) AS bar
    FROM movement
)
SELECT movement AS "Movement",
       round(max(amount) FILTER (WHERE year = 2024) / 1000) AS "2024 k€",
       max(groups) FILTER (WHERE year = 2024) AS "Groups",
       max(bar) FILTER (WHERE year = 2024) AS "         ",
       round(max(amount) FILTER (WHERE year = 2025) / 1000) AS "2025 k€",
       max(groups) FILTER (WHERE year = 2025) AS "Groups",
       max(bar) FILTER (WHERE year = 2025) AS "         "
FROM drawn
GROUP BY position, movement
ORDER BY position;

SELECT format(E'Reading: of the %s k€ of %s, %s come from %s new groups and %s from %s that came back.\n'
              'Those who stayed grew by %s k€ and shrank by %s; %s groups left and took %s with them.',
              round(closing / 1000), year, round(new_ / 1000), accounts_new, round(reactivation / 1000),
              accounts_reactivated, round(expansion / 1000), round(contraction / 1000),
              accounts_churned, round(churned / 1000)) AS reading
FROM bridge
WHERE year = 2025
\gset

SELECT format(E'Credits above sales (%s k€ in %s) are in no balance: they are reported apart.',
              round(negative / 1000), year) AS reading_negative
FROM bridge
WHERE negative < 0
ORDER BY year
LIMIT 1
\gset

\echo :reading
\echo :reading_negative
\echo 'The movements of four quarters would not add up to these: who shrinks and grows again within a year'
\echo 'does so in its quarters alone.'
