// DuckDB beside PostgreSQL: the same lines in its own file, the same SQL, two threads.
//
//   node duckdb/duckdb.cjs load     makes the file from line.csv in the scratch directory
//   node duckdb/duckdb.cjs time     runs every formulation once; a line of CSV each:
//                                   name, milliseconds, answer
//
// A first query reads the whole table, so that the file is in DuckDB's memory.
const fs = require('node:fs');
const path = require('node:path');
const { createRequire } = require('node:module');

const scratch = process.env.KAM_BENCH_SCRATCH;
const { DuckDBInstance } = createRequire(path.join(scratch, 'duckdb', 'x'))('@duckdb/node-api');
const bridge = path.join(__dirname, '..', 'bridge');
const sql = (name) => fs.readFileSync(path.join(bridge, `${name}.sql`), 'utf8');

async function main(command) {
    const db = await DuckDBInstance.create(path.join(scratch, 'line.duckdb'), { threads: '2' });
    const connection = await db.connect();
    const run = (text) => connection.runAndReadAll(text);

    if (command === 'load') {
        await run(`CREATE TABLE line AS
            SELECT * FROM read_csv('${path.join(scratch, 'line.csv')}', header = false,
                columns = {account: 'BIGINT', booked_on: 'DATE', amount: 'DECIMAL(12,2)'})`);
        const about = await run(`SELECT version(), current_setting('threads'),
            (SELECT count(*) FROM line)`);
        const [version, threads, lines] = about.getRows()[0];
        console.log(`DuckDB ${version}, ${threads} threads, ${lines} lines`);
    } else {
        const answer = async (text) => String((await run(text)).getRows()[0][0]);
        await run('SET integer_division = true');   // as PostgreSQL has it
        await answer('SELECT sum(amount) + sum(account) + count(booked_on) FROM line');
        for (const name of ['grid', 'lag', 'full_join']) {
            const started = process.hrtime.bigint();
            const result = await answer(sql(name) + sql('digest'));
            const ms = Number(process.hrtime.bigint() - started) / 1e6;
            console.log(`${name},${ms},${result}`);
        }
    }
    connection.closeSync();
    db.closeSync();
}

main(process.argv[2]).catch((error) => {
    console.error(String(error));
    process.exit(1);
});
