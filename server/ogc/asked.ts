import { BadQuery } from "#server/features/bad-query.ts";
import { parseCql2 } from "#server/features/cql2/parse.ts";
import { filterCondition } from "#server/features/cql2/to-sql.ts";
import { type Crs, CRS84, CRS_LIST, crsOf } from "#server/features/crs.ts";
import { spanOf } from "#server/features/instants.ts";
import type { Condition } from "#server/features/params.ts";
import { type Collection, propertyOf, SQL_TYPE } from "#server/features/property.ts";
import { bboxCondition, type PageWish, type SortKey, spanCondition } from "#server/features/read-page.ts";
import { fromCursor } from "#server/routes/cursor.ts";

export const LIMIT_DEFAULT = 100;
export const LIMIT_MOST = 10_000;
/** `cql-text` is what the draft called it, and what GDAL before 3.10 asks with. */
export const FILTER_LANGS = ["cql2-text", "cql-text"] as const;
const SORT_KEYS_MOST = 4;

export const ITEMS_PARAMS = [
  "f",
  "limit",
  "bbox",
  "bbox-crs",
  "crs",
  "datetime",
  "filter",
  "filter-lang",
  "filter-crs",
  "sortby",
  "cursor",
] as const;

/** The query of an address: each name once, with the text that was given. */
export type Asked = ReadonlyMap<string, string>;

/** Reads a query; throws `BadQuery` on a name that this address does not know, one given twice, and a NUL. */
export function readAsked(query: unknown, known: readonly string[]): Asked {
  const asked = new Map<string, string>();
  for (const [name, value] of Object.entries((query ?? {}) as Record<string, unknown>)) {
    if (!known.includes(name))
      throw new BadQuery(
        name,
        `There is no parameter ${JSON.stringify(name.slice(0, 40))} here; there are ${known.join(", ")}.`,
      );
    if (typeof value !== "string") throw new BadQuery(name, `The parameter ${name} is given once.`);
    if (value.includes("\0")) throw new BadQuery(name, "A text holds the character NUL.");
    asked.set(name, value);
  }
  return asked;
}

/** What `filter`, `bbox`, `datetime`, `sortby` and the properties by name ask of a collection. */
export interface ItemsAsked {
  readonly wish: PageWish;
  readonly crs: Crs;
}

/** Properties that may be asked for by name, as `kind=city_gate`. Those that are called as a parameter is may not. */
export const namedProperties = ({ properties }: Collection) =>
  properties.filter(({ name }) => !(ITEMS_PARAMS as readonly string[]).includes(name));

export function readCrs(asked: Asked, name: string): Crs {
  const text = asked.get(name);
  if (text === undefined) return CRS84;
  const crs = crsOf(text);
  if (crs !== null) return crs;
  throw new BadQuery(name, `Expected one of ${CRS_LIST.map(({ uri }) => uri).join(", ")}.`);
}

function readLimit(text: string | undefined): number {
  if (text === undefined) return LIMIT_DEFAULT;
  const limit = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  if (limit < 1) throw new BadQuery("limit", "Expected a whole number from 1 on.");
  return Math.min(limit, LIMIT_MOST);
}

/** Four numbers, or six with heights. */
function readBbox(text: string): readonly [number, number, number, number] {
  const parts = text.split(",").map((part) => part.trim());
  const numbers = parts.map((part) =>
    /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(part) ? Number(part) : Number.NaN,
  );
  const isBox = (numbers.length === 4 || numbers.length === 6) && numbers.every(Number.isFinite);
  if (!isBox) throw new BadQuery("bbox", "Expected four numbers, or six with heights, with commas between.");
  const [a, b, c, d] = numbers.length === 4 ? numbers : [numbers[0], numbers[1], numbers[3], numbers[4]];
  return [a as number, b as number, c as number, d as number];
}

function readSort(collection: Collection, text: string | undefined): SortKey[] {
  if (text === undefined) return [];
  const parts = text.split(",");
  if (parts.length > SORT_KEYS_MOST) throw new BadQuery("sortby", `At most ${SORT_KEYS_MOST} properties.`);
  return parts.map((part) => {
    // A plus sign in an address that was not encoded has become a blank.
    const [, sign = "", name = ""] = /^\s*([+-]?)\s*(\S*)\s*$/.exec(part) ?? [];
    const property = propertyOf(collection, name);
    if (!property) throw new BadQuery("sortby", `There is no property ${JSON.stringify(name.slice(0, 40))}.`);
    return { property, isDescending: sign === "-" };
  });
}

const VALUES = {
  integer: /^[+-]?\d{1,15}$/,
  number: /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?$/,
  boolean: /^(true|false)$/,
};

/** `kind=city_gate`: exactly that value. */
function equalsCondition(collection: Collection, name: string, text: string): Condition {
  const property = propertyOf(collection, name);
  if (!property) throw new BadQuery(name, "There is no such property.");
  const { sql, type } = property;
  const pattern = type === "integer" || type === "number" || type === "boolean" ? VALUES[type] : null;
  if (pattern && !pattern.test(text)) throw new BadQuery(name, `Expected a value of the type ${type}.`);
  if (type === "date" || type === "instant") spanOf(text);
  return (params) => `${sql} = ${params.add(text)}::${SQL_TYPE[type]}`;
}

function filterConditions(collection: Collection, asked: Asked): Condition[] {
  const lang = asked.get("filter-lang");
  if (lang !== undefined && !(FILTER_LANGS as readonly string[]).includes(lang))
    throw new BadQuery("filter-lang", `Expected ${FILTER_LANGS[0]}.`);
  const crs = readCrs(asked, "filter-crs");
  const filter = asked.get("filter");
  return filter === undefined ? [] : [filterCondition(collection, parseCql2(filter), crs)];
}

/** Reads everything that an `items` address may say; throws `BadQuery` for what makes no sense. */
export function readItemsAsked(collection: Collection, asked: Asked): ItemsAsked {
  const crs = readCrs(asked, "crs");
  const boxCrs = readCrs(asked, "bbox-crs");
  const bbox = asked.get("bbox");
  const datetime = asked.get("datetime");
  const named = namedProperties(collection).filter(({ name }) => asked.has(name));
  const conditions = [
    ...(bbox === undefined ? [] : [bboxCondition(collection, readBbox(bbox), boxCrs)]),
    ...(datetime === undefined ? [] : [spanCondition(collection, spanOf(datetime))]),
    ...named.map(({ name }) => equalsCondition(collection, name, asked.get(name) as string)),
    ...filterConditions(collection, asked),
  ];
  const wish = {
    conditions,
    sort: readSort(collection, asked.get("sortby")),
    after: fromCursor(asked.get("cursor")) ?? null,
    limit: readLimit(asked.get("limit")),
    crs,
  };
  return { wish, crs };
}
