import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Client } from "pg";
import { commandPath, ensureTool } from "./debian.ts";

export interface PostgresServer {
  /** postgres:// address of a superuser on the server's own database. */
  readonly url: string;
  /** Of the process that all others of the server descend from; not known of a server that was given. */
  readonly pid?: number;
  /** Stops the server and removes its files; nothing to do for a server that was given. */
  stop(): Promise<void>;
}

const MIN_MAJOR = 15;
const PACKAGES = ["postgresql-15", "postgresql-15-postgis-3"];
const DEBIAN = "/usr/lib/postgresql";

const majorOf = (bin: string): number =>
  Number(/(\d+)/.exec(execFileSync(join(bin, "postgres"), ["--version"], { encoding: "utf8" }))?.[1] ?? 0);

function hasPostgis(bin: string): boolean {
  const config = join(bin, "pg_config");
  const shared = existsSync(config)
    ? execFileSync(config, ["--sharedir"], { encoding: "utf8" }).trim()
    : bin.replace(/^\/usr\/lib\/(postgresql\/\d+)\/bin$/, "/usr/share/$1");
  return existsSync(join(shared, "extension", "postgis.control"));
}

/** The folder with the newest PostgreSQL that has PostGIS, or undefined. */
export function postgresBin(): string | undefined {
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN).map((version) => join(DEBIAN, version, "bin")) : [];
  const onPath = commandPath("postgres");
  const bins = [...debian, ...(onPath ? [dirname(onPath)] : [])].filter((bin) => existsSync(join(bin, "initdb")));
  return bins
    .filter((bin) => majorOf(bin) >= MIN_MAJOR && hasPostgis(bin))
    .toSorted((a, b) => majorOf(b) - majorOf(a))
    .at(0);
}

/** PostgreSQL does not run as root: then as the user of Debian's package, or nobody. */
function owner(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const numbers = (name: string) =>
    ["-u", "-g"].map((flag) =>
      Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })),
    );
  for (const name of ["postgres", "nobody"]) {
    try {
      const [uid = 0, gid = 0] = numbers(name);
      return { uid, gid };
    } catch {
      // no such user: the next one
    }
  }
  throw new Error("PostgreSQL cannot run as root, and there is no user postgres or nobody to run it as");
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

async function untilReady(url: string, server: ChildProcess, said: () => string): Promise<void> {
  for (const deadline = Date.now() + 60_000; ; await wait(50)) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL did not start:\n${said()}`);
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (cause) {
      if (Date.now() > deadline) throw new Error(`PostgreSQL did not answer within a minute:\n${said()}`, { cause });
    }
  }
}

/** For tests: nothing needs to outlive the server, so nothing waits for the disk. */
const SETTINGS = [
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
  "max_connections=60",
  "shared_buffers=128MB",
];

type User = ReturnType<typeof owner>;

/** Makes a server's files in a folder; returns the superuser's password, which lies beside them. */
function initialise(bin: string, folder: string, data: string, as: User): string {
  const password = randomBytes(16).toString("hex");
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, password);
  if (as) chownSync(passwordFile, as.uid, as.gid);
  const options = [
    "-D",
    data,
    "-U",
    "postgres",
    "--pwfile",
    passwordFile,
    "-A",
    "scram-sha-256",
    "-E",
    "UTF8",
    "--locale=C.UTF-8",
    "-N",
  ];
  execFileSync(join(bin, "initdb"), options, { ...as, cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  return password;
}

async function start(bin: string, settings: readonly string[], kept?: string): Promise<PostgresServer> {
  if (kept !== undefined) mkdirSync(kept, { recursive: true });
  const folder = kept ?? mkdtempSync(join(tmpdir(), "gas-one-map-pg-"));
  const as = owner();
  if (as) chownSync(folder, as.uid, as.gid);
  const data = join(folder, "data");
  const isThere = existsSync(join(data, "PG_VERSION"));
  const password = isThere ? readFileSync(join(folder, "password"), "utf8") : initialise(bin, folder, data, as);
  const port = await freePort();
  const args = [
    "-D",
    data,
    "-p",
    String(port),
    "-h",
    "127.0.0.1",
    "-k",
    folder,
    ...settings.flatMap((setting) => ["-c", setting]),
  ];
  const server = spawn(join(bin, "postgres"), args, { ...as, cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  server.stderr.on("data", (chunk: Buffer) => (log = `${log}${chunk.toString()}`.slice(-4_000)));
  const exited = new Promise((done) => server.once("exit", done));
  // At once where nothing is kept; else with a checkpoint, so that the next start has nothing to recover.
  const kill = () => server.kill(kept === undefined ? "SIGQUIT" : "SIGINT");
  process.once("exit", kill);
  const stop = async () => {
    process.off("exit", kill);
    if (server.exitCode === null) kill();
    await exited;
    if (kept === undefined) rmSync(folder, { recursive: true, force: true });
  };
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  try {
    await untilReady(url, server, () => log);
  } catch (cause) {
    await stop();
    throw cause;
  }
  return { url, stop, ...(server.pid === undefined ? {} : { pid: server.pid }) };
}

/**
 * A PostgreSQL server with PostGIS for tests and benches: the one at `TEST_DATABASE_URL`, or a throw-away one started from the
 * programs on this machine, on loopback and a free port. Debian's packages are installed when that is allowed; else it throws one line
 * that says how. `settings` replaces the fast but forgetful ones of tests, e.g. for a bench. With `kept`, a folder, the server's files are
 * made there once and stay for the next start.
 */
export async function startPostgres(settings: readonly string[] = SETTINGS, kept?: string): Promise<PostgresServer> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, stop: async () => undefined };
  ensureTool(`PostgreSQL ${MIN_MAJOR} or newer with PostGIS`, PACKAGES, () => postgresBin() !== undefined);
  return await start(postgresBin() as string, settings, kept);
}
