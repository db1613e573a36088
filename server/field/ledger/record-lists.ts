import type { Flag, RecordLine } from "#contract/field/records.ts";
import { COUNTIES_OF } from "#server/db/areas.ts";
import type { Tx } from "#server/db/db.ts";
import { type InstantKey, instantKey } from "#server/db/instant-key.ts";

export interface RecordWhere {
  readonly area?: string | undefined;
  readonly enterprise?: string | undefined;
  readonly author?: string | undefined;
  readonly kind?: string | undefined;
  readonly state?: string | undefined;
  readonly flag?: string | undefined;
  readonly outcome?: string | undefined;
  readonly subject?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

interface LineRow extends Omit<RecordLine, "finishedAt" | "receivedAt" | "lngLat"> {
  readonly finishedAt: Date;
  readonly receivedAt: Date;
  readonly lng: number | null;
  readonly lat: number | null;
  readonly key: string;
}

const LINE = `r.id, r.kind, r.state, r.reasons, r.flags, r.author, r.author_name as "authorName", r.area_code as "areaCode",
  r.enterprise_id as "enterpriseId", r.subject, r.outcome, r.finished_at as "finishedAt", r.received_at as "receivedAt", r.lng, r.lat,
  r.files as attachments, ${instantKey("r.received_at")} as key`;

const lineOf = ({ lng, lat, key: _, ...row }: LineRow): RecordLine => ({
  ...row,
  finishedAt: row.finishedAt.toISOString(),
  receivedAt: row.receivedAt.toISOString(),
  lngLat: lng === null || lat === null ? null : [lng, lat],
});

/** Said besides, so that the index of those that have a mark is used. */
const MARKED = " and r.flags <> '{}'";

const DAY_MS = 86_400_000;

/**
 * Whether a span lasts until now: then the newest arrivals are mostly of it, and are read in the order of the list until the page is full, for a
 * province's month of them, found by when they were finished and sorted, takes seconds.
 */
const isNewest = ({ from, to, author, subject }: RecordWhere): boolean =>
  from !== undefined &&
  (to === undefined || Date.parse(to) > Date.now() - 2 * DAY_MS) &&
  author === undefined &&
  subject === undefined;

/** Nothing is finished later than it arrives (times.ts), but for what two clocks of the server may differ. */
const ARRIVED = "($9::timestamptz is null or r.received_at >= $9::timestamptz - interval '1 day')";

/** A page of field records in the transaction's sight, the newest arrivals first. */
export async function listRecords(
  tx: Tx,
  w: RecordWhere,
  after: InstantKey | null,
  limit: number,
): Promise<{ records: RecordLine[]; next: InstantKey | null }> {
  const finished = isNewest(w) ? "(r.finished_at + interval '0')" : "r.finished_at";
  const rows = await tx.query<LineRow>(
    `select ${LINE} from field_record r
      where ($1::text is null or r.area_code in ${COUNTIES_OF("$1")}) and ($2::text is null or r.enterprise_id = $2)
        and ($3::text is null or r.author = $3) and ($4::text is null or r.kind = $4) and ($5::text is null or r.state = $5)
        and ($6::text is null or r.flags @> array[$6::text])${w.flag === undefined ? "" : MARKED} and ($7::text is null or r.outcome = $7)
        and ($8::text is null or r.subject = $8) and ($9::timestamptz is null or ${finished} >= $9::timestamptz)
        and ${ARRIVED} and ($10::timestamptz is null or ${finished} < $10::timestamptz)
        and ($11::timestamptz is null or (r.received_at, r.id) < ($11::timestamptz, $12::text))
      order by r.received_at desc, r.id desc limit $13`,
    [
      w.area ?? null,
      w.enterprise ?? null,
      w.author ?? null,
      w.kind ?? null,
      w.state ?? null,
      w.flag ?? null,
      w.outcome ?? null,
      w.subject ?? null,
      w.from ?? null,
      w.to ?? null,
      after?.[0] ?? null,
      after?.[1] ?? null,
      limit + 1,
    ],
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    records: page.map(lineOf),
    next: rows.length > limit && last !== undefined ? [last.key, last.id] : null,
  };
}

export interface FoundRecord {
  readonly line: RecordLine;
  readonly flags: Flag[];
  readonly nearPipes: { readonly n: number; readonly pipeId: string; readonly distanceM: number }[];
  readonly sentBy: string;
  /** Canonical JSON of what was sent. */
  readonly envelope: string | null;
  readonly files: {
    readonly id: string;
    readonly kind: string;
    readonly mime: string;
    readonly bytes: number;
    readonly isWhole: boolean;
    readonly item: string | null;
  }[];
}

/** One record with all that stands beside it, but for whether its files are whole, which only the system knows. */
export async function findRecord(tx: Tx, id: string): Promise<FoundRecord | null> {
  const [row] = await tx.query<
    LineRow & { evidence: Record<string, Flag["evidence"]>; sentBy: string; envelope: string | null }
  >(
    `select ${LINE}, r.evidence, r.sent_by as "sentBy",
            (select e.body from field_envelope e where e.record_id = r.id and e.hash = r.hash) as envelope
       from field_record r where r.id = $1`,
    [id],
  );
  if (row === undefined) return null;
  const { evidence, sentBy, envelope, ...line } = row;
  const files = await tx.query<FoundRecord["files"][number]>(
    `select file_id as id, kind, mime, bytes, item, false as "isWhole" from field_manifest where record_id = $1 order by n`,
    [id],
  );
  const nearPipes = await tx.query<FoundRecord["nearPipes"][number]>(
    `select n, pipe_id as "pipeId", distance_m as "distanceM" from field_near_pipe where record_id = $1 order by n`,
    [id],
  );
  const flags = line.flags.map((kind) => ({ kind, evidence: evidence[kind] ?? {} }));
  return { line: lineOf(line), flags, nearPipes, sentBy, envelope, files };
}

/** Which of some files are whole here. A system's question. */
export async function wholeFiles(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ id: string }>(
    "select id from field_file where id = any ($1) and whole_at is not null",
    [[...ids]],
  );
  return new Set(rows.map(({ id }) => id));
}
