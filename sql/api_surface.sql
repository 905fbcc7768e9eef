-- What the extension consists of, and rules that all of it must keep
SET search_path = pg_catalog;

CREATE TEMP VIEW member AS
	SELECT d.classid, d.objid
	FROM pg_depend d JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid
	WHERE e.extname = 'kam' AND d.deptype = 'e'
		-- PostgreSQL 16 and later say it of the row type of a view, too
		AND NOT (d.classid = 'pg_type'::regclass AND EXISTS (SELECT FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid WHERE t.oid = d.objid AND c.relkind = 'v'));
CREATE TEMP VIEW member_function AS
	SELECT p.* FROM member m JOIN pg_proc p ON m.classid = 'pg_proc'::regclass AND p.oid = m.objid;

-- Everything that a user can see
SELECT kind, signature
FROM (SELECT CASE prokind WHEN 'a' THEN 'aggregate' WHEN 'w' THEN 'window function' WHEN 'p' THEN 'procedure' ELSE 'function' END AS kind,
			 format('%s(%s) -> %s', proname, replace(pg_get_function_arguments(oid), 'kam.', ''), replace(format_type(prorettype, NULL), 'kam.', '')) AS signature
	  FROM member_function) AS f
ORDER BY kind COLLATE "C", signature COLLATE "C";
SELECT type, replace(identity, 'kam.', '') AS identity
FROM member m, LATERAL pg_identify_object(m.classid, m.objid, 0) AS object
WHERE m.classid <> 'pg_proc'::regclass AND NOT (type = 'type' AND identity LIKE '%[]')
ORDER BY type COLLATE "C", identity COLLATE "C";

-- From here on, every row is a fault.

-- R6: outside of schema kam
SELECT type, identity FROM member m, LATERAL pg_identify_object(m.classid, m.objid, 0) AS object
WHERE schema IS DISTINCT FROM 'kam' AND type NOT IN ('cast', 'schema') AND NOT (type IN ('operator class', 'operator family') AND identity LIKE 'kam.%');
-- R7: a table or a sequence
SELECT type, identity FROM member m, LATERAL pg_identify_object(m.classid, m.objid, 0) AS object
WHERE type IN ('table', 'sequence', 'materialized view', 'foreign table', 'event trigger');
-- an object without a comment
SELECT type, identity FROM member m, LATERAL pg_identify_object(m.classid, m.objid, 0) AS object
WHERE obj_description(m.objid, m.classid::regclass::name) IS NULL AND NOT (type = 'type' AND identity LIKE '%[]');
-- a comment that is only a placeholder, or ends with a full stop
SELECT oid::regprocedure, obj_description(oid, 'pg_proc') FROM member_function
WHERE length(obj_description(oid, 'pg_proc')) < 10 OR obj_description(oid, 'pg_proc') ~ '\.$';
-- R15: a function not labelled PARALLEL SAFE, or volatile; but what makes portfolios is both, and unsafe
SELECT oid::regprocedure, proparallel, provolatile FROM member_function
WHERE (proparallel <> 's' OR provolatile = 'v')
	AND NOT (proparallel = 'u' AND (proname ~ '^portfolio_' OR proname IN ('create_portfolio', 'set_source', 'rebuild', 'drop_portfolio', 'explain', 'forget_people', 'refresh_alerts', 'account_review')));
-- R12, R14: SECURITY DEFINER, LEAKPROOF
SELECT oid::regprocedure FROM member_function WHERE prosecdef OR proleakproof;
-- R13: internal arguments, callable by everybody
SELECT oid::regprocedure FROM member_function p
WHERE 'internal'::regtype = ANY (proargtypes) AND prokind = 'f'
	AND (proacl IS NULL OR EXISTS (SELECT FROM aclexplode(proacl) WHERE grantee = 0));
