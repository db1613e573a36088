import type { Json } from "#contract/field/canonical.ts";
import { getRecord, listReceipts, listRecords, sendRecord } from "#contract/field/records.ts";
import type { Session } from "#server/auth/sessions.ts";
import type { App, Deps } from "#server/deps.ts";
import { consentOf } from "#server/field/consents.ts";
import { readEnvelope } from "#server/field/ledger/conflicts.ts";
import { maskRecord, withoutWay } from "#server/field/ledger/mask.ts";
import { readReceipts } from "#server/field/ledger/receipts.ts";
import { findRecord, listRecords as readRecords, wholeFiles } from "#server/field/ledger/record-lists.ts";
import type { FieldSide } from "#server/field/side.ts";
import { notFound, ProblemError } from "#server/http/problem.ts";
import { keyOf, toCursor } from "#server/routes/cursor.ts";
import { serve } from "#server/routes/serve.ts";

/** Owners read their residents' names in their own records; everybody else reads them masked. */
const owns = ({ scope }: Session, enterpriseId: string) => scope.enterpriseId === enterpriseId;

/** Records: in by one, out as receipts, lists and evidence. */
export function recordRoutes(app: App, { db }: Deps, { ledger }: FieldSide): void {
  serve(app, sendRecord, async ({ session, body: { record, hash } }) => {
    const received = await ledger.receive(session, record, hash);
    if (received.is === "kept") return received.receipt;
    if (received.is === "conflict") {
      const members = received.receipt === null ? {} : { receipt: received.receipt };
      throw new ProblemError("conflict", "Another content came under this id before; both are kept.", { members });
    }
    const issues = [{ at: "body.hash", expected: received.expected, received: hash }];
    throw new ProblemError("bad_request", "The hash is not that of the record.", { issues });
  });

  serve(app, listReceipts, async ({ session: { account }, query: { ids } }) => {
    const found = await db.asSystem((tx) => readReceipts(tx, ids));
    const own = found.filter(({ author, sentBy }) => author === account || sentBy === account);
    return { receipts: own.map(({ receipt }) => receipt), now: new Date().toISOString() };
  });

  serve(app, listRecords, async ({ scope, query: { cursor, limit, ...where } }) => {
    const after = keyOf(cursor);
    const { records, next } = await db.as(scope, (tx) => readRecords(tx, where, after, limit));
    return { records, next: next === null ? null : toCursor(next.join("\n")) };
  });

  serve(app, getRecord, async ({ session, scope, params: { id } }) => {
    const found = await db.as(scope, (tx) => findRecord(tx, id));
    if (found === null) throw notFound("record");
    const { line, flags, nearPipes, sentBy, envelope, files } = found;
    const { receipts, whole, consent } = await db.asSystem(async (tx) => ({
      receipts: await readReceipts(tx, [id]),
      consent: await consentOf(tx, line.author),
      whole: await wholeFiles(
        tx,
        files.map((file) => file.id),
      ),
    }));
    const [own] = receipts;
    if (own === undefined) throw notFound("record");
    const sent = readEnvelope(envelope);
    const isOpen = consent?.state === "accepted" || line.author === session.account;
    const record = isOpen ? sent : (withoutWay(sent as Json) as typeof sent);
    return {
      line,
      receipt: own.receipt,
      record: owns(session, line.enterpriseId) ? record : (maskRecord(record as Json) as typeof record),
      flags,
      nearPipes,
      sentBy,
      files: files.map((file) => ({ ...file, isWhole: whole.has(file.id) })),
    };
  });
}
