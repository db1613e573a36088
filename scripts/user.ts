import { parseArgs } from "node:util";
import { LEVELS, type Level, ROLES, type Role } from "#contract/scope.ts";
import { levelFault, nameFault, scopeOf } from "#server/auth/account-rules.ts";
import { hashPassword, passwordFault } from "#server/auth/password.ts";
import { readConfig } from "#server/config.ts";
import {
  insertAccount,
  listAccounts,
  lockAccount,
  removeAccount,
  setPasswordHash,
  unlockAccount,
} from "#server/db/accounts.ts";
import { appendAudit } from "#server/db/audit.ts";
import type { Db, Tx } from "#server/db/db.ts";
import { openDatabase } from "#server/db/open.ts";
import { endAccountSessions } from "#server/db/sessions.ts";
import { askNewPassword, readPassword } from "./password-prompt.ts";

const HELP = `npm run user -- COMMAND

  add ACCOUNT --name NAME --role ROLE --level LEVEL [--area CODE] [--enterprise ID]
  list
  passwd ACCOUNT      a new password; open sessions end
  lock ACCOUNT        until unlocked; open sessions end
  unlock ACCOUNT
  remove ACCOUNT      its traces in the audit trail stay

  --password-stdin    reads the password from standard input instead of asking

  roles   ${ROLES.join(" ")}
  levels  ${LEVELS.join(" ")}

The database is the one of the environment: DATABASE_URL, or DATA_DIR (embedded: stop the server first).`;

const ARGS = {
  allowPositionals: true,
  options: {
    name: { type: "string" },
    role: { type: "string" },
    level: { type: "string" },
    area: { type: "string" },
    enterprise: { type: "string" },
    "password-stdin": { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  },
} as const;

type Options = ReturnType<typeof parseArgs<typeof ARGS>>["values"];

/** A mistake of the person who typed: told in words, without a trace. */
class Refusal extends Error {}

function oneOf<T extends string>(choices: readonly T[], given: string | undefined, option: string): T {
  const found = choices.find((choice) => choice === given);
  if (found === undefined) throw new Refusal(`--${option} is one of: ${choices.join(", ")}`);
  return found;
}

const refuse = (fault: string | null) => {
  if (fault !== null) throw new Refusal(fault);
};

async function newPassword(account: string, options: Options): Promise<string> {
  const password = options["password-stdin"] ? await readPassword() : await askNewPassword();
  refuse(passwordFault(password, account));
  return hashPassword(password);
}

const note = (tx: Tx, action: string, subject: string) =>
  appendAudit(tx, { action, account: null, subject, detail: { by: "command line" } });

async function add(db: Db, account: string, options: Options): Promise<string> {
  const role: Role = oneOf(ROLES, options.role, "role");
  const level: Level = oneOf(LEVELS, options.level, "level");
  refuse(nameFault(account));
  refuse(levelFault(role, level));
  const scope = await db.asSystem((tx) => scopeOf(tx, level, options.area ?? null, options.enterprise ?? null));
  const passwordHash = await newPassword(account, options);
  const name = options.name ?? account;
  const isNew = await db.asSystem(async (tx) => {
    const added = await insertAccount(tx, { account, name, role, scope, passwordHash, isDemo: false });
    if (added) await note(tx, "account.added", account);
    return added;
  });
  if (!isNew) throw new Refusal(`there is an account ${account} already`);
  return `account.added ${account}: ${role}, ${level} ${scope.enterpriseId ?? scope.areaCode}`;
}

async function list(db: Db): Promise<string> {
  const accounts = await db.asSystem(listAccounts);
  const rows = accounts.map(({ account, role, scope, name, lockedUntil, lastSignIn, sessions }) =>
    [
      account.padEnd(20),
      role.padEnd(14),
      `${scope.level} ${scope.enterpriseId ?? scope.areaCode}`.padEnd(30),
      (lastSignIn ?? "never").padEnd(21),
      `${sessions} sessions`,
      lockedUntil === null ? "" : `locked ${lockedUntil}`,
      name,
    ].join(" "),
  );
  return rows.length === 0 ? "no accounts" : rows.join("\n");
}

type Change = (tx: Tx, account: string) => Promise<boolean>;

const lock: Change = async (tx, account) => {
  await endAccountSessions(tx, account);
  return lockAccount(tx, account);
};

async function change(db: Db, account: string, action: string, work: Change): Promise<string> {
  const isThere = await db.asSystem(async (tx) => {
    const done = await work(tx, account);
    if (done) await note(tx, action, account);
    return done;
  });
  if (!isThere) throw new Refusal(`there is no account ${account}`);
  return `${action} ${account}`;
}

async function passwd(db: Db, account: string, options: Options): Promise<string> {
  const passwordHash = await newPassword(account, options);
  return change(db, account, "account.password", async (tx) => {
    if (!(await unlockAccount(tx, account))) return false;
    await setPasswordHash(tx, account, passwordHash);
    await endAccountSessions(tx, account);
    return true;
  });
}

type Command = (db: Db, account: string, options: Options) => Promise<string>;

const COMMANDS: Readonly<Record<string, Command>> = {
  add,
  list,
  passwd,
  lock: (db, account) => change(db, account, "account.locked", lock),
  unlock: (db, account) => change(db, account, "account.unlocked", unlockAccount),
  remove: (db, account) => change(db, account, "account.removed", removeAccount),
};

async function run(): Promise<string> {
  const { values, positionals } = parseArgs(ARGS);
  const [name, account] = positionals;
  const command = name === undefined ? undefined : COMMANDS[name];
  if (values.help) return HELP;
  if (!command || (name !== "list" && account === undefined) || positionals.length > 2) throw new Refusal(HELP);
  const { DATA_DIR: dataDir, DATABASE_URL: databaseUrl } = readConfig(process.env);
  const log = { info: () => undefined, warn: (...said: unknown[]) => console.error(...said) };
  const db = await openDatabase({ dataDir, databaseUrl, log });
  try {
    return await command(db, account ?? "", values);
  } finally {
    await db.close();
  }
}

try {
  console.log(await run());
} catch (cause) {
  // Mistakes and refusals are words for a person; a fault of the program comes with its trace.
  const isWrongOption = String((cause as { code?: unknown }).code).startsWith("ERR_PARSE_ARGS");
  const isWords = cause instanceof Error && (isWrongOption || !(cause instanceof TypeError));
  console.error(isWords ? cause.message : cause);
  process.exitCode = 1;
}
