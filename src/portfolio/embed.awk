# The templates, in order, as the function that returns them
BEGIN {
	print "\nCREATE FUNCTION portfolio_templates()"
	print "\tRETURNS TABLE (step integer, name text, body text)"
	print "\tLANGUAGE sql IMMUTABLE PARALLEL SAFE"
	print "\tSET search_path = pg_catalog, pg_temp"
	print "AS $templates$VALUES"
}
FNR == 1 {
	name = FILENAME
	sub(/.*\//, "", name)
	sub(/\.sql$/, "", name)
	printf "%s(%d, '%s', $template$", step++ ? "$template$),\n" : "", step, name
}
{ print }
END {
	print "$template$)\n$templates$;"
	print "COMMENT ON FUNCTION portfolio_templates() IS"
	print "\t'the SQL of the relations of a portfolio, in the order in which they are made';"
}
