import { FileProblem, type RawRow, ROWS_PER_BATCH, type Source, shown } from "../row.ts";
import { ByteQueue, type Bytes } from "./bytes.ts";
import { DbfDecoder, dbfEncoding, readDbfHeader } from "./dbf.ts";
import { type Encoding, encodingNamed } from "./encoding.ts";
import { readShpHeader, readShpRecord, type ShpRecord } from "./shp.ts";
import { wholeMember } from "./zip.ts";

/** The files of one Shapefile, from a zip or a folder. */
export interface ShapefileParts {
  readonly layer: string;
  readonly shp: Bytes;
  readonly dbf: Bytes;
  readonly prj: Bytes | null;
  readonly cpg: Bytes | null;
  close(): Promise<void>;
}

const SAMPLE_RECORDS = 200;

/**
 * Reads a Shapefile, .shp and .dbf side by side. Our own: the packages on npm read a whole file into memory or were last
 * released in 2017, and none reads GBK by .cpg and language driver.
 */
export async function openShapefile(parts: ShapefileParts, asked: Encoding | null): Promise<Source> {
  const prj = parts.prj ? (await wholeMember(parts.prj)).toString("utf8").trim() : null;
  const cpg = parts.cpg ? encodingNamed((await wholeMember(parts.cpg)).toString("latin1")) : null;
  const { columns, encoding } = await readColumns(parts.dbf, asked ?? cpg);
  return {
    format: "shapefile",
    layer: parts.layer,
    declaredCrs: () => (prj === "" ? null : prj),
    columns,
    hasGeometry: true,
    encoding,
    progress: () => parts.shp.progress(),
    batches: () => readRows(parts, encoding),
    close: () => parts.close(),
  };
}

async function readColumns(
  dbf: Bytes,
  known: Encoding | null,
): Promise<{ columns: readonly string[]; encoding: Encoding }> {
  const queue = new ByteQueue(dbf.open());
  try {
    const header = await readDbfHeader(queue);
    const sample: Buffer[] = [];
    while (sample.length < SAMPLE_RECORDS && (await queue.fill(header.recordLength)))
      sample.push(Buffer.from(queue.take(header.recordLength)));
    const encoding = dbfEncoding(header, known, Buffer.concat(sample));
    return { columns: new DbfDecoder(header, encoding).columns, encoding };
  } finally {
    await queue.end();
  }
}

const DELETED = 0x2a;

async function* readRows(parts: ShapefileParts, encoding: Encoding): AsyncGenerator<readonly RawRow[]> {
  const shp = new ByteQueue(parts.shp.open());
  const dbf = new ByteQueue(parts.dbf.open());
  try {
    await readShpHeader(shp);
    const header = await readDbfHeader(dbf);
    const decoder = new DbfDecoder(header, encoding);
    let batch: RawRow[] = [];
    for (let line = 1; ; line++) {
      const shape = await readShpRecord(shp);
      const hasRecord = line <= header.count && (await dbf.fill(header.recordLength));
      if (!shape && !hasRecord) break;
      if (!shape || !hasRecord) throw uneven(line, header.count, shape !== null);
      const record = dbf.take(header.recordLength);
      // Deleted in the editor but not packed: the person who made the file took it out.
      if (record[0] === DELETED) continue;
      batch.push(shapeRow(line, shape, decoder.values(record), encoding));
      if (batch.length < ROWS_PER_BATCH) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  } finally {
    await shp.end();
    await dbf.end();
  }
}

const uneven = (line: number, count: number, shpIsLonger: boolean) =>
  new FileProblem(
    "truncated",
    "as many records in the .dbf as shapes in the .shp",
    shpIsLonger ? `more shapes than ${Math.min(count, line - 1)} records` : `a record without a shape`,
    line,
  );

function shapeRow(line: number, shape: ShpRecord, values: readonly unknown[], encoding: Encoding): RawRow {
  const broken = (rule: string, expected: string, received: string): RawRow => ({
    line,
    values,
    geometry: null,
    broken: { rule, field: null, expected, received },
  });
  if (shape.broken !== null) return broken("geometry_broken", "a whole shape", shape.broken);
  const strange = values.find((value) => typeof value === "string" && value.includes("\uFFFD"));
  if (strange !== undefined) return broken("encoding", encoding, shown(strange));
  return { line, values, geometry: shape.geometry, broken: null };
}
