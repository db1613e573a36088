import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "#server/db/open.ts";

/** What one visit must have left behind, by the mark that its note carries. */
export interface Expected {
  readonly mark: string;
  readonly outcome: string;
  /** The record's id: two visits with one id are a conflict, and both contents must be kept. */
  readonly id: string;
  readonly hash: string;
  readonly files: readonly { readonly id: string; readonly sha256: string }[];
}

/** The server's books, read behind its back. */
export interface Books {
  readonly envelopes: readonly { readonly id: string; readonly hash: string; readonly note: string }[];
  readonly records: readonly {
    readonly id: string;
    readonly hash: string;
    readonly state: string;
    readonly outcome: string | null;
    readonly flags: readonly string[];
  }[];
  readonly conflicts: readonly { readonly id: string; readonly hash: string }[];
  readonly visits: readonly string[];
  /** Records in the figures, by outcome. */
  readonly tally: ReadonlyMap<string, number>;
  /** SHA-256 of every file that lies there whole, by id. */
  readonly files: ReadonlyMap<string, string>;
}

const quiet = { info: () => undefined, warn: () => undefined };

/** Reads everything while no server runs on `dataDir`. */
export async function readBooks(dataDir: string): Promise<Books> {
  const db = await openDatabase({ dataDir, log: quiet });
  try {
    return await db.asSystem(async (tx) => {
      const envelopes = await tx.query<Books["envelopes"][number]>(
        "select record_id as id, hash, body::jsonb -> 'body' ->> 'note' as note from field_envelope",
      );
      const records = await tx.query<Books["records"][number]>(
        "select id, hash, state, outcome, flags from field_record",
      );
      const conflicts = await tx.query<Books["conflicts"][number]>(
        "select record_id as id, other_hash as hash from field_conflict",
      );
      const visits = await tx.query<{ id: string }>("select record_id as id from field_visit");
      const tally = await tx.query<{ outcome: string; n: number }>(
        "select outcome, sum(records)::int as n from field_tally where kind = 'check' group by 1",
      );
      const whole = await tx.query<{ id: string }>("select id from field_file where whole_at is not null");
      const files = new Map<string, string>();
      for (const { id } of whole) {
        const path = join(dataDir, "field", id.slice(-2), id);
        if (existsSync(path)) files.set(id, createHash("sha256").update(readFileSync(path)).digest("hex"));
      }
      return {
        envelopes,
        records,
        conflicts,
        visits: visits.map(({ id }) => id),
        tally: new Map(tally.map(({ outcome, n }) => [outcome, n])),
        files,
      };
    });
  } finally {
    await db.close();
  }
}

export interface Verdict {
  readonly records: number;
  readonly photos: number;
  readonly conflicts: number;
  readonly doneTwice: number;
  /** Sentences, one for each thing that is not as the model says. */
  readonly lost: readonly string[];
  readonly duplicates: readonly string[];
  readonly hidden: readonly string[];
  readonly wrongFigures: readonly string[];
}

function countBy<T>(of: readonly T[], key: (one: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of of) counts.set(key(one), (counts.get(key(one)) ?? 0) + 1);
  return counts;
}

/** Holds the server's books against what the inspectors did. */
export function compare(expected: readonly Expected[], books: Books): Verdict {
  const lost: string[] = [];
  const duplicates: string[] = [];
  const hidden: string[] = [];
  const wrongFigures: string[] = [];
  const kept = new Map(books.envelopes.map(({ id, hash, note }) => [`${id} ${hash}`, note]));
  const records = new Map(books.records.map((record) => [record.id, record]));
  const conflicts = new Set(books.conflicts.map(({ id, hash }) => `${id} ${hash}`));
  const visits = new Set(books.visits);
  const inFigures = new Map<string, number>();
  for (const { mark, id, hash, outcome, files } of expected) {
    const record = records.get(id);
    if (kept.get(`${id} ${hash}`) !== mark || !record) {
      lost.push(`${mark}: the server does not keep it`);
      continue;
    }
    if (record.hash !== hash) {
      if (!conflicts.has(`${id} ${hash}`)) hidden.push(`${mark}: another content stands, and nobody is told`);
      continue;
    }
    if (record.state !== "counted") lost.push(`${mark}: it stands as ${record.state}`);
    if (!visits.has(id)) lost.push(`${mark}: no visit came of it`);
    for (const file of files)
      if (books.files.get(file.id) !== file.sha256) lost.push(`${mark}: the photo ${file.id} is not whole`);
    inFigures.set(outcome, (inFigures.get(outcome) ?? 0) + 1);
  }
  for (const [note, n] of countBy(books.envelopes, ({ note }) => note))
    if (n > 1) duplicates.push(`${note}: ${n} times`);
  const ids = new Set(expected.map(({ id }) => id));
  for (const { id } of books.records) if (!ids.has(id)) duplicates.push(`${id}: nobody made it`);
  const wanted = expected.length - new Set(expected.map(({ id }) => id)).size;
  if (conflicts.size !== wanted) hidden.push(`${wanted} conflicts were made, ${conflicts.size} are shown`);
  for (const outcome of new Set([...inFigures.keys(), ...books.tally.keys()])) {
    const [is, should] = [books.tally.get(outcome) ?? 0, inFigures.get(outcome) ?? 0];
    if (is !== should) wrongFigures.push(`${outcome}: ${is} in the figures, ${should} done`);
  }
  return {
    records: expected.length,
    photos: expected.reduce((sum, { files }) => sum + files.length, 0),
    conflicts: conflicts.size,
    doneTwice: books.records.filter(({ flags }) => flags.includes("task_done_twice")).length,
    lost,
    duplicates,
    hidden,
    wrongFigures,
  };
}
