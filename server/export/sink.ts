import type { ExportColumn, ExportFacts, ExportRow, PlaceForm } from "./source.ts";
import type { GeometryKind } from "#server/features/property.ts";

/** Takes rows into one file. */
export interface Sink {
  write(rows: readonly ExportRow[]): Promise<void>;
  /** Makes the file whole; only then is it one. */
  end(): Promise<void>;
  /** Lets go of the file, whatever state it is in; after `end` does nothing. */
  abandon(): Promise<void>;
}

/** What a sink is opened with. */
export interface SinkPlan {
  /** Path of the file to make. */
  readonly file: string;
  readonly name: string;
  readonly columns: readonly ExportColumn[];
  readonly geometry: GeometryKind | null;
  readonly facts: ExportFacts;
  readonly headings: "zh" | "en" | "name";
}

/** A kind of file. */
export interface Format {
  readonly extension: string;
  readonly type: string;
  readonly form: PlaceForm;
  /** Without a place in its rows there is no such file. */
  readonly needsPlace: boolean;
  /** More rows than this do not fit. */
  readonly mostRows?: number;
  open(plan: SinkPlan): Promise<Sink>;
}

export const headingOf = ({ headings }: Pick<SinkPlan, "headings">, { zh, en, name }: ExportColumn): string =>
  ({ zh, en, name })[headings];
