import type { Scope } from "#contract/scope.ts";
import type { GeometryKind, Property } from "#server/features/property.ts";

/** A column of a file: what is said of a property, without how it is reckoned. */
export type ExportColumn = Omit<Property, "sql">;

/** How a format wants its places: bytes, their hexadecimal text, GeoJSON, well-known text, or one point for a table that has no shapes. */
export type PlaceForm = "wkb" | "hexwkb" | "geojson" | "wkt" | "point";

/** A row: values in the order of the columns (text, number, boolean, "YYYY-MM-DD", Date, null), and its place in the form that was asked for. */
export interface ExportRow {
  readonly values: readonly unknown[];
  /** Uint8Array (wkb), text (hexwkb, geojson, wkt), [lng, lat] (point), or null. */
  readonly place: unknown;
}

/** What leaves the house: a table under somebody's scope, read in pages so that a province's pipes never stand in memory. */
export interface ExportSource {
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  readonly columns: readonly ExportColumn[];
  readonly geometry: GeometryKind | null;
  /** Rows in all, before the first is read. */
  count(): Promise<number>;
  /** Every row once; `onPage` is waited for. Ends early with the signal's reason. Throws `ChangedMeanwhile` when the rows are not of one state. */
  read(form: PlaceForm, onPage: (rows: readonly ExportRow[]) => Promise<void>, signal: AbortSignal): Promise<void>;
  /** The datasets that the rows come from. */
  origins(): Promise<readonly Origin[]>;
}

/** A delivery of a file, as the import has noted it. */
export interface Origin {
  readonly dataset: string;
  readonly version: number;
  readonly fileName: string;
  readonly importedAt: string;
}

/** An import replaced rows while they were read page by page: the file would hold half of each state. */
export class ChangedMeanwhile extends Error {}

/** What a file says of itself: who took it, when, of what they may see, and what they asked. */
export interface ExportFacts {
  readonly title: string;
  readonly account: string;
  readonly person: string;
  /** ISO, UTC. */
  readonly at: string;
  readonly scope: Scope;
  readonly scopeName: string;
  /** The wish in its own words. */
  readonly query: Readonly<Record<string, unknown>>;
  readonly origins: readonly Origin[];
  readonly software: string;
}

/** The facts as names and texts, for formats that keep pairs. */
export function factPairs({
  title,
  account,
  person,
  at,
  scope,
  scopeName,
  query,
  software,
}: ExportFacts): [string, string][] {
  return [
    ["title", title],
    ["exportedBy", `${person} (${account})`],
    ["exportedAt", at],
    ["scope", `${scope.level} ${scope.enterpriseId ?? scope.areaCode} ${scopeName}`],
    ["query", JSON.stringify(query)],
    ["software", software],
  ];
}

/** A value as text: times in UTC, nothing for nothing. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString();
  return typeof value === "number" && !Number.isFinite(value) ? "" : String(value);
}
