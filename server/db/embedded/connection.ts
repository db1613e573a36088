import { Worker } from "node:worker_threads";
import { DatabaseError, DatabaseGone } from "../errors.ts";
import type { Connection } from "../transaction.ts";
import { encodeParameter } from "../values.ts";
import type { Answer, Ask, WorkerStart } from "./protocol.ts";

const WORKER = new URL("./worker.ts", import.meta.url);

/** Bytes of one COPY: small enough for memory, large enough that the trip to the worker does not count. */
const COPY_BYTES = 4 * 1024 * 1024;

interface Waiting {
  resolve(value: unknown): void;
  reject(cause: Error): void;
}

/** WASI's number for ENOSPC, which is all that PGlite throws when the disk is full. */
const NO_SPACE = 51;

/** What a worker died of, in words: its file system throws bare objects with a number. */
function reasonOf(cause: unknown): string {
  if (cause instanceof Error) return String(cause);
  const { errno } = Object(cause) as { errno?: unknown };
  return errno === NO_SPACE ? "no space is left on the disk" : JSON.stringify(cause);
}

/** The worker thread that holds PGlite, as an ordinary connection. PGlite blocks its thread, so it must not be ours. */
export class EmbeddedConnection implements Connection {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  #gone: DatabaseGone | null = null;
  #isClosing = false;
  #onGone: ((cause: DatabaseGone) => void) | null = null;

  private constructor(start: WorkerStart, script: URL) {
    this.#worker = new Worker(script, {
      workerData: start,
      name: "database",
      transferList: start.template ? [start.template.buffer] : [],
    });
    this.#worker.on("message", (message: Answer) => this.#hear(message));
    this.#worker.on("error", (cause) => this.#end(`the embedded database has stopped: ${reasonOf(cause)}`, cause));
    this.#worker.on("exit", () => this.#end("the embedded database has ended"));
  }

  /** Starts the worker; resolves when the database answers. `start.template` is handed over. */
  static async start(start: WorkerStart, script: URL = WORKER): Promise<EmbeddedConnection> {
    const connection = new EmbeddedConnection(start, script);
    await connection.#wait();
    return connection;
  }

  /** Hears once of an end that nobody asked for, at once if it has come already. */
  onGone(listener: (cause: DatabaseGone) => void): void {
    this.#onGone = listener;
    if (this.#gone && !this.#isClosing) listener(this.#gone);
  }

  async query<Row>(text: string, values: readonly unknown[]): Promise<Row[]> {
    return (await this.#ask({ kind: "query", text, values: values.map(encodeParameter) })) as Row[];
  }

  async exec(text: string): Promise<string> {
    return (await this.#ask({ kind: "exec", text })) as string;
  }

  /** COPY of a file is the superuser's alone: the role is put back on afterwards, its right to insert checked before. */
  async copy(
    table: string,
    columns: readonly string[],
    chunks: AsyncIterable<string> | Iterable<string>,
  ): Promise<number> {
    const [who] = await this.query<{ role: string; may: boolean }>(
      "select current_setting('role') as role, has_table_privilege(current_user, to_regclass($1), 'insert') as may",
      [`"${table.replaceAll('"', '""')}"`],
    );
    if (!who?.may) throw new DatabaseError({ message: `rows cannot be added to ${table}`, code: "42501", table });
    await this.exec("set local role none");
    let rows = 0;
    for await (const bytes of wholeLines(chunks, COPY_BYTES))
      rows += Number(await this.#ask({ kind: "copy", table, columns, bytes }));
    if (who.role !== "none") await this.exec(`set local role ${who.role}`);
    return rows;
  }

  /** The whole data directory as tar.gz. */
  async dump(): Promise<Uint8Array<ArrayBuffer>> {
    return (await this.#ask({ kind: "dump" })) as Uint8Array<ArrayBuffer>;
  }

  /** Closes the database in order, then the worker. */
  async close(): Promise<void> {
    this.#isClosing = true;
    if (!this.#gone) await this.#ask({ kind: "close" });
    this.#gone ??= new DatabaseGone("the embedded database is closed");
    await this.#worker.terminate();
  }

  /** Ends the worker in the middle of its work, as a kill would: what was under way is not kept, what was committed is. */
  async abandon(): Promise<void> {
    this.#isClosing = true;
    this.#gone ??= new DatabaseGone("the embedded database is closed");
    await this.#worker.terminate();
  }

  #ask(ask: Ask): Promise<unknown> {
    if (this.#gone) return Promise.reject(this.#gone);
    this.#worker.postMessage(ask, ask.kind === "copy" ? [ask.bytes.buffer] : []);
    return this.#wait();
  }

  #wait(): Promise<unknown> {
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  #hear(message: Answer): void {
    const waiting = this.#waiting.shift();
    if (!waiting) return;
    if (message.ok) waiting.resolve(message.value);
    else if (message.isStatement) waiting.reject(new DatabaseError(message.facts));
    else {
      waiting.reject(this.#lose(`the embedded database has failed: ${message.facts.message}`));
      void this.#worker.terminate();
    }
  }

  #end(message: string, cause?: unknown): void {
    const gone = this.#lose(message, cause);
    for (const waiting of this.#waiting.splice(0)) waiting.reject(gone);
  }

  /** The first end counts and is told; what follows from it is not. */
  #lose(message: string, cause?: unknown): DatabaseGone {
    if (this.#gone) return this.#gone;
    this.#gone = new DatabaseGone(message, cause === undefined ? undefined : { cause });
    if (!this.#isClosing) this.#onGone?.(this.#gone);
    return this.#gone;
  }
}

/** Gathers text cut anywhere into pieces of about `size` bytes that end with a line, so that each is a COPY of its own. */
export async function* wholeLines(
  chunks: AsyncIterable<string> | Iterable<string>,
  size: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let parts: string[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length < size) continue;
    const text = parts.join("");
    const end = text.lastIndexOf("\n") + 1;
    if (end > 0) yield encoder.encode(text.slice(0, end));
    parts = [text.slice(end)];
    length = text.length - end;
  }
  const rest = parts.join("");
  if (rest.length > 0) yield encoder.encode(rest);
}
