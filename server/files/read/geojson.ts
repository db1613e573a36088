import { type BrokenRow, FileProblem, type RawRow, ROWS_PER_BATCH, type Source, shown } from "../row.ts";
import type { Bytes } from "./bytes.ts";
import { fromGeoJson } from "./geojson-geometry.ts";
import { JsonPieces } from "./json-pieces.ts";

const CRS_BEFORE_FEATURES = /"crs"\s*:\s*\{[^{}]*\{[^{}]*"name"\s*:\s*"([^"]+)"/;

/**
 * Reads GeoJSON of any size: a FeatureCollection, or one Feature per line. Our own scanner: JSON libraries that stream
 * make a token of every number, some ten times slower than cutting features out by brackets and parsing each natively.
 */
export async function openGeoJson(bytes: Bytes): Promise<Source> {
  const pieces = new JsonPieces();
  const columns: string[] = [];
  const index = new Map<string, number>();
  let sawCrs: string | null = null;
  let crsWhenFirstRead: string | null | undefined;

  const declaredCrs = () => {
    sawCrs ??= CRS_BEFORE_FEATURES.exec(pieces.head())?.[1] ?? null;
    return sawCrs;
  };
  async function* batches(): AsyncGenerator<readonly RawRow[]> {
    let batch: RawRow[] = [];
    let line = 0;
    for await (const chunk of withoutBom(bytes.open()))
      for (const text of pieces.push(chunk)) {
        crsWhenFirstRead ??= declaredCrs() ?? "";
        batch.push(featureRow(text, ++line, columns, index));
        if (batch.length < ROWS_PER_BATCH) continue;
        yield batch;
        batch = [];
      }
    checkEnd(pieces, line);
    if (line > 0 && (declaredCrs() ?? "") !== crsWhenFirstRead)
      throw new FileProblem("crs_late", "the crs member before the features, or --crs", shown(sawCrs));
    if (batch.length > 0) yield batch;
  }
  return {
    format: "geojson",
    layer: null,
    declaredCrs,
    columns,
    hasGeometry: true,
    encoding: "UTF-8",
    progress: () => bytes.progress(),
    batches,
    close: () => bytes.close(),
  };
}

async function* withoutBom(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let isFirst = true;
  for await (const chunk of chunks) {
    const hasBom = isFirst && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf;
    isFirst = false;
    yield hasBom ? chunk.subarray(3) : chunk;
  }
}

/** A file cut short, or whose outer object is no JSON, is refused whole: half of it must not replace what is there. */
function checkEnd(pieces: JsonPieces, line: number): void {
  if (!pieces.isComplete())
    throw new FileProblem("truncated", "the end of the GeoJSON object", "the end of the file", line);
  const head = pieces.head();
  if (head === "") {
    if (line === 0) throw new FileProblem("not_geojson", "a FeatureCollection or Features", "an empty file");
    return;
  }
  try {
    JSON.parse(head);
  } catch (error) {
    throw new FileProblem("not_geojson", "valid JSON around the features", shown((error as Error).message));
  }
}

function featureRow(text: string, line: number, columns: string[], index: Map<string, number>): RawRow {
  const broken = (expected: string, received: string): RawRow => ({
    line,
    values: [],
    geometry: null,
    broken: { rule: "row_broken", field: null, expected, received } satisfies BrokenRow,
  });
  if (text.includes("\uFFFD")) return { ...broken("UTF-8", shown(text)), broken: ENCODING(text) };
  const feature = parse(text);
  if (feature === undefined) return broken("valid JSON", shown(text));
  if (feature === null || typeof feature !== "object" || (feature as { type?: unknown }).type !== "Feature")
    return broken("a Feature", shown(text));
  const { properties, geometry } = feature as { properties?: unknown; geometry?: unknown };
  const values: unknown[] = new Array(columns.length).fill(null);
  if (properties !== null && typeof properties === "object")
    for (const [key, value] of Object.entries(properties)) values[columnOf(key, columns, index)] = value;
  return { line, values, geometry: fromGeoJson(geometry), broken: null };
}

const ENCODING = (text: string): BrokenRow => ({
  rule: "encoding",
  field: null,
  expected: "UTF-8",
  received: shown(text),
});

function columnOf(key: string, columns: string[], index: Map<string, number>): number {
  const known = index.get(key);
  if (known !== undefined) return known;
  index.set(key, columns.length);
  return columns.push(key) - 1;
}

/** Some writers put bare NaN into JSON: read so that the check can name the coordinate instead of the whole row. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    try {
      return JSON.parse(text.replace(/([[,:]\s*)(-?Infinity|NaN)(?=\s*[\],}])/g, '$1"$2"'));
    } catch {
      return undefined;
    }
  }
}
