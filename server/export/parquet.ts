import { type ColumnSource, fileWriter, ParquetWriter } from "hyparquet-writer";
import type { SchemaElement } from "hyparquet";
import type { ValueType } from "#server/features/property.ts";
import { CGCS2000_PROJJSON } from "./cgcs2000.ts";
import type { Format, Sink, SinkPlan } from "./sink.ts";
import { type ExportRow, factPairs } from "./source.ts";
import { emptyBox, isEmptyBox, widenByShape } from "./wkb-box.ts";

/** Rows encoded at once: large enough for dictionaries to pay, small enough that the server's other work waits tens of milliseconds. */
const GROUP = 10_000;
/** Texts of a column that are kept to be said again. */
const FEW = 2_000;
/** Of places: no two are the same, and the least and most of their bytes say nothing of where they are. */
const AS_IT_IS = { encoding: "PLAIN", statistics: false } as const;
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
  readonly #names: readonly string[];
  /** Texts that each column has said. */
  readonly #known: readonly Map<string, string>[];
  #columns: unknown[][];
  #rows = 0;

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
    this.#names = [...columns, ...place].map(({ name }) => name);
    this.#columns = this.#names.map(() => []);
    this.#known = plan.columns.map(() => new Map());
    this.#writer = new ParquetWriter({ writer: fileWriter(plan.file), schema, createdBy: plan.facts.software });
  }

  async write(rows: readonly ExportRow[]): Promise<void> {
    const { columns, geometry } = this.#plan;
    for (const { values, place } of rows) {
      for (const [i, { type }] of columns.entries())
        this.#columns[i]?.push(type === "text" ? this.#once(i, values[i]) : stored(values[i], type));
      if (geometry !== null) this.#columns[columns.length]?.push(this.#placed(place));
    }
    this.#rows += rows.length;
    if (this.#rows >= GROUP) await this.#flush();
  }

  /** The same text once for all rows that say it, while a column says few: a group then holds no thousands of copies of a name. */
  #once(column: number, value: unknown): unknown {
    if (typeof value !== "string") return stored(value, "text");
    const known = this.#known[column] as Map<string, string>;
    const kept = known.get(value);
    if (kept !== undefined) return kept;
    if (known.size < FEW) known.set(value, value);
    return value;
  }

  async #flush(): Promise<void> {
    const rowGroupSize = this.#rows;
    if (rowGroupSize === 0) return;
    const columnData = this.#names.map((name, i): ColumnSource => {
      const data = this.#columns[i] ?? [];
      return i < this.#plan.columns.length ? { name, data } : { name, data, ...AS_IT_IS };
    });
    this.#columns = this.#names.map(() => []);
    this.#rows = 0;
    await this.#writer.write({ columnData, rowGroupSize });
  }

  #placed(place: unknown): Uint8Array | undefined {
    if (!(place instanceof Uint8Array)) return undefined;
    widenByShape(this.#box, place);
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
    this.#columns = [];
    this.#rows = 0;
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
