import { createWriteStream } from "node:fs";
import { mkdir, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import { Client } from "pg";
import { to as copyTo } from "pg-copy-streams";
import type { ExportFormat } from "#contract/exports.ts";
import type { Session } from "#server/auth/sessions.ts";
import type { Db } from "#server/db/db.ts";
import { CollectionSource, PLACE_SQL } from "#server/export/collection-source.ts";
import { FORMATS } from "#server/export/formats.ts";
import { runExport } from "#server/export/run-export.ts";
import { ExportService } from "#server/export/service.ts";
import type { ExportRow, ExportSource } from "#server/export/source.ts";
import { COLLECTIONS } from "#server/features/collections.ts";

/** `jobs`: what the page's button does. `gathered`: all rows in memory first, then the same file. `copy`: the database alone. */
export const WAYS = ["jobs", "gathered", "copy"] as const;
export type Way = (typeof WAYS)[number];

/** What one export took: from the wish to the finished file, its size, and its rows. */
export interface Made {
  readonly ms: number;
  readonly bytes: number;
  readonly rows: number;
}

const SCOPE = { level: "province", areaCode: "130000", enterpriseId: null } as const;
const SESSION: Session = {
  id: "bench",
  account: "bench",
  name: "测速",
  role: "analyst",
  scope: SCOPE,
  csrf: "",
  isDemo: false,
  expiresAt: Number.MAX_SAFE_INTEGER,
  seenAt: 0,
};
const PAGE = 2_000;
/** A page asks each second; the answer here is that much too late at most. */
const ASKED_EVERY_MS = 200;

/** A job with its progress and traces, asked for as a page does. */
async function byJobs(db: Db, format: ExportFormat, folder: string): Promise<Made> {
  const log = { info: () => undefined, error: (...args: unknown[]) => console.error(...args) };
  const service = new ExportService({ db, folder, log });
  const began = performance.now();
  const { id } = await service.start(SESSION, { collection: "pipes", format, headings: "zh" }, "127.0.0.1");
  for (;;) {
    const { state, fault, rows, bytes } = await service.get(SESSION, id);
    if (state === "done") return { ms: performance.now() - began, rows, bytes };
    if (state === "failed" || state === "cancelled") throw new Error(`the export ended as ${state}: ${fault}`);
    await wait(ASKED_EVERY_MS);
  }
}

/** The same rows, none handed on before the last has come. */
class GatheredSource extends CollectionSource {
  override async read(...[form, onPage, signal]: Parameters<ExportSource["read"]>): Promise<void> {
    const all: ExportRow[] = [];
    await super.read(form, async (page) => void all.push(...page), signal);
    for (let at = 0; at < all.length; at += PAGE) await onPage(all.slice(at, at + PAGE));
  }
}

async function byGathering(db: Db, format: ExportFormat, folder: string): Promise<Made> {
  const wish = { collection: "pipes", format, headings: "zh" } as const;
  const began = performance.now();
  const { rows, bytes } = await runExport({
    source: new GatheredSource(db, SCOPE, wish),
    format: FORMATS[format],
    facts: {
      title: "bench",
      account: SESSION.account,
      person: SESSION.name,
      at: new Date().toISOString(),
      scope: SCOPE,
      scopeName: "bench",
      query: wish,
      software: "bench",
    },
    headings: wish.headings,
    file: join(folder, `gathered.${FORMATS[format].extension}`),
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  return { ms: performance.now() - began, rows, bytes };
}

/** COPY of the same columns as the server's superuser, past every policy: as fast as PostgreSQL writes them. Native engine, CSV. */
export async function byCopy(databaseUrl: string, folder: string): Promise<Made> {
  const { from, properties } = COLLECTIONS.pipes;
  const columns = [...properties.map(({ sql }) => sql), PLACE_SQL.wkt].map((sql, i) => `${sql} as c${i}`).join(", ");
  const file = join(folder, "copy.csv");
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const began = performance.now();
    const text = `copy (select ${columns} from ${from} order by f.id) to stdout (format csv, header)`;
    const stream = client.query(copyTo(text));
    await pipeline(stream, createWriteStream(file));
    return { ms: performance.now() - began, rows: stream.rowCount, bytes: (await stat(file)).size };
  } finally {
    await client.end();
  }
}

/** Makes the file in `folder` and leaves it there alone. */
export async function make(way: Exclude<Way, "copy">, db: Db, format: ExportFormat, folder: string): Promise<Made> {
  await mkdir(folder, { recursive: true });
  const made = await (way === "jobs" ? byJobs : byGathering)(db, format, folder);
  const files = await readdir(folder);
  if (files.length !== 1) throw new Error(`one file was expected, there are ${files.join(", ")}`);
  return made;
}
