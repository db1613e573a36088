import type { ContentFate, Receipt } from "#contract/field/records.ts";
import type { Tx } from "#server/db/db.ts";

interface ReceiptRow extends Omit<Receipt, "receivedAt" | "acceptedAt" | "countedAt"> {
  readonly receivedAt: Date;
  readonly acceptedAt: Date | null;
  readonly countedAt: Date | null;
  readonly author: string;
  readonly sentBy: string;
}

/** A receipt with who may be told of it. */
export interface OwnedReceipt {
  readonly receipt: Receipt;
  readonly author: string;
  readonly sentBy: string;
}

/** Manifest entries of record `r` whose file is not whole here, or is another file. */
export const MISSING = (r: string) => `(select coalesce(array_agg(m.file_id order by m.n), '{}') from field_manifest m
    left join field_file f on f.id = m.file_id and f.sha256 = m.sha256 and f.whole_at is not null
   where m.record_id = ${r}.id and f.id is null)`;

const receiptOf = ({ author, sentBy, ...row }: ReceiptRow): OwnedReceipt => ({
  author,
  sentBy,
  receipt: {
    ...row,
    receivedAt: row.receivedAt.toISOString(),
    acceptedAt: row.acceptedAt?.toISOString() ?? null,
    countedAt: row.countedAt?.toISOString() ?? null,
  },
});

interface FateRow extends Omit<ContentFate, "receipt" | "decidedAt"> {
  readonly id: string;
  readonly decidedAt: Date | null;
  readonly branchId: string | null;
}

/** Of each content that came under a disputed id, what became of it. A content of several conflicts is told by the newest decision. */
const FATES = `select c.record_id as id, h.hash, c.resolved_at as "decidedAt", c.resolved_by as by, c.note,
       case when r.hash = h.hash then 'counts' when h.hash = c.other_hash and b.replaced_by is null and b.id is not null then 'counts'
            when c.resolved_at is null then 'open' else 'set_aside' end as fate,
       case when r.hash <> h.hash and h.hash = c.other_hash and b.replaced_by is null then b.id end as "branchId"
  from field_conflict c join field_record r on r.id = c.record_id left join field_record b on b.id = c.branch_id
       cross join lateral (values (c.kept_hash), (c.other_hash)) h (hash)
 where c.record_id = any ($1) order by c.resolved_at desc nulls last`;

/** Receipts of some records, each with what became of other contents under its id. */
export async function readReceipts(tx: Tx, ids: readonly string[]): Promise<OwnedReceipt[]> {
  const own = await readBare(tx, ids);
  const fates = await tx.query<FateRow>(FATES, [[...ids]]);
  if (fates.length === 0) return own;
  const branches = await readBare(
    tx,
    fates.flatMap(({ branchId }) => (branchId === null ? [] : [branchId])),
  );
  const tell = ({ id: _, branchId, decidedAt, ...fate }: FateRow): ContentFate => ({
    ...fate,
    decidedAt: decidedAt?.toISOString() ?? null,
    receipt: branches.find(({ receipt }) => receipt.id === branchId)?.receipt ?? null,
  });
  return own.map((one) => {
    const told = fates.filter(({ id }) => id === one.receipt.id);
    const each = told.filter(({ hash }, n) => told.findIndex((other) => other.hash === hash) === n);
    return each.length === 0 ? one : { ...one, receipt: { ...one.receipt, contents: each.map(tell) } };
  });
}

/** Receipts of some records, as far as the transaction sees them. */
async function readBare(tx: Tx, ids: readonly string[]): Promise<OwnedReceipt[]> {
  const rows = await tx.query<ReceiptRow>(
    `select r.id, r.hash, r.state, r.reasons, r.detail, r.received_at as "receivedAt", r.accepted_at as "acceptedAt",
            r.counted_at as "countedAt", r.hazards, r.author, r.sent_by as "sentBy", ${MISSING("r")} as missing
       from field_record r where r.id = any ($1)`,
    [[...ids]],
  );
  return rows.map(receiptOf);
}

/** Takes records whose files are all there from received to accepted; of all, or of those that name a file. Returns how many. */
export async function acceptWhole(tx: Tx, fileId: string | null = null): Promise<number> {
  const rows = await tx.query(
    `update field_record r set state = 'accepted', accepted_at = now()
      where r.state = 'received' and cardinality(${MISSING("r")}) = 0
        and ($1::text is null or r.id in (select record_id from field_manifest where file_id = $1))
      returning r.id`,
    [fileId],
  );
  return rows.length;
}