-- and everything else not callable by everybody
SELECT oid::regprocedure FROM member_function p
WHERE 'internal'::regtype <> ALL (proargtypes) AND proacl IS NOT NULL AND NOT EXISTS (SELECT FROM aclexplode(proacl) WHERE grantee = 0);
-- R17: a polymorphic, "any" or cstring argument (but for input functions)
SELECT p.oid::regprocedure FROM member_function p, unnest(proargtypes) AS a JOIN pg_type t ON t.oid = a
WHERE t.typtype = 'p' AND t.typname <> 'internal'
	AND NOT EXISTS (SELECT FROM pg_type WHERE typinput = p.oid);
-- R9: an implicit cast
SELECT castsource::regtype, casttarget::regtype FROM member m JOIN pg_cast c ON m.classid = 'pg_cast'::regclass AND c.oid = m.objid
WHERE castcontext = 'i';
-- R11: SQL or plpgsql without a pinned search path, whatever else is pinned; a body parsed at creation needs none
SELECT p.oid::regprocedure FROM member_function p JOIN pg_language l ON l.oid = prolang
WHERE lanname IN ('sql', 'plpgsql') AND prosqlbody IS NULL
	AND coalesce(array_to_string(proconfig, ','), '') !~ '^search_path=pg_catalog, ?(kam, ?)?pg_temp(,(TimeZone|kam.as_of|row_security)=|$)';
-- a C function of the name of one of the server's
SELECT p.oid::regprocedure, p.prosrc FROM member_function p JOIN pg_language l ON l.oid = p.prolang JOIN pg_proc s ON s.prosrc = p.prosrc AND s.prolang = 12
WHERE l.lanname = 'c';

-- Types without a binary form or the alignment of their structs
SELECT t.oid::regtype FROM member m JOIN pg_type t ON m.classid = 'pg_type'::regclass AND t.oid = m.objid
WHERE typtype = 'b' AND typelem = 0 AND (typsend = 0 OR typreceive = 0 OR typalign <> 'd');
SELECT amname, opcname FROM pg_opclass c JOIN pg_am a ON a.oid = opcmethod JOIN member m ON m.classid = 'pg_opclass'::regclass AND m.objid = c.oid
WHERE NOT amvalidate(c.oid);
-- an operator without commutator, negator (where there can be one) or estimators
SELECT o.oid::regoperator FROM member m JOIN pg_operator o ON m.classid = 'pg_operator'::regclass AND o.oid = m.objid
WHERE oprcom = 0 OR oprnegate = 0 OR oprrest = 0 OR oprjoin = 0;

-- Aggregates: the Citus lint (no combine function, internal states, ...)
SELECT agg, problem
FROM (SELECT p.oid::regprocedure AS agg, p.proname, p.pronargs, p.proargtypes, p.prorettype, p.proparallel, g.*,
			 t.typtype, t.typsend, t.typreceive, t.typname
	  FROM member_function p JOIN pg_aggregate g ON g.aggfnoid = p.oid JOIN pg_type t ON t.oid = g.aggtranstype) AS a,
	LATERAL (VALUES
		(aggcombinefn = 0, 'no combine function'),
		(typtype = 'p', 'state of a pseudo-type'),
		(typtype <> 'p' AND (typsend = 0 OR typreceive = 0), 'state without a binary form'),
		(EXISTS (SELECT FROM unnest(proargtypes) x JOIN pg_type y ON y.oid = x WHERE y.typtype = 'p'), 'polymorphic argument'),
		(aggfinalextra OR aggmfinalextra, 'FINALFUNC_EXTRA'),
		(aggfinalfn <> 0 AND (SELECT prorettype FROM pg_proc WHERE oid = aggfinalfn) <> prorettype, 'final function with another result type'),
		(aggkind <> 'n', 'ordered-set aggregate'),
		(pronargs = 0, 'no argument'),
		(proparallel <> 's', 'not PARALLEL SAFE'),
		(proname IN ('avg', 'min', 'max', 'sum', 'count', 'array_agg', 'jsonb_agg', 'jsonb_object_agg', 'json_agg', 'json_object_agg', 'bit_and', 'bit_or',
					 'bool_and', 'bool_or', 'every', 'hll_add_agg', 'hll_union_agg', 'topn_add_agg', 'topn_union_agg', 'any_value')
		 OR proname LIKE 'tdigest%', 'name of an aggregate that Citus knows'),
		(EXISTS (SELECT FROM pg_proc f WHERE f.oid IN (aggtransfn, aggfinalfn, aggcombinefn, aggserialfn, aggdeserialfn, aggmtransfn, aggminvtransfn, aggmfinalfn)
				 AND (f.proparallel <> 's' OR f.provolatile <> 'i')), 'component not IMMUTABLE or not PARALLEL SAFE'),
		(EXISTS (SELECT FROM pg_proc f WHERE f.oid IN (aggtransfn, aggfinalfn, aggcombinefn) AND f.proacl IS NOT NULL
				 AND NOT EXISTS (SELECT FROM aclexplode(f.proacl) WHERE grantee = 0)), 'component not executable by PUBLIC'),
		(aggtransspace = 0, 'no SSPACE'),
		(aggfinalmodify <> 'r' OR aggmfinalmodify <> 'r', 'final function may write the state')
	) AS v (bad, problem)
