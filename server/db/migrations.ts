import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type { Tx } from "./db.ts";
import { errorFacts } from "./errors.ts";

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

interface Applied {
  readonly number: number;
  readonly name: string;
  readonly sha256: string;
}

const FOLDER = new URL("./migrations/", import.meta.url);

/** The numbered files of `migrations/`, in order; throws where a number is missing or doubled. */
export function readMigrations(folder: URL = FOLDER): readonly Migration[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".sql"));
  return files.toSorted().map((file, i) => {
    const [, digits, name] = /^(\d{4})-([a-z0-9-]+)\.sql$/.exec(file) ?? [];
    if (Number(digits) !== i + 1 || !name)
      throw new Error(`migrations/${file}: expected ${String(i + 1).padStart(4, "0")}-name.sql`);
    const sql = readFileSync(new URL(file, folder), "utf8").replaceAll("\r\n", "\n");
    return { number: i + 1, name, sql, sha256: createHash("sha256").update(sql).digest("hex") };
  });
}

const label = ({ number, name }: Applied): string => `${String(number).padStart(4, "0")}-${name}`;

/** Throws where the database was made by a newer program, or by a file that reads otherwise today. */
export function checkApplied(applied: readonly Applied[], known: readonly Migration[]): void {
  for (const row of applied) {
    const migration = known[row.number - 1];
    if (!migration)
      throw new Error(
        `The database was made by a newer version of the program: it has ${label(row)}, which this version does not know. Update the program.`,
      );
    if (migration.sha256 !== row.sha256)
      throw new Error(
        `Migration ${label(row)} has been changed since it was applied to this database; a change belongs in a new file.`,
      );
  }
}

/** Only a superuser may switch PostGIS on; say it in words that help. */
async function ensurePostgis(tx: Tx): Promise<void> {
  const present = await tx.query("select 1 from pg_extension where extname = 'postgis'");
  if (present.length > 0) return;
  try {
    await tx.exec("create extension postgis");
  } catch (cause) {
    if (errorFacts(cause).code !== "42501") throw cause;
    throw new Error(
      "PostGIS is not switched on in this database. As an administrator, in it: create extension postgis",
      {
        cause,
      },
    );
  }
}

/** Any fixed number: two processes that open one database wait for each other here. */
const ADVISORY_KEY = 1_309_000_001;

/**
 * Brings the schema up to date within the given owner's transaction: all missing files or none.
 * Returns the labels of what it applied.
 */
export async function migrate(tx: Tx, known: readonly Migration[] = readMigrations()): Promise<readonly string[]> {
  await tx.query("select pg_advisory_xact_lock($1)", [ADVISORY_KEY]);
  await ensurePostgis(tx);
  await tx.exec(`create table if not exists migration (
      number integer primary key,
      name text not null,
      sha256 text not null,
      applied_at timestamptz not null default now()
    )`);
  const applied = await tx.query<Applied>("select number, name, sha256 from migration order by number");
  checkApplied(applied, known);
  const missing = known.slice(applied.length);
  for (const migration of missing) {
    await tx.exec(migration.sql);
    await tx.query("insert into migration (number, name, sha256) values ($1, $2, $3)", [
      migration.number,
      migration.name,
      migration.sha256,
    ]);
  }
  return missing.map(label);
}
