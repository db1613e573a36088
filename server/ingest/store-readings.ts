import { float8Array, instantArray, int2Array, textArray } from "#server/db/binary.ts";
import type { Tx } from "#server/db/db.ts";
import { DatabaseError } from "#server/db/errors.ts";
import type { OwnedReading } from "./judge.ts";

const CAME = "unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::float8[], $6::int2[])";
const COLUMNS = "tag_id, t, area_code, enterprise_id, v, q";

/** 0027-store-ahead.sql. */
const STORE_AHEAD = "select store_ahead($7::text::regclass, $1, $2, $3, $4, $5, $6)";

/** Answers only with the readings that were there already, which are seldom any. */
const STORE_ONCE = `
with came as (
  select * from ${CAME} with ordinality as r (${COLUMNS}, ord)
), stored as (
  insert into reading (${COLUMNS}) select ${COLUMNS} from came on conflict do nothing returning tag_id, t
)
select c.ord::int as ord from came c left join stored s on s.tag_id = c.tag_id and s.t = c.t where s.tag_id is null`;

const columnsOf = (readings: readonly OwnedReading[]) => [
  textArray(readings.map((r) => r.tagId)),
  instantArray(readings.map((r) => r.t)),
  textArray(readings.map((r) => r.areaCode)),
  textArray(readings.map((r) => r.enterpriseId)),
  float8Array(readings.map((r) => r.v)),
  int2Array(readings.map((r) => r.q)),
];

/** A reading that was said to be ahead of all others cannot be stored as such: `storeReadings` takes it. */
export class NotAhead extends Error {
  constructor(cause: DatabaseError) {
    super("a reading is there already, or its month has no partition", { cause });
  }
}

/** SQLSTATE of a row that is there already, and of a table that is not. */
const NOT_AHEAD: ReadonlySet<string> = new Set(["23505", "42P01"]);

/** Places of the readings that are the first of their tag and time in the batch. */
function distinctPlaces(readings: readonly OwnedReading[]): number[] {
  const seen = new Set<string>();
  const places: number[] = [];
  readings.forEach(({ tagId, t }, i) => {
    const key = `${tagId}\n${t}`;
    if (seen.has(key)) return;
    seen.add(key);
    places.push(i);
  });
  return places;
}

/** The month's partition of `reading`, by UTC. */
const partOf = (t: number) => `reading_${new Date(t).toISOString().slice(0, 7).replace("-", "")}`;

/** Readings by the partition that is theirs: nearly always all in one. */
function byMonth(readings: readonly OwnedReading[]): Map<string, OwnedReading[]> {
  const months = new Map<string, OwnedReading[]>();
  let [part, list, from, to] = ["", [] as OwnedReading[], 0, 0];
  for (const reading of readings) {
    const { t } = reading;
    if (t < from || t >= to) {
      const at = new Date(t);
      [from, to] = [0, 1].map((n) => Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + n)) as [number, number];
      part = partOf(t);
      list = months.get(part) ?? [];
      months.set(part, list);
    }
    list.push(reading);
  }
  return months;
}

/**
 * Stores readings of which none can be there already, each newer than all that is known of its tag: the database then looks for nothing and
 * answers nothing. Throws `NotAhead` where one was there all the same, or where a month has no partition; nothing of the transaction is kept then.
 */
export async function storeAhead(tx: Tx, readings: readonly OwnedReading[]): Promise<void> {
  try {
    for (const [part, list] of byMonth(readings)) await tx.query(STORE_AHEAD, [...columnsOf(list), part]);
  } catch (cause) {
    if (cause instanceof DatabaseError && NOT_AHEAD.has(cause.code ?? "")) throw new NotAhead(cause);
    throw cause;
  }
}

/**
 * Stores a batch in the transaction given, and says for each reading whether it was new. Idempotent by (tag, t): of two readings of one tag
 * and time the first stays, whether it came in this batch or years ago.
 */
export async function storeReadings(tx: Tx, readings: readonly OwnedReading[]): Promise<boolean[]> {
  const isNew = new Array<boolean>(readings.length).fill(false);
  const places = distinctPlaces(readings);
  if (places.length === 0) return isNew;
  const there = await tx.query<{ ord: number }>(STORE_ONCE, columnsOf(places.map((i) => readings[i] as OwnedReading)));
  for (const i of places) isNew[i] = true;
  for (const { ord } of there) isNew[places[ord - 1] as number] = false;
  return isNew;
}
