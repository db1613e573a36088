import type { Tx } from "#server/db/db.ts";
import { BadQuery } from "./bad-query.ts";
import { bboxSql } from "./cql2/geometry-sql.ts";
import { type Crs, CRS84, inCrs } from "./crs.ts";
import type { Span } from "./instants.ts";
import { type Condition, Params } from "./params.ts";
import { type Collection, type Property, propertyOf, SQL_TYPE } from "./property.ts";

/** What a list is ordered by; rows without a value come last, whichever way. */
export interface SortKey {
  readonly property: Property;
  readonly isDescending: boolean;
}

export interface PageWish {
  readonly conditions: readonly Condition[];
  readonly sort: readonly SortKey[];
  /** Where the page before ended: `placeOf` of its last row. */
  readonly after: string | null;
  readonly limit: number;
  readonly crs: Crs;
}

export interface Row {
  readonly id: string;
  /** By the names of the collection's properties: text, number, boolean, "YYYY-MM-DD", Date, or null. */
  readonly values: Readonly<Record<string, unknown>>;
  /** A GeoJSON geometry as text, its axes as the system has them. */
  readonly geometry: string | null;
}

export interface Page {
  readonly rows: readonly Row[];
  /** How many there are in all; null when more than `COUNTED`. */
  readonly matched: number | null;
  /** The place of the last row when others follow. */
  readonly next: string | null;
}

/** Counting goes no further than this: a province has a million pipes and nobody who draws them wants to wait for the number. */
export const COUNTED = 10_000;

/** Features within a box, a corner of which comes first as the system's axes have it. */
export const bboxCondition =
  ({ geometry }: Collection, corners: readonly [number, number, number, number], crs: Crs): Condition =>
  (params) => {
    // Of a collection without a place too, a box that is none is refused; its values are then nobody's.
    const sql = bboxSql(geometry === null ? new Params() : params, "f.geom", corners, crs);
    return geometry === null ? "false" : sql;
  };

/** Features whose time lies within a span; of a collection without times there are none. */
export const spanCondition =
  (collection: Collection, [from, to]: Span): Condition =>
  (params) => {
    const property = collection.instant === null ? undefined : propertyOf(collection, collection.instant);
    if (property === undefined) return "false";
    const parts = [
      ...(from === null ? [] : [`${property.sql} >= ${params.add(from)}::timestamptz`]),
      ...(to === null ? [] : [`${property.sql} <= ${params.add(to)}::timestamptz`]),
    ];
    return `(${parts.join(" and ")})`;
  };

/** Features of one id. */
export const idCondition =
  (id: string): Condition =>
  (params) =>
    `f.id = ${params.add(id)}::text`;

/** A row's place in a list as text: the values it is ordered by, exactly, and its id. */
type Place = readonly [id: string, ...keys: (string | null)[]];

/** Reads a place; throws `BadQuery` for one that no row of this list has. */
function readPlace(text: string, keys: number): Place {
  const refuse = () => new BadQuery("cursor", "The cursor is not one of this list.");
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw refuse();
  }
  const isPlace =
    Array.isArray(read) &&
    read.length === keys + 1 &&
    typeof read[0] === "string" &&
    read.every((one) => one === null || typeof one === "string");
  if (!isPlace) throw refuse();
  return read as unknown as Place;
}

/** Rows behind a place: later in the first key that differs. */
function afterSql(params: Params, sort: readonly SortKey[], [id, ...keys]: Place): string {
  const alternatives: string[] = [];
  const same: string[] = [];
  sort.forEach(({ property: { sql, type }, isDescending }, i) => {
    const key = keys[i] ?? null;
    const value = key === null ? null : `${params.add(key)}::${SQL_TYPE[type]}`;
    if (value !== null)
      alternatives.push([...same, `(${sql} ${isDescending ? "<" : ">"} ${value} or ${sql} is null)`].join(" and "));
    same.push(value === null ? `${sql} is null` : `${sql} = ${value}`);
  });
  alternatives.push([...same, `f.id > ${params.add(id)}::text`].join(" and "));
  return `(${alternatives.join(" or ")})`;
}

const orderSql = (sort: readonly SortKey[]): string =>
  [
    ...sort.map(({ property, isDescending }) => `${property.sql} ${isDescending ? "desc" : "asc"} nulls last`),
    "f.id",
  ].join(", ");

/** Where the conditions hold. */
export const whereSql = (conditions: readonly Condition[], params: Params): string =>
  conditions.length === 0 ? "true" : conditions.map((condition) => condition(params)).join(" and ");

/** The columns of a row: properties as `p0`, `p1` …, and the geometry as GeoJSON. */
export function columnsSql({ properties, geometry }: Collection, crs: Crs = CRS84): string {
  const values = properties.map(({ sql }, i) => `${sql} as p${i}`);
  const place = geometry === null ? "null" : `st_asgeojson(${inCrs("f.geom", crs)}, ${crs.digits}, 0)`;
  return [...values, `${place} as geometry`].join(", ");
}

type Raw = Readonly<Record<string, unknown>>;

const rowOf = ({ properties }: Collection, raw: Raw): Row => ({
  id: String(raw.row_id),
  values: Object.fromEntries(properties.map(({ name }, i) => [name, raw[`p${i}`] ?? null])),
  geometry: (raw.geometry as string | null) ?? null,
});

async function countRows(tx: Tx, { from }: Collection, conditions: readonly Condition[]): Promise<number | null> {
  const params = new Params();
  const where = whereSql(conditions, params);
  const [row] = await tx.query<{ n: number }>(
    `select count(*) as n from (select 1 from ${from} where ${where} limit ${COUNTED + 1}) c`,
    params.values,
  );
  const n = row?.n ?? 0;
  return n > COUNTED ? null : n;
}

/** A page of a collection as far as the transaction may see it. Wrap in `orBadQuery`: the wish holds what a stranger wrote. */
export async function readPage(tx: Tx, collection: Collection, wish: PageWish): Promise<Page> {
  const params = new Params();
  const { sort, after, limit } = wish;
  const keys = sort.map(({ property }, i) => `, (${property.sql})::text as k${i}`).join("");
  const begins = after === null ? [] : [afterSql(params, sort, readPlace(after, sort.length))];
  const where = [whereSql(wish.conditions, params), ...begins].join(" and ");
  const raw = await tx.query<Raw>(
    `select f.id as row_id, ${columnsSql(collection, wish.crs)}${keys}
       from ${collection.from}
      where ${where}
      order by ${orderSql(sort)}
      limit ${params.add(limit + 1)}::int`,
    params.values,
  );
  const isLast = raw.length <= limit;
  const shown = isLast ? raw : raw.slice(0, limit);
  const last = shown.at(-1);
  const place = last && [last.row_id, ...sort.map((_, i) => last[`k${i}`] ?? null)];
  const isWhole = isLast && after === null;
  return {
    rows: shown.map((one) => rowOf(collection, one)),
    matched: isWhole ? shown.length : await countRows(tx, collection, wish.conditions),
    next: isLast ? null : JSON.stringify(place),
  };
}
