import { type ColumnSource, fileWriter, ParquetWriter } from "hyparquet-writer";
import type { SchemaElement } from "hyparquet";
import type { ValueType } from "#server/features/property.ts";
import { CGCS2000_PROJJSON } from "./cgcs2000.ts";
import type { Format, Sink, SinkPlan } from "./sink.ts";
import { type ExportRow, factPairs } from "./source.ts";
import { emptyBox, isEmptyBox, readShape, widenBox } from "./wkb-box.ts";

/** Rows encoded at once: large enough for dictionaries to pay, small enough that the server's other work waits tens of milliseconds. */
const GROUP = 20_000;
const DAY_MS = 86_400_000;

const ELEMENTS: Readonly<Record<ValueType, Omit<SchemaElement, "name">>> = {
  text: { type: "BYTE_ARRAY", converted_type: "UTF8" },
  number: { type: "DOUBLE" },
  integer: { type: "INT32" },
  boolean: { type: "BOOLEAN" },
  date: { type: "INT32", converted_type: "DATE" },
  instant: { type: "INT64", converted_type: "TIMESTAMP_MILLIS" },
};

/** A value as the writer takes it. */
function stored(value: unknown, type: ValueType): unknown {
  if (value === null || value === undefined) return undefined;
  if (type === "date") return new Date(Math.floor(Date.parse(`${String(value)}T00:00:00Z`) / DAY_MS) * DAY_MS);
  return typeof value === "number" && !Number.isFinite(value) ? undefined : value;
}

class ParquetSink implements Sink {
  readonly #plan: SinkPlan;
  readonly #writer: ParquetWriter;
  readonly #box = emptyBox();
  #rows: ExportRow[] = [];

  constructor(plan: SinkPlan) {
    this.#plan = plan;
    const columns = plan.columns.map(
      ({ name, type }): SchemaElement => ({ name, repetition_type: "OPTIONAL", ...ELEMENTS[type] }),
    );
    const place: SchemaElement[] =
      plan.geometry === null ? [] : [{ name: "geometry", repetition_type: "OPTIONAL", type: "BYTE_ARRAY" }];
    const schema: SchemaElement[] = [
      { name: "root", num_children: columns.length + place.length },
      ...columns,
      ...place,
    ];
    this.#writer = new ParquetWriter({ writer: fileWriter(plan.file), schema, createdBy: plan.facts.software });
  }

  async write(rows: readonly ExportRow[]): Promise<void> {
    this.#rows.push(...rows);
    if (this.#rows.length >= GROUP) await this.#flush();
  }

  async #flush(): Promise<void> {
    const rows = this.#rows;
    this.#rows = [];
    if (rows.length === 0) return;
    const columnData: ColumnSource[] = this.#plan.columns.map(({ name, type }, i) => ({
      name,
      data: rows.map(({ values }) => stored(values[i], type)),
    }));
    if (this.#plan.geometry !== null)
      columnData.push({ name: "geometry", data: rows.map(({ place }) => this.#placed(place)) });
    await this.#writer.write({ columnData, rowGroupSize: rows.length });
  }

  #placed(place: unknown): Uint8Array | undefined {
    if (!(place instanceof Uint8Array)) return undefined;
    widenBox(this.#box, readShape(place).box);
    return place;
  }

  /** GeoParquet 1.1: which column is the place, in which system, and its box. */
  #geo(): object {
    const { geometry } = this.#plan;
    const bbox = isEmptyBox(this.#box) ? {} : { bbox: this.#box };
    const column = { encoding: "WKB", geometry_types: [geometry], crs: CGCS2000_PROJJSON, ...bbox };
    return { version: "1.1.0", primary_column: "geometry", columns: { geometry: column } };
  }

  async end(): Promise<void> {
    await this.#flush();
    const { facts, geometry } = this.#plan;
    const pairs = factPairs(facts).map(([key, value]) => ({ key, value }));
    const geo = geometry === null ? [] : [{ key: "geo", value: JSON.stringify(this.#geo()) }];
    this.#writer.kvMetadata = [...geo, ...pairs, { key: "sources", value: JSON.stringify(facts.origins) }];
    await this.#writer.finish();
  }

  async abandon(): Promise<void> {
    this.#rows = [];
  }
}

/** GeoParquet 1.1 in EPSG:4490; what is known of the file is its key-value metadata. */
export const parquet: Format = {
  extension: "parquet",
  type: "application/vnd.apache.parquet",
  form: "wkb",
  needsPlace: false,
  open: async (plan) => new ParquetSink(plan),
};
