-- The test bed: the extension, and in schema prove what the other tests use.
-- Its code is not repeated in the output.
\set ECHO none
SET client_min_messages = warning;
CREATE EXTENSION kam;
CREATE SCHEMA prove;

-- A number in [0, 1) that depends on id and seed alone, the same everywhere
CREATE FUNCTION prove.random(id bigint, seed bigint DEFAULT 0)
	RETURNS float8
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN (hashint8extended(id, seed) & 9007199254740991)::float8 / 9007199254740992;

-- A whole number in 0 .. n - 1
CREATE FUNCTION prove.pick(id bigint, seed bigint, n int)
	RETURNS int
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN floor(prove.random(id, seed) * n)::int;

-- What an error says: SQLSTATE, message, detail and hint; or the result
CREATE FUNCTION prove.outcome(query text)
	RETURNS text
	LANGUAGE plpgsql
AS $$
DECLARE
	result text;
	message text;
	detail text;
	hint text;
BEGIN
	EXECUTE query INTO result;
	RETURN coalesce(result, '(null)');
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS message = MESSAGE_TEXT,
		detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(' | ', SQLSTATE, message, nullif(detail, ''), nullif(hint, ''));
END
$$;

-- Powers of two and, with them, a float8 as the decimal that it is: computed
-- from its bits, so that it says nothing about the code under test
CREATE TABLE prove.power_of_two (exponent int PRIMARY KEY, value numeric NOT NULL);
INSERT INTO prove.power_of_two
	WITH RECURSIVE up AS (
		SELECT 0 AS exponent, 1::numeric AS value
		UNION ALL
		SELECT exponent + 1, value * 2 FROM up WHERE exponent < 1030
	), down AS (
		SELECT -1 AS exponent, 0.5 AS value
		UNION ALL
		SELECT exponent - 1, value * 0.5 FROM down WHERE exponent > -1074
	)
	TABLE up UNION ALL TABLE down;

CREATE FUNCTION prove.exact(x float8)
	RETURNS numeric
	LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT trim_scale(CASE WHEN bits.negative THEN -1 ELSE 1 END
					  * (bits.fraction + CASE WHEN bits.biased = 0 THEN 0 ELSE 4503599627370496 END)
					  * p.value)
	FROM (SELECT get_byte(b, 0) >= 128 AS negative,
				 (get_byte(b, 0) & 127) * 16 + get_byte(b, 1) / 16 AS biased,
				 (get_byte(b, 1) & 15) * 281474976710656 + get_byte(b, 2) * 1099511627776
				 + get_byte(b, 3) * 4294967296 + get_byte(b, 4) * 16777216::bigint
				 + get_byte(b, 5) * 65536 + get_byte(b, 6) * 256 + get_byte(b, 7) AS fraction
		  FROM (SELECT float8send(x)) AS sent (b)) AS bits
	JOIN prove.power_of_two AS p ON p.exponent = greatest(bits.biased, 1) - 1075;
END;

-- The sum of everything, whatever its sign: the spend of a wallet state
CREATE FUNCTION prove.spend_of(kam.wallet)
	RETURNS numeric
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN ($1::jsonb ->> 'spend')::numeric;

-- Planner settings of a check: the base is a serial plan.
CREATE FUNCTION prove.plan(VARIADIC settings text[] DEFAULT '{}')
	RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	whole_query_in_worker text := (
		SELECT name FROM pg_settings
		WHERE name IN ('force_parallel_mode', 'debug_parallel_query'));
	setting text;
BEGIN
	FOREACH setting IN ARRAY ARRAY[
		'max_parallel_workers_per_gather=0', 'parallel_setup_cost=0', 'min_parallel_table_scan_size=0',
		'cpu_tuple_cost=1000', 'parallel_tuple_cost=1000',	-- rows are dear: aggregate early
		'parallel_leader_participation=on', 'enable_partitionwise_aggregate=off',
		'enable_hashagg=on', 'enable_sort=on', 'jit=off',
		'whole_query_in_worker=off'] || settings
	LOOP
		PERFORM set_config(replace(split_part(setting, '=', 1), 'whole_query_in_worker',
								   whole_query_in_worker),
						   split_part(setting, '=', 2), true);
	END LOOP;
END
$$;

/*
 * The rows (key, values) of a query as text, one line per key.  CREATE TABLE
 * AS runs parallel plans, EXECUTE INTO would not.  The plan must contain each
 * of "parts", which are pieces of EXPLAIN (FORMAT JSON).
 */
CREATE FUNCTION prove.rows(query text, VARIADIC parts text[] DEFAULT '{}')
	RETURNS text
	LANGUAGE plpgsql
