SELECT kam.share_of_wallet(s, w) FROM (VALUES (100, 200), (50, NULL)) AS t(s, w);
