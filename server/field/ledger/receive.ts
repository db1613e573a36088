import { BODIES } from "#contract/field/bodies.ts";
import { canonicalJson, contentHash, type Json } from "#contract/field/canonical.ts";
import type { FieldRecord, Flag, Receipt } from "#contract/field/records.ts";
import { RECORD_KINDS, type RecordKind } from "#contract/field/words.ts";
import { appendAudit } from "#server/db/audit.ts";
import type { Db, Tx } from "#server/db/db.ts";
import { DatabaseError } from "#server/db/errors.ts";
import { type Owner, ownerOfSender, type Sender } from "#server/field/sight.ts";
import { rightTimes, type Times } from "#server/field/times.ts";
import { type Applied, type Appliers, type Applying, held } from "./apply.ts";
import { forgetContent, keepContentFiles, putContent } from "./contents.ts";
import { uncount } from "./count.ts";
import { nameOf, refuseExchange } from "./exchange.ts";
import { readReceipts } from "./receipts.ts";
import { reusedPhotos } from "./reused-photos.ts";

/** What became of a record that was sent. */
export type Received =
  | { readonly is: "kept"; readonly receipt: Receipt; readonly isNew: boolean }
  /** `receipt` is of what came first; null where that is not the sender's to know. */
  | { readonly is: "conflict"; readonly receipt: Receipt | null }
  | { readonly is: "wrong_hash"; readonly expected: string };

export interface LedgerOptions {
  readonly db: Pick<Db, "asSystem">;
  readonly appliers: Appliers;
  readonly now: () => number;
}

export interface Ledger {
  /** Takes one record in, in one transaction. */
  receive(sender: Sender, record: FieldRecord, hash: string): Promise<Received>;
  /**
   * Applies a content of a record that is kept already, within the caller's transaction: the other one of a conflict, or one that was held
   * for something that has come since. `judge` is who stands behind it: what they do not see stays held, and so does what nobody may
   * decide for its author (exchange.ts).
   */
  again(tx: Tx, judge: Sender, record: FieldRecord, hash: string): Promise<Applied>;
  /** Takes a content in as a record of its own, under the new id that it carries; `sentBy` is who brought it. With `hold`, roll back. */
  branch(tx: Tx, judge: Sender, record: FieldRecord, sentBy: string): Promise<Applied>;
}

/** What goes wrong by the moment and not by the record: the device sends it again. */
const PASSING = /^(40|53|55|57|08)/;

/** Runs one piece of a transaction that may fail alone. */
async function within<T>(tx: Tx, run: () => Promise<T>, onRefused: (error: DatabaseError) => T): Promise<T> {
  await tx.exec("savepoint piece");
  try {
    const result = await run();
    await tx.exec("release savepoint piece");
    return result;
  } catch (cause) {
    if (!(cause instanceof DatabaseError) || PASSING.test(cause.code ?? "")) throw cause;
    await tx.exec("rollback to savepoint piece");
    return onRefused(cause);
  }
}

const isKnown = (kind: string): kind is RecordKind => RECORD_KINDS.some((known) => known === kind);

async function apply(appliers: Appliers, at: Applying): Promise<Applied> {
  const { kind, body } = at.record;
  if (!isKnown(kind)) return held("unknown_kind", `records of kind ${kind} are of a newer version`);
  const read = BODIES[kind].safeParse(body);
  if (!read.success) {
    const [issue] = read.error.issues;
    return held("unreadable", `body.${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not understood"}`);
  }
  const run = appliers[kind] as (at: Applying, body: unknown) => Promise<Applied>;
  return await within(
    at.tx,
    () => run(at, read.data),
    (error) => held("unreadable", `the database refused it: ${error.message}`),
  );
}

const clockFlag = ({ off }: Times): Flag[] => (off === null ? [] : [{ kind: "clock_off", evidence: { ...off } }]);

function senderFlag({ author }: FieldRecord, { account }: Sender): Flag[] {
  return author === account ? [] : [{ kind: "sent_by_other", evidence: { author, sentBy: account } }];
}

const placeFlag = ({ place }: FieldRecord): Flag[] =>
  place?.isMock ? [{ kind: "mock_location", evidence: { at: place.at } }] : [];

