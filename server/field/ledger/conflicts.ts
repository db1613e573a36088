import type { Branch, ConflictEvent, ConflictLine, ConflictState } from "#contract/field/conflicts.ts";
import type { FieldRecord } from "#contract/field/records.ts";
import { COUNTIES_OF } from "#server/db/areas.ts";
import type { Tx } from "#server/db/db.ts";
import { type InstantKey, instantKey } from "#server/db/instant-key.ts";

export interface ConflictWhere {
  readonly area?: string | undefined;
  readonly enterprise?: string | undefined;
  readonly author?: string | undefined;
  readonly kind?: string | undefined;
  readonly state: ConflictState;
}

interface LineRow extends Omit<ConflictLine, "at" | "resolvedAt"> {
  readonly at: Date;
  readonly resolvedAt: Date | null;
  readonly key: string;
}

const LINE = `c.id, c.record_id as "recordId", c.kind, c.area_code as "areaCode", coalesce(a.name, u.name, c.area_code) as "areaName",
  c.enterprise_id as "enterpriseId", coalesce(e.name, '') as "enterpriseName", c.author, c.author_name as "authorName", c.at, c.resolution,
  c.resolved_at as "resolvedAt", c.resolved_by as "resolvedBy", ${instantKey("c.at")} as key`;
const FROM = `field_conflict c left join division a on a.code = c.area_code left join supervision_unit u on u.code = c.area_code
  left join enterprise e on e.id = c.enterprise_id`;
const PLACE = `($1::text is null or c.area_code in ${COUNTIES_OF("$1")}) and ($2::text is null or c.enterprise_id = $2)`;
const STATE = { open: "c.resolved_at is null", resolved: "c.resolved_at is not null", any: "true" } as const;

const lineOf = ({ key: _, at, resolvedAt, ...row }: LineRow): ConflictLine => ({
  ...row,
  at: at.toISOString(),
  resolvedAt: resolvedAt?.toISOString() ?? null,
});

