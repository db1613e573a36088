import { BadQuery } from "../bad-query.ts";
import type { Crs } from "../crs.ts";
import { instantOf } from "../instants.ts";
import type { Condition, Params } from "../params.ts";
import { type Collection, type Property, propertyOf, SQL_TYPE } from "../property.ts";
import type { Filter, Reckoned, Scalar } from "./ast.ts";
import { spatialSql } from "./geometry-sql.ts";
import { arithmeticSql, asMoment, kindOf, partSql, type Typed } from "./reckon-sql.ts";
import { temporalSql } from "./time-sql.ts";

export const GEOMETRY_NAME = "geometry";

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
    const known = scalars.map((s) => (s.kind === "text" ? null : this.#value(s)));
    const isTimes = known.some((one) => one?.kind === "date" || one?.kind === "instant");
    const read = scalars.map(
      (s, i) => known[i] ?? this.#value(isTimes && s.kind === "text" ? this.#asTime(s.value) : s),
    );
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
      return { sql, kind: kindOf(type), isWhole: type === "integer" };
    }
    if (s.kind === "casei") {
      const { sql, kind } = this.#value(s.of);
      if (kind !== "text") throw new BadQuery("filter", "CASEI takes a text.");
      return { sql: `lower(${sql})`, kind };
    }
    if (s.kind === "instant") return { sql: `${this.#params.add(s.iso)}::${SQL_TYPE.instant}`, kind: s.kind };
    if (s.kind !== "text" && s.kind !== "number" && s.kind !== "boolean") return this.#reckoned(s);
    const sql = `${this.#params.add(s.value)}::${SQL_TYPE[s.kind]}`;
    return { sql, kind: s.kind, isWhole: Number.isInteger(s.value) };
  }

  #reckoned(s: Reckoned): Typed {
    if (s.kind === "now") return { sql: "now()", kind: "instant" };
    if (s.kind === "timeOfDay") return { sql: `${this.#params.add(s.value)}::time`, kind: "time of day" };
    if (s.kind === "duration") return { sql: `${this.#params.add(s.value)}::interval`, kind: "duration" };
    if (s.kind === "part") return partSql(s.part, this.#value(s.of));
    return arithmeticSql(s.op, this.#value(s.left), this.#value(s.right));
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
