import type { DatasetKind } from "#contract/dataset.ts";
import { IMPORT_KINDS, type ImportKind } from "#contract/import-fields.ts";
import { type FieldMap, type Mapping, mapColumns, missingColumns } from "./check/columns.ts";
import type { CheckContext } from "./check/context.ts";
import type { Findings } from "./check/findings.ts";
import { geometryFault } from "./check/geometry.ts";
import { type KindCheck, kindCheck } from "./check/kinds.ts";
import { settleArea } from "./check/place.ts";
import { cellGeometry, type FieldRow, fieldIndex, finding, type Report, readRow } from "./check/row.ts";
import type { ImportRequest } from "./import-options.ts";
import type { Staging } from "./load/staging.ts";
import { type Convert, converter } from "./place/convert.ts";
import { type PlaceSample, type Placing, sniffPlace } from "./place/sniff.ts";
import { FileProblem, type RawRow, type Source, shown } from "./row.ts";

const CHUNK_CHARS = 256 * 1024;

/** The way of a file's rows from the reader to COPY text: mapped, placed, checked; what is rejected goes to the findings. */
export class RowStream {
  rowsRead = 0;
  placing: Placing | null = null;
  readonly #source: Source;
  readonly #kind: ImportKind;
  readonly #map: FieldMap;
  readonly #context: CheckContext;
  readonly #findings: Findings;
  readonly #asked: Pick<ImportRequest, "crs" | "axis">;
  readonly #isHome: boolean;
  readonly #check: KindCheck;
  readonly #report: Report;
  readonly #extras = new Set<string>();
  #mapping: Mapping | null = null;
  #mappedColumns = -1;
  #convert: Convert | null = null;

  constructor(
    source: Source,
    kind: DatasetKind,
    map: FieldMap,
    context: CheckContext,
    findings: Findings,
    asked: Pick<ImportRequest, "crs" | "axis">,
  ) {
    this.#source = source;
    this.#kind = IMPORT_KINDS[kind];
    this.#map = map;
    this.#context = context;
    this.#findings = findings;
    this.#asked = asked;
    this.#isHome = kind === "enterprise";
    this.#check = kindCheck(kind);
    this.#report = (...said) => findings.add(finding(...said));
  }

  /** COPY text of the accepted rows, in pieces of some 256 K characters. */
  async *copyText(staging: Staging, onShare: (share: number) => void): AsyncGenerator<string> {
    let text = "";
    for await (const batch of this.#source.batches()) {
      const mapping = this.#mappingFor(batch);
      if (this.#kind.geometry !== null && !this.#convert) this.#place(batch, mapping);
      for (const raw of batch) {
        this.rowsRead++;
        const row = this.#accepted(raw, mapping);
        if (row) text += staging.line(row);
      }
      if (text.length >= CHUNK_CHARS) {
        yield text;
        text = "";
      }
      onShare(this.#source.progress());
    }
    if (text !== "") yield text;
  }

  #mappingFor(batch: readonly RawRow[]): Mapping {
    const { columns, hasGeometry } = this.#source;
    if (this.#mapping && this.#mappedColumns === columns.length) return this.#mapping;
    const isFirst = this.#mapping === null;
    const mapping = mapColumns(columns, this.#kind, this.#map, hasGeometry);
    this.#mapping = mapping;
    this.#mappedColumns = columns.length;
    if (isFirst && batch.some((raw) => !raw.broken)) this.#refuseMissing(mapping);
    for (const column of mapping.extras) this.#noteExtra(column);
    return mapping;
  }

  #refuseMissing(mapping: Mapping): void {
    const columns = this.#source.columns.join(", ");
    const missing = missingColumns(mapping, this.#kind);
    if (missing.length > 0) throw new FileProblem("column_missing", missing.join(", "), shown(columns, 400));
    if (this.#kind.geometry !== null && !this.#source.hasGeometry && mapping.geometry === null)
      throw new FileProblem("column_missing", "lon and lat, x and y, or wkt", shown(columns, 400));
  }

  #noteExtra(column: string): void {
    if (this.#extras.has(column)) return;
    this.#extras.add(column);
    const nobody = { line: 0, areaCode: null, enterpriseId: null };
    this.#report("note", nobody, "extra_column", column, "a column that is known", column);
  }

  #place(batch: readonly RawRow[], mapping: Mapping): void {
    const area = mapping.columnOf[fieldIndex(this.#kind, "area_code")] ?? -1;
    const sample: { xy: number[]; anchors: PlaceSample["anchors"][number][] } = { xy: [], anchors: [] };
    for (const raw of batch) {
      const geometry = mapping.geometry ? cellGeometry(raw, mapping) : raw.geometry;
      if (raw.broken || !geometry || geometry.xy.length < 2) continue;
      for (const value of geometry.xy) sample.xy.push(value);
      const reading = area < 0 ? null : this.#context.areas.read(String(raw.values[area]).trim());
      const county = reading?.kind === "county" ? this.#context.areas.counties.get(reading.code) : undefined;
      if (county)
        sample.anchors.push({ xy: [geometry.xy[0] as number, geometry.xy[1] as number], lngLat: county.lngLat });
    }
    const { crs = null, axis = null } = this.#asked;
    this.placing = sniffPlace(sample, this.#source.declaredCrs(), { crs, axis });
    this.#convert = converter(this.placing.crs, this.placing.axis);
  }

  #accepted(raw: RawRow, mapping: Mapping): FieldRow | null {
    const row = readRow(raw, this.#kind, mapping, this.#report);
    if (!row) return null;
    if (row.geometry && this.#convert) this.#convert(row.geometry.xy);
    const fault = geometryFault(row.geometry, this.#kind.geometry);
    if (fault) this.#report("reject", row, fault.rule, null, fault.expected, fault.received);
    // A row whose place is wrong is still told what else is; its area cannot be judged by a broken geometry.
    const placed = fault ? { ...row, geometry: null } : row;
    const isInArea = settleArea(placed, this.#kind, this.#context, this.#report, this.#isHome);
    row.areaCode = placed.areaCode;
    const isRight = this.#check(fault ? { ...row, isWhole: false } : row, this.#context, this.#report);
    return isInArea && isRight ? row : null;
  }

  /** Rows rejected so far, for progress. */
  get rejected(): number {
    return this.#findings.rejectedRows;
  }
}
