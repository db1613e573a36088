import { readConfig } from "#server/config.ts";
import { appendAudit } from "#server/db/audit.ts";
import type { Tx } from "#server/db/db.ts";
import { openDatabase } from "#server/db/open.ts";
import { createApiKey, listApiKeys, revokeApiKeys } from "#server/ingest/api-keys.ts";

const HELP = `npm run api-key -- COMMAND

  add ENTERPRISE NAME      makes a key for POST /api/readings and prints it this once
  list
  revoke ENTERPRISE NAME   the key stops at once

The database is the one of the environment: DATABASE_URL, or DATA_DIR (embedded: stop the server first).`;

const note = (tx: Tx, action: string, enterpriseId: string, name: string) =>
  appendAudit(tx, { action, account: null, subject: name, enterpriseId, detail: { by: "command line" } });

async function list(tx: Tx): Promise<string> {
  const keys = await listApiKeys(tx);
  const lines = keys.map(({ enterpriseId, name, createdAt, revokedAt }) =>
    [enterpriseId.padEnd(16), name.padEnd(24), createdAt, revokedAt === null ? "" : `revoked ${revokedAt}`].join(" "),
  );
  return lines.length === 0 ? "no keys" : lines.join("\n");
}

async function add(tx: Tx, enterpriseId: string, name: string): Promise<string> {
  const key = await createApiKey(tx, enterpriseId, name);
  await note(tx, "api_key.added", enterpriseId, name);
  return key;
}

async function revoke(tx: Tx, enterpriseId: string, name: string): Promise<string> {
  const revoked = await revokeApiKeys(tx, enterpriseId, name);
  if (revoked === 0) throw new Error(`${enterpriseId} has no key ${name} in force`);
  await note(tx, "api_key.revoked", enterpriseId, name);
  return `revoked ${revoked}`;
}

async function run([command, enterpriseId, name, ...rest]: readonly string[]): Promise<string> {
  const isPair = enterpriseId !== undefined && name !== undefined && rest.length === 0;
  const work =
    command === "list" && enterpriseId === undefined
      ? list
      : command === "add" && isPair
        ? (tx: Tx) => add(tx, enterpriseId, name)
        : command === "revoke" && isPair
          ? (tx: Tx) => revoke(tx, enterpriseId, name)
          : null;
  if (work === null) throw new Error(HELP);
  const { DATA_DIR: dataDir, DATABASE_URL: databaseUrl } = readConfig(process.env);
  const log = { info: () => undefined, warn: (...said: unknown[]) => console.error(...said) };
  const db = await openDatabase({ dataDir, databaseUrl, log });
  try {
    return await db.asSystem(work);
  } finally {
    await db.close();
  }
}

try {
  console.log(await run(process.argv.slice(2)));
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : cause);
  process.exitCode = 1;
}
