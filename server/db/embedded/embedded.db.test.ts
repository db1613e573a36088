import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase } from "../open.ts";
import { DirectoryInUse } from "./lock.ts";

const WRITER = fileURLToPath(new URL("../testing/writer.ts", import.meta.url));
const log = { info: () => undefined, warn: () => undefined };

let dataDir = "";
const running: ChildProcess[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "gas-one-map-db-"));
});
afterEach(async () => {
  for (const child of running.splice(0)) await killed(child);
  rmSync(dataDir, { recursive: true, force: true });
});

/** Another process that opens the directory, then writes numbers for ever and says each one that was acknowledged. */
function startWriter(round: number): { child: ChildProcess; lines: AsyncIterableIterator<string> } {
  const child = spawn(process.execPath, [WRITER, dataDir, String(round)], { stdio: ["ignore", "pipe", "inherit"] });
  running.push(child);
  if (!child.stdout) throw new Error("the writer has no output");
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once("exit", done));
  child.kill("SIGKILL");
  await gone;
}

async function readUntil(lines: AsyncIterableIterator<string>, isEnough: (line: string) => boolean): Promise<string[]> {
  const read: string[] = [];
  for (;;) {
    const { value, done } = await lines.next();
    if (done) throw new Error(`the writer ended after ${read.length} lines`);
    read.push(value);
    if (isEnough(value)) return read;
  }
}

test("a directory in use is refused, naming the process; after kill -9 it is free and nothing acknowledged is lost", async () => {
  const acknowledged: string[] = [];
  for (const round of [1, 2, 3]) {
    const { child, lines } = startWriter(round);
    await readUntil(lines, (line) => line === "ready");
    const refused = await openDatabase({ dataDir, log }).catch((cause: unknown) => cause);
    expect(refused).toBeInstanceOf(DirectoryInUse);
    expect(refused).toMatchObject({ pid: child.pid, message: expect.stringContaining(`process ${child.pid}`) });
    const enough = 60;
    acknowledged.push(...(await readUntil(lines, (line) => Number(line.split(" ")[1]) >= enough)));
    await killed(child);
  }
  const db = await openDatabase({ dataDir, log });
  try {
    const rows = await db.asSystem((tx) => tx.query<{ id: string }>("select id from job"));
    const found = new Set(rows.map((row) => row.id));
    expect(acknowledged.length).toBeGreaterThan(150);
    expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
    // One transaction writes a pair: half a pair would be half a transaction.
    const [pairs] = await db.asSystem((tx) =>
      tx.query("select count(*) - count(detail ->> 'twin') * 2 as odd from job"),
    );
    expect(pairs).toEqual({ odd: 0 });
  } finally {
    await db.close();
  }
}, 180_000);

test("a closed directory is free at once, and says so in its files", async () => {
  const first = await openDatabase({ dataDir, log });
  expect(JSON.parse(readFileSync(join(dataDir, "lock.json"), "utf8"))).toMatchObject({ pid: process.pid });
  await expect(openDatabase({ dataDir, log })).rejects.toThrow(DirectoryInUse);
  await Promise.all([first.close(), first.close()]);
  expect(existsSync(join(dataDir, "lock.json"))).toBe(false);
  await expect(first.asSystem(async () => 1)).rejects.toMatchObject({ name: "DatabaseGone" });
  const second = await openDatabase({ dataDir, log });
  await second.close();
});

test("a directory that was left half made is made anew", async () => {
  mkdirSync(join(dataDir, "database"));
  writeFileSync(join(dataDir, "database", "PG_VERSION"), "18");
  writeFileSync(join(dataDir, "database.unfinished"), "");
  const db = await openDatabase({ dataDir, log });
  try {
    expect(await db.asSystem((tx) => tx.query("select count(*) as n from division"))).toEqual([{ n: 179 }]);
    expect(existsSync(join(dataDir, "database.unfinished"))).toBe(false);
  } finally {
    await db.close();
  }
});

test("a place that cannot be a data directory is named", async () => {
  const file = join(dataDir, "file");
  writeFileSync(file, "");
  await expect(openDatabase({ dataDir: file, log })).rejects.toThrow(`${file} cannot be written`);
  await expect(openDatabase({ dataDir: join(file, "below"), log })).rejects.toThrow(/below cannot be written/);
});
