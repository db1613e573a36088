import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Connection } from "../transaction.ts";
import { keepCheckpoints } from "./checkpoints.ts";
import { EmbeddedConnection } from "./connection.ts";
import { databaseTemplate } from "./template.ts";
import { Turns } from "./turns.ts";

const BEGINS = "select redo_lsn::text as at from pg_control_checkpoint()";

test("a start after a kill has no more to do again than what was written since the last look", async () => {
  const dir = mkdtempSync(join(tmpdir(), "gas-one-map-checkpoints-"));
  const connection = await EmbeddedConnection.start({
    directory: join(dir, "database"),
    template: await databaseTemplate(dir, () => undefined),
  });
  const turns = new Turns(connection, () => undefined);
  const ask = (use: (one: Connection) => Promise<unknown>) => turns.take(use);
  const begins = async () => (await turns.take((one) => one.query<{ at: string }>(BEGINS, [])))[0]?.at;
  const before = await begins();
  await ask((one) => one.exec("create table filler as select n from generate_series(1, 10000) n"));
  const checkpoints = keepCheckpoints((use) => turns.take(use), { lookMs: 20, mostLog: 100_000 });
  try {
    await expect.poll(begins, { timeout: 10_000 }).not.toBe(before);
  } finally {
    checkpoints.stop();
    await turns.close();
    rmSync(dir, { recursive: true, force: true });
  }
}, 60_000);
