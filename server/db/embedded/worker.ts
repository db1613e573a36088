import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";
import { postgis } from "@electric-sql/pglite-postgis";
import { errorFacts } from "../errors.ts";
import { BINARY_OIDS } from "../binary.ts";
import { PARSERS } from "../values.ts";
import type { Answer, Ask, WorkerStart } from "./protocol.ts";

const BYTEA = 17;
const GUARD = "gas_one_map_guard";

/**
 * PGlite with PostGIS returns nothing at all, and no error, when GEOS throws: the result has no `command` (docs/decisions).
 * Taken for a success it would commit half a transaction.
 */
const SWALLOWED = "the statement ended without a result: PostGIS failed inside it (is a geometry invalid?)";

class Swallowed extends Error {}

const quoted = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;

async function openDatabase(start: WorkerStart): Promise<PGlite> {
  const database = await PGlite.create({
    ...(start.directory === null ? {} : { dataDir: start.directory }),
    ...(start.template === null ? {} : { loadDataDir: new Blob([start.template]) }),
    extensions: { postgis },
    // Values arrive as text (values.ts); PGlite would insist on bytes for a bytea.
    serializers: { [BYTEA]: (value: string) => value },
  });
  await database.exec("set timezone to 'UTC'; set datestyle to 'ISO, YMD'");
  return database;
}

/** After the statements comes one of ours: had any of them been swallowed, it would not have run. */
async function runExec(database: PGlite, text: string): Promise<string> {
  const results = await database.exec(`${text}\n;select 1 as ${GUARD}`);
  if (results.at(-1)?.fields[0]?.name !== GUARD) throw new Swallowed(SWALLOWED);
  return results.at(-2)?.command ?? "";
}

type Values = Extract<Ask, { kind: "query" }>["values"];

/** Bytes are in PostgreSQL's own format already (binary.ts); PGlite's serializers of arrays would take them apart. */
const AS_THEY_ARE = Object.fromEntries(BINARY_OIDS.map((oid) => [oid, (value: unknown) => value as string]));

async function runQuery(database: PGlite, text: string, values: Values): Promise<unknown[]> {
  const hasBytes = values.some((value) => value instanceof Uint8Array);
  const options = { parsers: PARSERS, ...(hasBytes ? { serializers: AS_THEY_ARE } : {}) };
  const result = await database.query(text, [...values], options);
  if (result.command === undefined) throw new Swallowed(SWALLOWED);
  return result.rows;
}

/** COPY FROM a file needs the superuser; the caller has checked that the role may insert. */
async function runCopy(database: PGlite, ask: Extract<Ask, { kind: "copy" }>): Promise<number> {
  const names = ask.columns.map(quoted).join(", ");
  const result = await database.query(`copy ${quoted(ask.table)} (${names}) from '/dev/blob'`, [], {
    blob: new Blob([ask.bytes]),
  });
  if (result.command === undefined) throw new Swallowed(SWALLOWED);
  return result.affectedRows ?? 0;
}

async function answer(database: PGlite, ask: Ask): Promise<unknown> {
  switch (ask.kind) {
    case "query":
      return await runQuery(database, ask.text, ask.values);
    case "exec":
      return await runExec(database, ask.text);
    case "copy":
      return await runCopy(database, ask);
    case "dump":
      return new Uint8Array(await (await database.dumpDataDir("gzip")).arrayBuffer());
    case "close":
      return await database.close();
  }
}

/** An error with an SQLSTATE, or one that the guard made, is the statement's; any other is the engine's end. */
const isStatement = (thrown: unknown): boolean => thrown instanceof Swallowed || errorFacts(thrown).code !== undefined;

async function serve(): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error("this file is a worker");
  const reply = (message: Answer) => port.postMessage(message);
  const database = await openDatabase(workerData as WorkerStart);
  reply({ ok: true, value: null });
  let last = Promise.resolve();
  port.on("message", (ask: Ask) => {
    last = last.then(async () => {
      try {
        reply({ ok: true, value: await answer(database, ask) });
      } catch (thrown) {
        reply({ ok: false, facts: errorFacts(thrown), isStatement: isStatement(thrown) });
      }
      if (ask.kind === "close") port.close();
    });
  });
}

await serve();
