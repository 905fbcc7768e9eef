-- Eligibility where nobody has assessed anything yet, for the portfolio on the search path.

SELECT e.score_rank AS "#", e.name AS "Account", e.verdict AS "Verdict", round(e.score) AS "Score",
       round(e.score_low) AS "Low", round(e.score_high) AS "High", round(100 * e.coverage_share) AS "Known %",
       round(e.potential_score) AS "Potential", round(e.profitability_score) AS "Profit", round(e.risk_score) AS "Risk",
       round(e.strategic_impact_score) AS "Impact", round(e.fit_score) AS "Fit", e.settled_by AS "Ask first"
FROM eligibility AS e
ORDER BY e.score_rank, e.account_id
LIMIT 12;

SELECT verdict AS "Verdict", count(*) AS "Customers", count(score) AS "With a score",
       round(100 * min(coverage_share)) AS "Known from %", round(100 * max(coverage_share)) AS "to %",
       round(max(score_low)) AS "Best low end", round(max(score_high)) AS "Best high end"
FROM eligibility
GROUP BY verdict
ORDER BY verdict;

SELECT format(E'Reading: %s leads with %s of 100 points by what is known, which is %s %% of the weight. Nobody can be called\n'
              'eligible: of %s no more than %s points are certain, with the bar at 60. What is left open weighs %s of %s:\n%s.',
              name, round(score), round(100 * coverage_share), name, round(score_low), round(open_weight), round(weight), open) AS reading
FROM eligibility
CROSS JOIN LATERAL (SELECT sum(weight) AS weight, sum(weight) FILTER (WHERE score IS NULL) AS open_weight,
                           string_agg(criterion, ', ' ORDER BY step_no) FILTER (WHERE score IS NULL) AS open
                    FROM eligibility_detail AS d
                    WHERE d.account_id = eligibility.account_id) AS detail
WHERE score_rank = 1
\gset

\echo :reading
