import { openDatabase } from "../open.ts";

/**
 * A process of its own for tests that kill it: opens the directory, says "ready", then writes pairs of rows in one transaction each and
 * says the pair's ids after every commit. Ids: "{round} {n}".
 */
const [, , dataDir = "", round = "0"] = process.argv;
const db = await openDatabase({ dataDir, log: { info: () => undefined, warn: () => undefined } });
process.stdout.write("ready\n");
for (let n = 1; ; n += 2) {
  const ids = [`${round} ${n}`, `${round} ${n + 1}`];
  await db.asSystem(async (tx) => {
    await tx.query("insert into job (id, kind, state) values ($1, 'test', 'done')", [ids[0]]);
    await tx.query("insert into job (id, kind, state, detail) values ($1, 'test', 'done', $2)", [
      ids[1],
      { twin: ids[0] },
    ]);
  });
  process.stdout.write(`${ids.join("\n")}\n`);
}
