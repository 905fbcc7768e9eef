-- One round: every formulation in DuckDB, then the bridge here.
\! node duckdb/duckdb.cjs time >>"$KAM_BENCH_SCRATCH/duckdb.csv"
CALL measure('duckdb');
