/** Coordinates of one feature as a file gives them, flat, so that a million lines are not ten million little arrays. */
export interface FileGeometry {
  readonly kind: "point" | "line" | "polygon" | "other";
  /** What the file calls it, for messages. */
  readonly name: string;
  /** x0 y0 x1 y1 …, in the file's own axis order and units. Converted in place. */
  readonly xy: number[];
  /** First vertex of each line or ring. */
  readonly parts: number[];
  /** First part of each polygon; empty for points and lines. */
  readonly polygons: number[];
}

/** Why a reader could not make sense of one row; the row is rejected and the reading goes on. */
export interface BrokenRow {
  readonly rule: string;
  readonly field: string | null;
  readonly expected: string;
  readonly received: string;
}

/** One row of a file before any meaning is given to it. `values[i]` stands under `Source.columns[i]`. */
export interface RawRow {
  /** Line of a text file, or number of the feature or record, from 1. */
  readonly line: number;
  readonly values: readonly unknown[];
  readonly geometry: FileGeometry | null;
  readonly broken: BrokenRow | null;
}

/** A file, opened. Rows come in batches, once; memory is bounded by a batch. */
export interface Source {
  readonly format: "geojson" | "csv" | "shapefile" | "geopackage";
  readonly layer: string | null;
  /** What the file itself says about its coordinate system (WKT, URN, code), in its own words. */
  declaredCrs(): string | null;
  /** Column names in the order of `values`; a GeoJSON file may add to them while it is read. */
  readonly columns: readonly string[];
  /** True when the file stores geometry apart from its columns. */
  readonly hasGeometry: boolean;
  /** How the text was decoded, for the report. */
  readonly encoding: string;
  /** Share of the file read so far, 0 to 1. */
  progress(): number;
  batches(): AsyncGenerator<readonly RawRow[]>;
  close(): Promise<void>;
}

/** The whole file cannot be used. Nothing of it is taken and what was there before stays. */
export class FileProblem extends Error {
  readonly rule: string;
  readonly expected: string;
  readonly received: string;
  readonly line: number | null;
  constructor(rule: string, expected: string, received: string, line: number | null = null) {
    super(`${rule}: expected ${expected}; came ${received}${line === null ? "" : ` (line ${line})`}`);
    this.name = "FileProblem";
    this.rule = rule;
    this.expected = expected;
    this.received = received;
    this.line = line;
  }
}

export const ROWS_PER_BATCH = 500;

/** A value shown in a message: short, on one line. */
export function shown(value: unknown, limit = 120): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters of a broken file must not reach a terminal
  const line = text.replace(/[\u0000-\u001f\u007f]+/g, " ");
  return line.length > limit ? `${line.slice(0, limit)}…` : line;
}
