import { BadQuery } from "../bad-query.ts";
import type { ValueType } from "../property.ts";
import type { Arithmetic, Reckoned } from "./ast.ts";

/** Numbers are of one kind here. */
export type Kind = "text" | "number" | "boolean" | "date" | "instant" | "time of day" | "duration";
export const kindOf = (type: ValueType): Kind => (type === "integer" ? "number" : type);

/** A value as SQL. */
export interface Typed {
  readonly sql: string;
  readonly kind: Kind;
  /** A number that has no fraction by its type: OData divides two such without one. */
  readonly isWhole?: boolean;
}

const OPERATOR = { add: "+", sub: "-", mul: "*" } as const;

/** What becomes of times and durations; of everything else but numbers nothing does. */
const OF_TIMES: Readonly<Record<string, Kind>> = {
  "instant add duration": "instant",
  "instant sub duration": "instant",
  "date add duration": "instant",
  "date sub duration": "instant",
  "instant sub instant": "duration",
  "duration add duration": "duration",
  "duration sub duration": "duration",
};

/** A reckoning of two values; by nought it has no value. Throws `BadQuery` where their kinds do not fit. */
export function arithmeticSql(op: Arithmetic, left: Typed, right: Typed): Typed {
  if (left.kind === "number" && right.kind === "number") return { ...numbers(op, left, right), kind: "number" };
  const kind = OF_TIMES[`${left.kind} ${op} ${right.kind}`];
  if (kind === undefined || (op !== "add" && op !== "sub"))
    throw new BadQuery("filter", `${op} reckons with two numbers, not with: ${left.kind}, ${right.kind}.`);
  return { sql: `(${left.kind === "date" ? asMoment(left.sql) : left.sql} ${OPERATOR[op]} ${right.sql})`, kind };
}

function numbers(op: Arithmetic, left: Typed, right: Typed): { readonly sql: string; readonly isWhole: boolean } {
  const isWhole = left.isWhole === true && right.isWhole === true;
  if (op === "div") {
    const quotient = `${left.sql} / nullif(${right.sql}, 0)`;
    return { sql: isWhole ? `trunc(${quotient})` : `(${quotient})`, isWhole };
  }
  if (op === "mod") return { sql: `mod((${left.sql})::numeric, nullif(${right.sql}, 0)::numeric)::float8`, isWhole };
  return { sql: `(${left.sql} ${OPERATOR[op]} ${right.sql})`, isWhole };
}

/** A part of a time, in UTC. Throws `BadQuery` of what is no time, and of the hour of a day. */
export function partSql(part: Extract<Reckoned, { kind: "part" }>["part"], of: Typed): Typed {
  const isOfDay = part === "hour" || part === "minute" || part === "second" || part === "time";
  const fits = of.kind === "instant" || (isOfDay ? of.kind === "time of day" : of.kind === "date");
  if (!fits) throw new BadQuery("filter", `${part} is taken of a time, not of a ${of.kind}.`);
  const sql = of.kind === "instant" ? `(${of.sql} at time zone 'UTC')` : of.sql;
  if (part === "date") return { sql: `(${sql}::date)`, kind: "date" };
  if (part === "time") return { sql: `(${sql}::time)`, kind: "time of day" };
  return { sql: `trunc(extract(${part} from ${sql}))::float8`, kind: "number", isWhole: true };
}

/** A day as its first moment. */
export const asMoment = (sql: string): string => `(${sql}::timestamp at time zone 'UTC')`;
