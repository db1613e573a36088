import { parseArgs } from "node:util";
import { LEVELS } from "#contract/scope.ts";
import { scopeOf } from "#server/auth/account-rules.ts";
import { addLogin, BiRefused, listLogins, removeLogin } from "#server/bi/logins.ts";
import { readConfig } from "#server/config.ts";
import type { Db } from "#server/db/db.ts";
import { openDatabase } from "#server/db/open.ts";

const HELP = `npm run bi -- COMMAND    logins of reporting tools, which read the schema bi (docs/bi.md)

  add NAME --level LEVEL [--area CODE] [--enterprise ID]
  list
  remove NAME      what it has open ends

  levels  ${LEVELS.join(" ")}

The database is the one of DATABASE_URL, whose account may make roles.`;

const ARGS = {
  allowPositionals: true,
  options: {
    level: { type: "string" },
    area: { type: "string" },
    enterprise: { type: "string" },
    help: { type: "boolean", short: "h", default: false },
  },
} as const;
type Options = ReturnType<typeof parseArgs<typeof ARGS>>["values"];

const BY = "command line";

async function add(db: Db, name: string, options: Options): Promise<string> {
  const level = LEVELS.find((one) => one === options.level);
  if (level === undefined) throw new BiRefused(`--level is one of: ${LEVELS.join(", ")}`);
  const scope = await db.asSystem((tx) => scopeOf(tx, level, options.area ?? null, options.enterprise ?? null));
  const { login, password } = await addLogin(db, name, scope, BY);
  return `${login} sees ${level} ${scope.enterpriseId ?? scope.areaCode}. Its password is told once:\n${password}`;
}

async function list(db: Db): Promise<string> {
  const rows = (await listLogins(db)).map(
    ({ login, level, areaCode, enterpriseId, madeAt }) =>
      `${login.padEnd(24)} ${level} ${enterpriseId ?? areaCode}`.padEnd(52) + madeAt.toISOString(),
  );
  return rows.length === 0 ? "no logins" : rows.join("\n");
}

async function run(): Promise<string> {
  const { values, positionals } = parseArgs(ARGS);
  const [command, name = ""] = positionals;
  if (values.help) return HELP;
  if (!["add", "list", "remove"].includes(command ?? "") || positionals.length > 2) throw new BiRefused(HELP);
  const { DATA_DIR: dataDir, DATABASE_URL: databaseUrl } = readConfig(process.env);
  const log = { info: () => undefined, warn: (...said: unknown[]) => console.error(...said) };
  const db = await openDatabase({ dataDir, databaseUrl, log });
  try {
    if (command === "add") return await add(db, name, values);
    if (command === "list") return await list(db);
    await removeLogin(db, name, BY);
    return `removed ${name}`;
  } finally {
    await db.close();
  }
}

try {
  console.log(await run());
} catch (cause) {
  console.error(cause instanceof Error && !(cause instanceof TypeError) ? cause.message : cause);
  process.exitCode = 1;
}
