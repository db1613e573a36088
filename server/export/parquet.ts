import { type ColumnSource, fileWriter, ParquetWriter } from "hyparquet-writer";
import type { SchemaElement } from "hyparquet";
import type { ValueType } from "#server/features/property.ts";
import { CGCS2000_PROJJSON } from "./cgcs2000.ts";
import type { Format, Sink, SinkPlan } from "./sink.ts";
import { type ExportRow, factPairs } from "./source.ts";
import { type GroupColumn, groupColumn } from "./parquet-columns.ts";
import { emptyBox, isEmptyBox, widenByShape } from "./wkb-box.ts";

/** Rows encoded at once: large enough for dictionaries to pay, small enough that the server's other work waits tens of milliseconds. */
const GROUP = 5_000;
/** Of places: no two are the same, and the least and most of their bytes say nothing of where they are. */
const AS_IT_IS = { encoding: "PLAIN", statistics: false } as const;

const ELEMENTS: Readonly<Record<ValueType, Omit<SchemaElement, "name">>> = {
  text: { type: "BYTE_ARRAY", converted_type: "UTF8" },
  number: { type: "DOUBLE" },
  integer: { type: "INT32" },
  boolean: { type: "BOOLEAN" },
  date: { type: "INT32", converted_type: "DATE" },
  instant: { type: "INT64", converted_type: "TIMESTAMP_MILLIS" },
};

class ParquetSink implements Sink {
  readonly #plan: SinkPlan;
  readonly #writer: ParquetWriter;
  readonly #box = emptyBox();
  readonly #names: readonly string[];
  readonly #columns: readonly GroupColumn[];
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
    const types = [...plan.columns.map(({ type }) => type), ...place.map(() => "place" as const)];
    this.#columns = types.map((type) => groupColumn(type, GROUP));
    this.#writer = new ParquetWriter({ writer: fileWriter(plan.file), schema, createdBy: plan.facts.software });
  }

  async write(rows: readonly ExportRow[]): Promise<void> {
    const facts = this.#plan.columns.length;
    for (const { values, place } of rows) {
      for (let i = 0; i < facts; i++) this.#columns[i]?.push(values[i]);
      this.#columns[facts]?.push(place);
      this.#rows += 1;
      if (this.#rows === GROUP) await this.#flush();
    }
  }

  async #flush(): Promise<void> {
    const rowGroupSize = this.#rows;
    if (rowGroupSize === 0) return;
    this.#rows = 0;
    const columnData = this.#columns.map((column, i): ColumnSource => {
      const [name, data] = [this.#names[i] ?? "", column.take() as ColumnSource["data"]];
      if (i < this.#plan.columns.length) return { name, data };
      for (const place of data) if (place instanceof Uint8Array) widenByShape(this.#box, place);
      return { name, data, ...AS_IT_IS };
    });
    await this.#writer.write({ columnData, rowGroupSize });
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
    this.#rows = 0;
  }
}

/** GeoParquet 1.1 in EPSG:4490; what is known of the file is its key-value metadata. */
export const parquet: Format = {
  extension: "parquet",
  type: "application/vnd.apache.parquet",
  form: "hexwkb",
  needsPlace: false,
  open: async (plan) => new ParquetSink(plan),
};