WHERE bad ORDER BY 1, 2;
-- Aggregates over the same input share their state, so that several of them cost one pass
SELECT arguments, count(DISTINCT (aggtransfn, aggtranstype, aggcombinefn, agginitval)) AS states, string_agg(DISTINCT proname, ', ' ORDER BY proname) AS aggregates
FROM (SELECT p.proname, oidvectortypes(p.proargtypes) AS arguments, a.*, aggtransfn::text AS family
	  FROM member_function p JOIN pg_aggregate a ON a.aggfnoid = p.oid) AS g
GROUP BY arguments, aggtranstype, split_part(family, '_accum', 1) HAVING count(DISTINCT (aggtransfn, aggtranstype, aggcombinefn, agginitval)) <> 1;

-- One-step aggregates whose result has another name than an accessor of their state, but for the bridge of subscriptions
SELECT p.oid::regprocedure FROM member_function p JOIN pg_aggregate a ON a.aggfnoid = p.oid
WHERE a.aggfinalfn <> 0 AND p.proname <> 'subscription_bridge' AND regexp_replace((SELECT proname FROM pg_proc WHERE oid = a.aggfinalfn), '_float8$|_final$', '')
	NOT IN (p.proname, CASE WHEN p.proname ~ '_agg$|^rollup$' THEN (SELECT typname FROM pg_type WHERE oid = a.aggtranstype) ELSE p.proname END);

-- The schema belongs to who made the extension, and nobody else may put things there.
SELECT nspname FROM pg_namespace n, pg_extension e
WHERE n.oid = e.extnamespace AND e.extname = 'kam' AND (n.nspowner <> e.extowner
	OR EXISTS (SELECT FROM aclexplode(n.nspacl) a WHERE a.privilege_type = 'CREATE' AND a.grantee <> n.nspowner));
SELECT extrelocatable, extconfig FROM pg_extension WHERE extname = 'kam' AND (extrelocatable OR extconfig IS NOT NULL);

-- Not faults, but to be known.

-- Types that cannot be sorted, grouped and compared, or have no cast to jsonb
SELECT t.oid::regtype FROM member m JOIN pg_type t ON m.classid = 'pg_type'::regclass AND t.oid = m.objid
WHERE typtype = 'b' AND typelem = 0
	AND ((SELECT count(*) FROM pg_opclass WHERE opcintype = t.oid AND opcdefault) <> 2
		 OR NOT EXISTS (SELECT FROM pg_cast WHERE castsource = t.oid AND casttarget = 'jsonb'::regtype))
ORDER BY 1;
-- Aggregates without an inverse: window frames cost the square of their length
SELECT p.proname, a.aggtranstype::regtype AS state, count(*) AS overloads
FROM member_function p JOIN pg_aggregate a ON a.aggfnoid = p.oid WHERE a.aggminvtransfn = 0
GROUP BY 1, 2 ORDER BY 1, 2;
