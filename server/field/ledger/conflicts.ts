import type { Conflict, FieldRecord } from "#contract/field/records.ts";
import { COUNTIES_OF } from "#server/db/areas.ts";
import type { Tx } from "#server/db/db.ts";

interface ConflictRow extends Omit<Conflict, "at" | "resolvedAt" | "kept" | "other"> {
  readonly at: Date;
  readonly resolvedAt: Date | null;
  readonly kept: string | null;
  readonly other: string | null;
}

const BODY = (hash: string) =>
  `(select e.body from field_envelope e where e.record_id = c.record_id and e.hash = ${hash})`;
const ROW = `c.id, c.record_id as "recordId", c.area_code as "areaCode", c.enterprise_id as "enterpriseId", c.author, c.at,
  c.kept_hash as "keptHash", c.other_hash as "otherHash", c.resolved_at as "resolvedAt", c.resolved_by as "resolvedBy", c.resolution,
  ${BODY("c.kept_hash")} as kept, ${BODY("c.other_hash")} as other`;
const MOST = 200;

/** What is kept is our own canonical JSON; after it was given up (30 days) nothing is left of it but its hash. */
export function readEnvelope(text: string | null): Conflict["kept"] {
  if (text === null) return {};
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === "object" && read !== null ? (read as Conflict["kept"]) : {};
  } catch {
    return {};
  }
}

const conflictOf = (row: ConflictRow): Conflict => ({
  ...row,
  at: row.at.toISOString(),
  resolvedAt: row.resolvedAt?.toISOString() ?? null,
  kept: readEnvelope(row.kept),
  other: readEnvelope(row.other),
});

export async function listConflicts(
  tx: Tx,
  area: string | undefined,
  state: "open" | "resolved" | "any",
): Promise<Conflict[]> {
  const rows = await tx.query<ConflictRow>(
    `select ${ROW} from field_conflict c
      where ($1::text is null or c.area_code in ${COUNTIES_OF("$1")})
        and ($2 = 'any' or (c.resolved_at is null) = ($2 = 'open'))
      order by c.resolved_at desc nulls first, c.at desc limit ${MOST}`,
    [area ?? null, state],
  );
  return rows.map(conflictOf);
}

export async function findConflict(tx: Tx, id: string): Promise<Conflict | null> {
  const [row] = await tx.query<ConflictRow>(`select ${ROW} from field_conflict c where c.id = $1`, [id]);
  return row === undefined ? null : conflictOf(row);
}

export interface Resolution {
  readonly id: string;
  readonly resolution: "keep_first" | "keep_other";
  readonly by: string;
  readonly note: string;
}

/** Writes the decision down; false when somebody was faster. */
export async function resolveConflict(tx: Tx, { id, resolution, by, note }: Resolution): Promise<boolean> {
  const rows = await tx.query(
    `update field_conflict set resolved_at = now(), resolved_by = $2, resolution = $3, note = $4
      where id = $1 and resolved_at is null returning 1`,
    [id, by, resolution, note],
  );
  return rows.length > 0;
}

/** The record as it was sent, from what is kept of it. */
export const recordOf = (envelope: Conflict["kept"]): FieldRecord => envelope as unknown as FieldRecord;
