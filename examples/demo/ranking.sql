SET search_path = velmara;

\echo
\echo '1. Which customers deserve key-account treatment?'
\echo

SELECT row_number() OVER (ORDER BY score DESC, group_id) AS "#",
       group_name AS "Customer group",
       round(score) AS "Score",
       round(score_low) AS "Low",
       round(score_high) AS "High",
       round(100 * coverage) AS "Known %",
       verdict AS "Verdict",
       round(revenue / 1000) AS "Revenue k€",
       round(100 * revenue / sum(revenue) OVER (), 1) AS "Share %",
       round(expected_value / 1000) AS "Expected k€"
FROM eligibility
JOIN group_kpi USING (group_id)
LEFT JOIN expected_value USING (group_id)
ORDER BY score DESC, group_id
LIMIT 15;

SELECT format(E'Reading: %s leads with %s of 100 points; %s groups are surely above the bar of 60.\n',
              (array_agg(group_name ORDER BY score DESC, group_id))[1], round(max(score)),
              count(*) FILTER (WHERE verdict = 'eligible')) AS reading_top,
       format(E'%s brings %s %% of all revenue: 10 %% and more must be disclosed (ASC 280, IFRS 8).\n',
              (array_agg(group_name ORDER BY revenue DESC, group_id))[1],
              round(100 * max(revenue) / sum(revenue))) AS reading_largest
FROM eligibility JOIN group_kpi USING (group_id)
\gset

-- The best-placed open case, and the heaviest question that nobody has answered yet.
SELECT format(E'%s scores %s on what we know, but %s %% of the weight is unknown: anything from\n'
              '%s to %s is possible. First thing to find out: "%s".',
              group_name, round(score), round(100 * (1 - coverage)), round(score_low), round(score_high),
              (SELECT criterion FROM criterion_score AS c
               WHERE c.group_id = e.group_id AND c.score IS NULL
               ORDER BY weight DESC, criterion LIMIT 1)) AS reading_open
FROM eligibility AS e JOIN group_kpi USING (group_id)
WHERE verdict = 'undetermined'
ORDER BY score DESC, group_id
LIMIT 1
\gset

\echo -n :reading_top
\echo -n :reading_largest
\echo :reading_open
\echo 'Score: 12 weighted criteria. Low, High: the score if everything unknown went badly, or well.'
\echo 'Expected: open offers x probability x contribution margin. A group counts with its subsidiaries.'
