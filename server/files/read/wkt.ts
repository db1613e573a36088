import { lookup } from "../lookup.ts";
import type { FileGeometry } from "../row.ts";

const KINDS: Readonly<Record<string, FileGeometry["kind"]>> = {
  POINT: "point",
  MULTIPOINT: "point",
  LINESTRING: "line",
  MULTILINESTRING: "line",
  POLYGON: "polygon",
  MULTIPOLYGON: "polygon",
};
const HEAD = /^\s*(?:SRID=\d+;)?\s*([A-Z]+)\s*(?:Z|M|ZM)?\s*(EMPTY|\()/i;

/** Reads well-known text (also EWKT; heights dropped); null when it is none. A number that cannot be read becomes NaN. */
export function fromWkt(text: string): FileGeometry | null {
  const head = HEAD.exec(text);
  if (!head) return null;
  const name = (head[1] as string).toUpperCase();
  const kind = lookup(KINDS, name) ?? "other";
  const flat: FileGeometry = { kind, name, xy: [], parts: [], polygons: [] };
  if (kind === "other" || head[2] !== "(") return flat;
  const body = text
    .slice(text.indexOf("("))
    .trim()
    .replace(/\s*([(),])\s*/g, "$1");
  if (!isBalanced(body)) return null;
  const runs = body.matchAll(/(\(*)([^(),]+(?:,[^(),]+)*)\)*/g);
  for (const [, opened = "", run = ""] of runs) {
    const opensPolygon = name === "MULTIPOLYGON" ? opened.length >= 2 : flat.polygons.length === 0;
    if (kind === "polygon" && opensPolygon) flat.polygons.push(flat.parts.length);
    if (kind !== "point") flat.parts.push(flat.xy.length / 2);
    for (const vertex of run.split(",")) pushVertex(flat, vertex);
  }
  return flat;
}

function pushVertex(flat: FileGeometry, vertex: string): void {
  const [x, y] = vertex.trim().split(/\s+/);
  if (flat.kind === "point") flat.parts.push(flat.xy.length / 2);
  flat.xy.push(x ? Number(x) : Number.NaN, y ? Number(y) : Number.NaN);
}

function isBalanced(body: string): boolean {
  let depth = 0;
  for (let i = 0; i < body.length; i++) {
    if (body[i] === "(") depth++;
    else if (body[i] === ")" && --depth === 0) return i === body.length - 1;
  }
  return false;
}