AS $$
DECLARE
	plan json;
	part text;
	result text;
BEGIN
	IF parts <> '{}' THEN
		EXECUTE 'EXPLAIN (FORMAT JSON, COSTS OFF) ' || query INTO plan;
		FOREACH part IN ARRAY parts LOOP
			IF strpos(plan::text, part) = 0 THEN
				RETURN format('no %s in the plan of %s', part, query);
			END IF;
		END LOOP;
	END IF;
	EXECUTE 'CREATE TEMP TABLE prove_rows (key, vals) AS ' || query;
	SELECT string_agg(coalesce(key::text, 'NULL') || ': ' || vals::text, E'\n'
					  ORDER BY key::text COLLATE "C", vals::text COLLATE "C")
	INTO result FROM prove_rows;
	DROP TABLE prove_rows;
	RETURN coalesce(result, 'no rows');
END
$$;

-- Where two such texts begin to differ
CREATE FUNCTION prove.difference(expected text, found text)
	RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN (
		SELECT format('expected %s, found %s', left(e, 600), left(f, 600))
		FROM unnest(string_to_array(expected, E'\n'), string_to_array(found, E'\n'))
			WITH ORDINALITY AS line (e, f, n)
		WHERE e IS DISTINCT FROM f
		ORDER BY n
		LIMIT 1);

-- The calls as one array of texts: name(before arguments after) clause
CREATE FUNCTION prove.list(calls text[], before text DEFAULT '', after text DEFAULT '',
						   clause text DEFAULT '')
	RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN (
		SELECT format('ARRAY[%s]', string_agg(
			format('(%s(%s%s%s)%s)::text', split_part(call, '(', 1), before,
				   substr(call, strpos(call, '(') + 1, length(call) - strpos(call, '(') - 1),
				   after, clause), ', ' ORDER BY n))
		FROM unnest(calls) WITH ORDINALITY AS c (call, n));

/*
 * Proves that aggregates give the same answer, to the last digit, however
 * their rows reach them.
 *
 * calls	aggregate calls, e.g. 'kam.nrr(o, c)', over columns of "source";
 *			all of them run together in every check
 * source	a table with the columns id (unique), grp and those of the calls
 * plain	for each call the same in plain SQL over the same rows, or NULL
 * state	the call that makes the state of these aggregates
 * finals	for each call the same from a state, which stands there as $
 * rollup	the aggregate that merges states
 * moving	whether window frames are to be checked too
 *
 * Returns a line per check, and ends with an error that tells the differences
 * if there are any, unless "raise" is false.
 */
CREATE FUNCTION prove.aggregate(calls text[], source regclass, plain text[] DEFAULT NULL,
								state text DEFAULT NULL, finals text[] DEFAULT NULL,
								rollup text DEFAULT 'kam.rollup', moving boolean DEFAULT true,
								raise boolean DEFAULT true)
	RETURNS SETOF text
	LANGUAGE plpgsql
	SET client_min_messages = error
	SET extra_float_digits = 1
	SET search_path = pg_catalog, kam, pg_temp	-- kam for the = of its types
AS $$
DECLARE
	list text := prove.list(calls);
	nulls text;
	grouped text;
	whole text;
	expected text;
	found text;
	checked text;
	difference text;
	differences text[] := '{}';
	frame record;
	seed int;
	setting text;
	state_type regtype;
	from_states text;
	frame_source text;
	partial_mode text := '"Partial Mode": "Partial"';
