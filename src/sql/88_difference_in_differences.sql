/* Did a programme change a ratio, beyond what changed for everybody? difference_in_differences.c */

CREATE FUNCTION difference_in_differences(treated boolean[], stratum integer[], value_before float8[], base_before float8[],
		value_after float8[], base_after float8[], permutations integer DEFAULT 999,
		OUT effect float8, OUT stderr float8, OUT effect_low float8, OUT effect_high float8, OUT p_value float8,
		OUT treated_units integer, OUT control_units integer,
		OUT treated_before float8, OUT treated_after float8, OUT control_before float8, OUT control_after float8)
	RETURNS record
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION difference_in_differences(boolean[], integer[], float8[], float8[], float8[], float8[], integer) IS
	'change of a ratio (sum of values / sum of bases) of treated units beyond that of controls in the same strata, with an interval of 95 % and the p-value of a permutation test';