async function keepEnvelope(tx: Tx, record: FieldRecord, hash: string, owner: Owner, sentBy: string): Promise<boolean> {
  const rows = await tx.query(
    `insert into field_envelope (record_id, hash, area_code, enterprise_id, sent_by, body) values ($1, $2, $3, $4, $5, $6)
     on conflict do nothing returning 1`,
    [record.id, hash, owner.areaCode, owner.enterpriseId, sentBy, canonicalJson(record as Json)],
  );
  return rows.length > 0;
}

async function keepManifest(tx: Tx, { id, attachments }: FieldRecord, owner: Owner): Promise<void> {
  if (attachments.length === 0) return;
  const rows = attachments.map((file, n) => ({ ...file, n }));
  await tx.query(
    `insert into field_manifest (record_id, file_id, area_code, enterprise_id, n, kind, mime, bytes, sha256, item)
     select $1, f.id, $2, $3, f.n, f.kind, f.mime, f.bytes, f.sha256, f.item
       from jsonb_to_recordset($4::jsonb) f (id text, n int, kind text, mime text, bytes bigint, sha256 text, item text)
     on conflict do nothing`,
    [id, owner.areaCode, owner.enterpriseId, JSON.stringify(rows)],
  );
}

/** Takes the record's place before anything is applied; false when the id is taken. Whoever sends the same id meanwhile waits here. */
async function takePlace(tx: Tx, record: FieldRecord, hash: string, sender: Sender, times: Times): Promise<boolean> {
  const owner = ownerOfSender(sender);
  const rows = await tx.query(
    `insert into field_record (id, hash, kind, form_id, form_version, author, author_name, sent_by, area_code, enterprise_id, state,
                               started_at, finished_at, lng, lat, task_id, replaces, device, app, files)
     values ($1, $2, $3, $4, $5, $6, coalesce((select name from account where account = $6), $19), $7, $8, $9, 'held',
             $10, $11, $12, $13, $14, $15, $16, $17, $18)
     on conflict (id) do nothing returning id`,
    [
      record.id,
      hash,
      record.kind,
      record.form.id,
      record.form.version,
      record.author,
      sender.account,
      owner.areaCode,
      owner.enterpriseId,
      times.startedAt,
      times.finishedAt,
      record.place?.lngLat[0] ?? null,
      record.place?.lngLat[1] ?? null,
      record.taskId,
      record.replaces,
      record.device.id,
      record.device.app,
      record.attachments.length,
      record.author === sender.account ? sender.name : record.author,
    ],
  );
  return rows.length > 0;
}

/** Writes what came of a record beside it. */
export async function settle(tx: Tx, id: string, owner: Owner, came: Applied, flags: readonly Flag[]): Promise<void> {
  const evidence = Object.fromEntries(flags.map((flag) => [flag.kind, flag.evidence]));
  await tx.query(
    `update field_record
        set area_code = $2, enterprise_id = $3, state = $4, reasons = $5, detail = $6, flags = $7, evidence = $8::jsonb,
            subject = $9, outcome = $10, hazards = $11::jsonb
      where id = $1`,
    [
      id,
      owner.areaCode,
      owner.enterpriseId,
      came.hold === null ? "received" : "held",
      came.hold === null ? [] : [came.hold.reason],
      came.hold?.detail.slice(0, 500) ?? null,
      [...new Set(flags.map(({ kind }) => kind))],
      JSON.stringify(evidence),
      came.subject,
      came.outcome,
      JSON.stringify(came.hazards),
    ],
  );
  if (came.hold === null) await acceptOne(tx, id);
}

const acceptOne = async (tx: Tx, id: string): Promise<void> => {
  const [own] = await readReceipts(tx, [id]);
  if (own?.receipt.missing.length === 0)
    await tx.query(
      "update field_record set state = 'accepted', accepted_at = now() where id = $1 and state = 'received'",
      [id],
    );
};

const mayKnow = ({ account }: Sender, { author, sentBy }: { author: string; sentBy: string }) =>
  account === author || account === sentBy;