BEGIN
	-- the columns of the source, all NULL but id and grp
	SELECT string_agg(CASE WHEN attname IN ('id', 'grp') THEN quote_ident(attname)
						   ELSE format('NULL::%s AS %I', format_type(atttypid, atttypmod), attname)
					  END, ', ')
	INTO nulls
	FROM pg_attribute
	WHERE attrelid = source AND attnum > 0 AND NOT attisdropped;
	EXECUTE format('CREATE TEMP TABLE prove_twin (LIKE %s) PARTITION BY HASH (grp)', source);
	FOR part IN 0 .. 6 LOOP
		EXECUTE format('CREATE TEMP TABLE prove_twin_%s PARTITION OF prove_twin
						FOR VALUES WITH (MODULUS 7, REMAINDER %s)', part, part);
	END LOOP;
	EXECUTE format('INSERT INTO prove_twin TABLE %s', source);
	ANALYZE prove_twin;

	PERFORM prove.plan();
	grouped := format('SELECT grp, %s FROM %s GROUP BY grp', list, source);
	whole := format('SELECT NULL, %s FROM %s', list, source);
	CREATE TEMP TABLE prove_check (name text, expected text, found text, n serial);

	IF plain IS NOT NULL THEN
		found := (SELECT format('ARRAY[%s]', string_agg(format('(%s)::text', coalesce(p, calls[n])), ', ' ORDER BY n))
				  FROM unnest(plain) WITH ORDINALITY AS e (p, n));
		INSERT INTO prove_check VALUES
			('plain SQL, by group', prove.rows(format('SELECT grp, %s FROM %s GROUP BY grp', found, source)), prove.rows(grouped)),
			('plain SQL, all rows', prove.rows(format('SELECT NULL, %s FROM %s', found, source)), prove.rows(whole)),
			('plain SQL, one row', prove.rows(format('SELECT id, %s FROM %s GROUP BY id', found, source)),
			 prove.rows(format('SELECT id, %s FROM %s GROUP BY id', list, source)));
	END IF;

	expected := 'NULL: {' || array_to_string(array_fill('NULL'::text, ARRAY[cardinality(calls)]), ',') || '}';
	INSERT INTO prove_check VALUES
		('no rows', expected, prove.rows(whole || ' WHERE id IS NULL')),
		('all NULL', expected, prove.rows(format('SELECT NULL, %s FROM (SELECT %s FROM %s) q', list, nulls, source)));

	INSERT INTO prove_check VALUES
		('each call on its own',
		 prove.rows(grouped),
		 prove.rows((SELECT format('SELECT grp, ARRAY[%s] FROM (%s) g',
								   string_agg(format('(SELECT (%s)::text FROM %s q WHERE q.grp IS NOT DISTINCT FROM g.grp)',
													 call, source), ', ' ORDER BY n),
								   format('SELECT DISTINCT grp FROM %s', source))
					 FROM unnest(calls) WITH ORDINALITY AS c (call, n)))),
		('FILTER',
		 prove.rows(format('SELECT NULL, %s FROM %s WHERE id %% 3 = 0', list, source)),
		 prove.rows(format('SELECT NULL, %s FROM %s', prove.list(calls, clause => ' FILTER (WHERE id % 3 = 0)'), source)));

	-- equal rows may differ in their trailing zeros, hence no comparison as text
	FOR seed IN 1 .. cardinality(calls) LOOP
		EXECUTE format(
			'SELECT (SELECT %1$s(DISTINCT %2$s) FROM (TABLE %3$s UNION ALL TABLE %3$s) q)
			 IS NOT DISTINCT FROM (SELECT %1$s(%2$s) FROM (SELECT DISTINCT ON (%2$s) * FROM %3$s) q)',
			split_part(calls[seed], '(', 1), trim(TRAILING ')' FROM substr(calls[seed], strpos(calls[seed], '(') + 1)),
			source)
		INTO found;
		INSERT INTO prove_check VALUES ('DISTINCT', 'true', found);
	END LOOP;

	FOR seed IN 1 .. 4 LOOP
		INSERT INTO prove_check VALUES
			('shuffled', prove.rows(grouped),
			 prove.rows(format('SELECT grp, %s FROM %s GROUP BY grp',
							   prove.list(calls, after => format(' ORDER BY hashint8extended(id, %s)', seed)), source))),
			('shuffled', prove.rows(whole),
			 prove.rows(format('SELECT NULL, %s FROM %s',
							   prove.list(calls, after => CASE seed WHEN 1 THEN ' ORDER BY id' WHEN 2 THEN ' ORDER BY id DESC'
														  ELSE format(' ORDER BY hashint8extended(id, %s)', seed) END), source)));
	END LOOP;

	expected := prove.rows(grouped);
	PERFORM prove.plan('enable_hashagg=off');
	found := prove.rows(grouped, '"Strategy": "Sorted"');
	INSERT INTO prove_check VALUES ('sorted groups', expected, found);
	PERFORM prove.plan('enable_sort=off');
	found := prove.rows(grouped, '"Strategy": "Hashed"');
	INSERT INTO prove_check VALUES ('hashed groups', expected, found);

	PERFORM prove.plan();
	expected := prove.rows(format(
		'SELECT ''a'' || grp, %1$s FROM %2$s GROUP BY grp
		 UNION ALL SELECT ''b'' || id %% 3, %1$s FROM %2$s GROUP BY id %% 3
		 UNION ALL SELECT ''c'' || grp || ''.'' || id %% 3, %1$s FROM %2$s GROUP BY grp, id %% 3
		 UNION ALL SELECT ''d'', %1$s FROM %2$s', list, source));
	FOREACH setting IN ARRAY ARRAY['enable_hashagg=on', 'enable_hashagg=off'] LOOP
		PERFORM prove.plan(setting);
		INSERT INTO prove_check VALUES
			('GROUPING SETS', expected, prove.rows(format(
				'SELECT CASE grouping(grp, id %% 3) WHEN 1 THEN ''a'' || grp WHEN 2 THEN ''b'' || id %% 3
						WHEN 0 THEN ''c'' || grp || ''.'' || id %% 3 ELSE ''d'' END, %s
				 FROM %s GROUP BY GROUPING SETS ((grp), (id %% 3), (grp, id %% 3), ())', list, source)));
	END LOOP;

	PERFORM prove.plan();
	FOREACH setting IN ARRAY ARRAY['1', '2', '4'] LOOP
		FOREACH checked IN ARRAY ARRAY['parallel_leader_participation=on', 'parallel_leader_participation=off'] LOOP
			CONTINUE WHEN setting = '1' AND checked ~ 'off';	-- no plan uses that
			PERFORM prove.plan();
			expected := prove.rows(whole);
			PERFORM prove.plan('max_parallel_workers_per_gather=' || setting, checked);
			found := prove.rows(whole, '"Node Type": "Gather', partial_mode);
			INSERT INTO prove_check VALUES ('parallel, all rows', expected, found);
			PERFORM prove.plan();
			expected := prove.rows(grouped);
			PERFORM prove.plan('max_parallel_workers_per_gather=' || setting, checked);
			found := prove.rows(grouped, '"Node Type": "Gather', partial_mode);
			INSERT INTO prove_check VALUES ('parallel, by group', expected, found);
			PERFORM prove.plan('max_parallel_workers_per_gather=' || setting, checked, 'enable_hashagg=off');
			found := prove.rows(grouped, '"Node Type": "Gather', partial_mode);
			INSERT INTO prove_check VALUES ('parallel, by group', expected, found);
		END LOOP;
	END LOOP;
	PERFORM prove.plan();
	expected := prove.rows(whole || ' WHERE id + 0 < 0');
	PERFORM prove.plan('max_parallel_workers_per_gather=4');
	found := prove.rows(whole || ' WHERE id + 0 < 0', '"Node Type": "Gather', partial_mode);
	INSERT INTO prove_check VALUES ('parallel, idle workers', expected, found);
	PERFORM prove.plan();
	expected := prove.rows(whole || ' WHERE id + 0 < 3');
	PERFORM prove.plan('max_parallel_workers_per_gather=4');
	found := prove.rows(whole || ' WHERE id + 0 < 3', '"Node Type": "Gather', partial_mode);
	INSERT INTO prove_check VALUES ('parallel, idle workers', expected, found);
	PERFORM prove.plan();
	expected := prove.rows(grouped);
	PERFORM prove.plan('whole_query_in_worker=on', 'max_parallel_workers_per_gather=2');
	found := prove.rows(grouped, '"Node Type": "Gather');
	INSERT INTO prove_check VALUES ('parallel, forced', expected, found);

	PERFORM prove.plan('enable_partitionwise_aggregate=on');
	found := prove.rows(format('SELECT grp, %s FROM prove_twin GROUP BY grp', list), 'Append"');
	INSERT INTO prove_check VALUES ('partition-wise, by partition key', expected, found);
	PERFORM prove.plan();
	expected := prove.rows(format('SELECT id %% 2 = 0, %s FROM %s GROUP BY 1', list, source))
		|| prove.rows(whole);
	PERFORM prove.plan('enable_partitionwise_aggregate=on');
	found := prove.rows(format('SELECT id %% 2 = 0, %s FROM prove_twin GROUP BY 1', list), 'Append"', partial_mode)
		|| prove.rows(format('SELECT NULL, %s FROM prove_twin', list), 'Append"', partial_mode);
	INSERT INTO prove_check VALUES ('partition-wise, across partitions', expected, found);
	PERFORM prove.plan();

	-- Frames move within a group; their expected values are computed anew.
	IF moving THEN
		frame_source := format('(SELECT *, row_number() OVER (PARTITION BY grp ORDER BY id) AS place
								FROM %s WHERE id <= 240)', source);
		FOR frame IN
			SELECT * FROM (VALUES
				('ROWS BETWEEN 2 PRECEDING AND CURRENT ROW', '-2', '0', false),
				('ROWS BETWEEN 3 PRECEDING AND 2 FOLLOWING', '-3', '2', false),
				('ROWS BETWEEN 3 PRECEDING AND 2 PRECEDING', '-3', '-2', true),
				('ROWS BETWEEN 1 FOLLOWING AND 4 FOLLOWING', '1', '4', true),
				('ROWS BETWEEN CURRENT ROW AND CURRENT ROW', '0', '0', false),
				('ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW', '-1000000', '0', false),
				('ROWS BETWEEN 5 FOLLOWING AND UNBOUNDED FOLLOWING', '5', '1000000', true),
				('ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING', '0', '1000000', false),
				('GROUPS BETWEEN 4 PRECEDING AND 1 PRECEDING', '-4', '-1', true),
				('ROWS BETWEEN 2 PRECEDING AND 2 FOLLOWING EXCLUDE CURRENT ROW', '-2', '2) AND (NOT q.place = f.place', true)
			) AS f (clause, first, last, shrinks)
		LOOP
			INSERT INTO prove_check VALUES (
				CASE WHEN frame.shrinks THEN 'frames that shrink to nothing' ELSE 'moving frames' END,
				prove.rows(format('SELECT f.id, (SELECT %s FROM %s q WHERE q.grp IS NOT DISTINCT FROM f.grp
								   AND (q.place BETWEEN f.place + %s AND f.place + %s)) FROM %s f',
								  list, frame_source, frame.first, frame.last, frame_source)),
				prove.rows(format('SELECT id, %s FROM %s q WINDOW frame AS (PARTITION BY grp ORDER BY place %s)',
								  prove.list(calls, clause => ' OVER frame'), frame_source, frame.clause)));
		END LOOP;
	END IF;

	IF state IS NOT NULL THEN
		EXECUTE format('SELECT pg_typeof(%s) FROM %s', state, source) INTO state_type;
		EXECUTE format('CREATE UNLOGGED TABLE prove.state WITH (parallel_workers = 3) AS
						SELECT min(id) AS id, grp, id %% 11 AS part, %s AS s FROM %s GROUP BY grp, part', state, source);
		ANALYZE prove.state;
		from_states := format('ARRAY[%s]', (SELECT string_agg(format('(%s)::text', final), ', ' ORDER BY n)
											FROM unnest(finals) WITH ORDINALITY AS f (final, n)));
		expected := prove.rows(grouped);
		found := prove.rows('SELECT NULL, ARRAY[count(s), count(*), sum(hashtext(s::text))] FROM prove.state');
		INSERT INTO prove_check VALUES
			('state and accessor', expected,
			 prove.rows(format('SELECT grp, %s FROM %s GROUP BY grp', replace(from_states, '$', state), source))),
			('split and rolled up', expected,
			 prove.rows(format('SELECT grp, %s FROM prove.state GROUP BY grp', replace(from_states, '$', rollup || '(s)')))),
			('split and rolled up, shuffled', expected,
			 prove.rows(format('SELECT grp, %s FROM prove.state GROUP BY grp',
							   replace(from_states, '$', rollup || '(s ORDER BY hashint8extended(id, 7))')))),
			('split and rolled up twice', expected,
			 prove.rows(format('SELECT grp, %s FROM (SELECT grp, %s(s) AS s FROM prove.state GROUP BY grp, part %% 3) q GROUP BY grp',
							   replace(from_states, '$', rollup || '(s)'), rollup))),
			('split and rolled up to all rows', prove.rows(whole),
			 prove.rows(format('SELECT NULL, %s FROM prove.state', replace(from_states, '$', rollup || '(s)')))),
			('rolled up with FILTER',
			 prove.rows(format('SELECT grp, %s FROM %s WHERE id %% 11 < 4 GROUP BY grp', list, source)),
			 prove.rows(format('SELECT grp, %s FROM prove.state GROUP BY grp',
							   replace(from_states, '$', rollup || '(s) FILTER (WHERE part < 4)')))),
			('states as text, rolled up', expected,
			 prove.rows(format('SELECT grp, %s FROM prove.state GROUP BY grp',
							   replace(from_states, '$', format('%s(s::text::%s)', rollup, state_type))))),
			('state by state as text', '1',
			 (SELECT 1 FROM pg_typeof(1) WHERE prove.rows(format(
				'SELECT NULL, ARRAY[count(*), count(*) FILTER (WHERE (s::text::%1$s)::text = s::text AND s::text::%1$s = s
													OR s IS NULL)] FROM prove.state', state_type))
			  ~ '\{(\d+),\1\}'));
		PERFORM prove.plan('max_parallel_workers_per_gather=3');
		INSERT INTO prove_check VALUES
			('rolled up in parallel', expected,
			 prove.rows(format('SELECT grp, %s FROM prove.state GROUP BY grp', replace(from_states, '$', rollup || '(s)')),
						'"Node Type": "Gather', partial_mode));
		PERFORM prove.plan();
		IF moving THEN
			FOR frame IN
				SELECT * FROM (VALUES
					('ROWS BETWEEN 2 PRECEDING AND CURRENT ROW', '-2', '0'),
					('ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING', '-3', '-1'),
					('ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING', '1', '1000000')
				) AS f (clause, first, last)
			LOOP
				INSERT INTO prove_check VALUES (
					'moving frames of states',
					prove.rows(format('SELECT grp::text || ''.'' || part, (SELECT %s FROM %s q WHERE q.grp IS NOT DISTINCT FROM f.grp
									   AND q.id %% 11 BETWEEN f.part + %s AND f.part + %s) FROM prove.state f',
									  list, source, frame.first, frame.last)),
					prove.rows(format('SELECT grp::text || ''.'' || part, %s FROM prove.state WINDOW frame AS (PARTITION BY grp ORDER BY part %s)',
									  replace(from_states, '$', rollup || '(s) OVER frame'), frame.clause)));
			END LOOP;
		END IF;
		INSERT INTO prove_check VALUES
			('stored states unchanged', found,
			 prove.rows('SELECT NULL, ARRAY[count(s), count(*), sum(hashtext(s::text))] FROM prove.state'));
		DROP TABLE prove.state;
	END IF;
	DROP TABLE prove_twin;

	FOR checked, difference IN
		SELECT c.name, string_agg(CASE WHEN c.expected IS DISTINCT FROM c.found
									   THEN coalesce(prove.difference(c.expected, c.found), 'NULL') END, E'\n' ORDER BY n)
		FROM prove_check c GROUP BY c.name ORDER BY min(n)
	LOOP
		RETURN NEXT CASE WHEN difference IS NULL THEN 'ok - ' ELSE 'FAILED - ' END || checked;
		IF difference IS NOT NULL THEN
			differences := differences || format('%s: %s', checked, difference);
		END IF;
	END LOOP;
	DROP TABLE prove_check;
	IF raise AND differences <> '{}' THEN
		RAISE EXCEPTION '% differs', array_to_string(calls, ', ')
			USING DETAIL = array_to_string(differences, E'\n');
	END IF;
END
$$;
/*
 * What a value can do: every function and aggregate of its type is called
 * with it, and whatever comes out must be something that input accepts again.
 * Rows are added, of the kind of number that it holds, and taken away again.
 * Arguments are 1, or for weight_shift 0: the weight that every score contains.
 * The value is the result of an SQL expression.  Returns the errors.
 */
CREATE TABLE prove.calls (type regtype, numbers text, calls text[], PRIMARY KEY (type, numbers));
CREATE FUNCTION prove.find_calls(type regtype, numbers text) RETURNS text[]
	LANGUAGE sql STABLE
	RETURN (
		SELECT array_agg(format('%s%s::text', call, CASE WHEN prorettype = type THEN '::text::' || type::text END) ORDER BY call COLLATE "C")
		FROM (SELECT prorettype,
					 format('%s(%s%s)', proname,
							CASE WHEN proname LIKE '%accum_inv' THEN format('%s(s%s)', regexp_replace(proname, '_inv$', ''), arguments) ELSE 's' END,
							arguments) AS call
			  FROM (SELECT format('kam.%I', p.proname) AS proname, p.prorettype,
						   (SELECT string_agg(CASE WHEN a = type THEN ', s' ELSE format(', %s::%s', CASE p.proname WHEN 'weight_shift' THEN 0 ELSE 1 END, a::regtype) END, '' ORDER BY n)
							FROM unnest(p.proargtypes) WITH ORDINALITY AS u (a, n) WHERE n > 1) AS arguments
					FROM pg_proc p
					WHERE p.proargtypes[0] = type AND p.pronamespace = 'kam'::regnamespace
						AND (p.proname !~ '_accum' OR numbers = CASE WHEN 'float8'::regtype = ANY (p.proargtypes) THEN 'float8' ELSE 'numeric' END)) AS p
			 ) AS function);
CREATE FUNCTION prove.examine(type text, value text) RETURNS text[]
	LANGUAGE plpgsql
AS $$
DECLARE
	type_id regtype := 'kam.' || type;
	holds text;
	found_calls text[];
	call text;
	result text;
	errors text[] := '{}';
BEGIN
	EXECUTE format('SELECT (%s)::jsonb ->> ''numbers''', value) INTO holds;
	SELECT c.calls INTO found_calls FROM prove.calls c WHERE c.type = type_id AND c.numbers = holds;
	IF NOT FOUND THEN
		found_calls := prove.find_calls(type_id, holds);
		INSERT INTO prove.calls VALUES (type_id, holds, found_calls);
	END IF;
	BEGIN
		EXECUTE format('SELECT concat(%s) FROM (SELECT %s AS s) AS v', array_to_string(found_calls, ', '), value) INTO result;
		RETURN errors;
	EXCEPTION WHEN OTHERS THEN
		NULL;
	END;
	FOREACH call IN ARRAY found_calls LOOP
		result := prove.outcome(format('SELECT %s FROM (SELECT %s AS s) AS v', call, value));
		IF result ~ '^[0-9A-Z]{5} \| ' THEN
			errors := errors || format('%s from %s', left(result, 5), substring(call FROM 'kam\.(\w+)'));
		END IF;
	END LOOP;
	RETURN errors;
END
$$;

/*
 * Rows for such proofs, one table per type.  a and b have any sign, p is never
 * negative, and low <= high.  Groups 0 to 2 are like money, 3 has values of
 * every size, 4 is all NULL in a, 5 has only zeros in p, 6 is a single row,
 * and one group is NULL.
 */
CREATE FUNCTION prove.group_of(id bigint)
	RETURNS int
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN CASE WHEN id = 100 THEN 6
				ELSE nullif((ARRAY[0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 5, 7])[prove.pick(id, 1, 15) + 1], 7) END;

CREATE FUNCTION prove.some_numeric(id bigint, seed bigint, grp int)
	RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE
		WHEN prove.pick(id, seed + 1, 12) = 0 THEN NULL
		WHEN prove.pick(id, seed + 2, 12) = 0 THEN 0
		WHEN grp = 3 THEN round(prove.random(id, seed + 3)::numeric - 0.4, prove.pick(id, seed + 4, 30))
			* (10::numeric ^ (prove.pick(id, seed + 5, 5) * 12)) / (10::numeric ^ (prove.pick(id, seed + 6, 4) * 9))
		ELSE round((prove.random(id, seed + 3)::numeric - 0.2) * 10000, prove.pick(id, seed + 4, 4))
	END;

CREATE TABLE prove.sample_numeric (id bigint, grp int, a numeric, b numeric, p numeric, low numeric, high numeric)
	WITH (parallel_workers = 4);
INSERT INTO prove.sample_numeric
	SELECT id, grp, CASE WHEN grp <> 4 OR grp IS NULL THEN a END, b, CASE WHEN grp = 5 THEN 0 ELSE abs(p) END,
		least(x, y, CASE WHEN p IS NULL THEN x END), greatest(x, y)
	FROM (SELECT id, prove.group_of(id) AS grp,
				 prove.some_numeric(id, 10, prove.group_of(id)) AS a,
				 prove.some_numeric(id, 20, prove.group_of(id)) AS b,
				 prove.some_numeric(id, 30, prove.group_of(id)) AS p,
				 prove.some_numeric(id, 40, prove.group_of(id)) AS x,
				 prove.some_numeric(id, 50, prove.group_of(id)) AS y
		  FROM generate_series(1, 1500) AS id) AS rows;

CREATE FUNCTION prove.some_bigint(id bigint, seed bigint, grp int)
	RETURNS bigint
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE
		WHEN prove.pick(id, seed + 1, 12) = 0 THEN NULL
		WHEN prove.pick(id, seed + 2, 12) = 0 THEN 0
		WHEN grp = 3 THEN CASE prove.pick(id, seed + 3, 6)
			WHEN 0 THEN 9223372036854775807
			WHEN 1 THEN -9223372036854775807 - 1
			ELSE hashint8extended(id, seed + 4) >> prove.pick(id, seed + 5, 60) END
		ELSE prove.pick(id, seed + 6, 100000) - 20000
	END;

CREATE TABLE prove.sample_bigint (id bigint, grp int, a bigint, b bigint, p bigint, low bigint, high bigint)
	WITH (parallel_workers = 4);
INSERT INTO prove.sample_bigint
	SELECT id, grp, CASE WHEN grp <> 4 OR grp IS NULL THEN a END, b,
		CASE WHEN grp = 5 THEN 0 ELSE abs(nullif(p, -9223372036854775807 - 1)) END,
		least(x, y, CASE WHEN p IS NULL THEN x END), greatest(x, y)
	FROM (SELECT id, prove.group_of(id) AS grp,
				 prove.some_bigint(id, 10, prove.group_of(id)) AS a,
				 prove.some_bigint(id, 20, prove.group_of(id)) AS b,
				 prove.some_bigint(id, 30, prove.group_of(id)) AS p,
				 prove.some_bigint(id, 40, prove.group_of(id)) AS x,
				 prove.some_bigint(id, 50, prove.group_of(id)) AS y
		  FROM generate_series(1, 1500) AS id) AS rows;

CREATE TABLE prove.sample_integer (id bigint, grp int, a int, b int, p int, low int, high int)
	WITH (parallel_workers = 4);
INSERT INTO prove.sample_integer
	SELECT id, grp, a >> 32, b >> 32, p >> 32, low >> 32, high >> 32 FROM prove.sample_bigint WHERE grp = 3
	UNION ALL
	SELECT id, grp, a, b, p, low, high FROM prove.sample_bigint WHERE grp IS DISTINCT FROM 3;

CREATE FUNCTION prove.some_float8(id bigint, seed bigint, grp int)
	RETURNS float8
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE
		WHEN prove.pick(id, seed + 1, 12) = 0 THEN NULL
		WHEN prove.pick(id, seed + 2, 12) = 0 THEN 0
		WHEN grp = 3 THEN (prove.random(id, seed + 3) - 0.4) * 10::float8 ^ (prove.pick(id, seed + 4, 81) - 40)
		ELSE (prove.pick(id, seed + 3, 1000000) - 200000) / 100.0::float8
	END;

CREATE TABLE prove.sample_float8 (id bigint, grp int, a float8, b float8, p float8, low float8, high float8)
	WITH (parallel_workers = 4);
INSERT INTO prove.sample_float8
	SELECT id, grp, CASE WHEN grp <> 4 OR grp IS NULL THEN a END, b, CASE WHEN grp = 5 THEN 0 ELSE abs(p) END,
		least(x, y, CASE WHEN p IS NULL THEN x END), greatest(x, y)
	FROM (SELECT id, prove.group_of(id) AS grp,
				 prove.some_float8(id, 10, prove.group_of(id)) AS a,
				 prove.some_float8(id, 20, prove.group_of(id)) AS b,
				 prove.some_float8(id, 30, prove.group_of(id)) AS p,
				 prove.some_float8(id, 40, prove.group_of(id)) AS x,
				 prove.some_float8(id, 50, prove.group_of(id)) AS y
		  FROM generate_series(1, 1500) AS id) AS rows;
-- and their exact values
ALTER TABLE prove.sample_float8 ADD exact_a numeric, ADD exact_b numeric, ADD exact_p numeric,
	ADD exact_low numeric, ADD exact_high numeric;
UPDATE prove.sample_float8 SET exact_a = prove.exact(a), exact_b = prove.exact(b), exact_p = prove.exact(p),
	exact_low = prove.exact(low), exact_high = prove.exact(high);
ANALYZE prove.sample_numeric, prove.sample_bigint, prove.sample_integer, prove.sample_float8;
RESET client_min_messages;
\set ECHO all

-- The proofs can fail: an aggregate with every fault there is
CREATE FUNCTION prove.faulty_add(numeric, numeric) RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN coalesce($1, 0) / 2 + coalesce($2, 0);
CREATE FUNCTION prove.faulty_combine(numeric, numeric) RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN 42;
CREATE FUNCTION prove.faulty_subtract(numeric, numeric) RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN $1;
CREATE AGGREGATE prove.faulty(numeric) (
	SFUNC = prove.faulty_add, STYPE = numeric, INITCOND = '1', COMBINEFUNC = prove.faulty_combine,
	MSFUNC = prove.faulty_add, MINVFUNC = prove.faulty_subtract, MSTYPE = numeric, MINITCOND = '1',
	PARALLEL = SAFE);
SELECT * FROM prove.aggregate('{prove.faulty(a)}', 'prove.sample_numeric', plain => '{sum(a)}', raise => false) AS line
WHERE line ~ 'plain SQL|no rows|all NULL|shuffled|all rows|by group|across|frames';

-- and sum, which has none
SELECT * FROM prove.aggregate('{sum(a)}', 'prove.sample_numeric', plain => '{sum(a)}');

-- prove.exact() gives what the float8 is, not its 15 digits
SELECT x, prove.exact(x)
FROM unnest('{0, -0, 1, -1.5, 0.1, 1e15, 1e22, 123456.789, 1e-5}'::float8[]) AS x;
SELECT left(prove.exact(5e-324)::text, 330) AS smallest, length(prove.exact(5e-324)::text) - 2 AS decimals;
SELECT prove.exact(-1.7976931348623157e308) = -(2::numeric ^ 53 - 1) * 2::numeric ^ 971 AS largest;
SELECT count(*) FILTER (WHERE prove.exact(a)::float8 = a) = count(a) AS same FROM prove.sample_float8;
