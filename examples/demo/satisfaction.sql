SET search_path = velmara;

\echo
\echo '8. What do customers say, and do we keep our promises?'
\echo

-- Several people answer for a customer, so the standard error counts customers, not answers.
SELECT extract(year FROM answered_on) AS "Autumn",
       count(DISTINCT group_id) FILTER (WHERE kind = 'nps' AND score IS NOT NULL) AS "Groups",
       count(score) FILTER (WHERE kind = 'nps') AS "Answers",
       round(100 * kam.nps(score) FILTER (WHERE kind = 'nps')) AS "NPS points",
       round(100 * kam.nps_stderr(group_id, score) FILTER (WHERE kind = 'nps')) AS "±",
       round(100 * kam.nps_stderr(score) FILTER (WHERE kind = 'nps')) AS "± if independent",
       count(score) FILTER (WHERE kind = 'csat') AS "CSAT answers",
       round(100 * kam.csat(score, 4) FILTER (WHERE kind = 'csat')) AS "Satisfied %",
       (SELECT format('%s to %s', round(100 * lower(i)), round(100 * upper(i)))
        FROM (SELECT kam.csat_interval(score, 4) FILTER (WHERE kind = 'csat')) AS c (i)) AS "95 % range"
FROM survey JOIN account_group USING (account_id)
GROUP BY 1
ORDER BY 1;

SELECT coalesce(metric, 'all') AS "Promise",
       count(*) AS "Made",
       count(*) FILTER (WHERE resolved_at IS NULL AND due_at <= as_of) AS "Open and overdue",
       kam.sla_undecided(resolved_at, due_at, as_of) AS "Not yet due",
       round(100 * kam.sla_attainment(resolved_at, due_at, as_of), 1) AS "Kept %",
       round(100.0 * count(*) FILTER (WHERE resolved_at <= due_at) / count(resolved_at), 1) AS "Of the closed alone %"
FROM service_level JOIN account_group USING (account_id), reporting
GROUP BY GROUPING SETS ((metric, as_of), (as_of))
ORDER BY metric;

SELECT format(E'Reading: the score of 2025 is %s points, %s. Its range of 95 %% is %s to %s:\n'
              'people of one customer are alike, so %s customers count and not %s answers.',
              round(100 * nps), CASE WHEN abs(nps - before) < 1.96 * sqrt(stderr ^ 2 + stderr_before ^ 2)
                                     THEN format('no evidence of a change from %s', round(100 * before))
                                     ELSE format('after %s', round(100 * before)) END,
              round(100 * (nps - 1.96 * stderr)), round(100 * (nps + 1.96 * stderr)), groups, answers) AS reading
FROM (SELECT extract(year FROM answered_on) AS year, kam.nps(score) AS nps, kam.nps_stderr(group_id, score) AS stderr,
             count(DISTINCT group_id) FILTER (WHERE score IS NOT NULL) AS groups, count(score) AS answers,
             lag(kam.nps(score)) OVER w AS before, lag(kam.nps_stderr(group_id, score)) OVER w AS stderr_before
      FROM survey JOIN account_group USING (account_id)
      WHERE kind = 'nps'
      GROUP BY 1
      WINDOW w AS (ORDER BY extract(year FROM answered_on))) AS n
WHERE year = 2025
\gset

\echo :reading
\echo 'NPS: promoters (9, 10) less detractors (0 to 6), over all answers. Satisfied: 4 or 5 of 5; its range'
\echo 'takes the answers as independent. Kept: what is overdue and open is missed, what is not yet due does'
\echo 'not count. The closed alone would hide the worst.'
