import { setTimeout as wait } from "node:timers/promises";
import { type ClientConfig, Pool, type PoolClient } from "pg";
import type { Engine } from "../engine.ts";
import { DatabaseError, DatabaseGone, errorFacts } from "../errors.ts";
import type { Connection, Identity } from "../transaction.ts";
import { encodeParameter, PARSERS } from "../values.ts";
import { copyRows } from "./copy.ts";

const MIN_VERSION = 15;
const MIN_POSTGIS = [3, 3] as const;
/** How long a server that does not answer yet is waited for. */
const PATIENCE_MS = 30_000;

/** Not reachable, or still starting up: worth another try. */
const COMING_UP = new Set(["ECONNREFUSED", "ECONNRESET", "ENOENT", "EAI_AGAIN", "ETIMEDOUT", "57P03", "53300"]);

const types: NonNullable<ClientConfig["types"]> = {
  getTypeParser: ((oid: number) => PARSERS[oid] ?? ((text: string) => text)) as never,
};

/** Host and database name; never the password. */
export function whereOf(url: string): string {
  const { hostname, port, pathname, searchParams } = new URL(url);
  return `${hostname || searchParams.get("host") || "local socket"}${port ? `:${port}` : ""}${pathname}`;
}

/** An error of the server as ours; one without SQLSTATE means that the connection is lost. */
function translated(thrown: unknown): Error {
  const facts = errorFacts(thrown);
  const isStatement = facts.code !== undefined && /^[0-9A-Z]{5}$/.test(facts.code);
  if (isStatement && !facts.code?.startsWith("57P")) return new DatabaseError(facts, thrown);
  return new DatabaseGone(`the database connection was lost: ${facts.message}`, { cause: thrown });
}

async function orTranslated<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    throw thrown instanceof DatabaseError ? thrown : translated(thrown);
  }
}

/** COPY; an error of the source is thrown as it is, not taken for one of the connection. */
async function copyWatched(
  client: PoolClient,
  ...[table, columns, chunks]: Parameters<Connection["copy"]>
): Promise<number> {
  let failed: { readonly cause: unknown } | null = null;
  async function* watched() {
    try {
      yield* chunks;
    } catch (cause) {
      failed = { cause };
      throw cause;
    }
  }
  try {
    return await copyRows(client, table, columns, watched());
  } catch (thrown) {
    const source = failed as { readonly cause: unknown } | null;
    throw source ? source.cause : translated(thrown);
  }
}

/** pg sends a Buffer, and nothing else, as it is. */
function asParameter(value: unknown): string | Buffer | null {
  const encoded = encodeParameter(value);
  return encoded instanceof Uint8Array ? Buffer.from(encoded.buffer, encoded.byteOffset, encoded.byteLength) : encoded;
}

function connectionOver(client: PoolClient): Connection {
  return {
    query: async <Row>(text: string, values: readonly unknown[]) =>
      (await orTranslated(client.query({ text, values: values.map(asParameter) }))).rows as Row[],
    exec: async (text) => {
      const answer = await orTranslated(client.query(text));
      return (Array.isArray(answer) ? answer.at(-1)?.command : answer.command) ?? "";
    },
    copy: async (table, columns, chunks) => await copyWatched(client, table, columns, chunks),
  };
}

/** A person waits seconds, the server's own work (an import of millions of rows is one statement) an hour at most; the owner's migrations as long as they take. */
function limitsOf(identity: Identity): string {
  const seconds = identity.role === null ? 0 : identity.role === "gas_system" ? 3_600 : 30;
  return `set statement_timeout = '${seconds}s'; set lock_timeout = '${seconds === 30 ? 10 : 60}s'`;
}

/** Waits for the server, then makes sure that it is new enough and has PostGIS at hand. */
async function checkServer(pool: Pool, where: string, patienceMs: number): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (let pause = 100; ; pause = Math.min(pause * 2, 2_000)) {
    try {
      await pool.query("select 1");
      break;
    } catch (cause) {
      const { code, message } = errorFacts(cause);
      if (!COMING_UP.has(code ?? "") || Date.now() + pause > deadline) {
        throw new Error(`The database at ${where} cannot be reached: ${message || code}`, { cause });
      }
      await wait(pause);
    }
  }
  const { rows } = await pool.query<{ version: number; postgis: string | null }>(
    `select current_setting('server_version_num')::int as version,
            coalesce((select extversion from pg_extension where extname = 'postgis'),
                     (select default_version from pg_available_extensions where name = 'postgis')) as postgis`,
  );
  const { version = 0, postgis = null } = rows[0] ?? {};
  if (version < MIN_VERSION * 10_000) {
    throw new Error(
      `The database at ${where} is PostgreSQL ${Math.floor(version / 10_000)}; at least ${MIN_VERSION} is needed`,
    );
  }
  const [major = 0, minor = 0] = (postgis ?? "").split(".").map(Number);
  if (major < MIN_POSTGIS[0] || (major === MIN_POSTGIS[0] && minor < MIN_POSTGIS[1])) {
    throw new Error(
      `The database at ${where} has ${postgis ? `PostGIS ${postgis}` : "no PostGIS"}; at least ${MIN_POSTGIS.join(".")} is needed`,
    );
  }
}

async function lend<T>(pool: Pool, identity: Identity, use: (connection: Connection) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((cause: unknown) => {
    throw new DatabaseGone(`no database connection: ${errorFacts(cause).message}`, { cause });
  });
  // A connection that dies while it is lent says so to its query as well.
  const ignore = () => undefined;
  client.on("error", ignore);
  let isLost = false;
  try {
    const connection = connectionOver(client);
    await connection.exec(limitsOf(identity));
    return await use(connection);
  } catch (cause) {
    isLost = cause instanceof DatabaseGone;
    throw cause;
  } finally {
    client.off("error", ignore);
    client.release(isLost);
  }
}

/** Opens a pool on a PostgreSQL server; throws with one clear line when it is unreachable, too old, or has no PostGIS. */
export async function openNative(
  url: string,
  say: (message: string) => void,
  patienceMs = PATIENCE_MS,
): Promise<Engine> {
  const where = whereOf(url);
  // No JIT: what is asked here runs for milliseconds, and compiling takes hundreds of them.
  const pool = new Pool({
    connectionString: url,
    max: 10,
    types,
    application_name: "gas-one-map",
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    options: "-c timezone=UTC -c datestyle=ISO,YMD -c client_min_messages=warning -c jit=off",
  });
  pool.on("error", (cause) => say(`an idle database connection was lost: ${cause.message}`));
  try {
    await checkServer(pool, where, patienceMs);
  } catch (cause) {
    await pool.end();
    throw cause;
  }
  let closing: Promise<void> | undefined;
  return {
    engine: "native",
    where,
    withConnection: async (identity, use) => await lend(pool, identity, use),
    close: () => (closing ??= pool.end()),
  };
}