/** What is kept is our own canonical JSON; after it was given up (30 days) nothing is left of it but its hash. */
export function readEnvelope(text: string | null): Record<string, unknown> {
  if (text === null) return {};
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === "object" && read !== null ? (read as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The record as it was sent, from what is kept of it. */
export const recordOf = (envelope: Readonly<Record<string, unknown>>): FieldRecord =>
  envelope as unknown as FieldRecord;

/** A page of conflicts in the transaction's sight, the newest first. */
export async function listConflicts(
  tx: Tx,
  { area, enterprise, author, kind, state }: ConflictWhere,
  after: InstantKey | null,
  limit: number,
): Promise<{ conflicts: ConflictLine[]; next: InstantKey | null }> {
  const rows = await tx.query<LineRow>(
    `select ${LINE} from ${FROM}
      where ${PLACE} and ${STATE[state]} and ($3::text is null or c.author = $3) and ($4::text is null or c.kind = $4)
        and ($5::timestamptz is null or (c.at, c.id) < ($5::timestamptz, $6::text))
      order by c.at desc, c.id desc limit $7`,
    [area ?? null, enterprise ?? null, author ?? null, kind ?? null, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    conflicts: page.map(lineOf),
    next: rows.length > limit && last !== undefined ? [last.key, last.id] : null,
  };
}

/** How many conflicts wait for a decision. */
export async function countOpen(
  tx: Tx,
  { area, enterprise }: Pick<ConflictWhere, "area" | "enterprise">,
): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    `select count(*)::int as n from field_conflict c where ${PLACE} and ${STATE.open}`,
    [area ?? null, enterprise ?? null],
  );
  return row?.n ?? 0;
}

/** One conflict with what a decision goes by. */
export interface FoundConflict {
  readonly line: ConflictLine;
  readonly branches: readonly Branch[];
  readonly events: readonly ConflictEvent[];
  readonly others: readonly string[];
  /** Hash of what stands under the id now. */
  readonly stands: string;
  /** Another record has put the record right since. */
  readonly isReplaced: boolean;
  /** Under which the other content stands or stood beside the first; null = it never did. */
  readonly branchId: string | null;
}

interface Row extends LineRow {
  readonly keptHash: string;
  readonly otherHash: string;
  readonly branchId: string | null;
  readonly stands: string;
  readonly replacedBy: string | null;
  readonly firstAuthorName: string;
  readonly branchCounts: boolean;
}

type Envelope = { hash: string; body: string; at: Date; sentBy: string };
type ContentFile = Branch["files"][number] & { readonly hash: string };

function branchesOf(row: Row, envelopes: readonly Envelope[], files: readonly ContentFile[]): Branch[] {
  const branch = (which: Branch["which"], hash: string): Branch => {
    const kept = envelopes.find((one) => one.hash === hash);
    const ownId = which === "other" ? row.branchId : null;
    const under = row.stands === hash;
    return {
      which,
      hash,
      counts: (under && row.replacedBy === null) || (which === "other" && row.branchCounts),
      recordId: under ? row.recordId : ownId,
      isKept: kept !== undefined,
      receivedAt: kept?.at.toISOString() ?? null,
      authorName: which === "other" ? row.authorName : row.firstAuthorName,
      sentBy: kept?.sentBy ?? null,
      content: readEnvelope(kept?.body ?? null),
      files: files.filter((file) => file.hash === hash).map(({ hash: _, ...file }) => file),
    };
  };
  return [branch("first", row.keptHash), branch("other", row.otherHash)];
}

/** One conflict as far as the transaction sees it, but for whether files are whole, which only the system knows. */
export async function findConflict(tx: Tx, id: string): Promise<FoundConflict | null> {
  const [row] = await tx.query<Row>(
    `select ${LINE}, c.kept_hash as "keptHash", c.other_hash as "otherHash", c.branch_id as "branchId", r.hash as stands,
            r.replaced_by as "replacedBy", r.author_name as "firstAuthorName", coalesce(b.replaced_by is null and b.id is not null, false) as "branchCounts"
       from ${FROM} join field_record r on r.id = c.record_id left join field_record b on b.id = c.branch_id
      where c.id = $1`,
    [id],
  );
  if (row === undefined) return null;
  const hashes = [row.recordId, row.keptHash, row.otherHash];
  const envelopes = await tx.query<Envelope>(
    `select e.hash, e.body, e.received_at as at, e.sent_by as "sentBy"
       from field_envelope e where e.record_id = $1 and e.hash in ($2, $3)`,
    hashes,
  );
  const files = await tx.query<ContentFile>(
    `select hash, file_id as id, kind, mime, bytes::float8 as bytes, item, false as "isWhole" from field_content_file
      where record_id = $1 and hash in ($2, $3) order by n`,
    hashes,
  );
  const events = await tx.query<Omit<ConflictEvent, "at"> & { at: Date }>(
    `select id, step, resolution, at, by_name as "byName", note from field_conflict_event where conflict_id = $1 order by n`,
    [id],
  );
  const others = await tx.query<{ id: string }>(
    "select id from field_conflict where record_id = $1 and id <> $2 order by at, id",
    [row.recordId, id],
  );
  return {
    line: lineOf(row),
    branches: branchesOf(row, envelopes, files),
    events: events.map((event) => ({ ...event, at: event.at.toISOString() })),
    others: others.map((other) => other.id),
    stands: row.stands,
    isReplaced: row.replacedBy !== null,
    branchId: row.branchId,
  };
}

/** The accounts that wrote or sent one of the two: they do not decide between them. */
export function ownersOf({ branches, line }: FoundConflict): ReadonlySet<string> {
  const named = branches.flatMap(({ sentBy, content }) => [sentBy, content["author"]]);
  return new Set([line.author, ...named].filter((one): one is string => typeof one === "string"));
}
