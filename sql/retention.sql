-- Net and gross revenue retention and their kin
SET extra_float_digits = 1;

-- The same result however the rows come, and the same as plain SQL
SELECT * FROM prove.aggregate(
	ARRAY['kam.nrr(a, b)', 'kam.grr(a, b)', 'kam.logo_retention(a, b)', 'kam.churn_rate(a, b)',
		  'kam.contraction_rate(a, b)', 'kam.expansion_rate(a, b)', 'kam.nrr_stderr(a, b)', 'kam.retention_agg(a, b)'],
	'prove.sample_numeric',
	plain => ARRAY[
		'trim_scale(coalesce(sum(b) FILTER (WHERE a > 0), 0)) / nullif(trim_scale(sum(a) FILTER (WHERE a > 0)), 0)',
		'trim_scale(coalesce(sum(least(a, greatest(b, 0))) FILTER (WHERE a > 0 AND b IS NOT NULL), 0)) / nullif(trim_scale(sum(a) FILTER (WHERE a > 0)), 0)',
		'count(*) FILTER (WHERE a > 0 AND b > 0)::numeric / nullif(count(*) FILTER (WHERE a > 0), 0)',
		'trim_scale(coalesce(sum(a) FILTER (WHERE a > 0 AND coalesce(b, 0) <= 0), 0)) / nullif(trim_scale(sum(a) FILTER (WHERE a > 0)), 0)',
		'trim_scale(coalesce(sum(a - b) FILTER (WHERE a > 0 AND b > 0 AND b < a), 0)) / nullif(trim_scale(sum(a) FILTER (WHERE a > 0)), 0)',
		'trim_scale(coalesce(sum(b - a) FILTER (WHERE a > 0 AND b > a), 0)) / nullif(trim_scale(sum(a) FILTER (WHERE a > 0)), 0)',
		NULL, NULL],
	state => 'kam.retention_agg(a, b)',
	finals => '{kam.nrr($),kam.grr($),kam.logo_retention($),kam.churn_rate($),kam.contraction_rate($),kam.expansion_rate($),kam.nrr_stderr($),$}');