async function keepConflict(
  tx: Tx,
  record: FieldRecord,
  hash: string,
  keptHash: string,
  sender: Sender,
): Promise<void> {
  const [kept] = await tx.query<Owner>(
    `select area_code as "areaCode", enterprise_id as "enterpriseId" from field_record where id = $1`,
    [record.id],
  );
  const owner = kept ?? ownerOfSender(sender);
  if (!(await keepEnvelope(tx, record, hash, owner, sender.account))) return;
  const [id, author] = [`${record.id}-${hash.slice(0, 12)}`, await nameOf(tx, record.author)];
  await tx.query(
    `insert into field_conflict (id, record_id, area_code, enterprise_id, author, author_name, kind, kept_hash, other_hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    [id, record.id, owner.areaCode, owner.enterpriseId, record.author, author, record.kind, keptHash, hash],
  );
  await keepContentFiles(tx, record.id);
  const entry = { action: "field.conflict", account: sender.account, subject: record.id, ...owner };
  await appendAudit(tx, { ...entry, detail: { keptHash, otherHash: hash } });
}

/**
 * The server's side of the ledger. One transaction keeps the record word for word, its manifest, and all that comes of it; when it ends
 * well, the answer is the receipt. Whatever is wrong with a record, it is kept: held, with the reason. Throws when the database does not
 * answer; then nothing was kept, and the device sends it again.
 */
export function createLedger({ db, appliers, now }: LedgerOptions): Ledger {
  async function applyAndSettle(tx: Tx, sender: Sender, record: FieldRecord, times: Times, nowMs: number) {
    const came = await apply(appliers, { tx, record, sender, times, nowMs });
    const owner = came.owner ?? ownerOfSender(sender);
    const flags = [...came.flags, ...clockFlag(times), ...senderFlag(record, sender), ...placeFlag(record)];
    return { came, owner, flags: [...flags, ...(await reusedPhotos(tx, record))] };
  }
  return {
    receive: async (sender, record, hash) => {
      const expected = await contentHash(record as Json);
      if (expected !== hash) return { is: "wrong_hash", expected };
      return await db.asSystem(async (tx): Promise<Received> => {
        const nowMs = now();
        const times = rightTimes(record, nowMs);
        const isNew = await takePlace(tx, record, hash, sender, times);
        if (isNew) {
          const { came, owner, flags } = await applyAndSettle(tx, sender, record, times, nowMs);
          await keepEnvelope(tx, record, hash, owner, sender.account);
          await keepManifest(tx, record, owner);
          await settle(tx, record.id, owner, came, flags);
        }
        const [found] = await readReceipts(tx, [record.id]);
        if (found === undefined) throw new Error(`the record ${record.id} was not kept`);
        if (found.receipt.hash === hash) return { is: "kept", receipt: found.receipt, isNew };
        await keepConflict(tx, record, hash, found.receipt.hash, sender);
        return { is: "conflict", receipt: mayKnow(sender, found) ? found.receipt : null };
      });
    },
    again: async (tx, judge, record, hash) => {
      const refusal = await refuseExchange(tx, record);
      if (refusal !== null) return refusal;
      const nowMs = now();
      // Who judges is not who sent: that it came by somebody else is known already.
      const sender = { ...judge, account: record.author, name: await nameOf(tx, record.author) };
      const times = rightTimes(record, nowMs);
      await forgetContent(tx, record.id, hash);
      const { came, owner, flags } = await applyAndSettle(tx, sender, record, times, nowMs);
      if (came.hold !== null) return came;
      await uncount(tx, record.id);
      await putContent(tx, record, hash, times);
      await tx.query("delete from field_manifest where record_id = $1", [record.id]);
      await keepManifest(tx, record, owner);
      await settle(tx, record.id, owner, came, flags);
      return came;
    },
    branch: async (tx, judge, record, sentBy) => {
      const nowMs = now();
      const times = rightTimes(record, nowMs);
      const hash = await contentHash(record as Json);
      const sender = { ...judge, account: record.author, name: await nameOf(tx, record.author) };
      if (!(await takePlace(tx, record, hash, { ...sender, account: sentBy }, times)))
        return held("conflict", `something stands under ${record.id} already`);
      const { came, owner, flags } = await applyAndSettle(tx, sender, record, times, nowMs);
      if (came.hold !== null) return came;
      await keepEnvelope(tx, record, hash, owner, sentBy);
      await keepManifest(tx, record, owner);
      await settle(tx, record.id, owner, came, [...flags, ...senderFlag(record, { ...sender, account: sentBy })]);
      return came;
    },
  };
}
