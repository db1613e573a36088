import type { Receipt } from "#contract/field/records.ts";
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

/** Receipts of some records, as far as the transaction sees them. */
export async function readReceipts(tx: Tx, ids: readonly string[]): Promise<OwnedReceipt[]> {
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
