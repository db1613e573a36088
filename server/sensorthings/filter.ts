import { BadQuery } from "#server/features/bad-query.ts";
import type { Comparison, Filter, Scalar, SpatialOp } from "#server/features/cql2/ast.ts";
import { TokenCursor } from "#server/features/cql2/cursor.ts";
import { readPlace } from "#server/features/cql2/read-places.ts";
import { type ODataToken, odataTokens } from "./tokens.ts";

const DEEPEST = 40;
const OPERATORS: Readonly<Record<string, Comparison>> = { eq: "=", ne: "<>", gt: ">", ge: ">=", lt: "<", le: "<=" };
const SPATIAL: Readonly<Record<string, SpatialOp>> = {
  st_intersects: "S_INTERSECTS",
  st_within: "S_WITHIN",
  st_equals: "S_EQUALS",
  st_disjoint: "S_DISJOINT",
};
const isNull = ({ kind, value }: ODataToken) => kind === "name" && value === "null";

/** A text as a pattern of LIKE that means itself. */
const literal = (text: string): string => text.replace(/[\\%_]/g, "\\$&");

/**
 * Reads `$filter` of OData 4 as SensorThings 1.1 uses it: and, or, not, the six comparisons, `eq null`, startswith, endswith, substringof,
 * contains, and the spatial predicates over geography'…'. The tree is that of CQL2: what is behind it is the same. Throws `BadQuery`.
 */
export function parseODataFilter(text: string): Filter {
  const parser = new Parser(odataTokens(text));
  return parser.whole();
}

class Parser {
  readonly #tokens: readonly ODataToken[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly ODataToken[]) {
    this.#tokens = tokens;
  }

  whole(): Filter {
    const filter = this.#either();
    if (this.#peek().kind !== "end") throw this.#refuse("and, or or the end");
    return filter;
  }

  #peek(ahead = 0): ODataToken {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)] as ODataToken;
  }

  #take(kind: ODataToken["kind"], value: string): boolean {
    const token = this.#peek();
    const isIt = token.kind === kind && token.value === value;
    if (isIt) this.#at += 1;
    return isIt;
  }

  #need(sign: string): void {
    if (!this.#take("sign", sign)) throw this.#refuse(sign);
  }

  #refuse(expected: string): BadQuery {
    const { kind, value } = this.#peek();
    return new BadQuery(
      "$filter",
      `Expected ${expected}, came ${kind === "end" ? "the end" : JSON.stringify(String(value).slice(0, 40))}.`,
    );
  }

  #deeper<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new BadQuery("$filter", `A filter nests at most ${DEEPEST} deep.`);
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #either(): Filter {
    const parts = [this.#every()];
    while (this.#take("name", "or")) parts.push(this.#every());
    return parts.length === 1 ? (parts[0] as Filter) : { kind: "or", parts };
  }

  #every(): Filter {
    const parts = [this.#factor()];
    while (this.#take("name", "and")) parts.push(this.#factor());
    return parts.length === 1 ? (parts[0] as Filter) : { kind: "and", parts };
  }

  #factor(): Filter {
    if (this.#take("name", "not")) return { kind: "not", part: this.#deeper(() => this.#factor()) };
    if (!this.#take("sign", "(")) return this.#predicate();
    const inner = this.#deeper(() => this.#either());
    this.#need(")");
    return inner;
  }

  #predicate(): Filter {
    const token = this.#peek();
    const next = this.#peek(1);
    if (token.kind === "name" && next.kind === "sign" && next.value === "(")
      return this.#call(token.value.toLowerCase());
    const left = this.#scalar();
    const word = this.#peek();
    const op = word.kind === "name" ? OPERATORS[word.value] : undefined;
    if (op === undefined) throw this.#refuse("eq, ne, gt, ge, lt or le");
    this.#at += 1;
    if (!isNull(this.#peek())) return { kind: "compare", op, left, right: this.#scalar() };
    this.#at += 1;
    const none: Filter = { kind: "isNull", value: left };
    if (op === "=") return none;
    if (op === "<>") return { kind: "not", part: none };
    throw new BadQuery("$filter", "null is compared by eq and ne alone.");
  }

  #call(name: string): Filter {
    const spatial = Object.hasOwn(SPATIAL, name) ? SPATIAL[name] : undefined;
    const isText = ["startswith", "endswith", "substringof", "contains"].includes(name);
    if (spatial === undefined && !isText) throw this.#refuse("a function of SensorThings that is served here");
    this.#at += 1;
    this.#need("(");
    const left = this.#peek();
    this.#at += 1;
    this.#need(",");
    const right = this.#peek();
    this.#at += 1;
    this.#need(")");
    if (spatial !== undefined) return { kind: "spatial", op: spatial, left: place(left), right: place(right) };
    // substringof names what is sought first; the others the text that it is sought in.
    return like(name, name === "substringof" ? right : left, name === "substringof" ? left : right);
  }

  #scalar(): Scalar {
    const token = this.#peek();
    if (token.kind === "end" || token.kind === "sign" || token.kind === "geography")
      throw this.#refuse("a property or a value");
    this.#at += 1;
    if (token.kind === "text") return { kind: "text", value: token.value };
    if (token.kind === "number") return { kind: "number", value: token.value };
    if (token.kind === "instant") return { kind: "instant", iso: token.value };
    if (token.value === "true" || token.value === "false") return { kind: "boolean", value: token.value === "true" };
    return { kind: "property", name: token.value };
  }
}

function like(name: string, within: ODataToken, sought: ODataToken): Filter {
  if (within.kind !== "name" || sought.kind !== "text")
    throw new BadQuery("$filter", `${name} takes a property and a text in quotes.`);
  const text = literal(sought.value);
  const pattern = name === "startswith" ? `${text}%` : name === "endswith" ? `%${text}` : `%${text}%`;
  return { kind: "like", value: { kind: "property", name: within.value }, pattern: { kind: "text", value: pattern } };
}

function place(token: ODataToken) {
  if (token.kind === "name") return { kind: "property", name: token.value } as const;
  if (token.kind !== "geography") throw new BadQuery("$filter", "A place is a property or geography'…'.");
  const cursor = new TokenCursor(token.value);
  const read = readPlace(cursor);
  if (cursor.peek().kind !== "end" || read.kind === "property")
    throw new BadQuery("$filter", "geography'…' holds well-known text.");
  return read;
}
