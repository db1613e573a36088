import type { Comparison, Filter, Scalar, SpatialOp, TemporalOp } from "./ast.ts";
import { COMPARISONS, SPATIAL_OPS, TEMPORAL_OPS } from "./ast.ts";
import { TokenCursor } from "./cursor.ts";
import { isInstantCall, readInstant, readPlace, readTime } from "./read-places.ts";

/**
 * Reads a filter in CQL2 text (OGC 21-065r2): AND, OR, NOT, comparisons, LIKE, BETWEEN, IN, IS NULL, CASEI, the spatial and the temporal
 * functions. Throws `BadQuery` that says where, what was expected and what came.
 */
export function parseCql2(text: string): Filter {
  const c = new TokenCursor(text);
  const filter = either(c);
  if (c.peek().kind !== "end") throw c.refuse("AND, OR or the end");
  return filter;
}

function either(c: TokenCursor): Filter {
  const parts = [every(c)];
  while (c.takeWord("OR")) parts.push(every(c));
  return parts.length === 1 ? (parts[0] as Filter) : { kind: "or", parts };
}

function every(c: TokenCursor): Filter {
  const parts = [factor(c)];
  while (c.takeWord("AND")) parts.push(factor(c));
  return parts.length === 1 ? (parts[0] as Filter) : { kind: "and", parts };
}

function factor(c: TokenCursor): Filter {
  if (c.takeWord("NOT")) return { kind: "not", part: c.deeper(() => factor(c)) };
  if (c.takeSign("(")) {
    const inner = c.deeper(() => either(c));
    c.needSign(")");
    return inner;
  }
  return predicate(c);
}

function functionAt<T extends string>(c: TokenCursor, names: readonly T[]): T | null {
  const token = c.peek();
  if (token.kind !== "word" || !c.isSign("(", 1)) return null;
  return names.find((name) => name === token.value.toUpperCase()) ?? null;
}

/** The two operands of a function whose name has been seen. */
function pair<T>(c: TokenCursor, read: (c: TokenCursor) => T): { readonly left: T; readonly right: T } {
  c.next();
  c.needSign("(");
  const left = read(c);
  c.needSign(",");
  const right = read(c);
  c.needSign(")");
  return { left, right };
}

function predicate(c: TokenCursor): Filter {
  const spatial = functionAt<SpatialOp>(c, SPATIAL_OPS);
  if (spatial !== null) return { kind: "spatial", op: spatial, ...pair(c, readPlace) };
  const temporal = functionAt<TemporalOp>(c, TEMPORAL_OPS);
  if (temporal !== null) return { kind: "temporal", op: temporal, ...pair(c, readTime) };
  const value = scalar(c);
  const sign = c.peek();
  const op = sign.kind === "sign" ? COMPARISONS.find((one) => one === sign.value) : undefined;
  if (op !== undefined) return comparison(c, value, op);
  if (c.takeWord("IS")) return nullness(c, value);
  const isNot = c.takeWord("NOT");
  const found = ranged(c, value);
  if (found === null) {
    if (!isNot && (value.kind === "property" || value.kind === "boolean")) return { kind: "truth", value };
    throw c.refuse("a comparison, LIKE, BETWEEN, IN or IS NULL");
  }
  return isNot ? { kind: "not", part: found } : found;
}

function comparison(c: TokenCursor, left: Scalar, op: Comparison): Filter {
  c.next();
  return { kind: "compare", op, left, right: scalar(c) };
}

function nullness(c: TokenCursor, value: Scalar): Filter {
  const isNot = c.takeWord("NOT");
  c.needWord("NULL");
  return isNot ? { kind: "not", part: { kind: "isNull", value } } : { kind: "isNull", value };
}

function ranged(c: TokenCursor, value: Scalar): Filter | null {
  if (c.takeWord("LIKE")) return { kind: "like", value, pattern: scalar(c) };
  if (c.takeWord("BETWEEN")) {
    const low = scalar(c);
    c.needWord("AND");
    return { kind: "between", value, low, high: scalar(c) };
  }
  if (!c.takeWord("IN")) return null;
  c.needSign("(");
  const list = c.list(() => scalar(c));
  c.needSign(")");
  return { kind: "in", value, list };
}

function scalar(c: TokenCursor): Scalar {
  if (isInstantCall(c)) return readInstant(c);
  if (c.isWord("CASEI") && c.isSign("(", 1)) {
    c.next();
    c.needSign("(");
    const of = c.deeper(() => scalar(c));
    c.needSign(")");
    return { kind: "casei", of };
  }
  const token = c.peek();
  if (token.kind === "end" || token.kind === "sign") throw c.refuse("a property or a value");
  if (token.kind === "word" && c.isSign("(", 1)) throw c.refuse("a function of CQL2 that is served here");
  c.next();
  if (token.kind === "number" || token.kind === "text")
    return token.kind === "number" ? { kind: "number", value: token.value } : { kind: "text", value: token.value };
  const word = token.value.toUpperCase();
  if (token.kind === "word" && (word === "TRUE" || word === "FALSE"))
    return { kind: "boolean", value: word === "TRUE" };
  return { kind: "property", name: token.value };
}
