import { BadQuery } from "#server/features/bad-query.ts";
import type { Filter } from "#server/features/cql2/ast.ts";
import { propertyOf } from "#server/features/property.ts";
import type { SortKey } from "#server/features/read-page.ts";
import { parseODataFilter } from "./filter.ts";
import type { EntitySet } from "./entity-set.ts";
import { namesOf, SETS } from "./sets.ts";

export const TOP_DEFAULT = 100;
export const TOP_MOST = 1_000;
const SKIP_MOST = 10_000_000;
const EXPAND_DEEPEST = 3;
const SORT_KEYS_MOST = 4;

/** What is asked of a set: which rows, in which order, how many, and what of others beside each. */
export interface Options {
  readonly filter: Filter | null;
  readonly sort: readonly SortKey[];
  readonly top: number;
  readonly skip: number;
  readonly isCounted: boolean;
  readonly select: readonly string[] | null;
  readonly expand: readonly { readonly name: string; readonly options: Options }[];
  /** As it was said, for the address of the next page. */
  readonly asked: ReadonlyMap<string, string>;
}

export const OPTION_NAMES = ["$filter", "$orderby", "$top", "$skip", "$count", "$select", "$expand"] as const;

function readNumber(name: string, text: string | undefined, otherwise: number, most: number): number {
  if (text === undefined) return otherwise;
  const n = /^\d{1,12}$/.test(text) ? Number(text) : -1;
  if (n < 0) throw new BadQuery(name, "Expected a whole number from 0 on.");
  return Math.min(n, most);
}

/** `@iot.id` and `id` are the same. */
export const plainName = (name: string): string => name.replaceAll("@iot.id", "id");

function readSort(set: EntitySet, text: string): SortKey[] {
  const parts = text.split(",");
  if (parts.length > SORT_KEYS_MOST) throw new BadQuery("$orderby", `At most ${SORT_KEYS_MOST} properties.`);
  return parts.map((part) => {
    const [, name = "", way = "asc"] = /^\s*(\S+)(?:\s+(asc|desc))?\s*$/.exec(part) ?? [];
    const property = propertyOf(set.collection, plainName(name));
    if (!property)
      throw new BadQuery("$orderby", `There is no property ${JSON.stringify(name.slice(0, 40))} in ${set.name}.`);
    return { property, isDescending: way === "desc" };
  });
}

function readFlag(text: string | undefined): boolean {
  if (text === undefined || text === "false") return false;
  if (text === "true") return true;
  throw new BadQuery("$count", "Expected true or false.");
}

/** Cuts at a sign that stands in no bracket and no quotes. */
function cut(text: string, sign: string): string[] {
  const parts = [""];
  let [depth, isQuoted] = [0, false];
  for (const c of text) {
    if (c === "'") isQuoted = !isQuoted;
    if (!isQuoted) depth += c === "(" ? 1 : c === ")" ? -1 : 0;
    if (c === sign && depth === 0 && !isQuoted) parts.push("");
    else parts[parts.length - 1] += c;
  }
  return parts;
}

/** `Datastreams($top=1;$expand=Observations($top=1)),Locations`; `Datastreams/Observations` is the one within the other. */
function readExpand(set: EntitySet, text: string, depth: number): Options["expand"] {
  if (depth > EXPAND_DEEPEST) throw new BadQuery("$expand", `At most ${EXPAND_DEEPEST} deep.`);
  const seen = new Set<string>();
  return cut(text, ",").map((part) => {
    const [, name = "", path, inside = ""] = /^\s*(\w+)(?:\/([\w/]+))?(?:\((.*)\))?\s*$/s.exec(part) ?? [];
    const way = Object.hasOwn(set.navigation, name) ? set.navigation[name] : undefined;
    if (!way)
      throw new BadQuery(
        "$expand",
        `${set.name} lead to ${Object.keys(set.navigation).join(", ")}, not to ${JSON.stringify(part.slice(0, 40))}.`,
      );
    const asked = new Map<string, string>();
    if (path === undefined)
      for (const option of cut(inside, ";").filter((one) => one.trim() !== "")) {
        const at = option.indexOf("=");
        asked.set(option.slice(0, at).trim(), option.slice(at + 1).trim());
      }
    else asked.set("$expand", inside === "" ? path : `${path}(${inside})`);
    if (seen.has(name)) throw new BadQuery("$expand", `${name} is asked for twice.`);
    seen.add(name);
    for (const key of asked.keys())
      if (!(OPTION_NAMES as readonly string[]).includes(key))
        throw new BadQuery("$expand", `There is no option ${JSON.stringify(key.slice(0, 40))}.`);
    return { name, options: readOptions(SETS[way.set], asked, depth + 1) };
  });
}

function readSelect(set: EntitySet, text: string): string[] {
  const known = namesOf(set);
  return text.split(",").map((part) => {
    const name = part.trim();
    if (known.includes(name)) return name;
    throw new BadQuery("$select", `${set.name} have ${known.join(", ")}, not ${JSON.stringify(name.slice(0, 40))}.`);
  });
}

/** Reads the query options of a set; throws `BadQuery` for what makes no sense. */
export function readOptions(set: EntitySet, asked: ReadonlyMap<string, string>, depth = 0): Options {
  const filter = asked.get("$filter");
  const expand = asked.get("$expand");
  const select = asked.get("$select");
  return {
    filter: filter === undefined ? null : parseODataFilter(filter),
    sort: readSort(set, asked.get("$orderby") ?? set.order),
    top: readNumber("$top", asked.get("$top"), TOP_DEFAULT, TOP_MOST),
    skip: readNumber("$skip", asked.get("$skip"), 0, SKIP_MOST),
    isCounted: readFlag(asked.get("$count")),
    select: select === undefined ? null : readSelect(set, select),
    expand: expand === undefined ? [] : readExpand(set, expand, depth + 1),
    asked,
  };
}
