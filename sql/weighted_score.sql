SELECT kam.weighted_score(v, w) FROM (VALUES (25, 0.2), (20, 0.15), (NULL, 0.4), (30, 0.25)) AS t(v, w);
