import { BadQuery } from "../bad-query.ts";
import type { Crs } from "../crs.ts";
import { instantOf } from "../instants.ts";
import type { Condition, Params } from "../params.ts";
import { type Collection, type Property, propertyOf, SQL_TYPE, type ValueType } from "../property.ts";
import type { Filter, Scalar } from "./ast.ts";
import { spatialSql } from "./geometry-sql.ts";
import { temporalSql } from "./time-sql.ts";

export const GEOMETRY_NAME = "geometry";

/** Numbers are of one kind here. */
type Kind = "text" | "number" | "boolean" | "date" | "instant";
const kindOf = (type: ValueType): Kind => (type === "integer" ? "number" : type);

interface Typed {
  readonly sql: string;
  readonly kind: Kind;
}

/** A filter of a collection as a condition. Names are looked up and types held against each other; throws `BadQuery`. */
export const filterCondition =
  (collection: Collection, filter: Filter, crs: Crs): Condition =>
  (params) =>
    new Translation(collection, crs, params).filter(filter);

class Translation {
  readonly #collection: Collection;
  readonly #crs: Crs;
  readonly #params: Params;

  constructor(collection: Collection, crs: Crs, params: Params) {
    this.#collection = collection;
    this.#crs = crs;
    this.#params = params;
  }

  filter(f: Filter): string {
    switch (f.kind) {
      case "and":
      case "or":
        return `(${f.parts.map((part) => this.filter(part)).join(` ${f.kind} `)})`;
      case "not":
        return `(not ${this.filter(f.part)})`;
      case "spatial":
        return spatialSql(this.#params, f, (name) => this.#geometry(name), this.#crs);
      case "temporal":
        return temporalSql(this.#params, f, (name) => this.#time(name));
      case "isNull":
        return `(${this.#nullable(f.value)} is null)`;
      case "truth":
        return this.#truth(f.value);
      case "like":
        return this.#like(f.value, f.pattern);
      default:
        return this.#ordered(f);
    }
  }

  #ordered(f: Extract<Filter, { kind: "compare" | "between" | "in" }>): string {
    if (f.kind === "compare") {
      const [left = "", right = ""] = this.#alike([f.left, f.right]);
      return `(${left} ${f.op} ${right})`;
    }
    if (f.kind === "between") {
      const [value = "", low = "", high = ""] = this.#alike([f.value, f.low, f.high]);
      return `(${value} between ${low} and ${high})`;
    }
    const [value = "", ...list] = this.#alike([f.value, ...f.list]);
    return `(${value} in (${list.join(", ")}))`;
  }

  /** Values of one kind. A text beside a time is read as one: not every client writes TIMESTAMP('…'). */
  #alike(scalars: readonly Scalar[]): string[] {
    const times = scalars.map((s) => (s.kind === "property" ? this.#property(s.name).type : s.kind));
    const time = times.find((type) => type === "date" || type === "instant");
    const read = scalars.map((s) => this.#value(time !== undefined && s.kind === "text" ? this.#asTime(s.value) : s));
    const kinds = new Set(read.map(({ kind }) => (kind === "date" ? "instant" : kind)));
    if (kinds.size > 1) throw new BadQuery("filter", `A ${[...kinds].join(" cannot be compared with a ")}.`);
    const isMixed = read.some(({ kind }) => kind === "instant") && read.some(({ kind }) => kind === "date");
    return read.map(({ sql, kind }) => (isMixed && kind === "date" ? asMoment(sql) : sql));
  }

  #asTime(text: string): Scalar {
    const iso = instantOf(text);
    if (iso !== null) return { kind: "instant", iso };
    throw new BadQuery("filter", `Expected an RFC 3339 date or date-time, came ${JSON.stringify(text.slice(0, 40))}.`);
  }

  #like(value: Scalar, pattern: Scalar): string {
    const sides = [value, pattern].map((s) => this.#value(s));
    if (sides.some(({ kind }) => kind !== "text")) throw new BadQuery("filter", "LIKE compares texts.");
    return `(${sides.map(({ sql }) => sql).join(" like ")})`;
  }

  #truth(value: Scalar): string {
    const { sql, kind } = this.#value(value);
    if (kind !== "boolean") throw new BadQuery("filter", "A property that stands alone must be true or false.");
    return sql;
  }

  #nullable(value: Scalar): string {
    const isGeometry = value.kind === "property" && value.name === GEOMETRY_NAME;
    return isGeometry ? this.#geometry(value.name) : this.#value(value).sql;
  }

  #value(s: Scalar): Typed {
    if (s.kind === "property") {
      const { sql, type } = this.#property(s.name);
      return { sql, kind: kindOf(type) };
    }
    if (s.kind === "casei") {
      const { sql, kind } = this.#value(s.of);
      if (kind !== "text") throw new BadQuery("filter", "CASEI takes a text.");
      return { sql: `lower(${sql})`, kind };
    }
    const type = s.kind === "instant" ? "instant" : s.kind;
    const sql = `${this.#params.add(s.kind === "instant" ? s.iso : s.value)}::${SQL_TYPE[type]}`;
    return { sql, kind: type };
  }

  #property(name: string): Property {
    const found = propertyOf(this.#collection, name);
    if (found) return found;
    const names = this.#collection.properties.map((p) => p.name).join(", ");
    throw new BadQuery("filter", `There is no property ${JSON.stringify(name.slice(0, 40))}; there are ${names}.`);
  }

  #geometry(name: string): string {
    if (name !== GEOMETRY_NAME) throw new BadQuery("filter", `The property with a place is called ${GEOMETRY_NAME}.`);
    return this.#collection.geometry === null ? "null::geometry" : "f.geom";
  }

  #time(name: string): string {
    const { type, sql } = this.#property(name);
    if (type === "instant") return sql;
    if (type === "date") return asMoment(sql);
    throw new BadQuery("filter", `${JSON.stringify(name)} is no time.`);
  }
}

/** A day as its first moment. */
const asMoment = (sql: string): string => `(${sql}::timestamp at time zone 'UTC')`;
