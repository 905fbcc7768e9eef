-- What to supply for the figures that are not known in full, for the portfolio on the search path.

SELECT coalesce(missing, split_part(remedy, ':', 1)) AS "Supply", round(100 * coverage_share) AS "Known %",
       CASE WHEN missing = 'assessment' THEN format('%s criteria that people assess', count(*))
            ELSE string_agg(metric, ', ' ORDER BY step_no) END AS "to know"
FROM readiness
WHERE view_name IN ('account_kpi', 'concentration', 'concentration_risk') AND coverage_share < 1 OR missing = 'assessment'
GROUP BY missing, split_part(remedy, ':', 1), coverage_share
ORDER BY coverage_share DESC, min(step_no);
