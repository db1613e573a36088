import { BadQuery } from "../bad-query.ts";
import { instantOf } from "../instants.ts";
import type { Bound, Instant, Nested, Place, Time, Wkt } from "./ast.ts";
import type { TokenCursor } from "./cursor.ts";

/** How deep the lists of a type nest: a position is 0. */
const DEPTHS: Readonly<Record<string, number>> = {
  POINT: 0,
  MULTIPOINT: 1,
  LINESTRING: 1,
  MULTILINESTRING: 2,
  POLYGON: 2,
  MULTIPOLYGON: 3,
};
const COLLECTION = "GEOMETRYCOLLECTION";

export const isWktWord = (word: string): boolean => word in DEPTHS || word === COLLECTION;

function numberOf(c: TokenCursor): number {
  const token = c.peek();
  if (token.kind !== "number") throw c.refuse("a number");
  c.next();
  return token.value;
}

/** x y, and perhaps a height, which is dropped. */
function position(c: TokenCursor): readonly number[] {
  const xy = [numberOf(c), numberOf(c)];
  if (c.peek().kind === "number") c.next();
  return xy;
}

function nested(c: TokenCursor, depth: number, isMultiPoint: boolean): Nested {
  if (depth === 0) return position(c);
  return c.list(() => {
    const isBare = depth === 1 && !(isMultiPoint && c.isSign("("));
    if (isBare) return position(c);
    c.needSign("(");
    const inner = depth === 1 ? position(c) : nested(c, depth - 1, isMultiPoint);
    c.needSign(")");
    return inner;
  });
}

/** Well-known text whose first word is still to come. */
function readWkt(c: TokenCursor): Wkt {
  const token = c.peek();
  const type = token.kind === "word" ? token.value.toUpperCase() : "";
  if (!isWktWord(type)) throw c.refuse("a geometry");
  c.next();
  c.takeWord("Z");
  c.needSign("(");
  const wkt: Wkt =
    type === COLLECTION
      ? { type, coordinates: [], members: c.deeper(() => c.list(() => readWkt(c))) }
      : { type, coordinates: nested(c, DEPTHS[type] as number, type === "MULTIPOINT"), members: [] };
  c.needSign(")");
  return wkt;
}

function bbox(c: TokenCursor): Place {
  c.needSign("(");
  const n = c.list(() => numberOf(c));
  c.needSign(")");
  if (n.length !== 4 && n.length !== 6) throw new BadQuery("filter", "BBOX takes four numbers, or six with heights.");
  const [west, south, east, north] = n.length === 4 ? n : [n[0], n[1], n[3], n[4]];
  return { kind: "bbox", corners: [west as number, south as number, east as number, north as number] };
}

const nameOf = (c: TokenCursor): string => {
  const token = c.peek();
  if (token.kind !== "name" && token.kind !== "word") throw c.refuse("a property");
  c.next();
  return token.value;
};

/** An operand of a spatial function. */
export function readPlace(c: TokenCursor): Place {
  const token = c.peek();
  const isCall = c.isSign("(", 1) || c.isWord("Z", 1);
  if (token.kind !== "word" || !isCall) return { kind: "property", name: nameOf(c) };
  if (c.takeWord("BBOX")) return bbox(c);
  return { kind: "wkt", wkt: readWkt(c) };
}

/** DATE('…') or TIMESTAMP('…'), of which the word is still to come. */
export function readInstant(c: TokenCursor): Instant {
  c.next();
  c.needSign("(");
  const instant = instantText(c);
  c.needSign(")");
  return instant;
}

function instantText(c: TokenCursor): Instant {
  const token = c.peek();
  const iso = token.kind === "text" ? instantOf(token.value) : null;
  if (iso === null) throw c.refuse("an RFC 3339 date or date-time in quotes");
  c.next();
  return { kind: "instant", iso };
}

export const isInstantCall = (c: TokenCursor): boolean =>
  (c.isWord("DATE") || c.isWord("TIMESTAMP")) && c.isSign("(", 1);

function bound(c: TokenCursor): Bound {
  const token = c.peek();
  if (token.kind === "text" && (token.value === ".." || token.value === "")) {
    c.next();
    return null;
  }
  if (token.kind === "text") return instantText(c);
  return isInstantCall(c) ? readInstant(c) : { kind: "property", name: nameOf(c) };
}

/** An operand of a temporal function. */
export function readTime(c: TokenCursor): Time {
  if (c.isWord("INTERVAL") && c.isSign("(", 1)) {
    c.next();
    c.needSign("(");
    const from = bound(c);
    c.needSign(",");
    const to = bound(c);
    c.needSign(")");
    return { kind: "span", from, to };
  }
  if (isInstantCall(c)) {
    const at = readInstant(c);
    return { kind: "span", from: at, to: at };
  }
  return { kind: "property", name: nameOf(c) };
}
