import type { z } from "zod";
import { UnsentFileLine, UnsentHead, UnsentRecordLine, type UnsentReply } from "#contract/field/unsent.ts";
import { UNSENT_LINE_MOST } from "#contract/field/uploads.ts";
import type { Db } from "#server/db/db.ts";
import type { Uploads } from "#server/field/files/uploads.ts";
import type { Sender } from "#server/field/sight.ts";
import type { Ledger } from "./receive.ts";

interface Side {
  readonly db: Pick<Db, "asSystem">;
  readonly ledger: Ledger;
  readonly uploads: Uploads;
}

type Problem = UnsentReply["problems"][number];

/** Lines of a stream of bytes, each at most UNSENT_LINE_MOST characters; a longer one comes as null, and what follows goes on. */
async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string | null> {
  const decoder = new TextDecoder();
  let kept = "";
  let isTooLong = false;
  const take = (piece: string): void => {
    kept = isTooLong ? "" : kept + piece;
    if (kept.length > UNSENT_LINE_MOST) {
      isTooLong = true;
      kept = "";
    }
  };
  for await (const piece of bytes) {
    const [first = "", ...others] = decoder.decode(piece, { stream: true }).split("\n");
    take(first);
    for (const other of others) {
      yield isTooLong ? null : kept;
      kept = "";
      isTooLong = false;
      take(other);
    }
  }
  take(decoder.decode());
  yield isTooLong ? null : kept;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const readAs = <S extends z.ZodType>(schema: S, came: unknown, at: number): z.output<S> | Problem => {
  const read = schema.safeParse(came);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  return { line: at, expected: `${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`, received: "something else" };
};
const isProblem = (read: unknown): read is Problem =>
  typeof read === "object" && read !== null && "expected" in read && "received" in read;

/**
 * Takes a file of unsent records in, line by line: each record in its own transaction as if its device had sent it, pieces of files as far as
 * they go on from what is here. A bad line is named and left; sent twice, the file changes nothing.
 */
export async function takeUnsent(
  { ledger, uploads, db }: Side,
  sender: Sender,
  bytes: AsyncIterable<Uint8Array>,
): Promise<UnsentReply> {
  const reply: UnsentReply = { receipts: [], files: 0, problems: [] };
  const named = new Map<string, { readonly mime: string; readonly bytes: number; readonly sha256: string }>();
  const say = (line: number, expected: string, received: string) => reply.problems.push({ line, expected, received });

  async function takeRecord(came: unknown, at: number): Promise<void> {
    const line = readAs(UnsentRecordLine, came, at);
    if (isProblem(line)) {
      reply.problems.push(line);
      return;
    }
    const received = await ledger.receive(sender, line.record, line.hash);
    if (received.is === "wrong_hash") return void say(at, `hash ${received.expected}`, line.hash);
    for (const { id, mime, bytes: length, sha256 } of line.record.attachments)
      named.set(id, { mime, bytes: length, sha256 });
    if (received.is === "kept") reply.receipts.push(received.receipt);
    else
      say(at, "a record that is new, or the same as before", `another content under ${line.record.id}; both are kept`);
  }

  async function takeFile(came: unknown, at: number): Promise<void> {
    const line = readAs(UnsentFileLine, came, at);
    if (isProblem(line)) {
      reply.problems.push(line);
      return;
    }
    const file = named.get(line.file) ?? (await fileKnown(db, line.file));
    if (file === null) return void say(at, "a file that a record of this export names", line.file);
    // Begun by the device itself before its line broke, it goes on from there, whoever brings the rest.
    const begun =
      (await uploads.find(line.file, null)) ??
      (await uploads.create({ id: line.file, account: sender.account, ...file }));
    if (begun === "other" || begun.file.sha256 !== file.sha256)
      return void say(at, "the file that the record names", line.file);
    const piece = Buffer.from(line.data, "base64");
    const skip = begun.offset - line.offset;
    if (skip < 0) return void say(at, `offset ${begun.offset} at most`, String(line.offset));
    if (skip >= piece.length) return;
    const appended = await uploads.append(line.file, begun.offset, piece.subarray(skip));
    if (appended.is === "taken" && appended.isWhole) reply.files += 1;
    if (appended.is !== "taken") say(at, "bytes of the file that the record names", appended.is);
  }

  let at = 0;
  for await (const line of linesOf(bytes)) {
    at += 1;
    if (line === null) say(at, `a line of at most ${UNSENT_LINE_MOST} characters`, "a longer one");
    else if (at === 1) {
      const head = readAs(UnsentHead, jsonOf(line), at);
      if (isProblem(head)) return { ...reply, problems: [head] };
    } else if (line.trim() !== "") {
      const came = jsonOf(line);
      const isObject = typeof came === "object" && came !== null;
      if (isObject && "record" in came) await takeRecord(came, at);
      else if (isObject && "file" in came) await takeFile(came, at);
      else say(at, "a record or a piece of a file, as JSON", line.slice(0, 60));
    }
  }
  return reply;
}

/** A file that a record kept before names. */
async function fileKnown({ asSystem }: Pick<Db, "asSystem">, id: string) {
  const [row] = await asSystem((tx) =>
    tx.query<{ mime: string; bytes: number; sha256: string }>(
      "select mime, bytes, sha256 from field_manifest where file_id = $1 order by record_id limit 1",
      [id],
    ),
  );
  return row ?? null;
}
