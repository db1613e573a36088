import { BadQuery } from "#server/features/bad-query.ts";
import {
  type Arithmetic,
  type Comparison,
  type Filter,
  type Scalar,
  type SpatialOp,
  TIME_PARTS,
} from "#server/features/cql2/ast.ts";
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
const TEXT_CALLS = ["startswith", "endswith", "substringof", "contains"];
const PART_CALLS = [...TIME_PARTS, "date", "time"] as const;
const PRODUCTS: readonly Arithmetic[] = ["mul", "div", "mod"];
const SUMS: readonly Arithmetic[] = ["add", "sub"];
/** Each stands in brackets of its own in SQL. */
const RECKONINGS_MOST = 40;
const isNull = ({ kind, value }: ODataToken) => kind === "name" && value === "null";

/** A text as a pattern of LIKE that means itself. */
const literal = (text: string): string => text.replace(/[\\%_]/g, "\\$&");

/**
 * Reads `$filter` of OData 4 as SensorThings 1.1 uses it: and, or, not, the six comparisons, `eq null`, add sub mul div mod, year … second, date,
 * time and now, startswith, endswith, substringof, contains, and the spatial predicates over geography'…'. The tree is that of CQL2: what is behind it is the same. Throws `BadQuery`.
 */
export function parseODataFilter(text: string): Filter {
  const parser = new Parser(odataTokens(text));
  return parser.whole();
}

class Parser {
  readonly #tokens: readonly ODataToken[];
  #at = 0;
  #depth = 0;
  #reckonings = 0;

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
    if (this.#isOfValues() || !this.#take("sign", "(")) return this.#predicate();
    const inner = this.#deeper(() => this.#either());
    this.#need(")");
    return inner;
  }

  /** Whether a bracket that opens here holds a value: behind the one that closes it, something is reckoned or compared. */
  #isOfValues(): boolean {
    if (this.#peek().value !== "(" || this.#peek().kind !== "sign") return false;
    let open = 0;
    let ahead = 0;
    do {
      const { kind, value } = this.#peek(ahead);
      if (kind === "end") return false;
      if (kind === "sign") open += value === "(" ? 1 : value === ")" ? -1 : 0;
      ahead += 1;
    } while (open > 0);
    const { kind, value } = this.#peek(ahead);
    return kind === "name" && (Object.hasOwn(OPERATORS, value) || [...SUMS, ...PRODUCTS].some((op) => op === value));
  }

  #isCall(): boolean {
    const next = this.#peek(1);
    return this.#peek().kind === "name" && next.kind === "sign" && next.value === "(";
  }

  #predicate(): Filter {
    const name = String(this.#peek().value).toLowerCase();
    if (this.#isCall() && !isOfTime(name)) return this.#call(name);
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
    const isText = TEXT_CALLS.includes(name);
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
    return this.#reckoned(SUMS, () => this.#reckoned(PRODUCTS, () => this.#single()));
  }

  /** Values with operators of one rank between them, from left to right. */
  #reckoned(ops: readonly Arithmetic[], next: () => Scalar): Scalar {
    let left = next();
    for (;;) {
      const { kind, value } = this.#peek();
      const op = ops.find((one) => kind === "name" && one === value);
      if (op === undefined) return left;
      this.#at += 1;
      this.#reckonings += 1;
      if (this.#reckonings > RECKONINGS_MOST)
        throw new BadQuery("$filter", `A filter reckons at most ${RECKONINGS_MOST} times.`);
      left = { kind: "arithmetic", op, left, right: next() };
    }
  }

  #timeCall(): Scalar {
    const name = String(this.#peek().value).toLowerCase();
    const part = PART_CALLS.find((one) => one === name);
    if (part === undefined && name !== "now") throw this.#refuse("a function of times");
    this.#at += 1;
    this.#need("(");
    const of = part === undefined ? null : this.#deeper(() => this.#scalar());
    this.#need(")");
    return part === undefined || of === null ? { kind: "now" } : { kind: "part", part, of };
  }

  #single(): Scalar {
    if (this.#isCall()) return this.#timeCall();
    if (this.#take("sign", "(")) {
      const inner = this.#deeper(() => this.#scalar());
      this.#need(")");
      return inner;
    }
    const token = this.#peek();
    if (token.kind === "end" || token.kind === "sign" || token.kind === "geography")
      throw this.#refuse("a property or a value");
    this.#at += 1;
    if (token.kind === "text") return { kind: "text", value: token.value };
    if (token.kind === "number") return { kind: "number", value: token.value };
    if (token.kind === "timeOfDay" || token.kind === "duration") return { kind: token.kind, value: token.value };
    if (token.kind === "instant") return { kind: "instant", iso: token.value };
    if (token.value === "true" || token.value === "false") return { kind: "boolean", value: token.value === "true" };
    return { kind: "property", name: token.value };
  }
}

const isOfTime = (name: string): boolean => name === "now" || PART_CALLS.some((one) => one === name);

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
