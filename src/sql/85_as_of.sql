/* The day at which portfolios are looked at: as_of.c */

CREATE FUNCTION as_of()
	RETURNS date
	AS 'MODULE_PATHNAME'
	LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION as_of() IS
	'the day at which portfolios are looked at: the setting kam.as_of, else today';
