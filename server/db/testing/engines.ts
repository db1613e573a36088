import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, inject } from "vitest";
import type { Db } from "../db.ts";
import { type DatabasePlace, openDatabase } from "../open.ts";
import { databaseUrl, onServer } from "./native-server.ts";

export const ENGINES = ["embedded", "native"] as const;

/** One engine under test, with a fresh, migrated database that holds the facts and nothing else. */
export interface Bench {
  readonly engine: Db["engine"];
  /** The open database; throws outside of tests and hooks. */
  db(): Db;
  /** Where it is, to open it a second time. */
  place(): Pick<DatabasePlace, "dataDir" | "databaseUrl">;
  /** Closes the database and opens it again in the same place. */
  reopen(): Promise<Db>;
}

interface Place {
  readonly dataDir: string;
  readonly databaseUrl?: string;
  remove(): Promise<void>;
}

const silent = { info: () => undefined, warn: () => undefined };

async function makePlace(engine: Db["engine"]): Promise<Place> {
  const dataDir = mkdtempSync(join(tmpdir(), "gas-one-map-db-"));
  const removeFolder = () => rmSync(dataDir, { recursive: true, force: true });
  if (engine === "embedded") return { dataDir, remove: async () => removeFolder() };
  const server = inject("nativeUrl");
  const name = `gas_test_${randomBytes(6).toString("hex")}`;
  await onServer(server, `create database ${name} template ${inject("nativeTemplate")}`);
  return {
    dataDir,
    databaseUrl: databaseUrl(server, name),
    remove: async () => {
      removeFolder();
      await onServer(server, `drop database if exists ${name} with (force)`);
    },
  };
}

/**
 * Runs the same tests on both engines, each with a database of its own that is removed afterwards:
 *
 *     describeOnBothEngines("stations", (bench) => {
 *       test("…", async () => { await bench.db().asSystem((tx) => tx.query("…")); });
 *     });
 */
export function describeOnBothEngines(name: string, tests: (bench: Bench) => void): void {
  describe.each(ENGINES)(`${name} (%s)`, (engine) => {
    let place: Place | undefined;
    let db: Db | undefined;
    const need = <T>(value: T | undefined): T => {
      if (value === undefined) throw new Error("the database is open only within tests and hooks");
      return value;
    };
    const where = () => {
      const { dataDir, databaseUrl: url } = need(place);
      return { dataDir, ...(url ? { databaseUrl: url } : {}) };
    };
    const open = async () => {
      db = await openDatabase({ ...where(), log: silent });
      return db;
    };
    beforeAll(async () => {
      place = await makePlace(engine);
      await open();
    });
    afterAll(async () => {
      await db?.close();
      await place?.remove();
    });
    tests({
      engine,
      db: () => need(db),
      place: where,
      reopen: async () => {
        await need(db).close();
        return await open();
      },
    });
  });
}
