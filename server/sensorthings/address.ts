import { BadQuery } from "#server/features/bad-query.ts";
import type { Condition } from "#server/features/params.ts";
import { notFound, ProblemError } from "#server/http/problem.ts";
import type { Reader } from "./read.ts";
import { type EntitySet, SET_NAMES, type SetName } from "./entity-set.ts";
import { SETS } from "./sets.ts";

const STEPS_MOST = 6;

/** Of `Things('x')`. */
interface Step {
  readonly name: string;
  readonly key: string | null;
}

/** What an address names. */
export interface Place {
  readonly set: EntitySet;
  readonly within: readonly Condition[];
  /** One entity and not a list. */
  readonly isOne: boolean;
  /** A value of the entity (`…/name`), bare (`…/name/$value`), or addresses alone (`…/$ref`). */
  readonly tail: { readonly name: string; readonly isBare: boolean } | "$ref" | null;
}

/** `Things('a')/Datastreams` as steps; throws 404 for an address of another form. */
function stepsOf(path: string): Step[] {
  const parts = path.split("/").filter((part) => part !== "");
  if (parts.length > STEPS_MOST) throw notFound("entity");
  return parts.map((part) => {
    let text: string;
    try {
      text = decodeURIComponent(part);
    } catch {
      throw new BadQuery("address", "It is not percent-encoded as addresses are.");
    }
    const [, name, key] = /^([\w$]+)(?:\('((?:[^']|'')*)'\))?$/s.exec(text) ?? [];
    if (name === undefined || text.includes("\0")) throw notFound("entity");
    return { name, key: key === undefined ? null : key.replaceAll("''", "'") };
  });
}

const setNamed = (name: string): EntitySet => {
  const known = SET_NAMES.find((one) => one === name);
  if (known === undefined)
    throw new ProblemError("not_found", `There is no such set; there are ${SET_NAMES.join(", ")}.`);
  return SETS[known satisfies SetName];
};

/** The end of an address that names no entity: a value, or addresses alone. */
function tailOf(steps: readonly Step[], set: EntitySet, isOne: boolean): Place["tail"] {
  const [first, second] = steps;
  if (!first) return null;
  if (steps.some(({ key }) => key !== null) || steps.length > 2) throw notFound("entity");
  if (first.name === "$ref" && !second) return "$ref";
  const isValue = isOne && Object.hasOwn(set.body({}), first.name) && (!second || second.name === "$value");
  if (!isValue) throw notFound("entity");
  return { name: first.name, isBare: second !== undefined };
}

/** Goes from entity to entity as the address says; each has to be in sight. Throws 404, and `BadQuery` for what is no address. */
export async function walk(reader: Reader, path: string): Promise<Place> {
  const [first, ...rest] = stepsOf(path);
  if (!first) throw notFound("entity");
  let set = setNamed(first.name);
  let within: readonly Condition[] = first.key === null ? [] : [set.of(first.key)];
  let isOne = first.key !== null;
  for (const [i, { name, key }] of rest.entries()) {
    const way = Object.hasOwn(set.navigation, name) ? set.navigation[name] : undefined;
    if (!isOne || !way) return { set, within, isOne, tail: tailOf(rest.slice(i), set, isOne) };
    const row = await reader.row(set, within);
    if (row === null) throw notFound("entity");
    const above = row[way.key];
    set = SETS[way.set];
    within = [(params) => way.on(`${params.add(above ?? null)}::text`), ...(key === null ? [] : [set.of(key)])];
    isOne = !way.isMany || key !== null;
  }
  return { set, within, isOne, tail: null };
}
