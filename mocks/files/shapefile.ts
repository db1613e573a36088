import { closeSync, createWriteStream, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import type { DatasetKind } from "#contract/dataset.ts";
import { IMPORT_KINDS } from "#contract/import-fields.ts";
import type { LngLat } from "#contract/route.ts";
import { DbfFile } from "./dbf.ts";
import type { Foreign } from "./foreign.ts";
import type { Projection } from "./projections.ts";
import { type FileRow, type Sink, writeAll } from "./sink.ts";

export interface ShapefileAsk {
  /** The zip; its parts stand beside it while they are written. */
  readonly path: string;
  readonly stem: string;
  readonly kind: DatasetKind;
  readonly projection: Projection;
  readonly foreign: Foreign;
  /** Time given to the zip's members, so that the same world makes the same file. */
  readonly asOf: Date;
}

const POINT = 1;
const POLYLINE = 3;

class Bounds {
  box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  add([x, y]: LngLat): void {
    const [w, s, e, n] = this.box;
    this.box = [Math.min(w, x), Math.min(s, y), Math.max(e, x), Math.max(n, y)];
  }
}

function pointRecord([x, y]: LngLat): Uint8Array {
  const view = new DataView(new ArrayBuffer(20));
  view.setInt32(0, POINT, true);
  view.setFloat64(4, x, true);
  view.setFloat64(12, y, true);
  return new Uint8Array(view.buffer);
}

function lineRecord(points: readonly LngLat[]): Uint8Array {
  const bounds = new Bounds();
  for (const p of points) bounds.add(p);
  const view = new DataView(new ArrayBuffer(48 + 16 * points.length));
  view.setInt32(0, POLYLINE, true);
  for (const [i, v] of bounds.box.entries()) view.setFloat64(4 + 8 * i, v, true);
  view.setInt32(36, 1, true);
  view.setInt32(40, points.length, true);
  view.setInt32(44, 0, true);
  for (const [i, [x, y]] of points.entries()) {
    view.setFloat64(48 + 16 * i, x, true);
    view.setFloat64(56 + 16 * i, y, true);
  }
  return new Uint8Array(view.buffer);
}

/** .shp and .shx as they grow: heads are written again at the end, when size and bounds are known. */
class ShpFile {
  readonly #shp: number;
  readonly #shx: number;
  readonly #type: number;
  readonly #bounds = new Bounds();
  #records = 0;
  #words = 50;

  constructor(stem: string, type: number) {
    this.#shp = openSync(`${stem}.shp`, "w");
    this.#shx = openSync(`${stem}.shx`, "w");
    this.#type = type;
    for (const fd of [this.#shp, this.#shx]) writeAll(fd, new Uint8Array(100));
  }

  add(points: readonly LngLat[]): void {
    for (const p of points) this.#bounds.add(p);
    const body = this.#type === POINT ? pointRecord(points[0] as LngLat) : lineRecord(points);
    const head = new DataView(new ArrayBuffer(8));
    this.#records++;
    head.setInt32(0, this.#records);
    head.setInt32(4, body.length / 2);
    const index = new DataView(new ArrayBuffer(8));
    index.setInt32(0, this.#words);
    index.setInt32(4, body.length / 2);
    writeAll(this.#shp, Buffer.concat([new Uint8Array(head.buffer), body]));
    writeAll(this.#shx, new Uint8Array(index.buffer));
    this.#words += 4 + body.length / 2;
  }

  #head(words: number): Uint8Array {
    const view = new DataView(new ArrayBuffer(100));
    view.setInt32(0, 9994);
    view.setInt32(24, words);
    view.setInt32(28, 1000, true);
    view.setInt32(32, this.#type, true);
    if (this.#records > 0) for (const [i, v] of this.#bounds.box.entries()) view.setFloat64(36 + 8 * i, v, true);
    return new Uint8Array(view.buffer);
  }

  close(): void {
    writeSync(this.#shp, this.#head(this.#words), 0, 100, 0);
    writeSync(this.#shx, this.#head(50 + 4 * this.#records), 0, 100, 0);
    closeSync(this.#shp);
    closeSync(this.#shx);
  }
}

/** A zipped Shapefile with Chinese columns in GBK, .cpg and .prj, as survey offices deliver it. */
export function shapefileSink(ask: ShapefileAsk): Sink {
  const { geometry, fields } = IMPORT_KINDS[ask.kind];
  const stem = `${ask.path}.${ask.stem}`;
  const shp = new ShpFile(stem, geometry === "line" ? POLYLINE : POINT);
  const dbf = new DbfFile(`${stem}.dbf`, fields, ask.foreign);
  return {
    add(row: FileRow) {
      const places = row.path ?? (row.lngLat ? [row.lngLat] : []);
      shp.add(places.map(ask.projection.convert));
      dbf.add(row);
    },
    async close() {
      shp.close();
      dbf.close();
      writeFileSync(`${stem}.cpg`, "GBK");
      writeFileSync(`${stem}.prj`, ask.projection.esriWkt);
      const zip = new ZipFile();
      const parts = ["shp", "shx", "dbf", "cpg", "prj"];
      for (const part of parts)
        zip.addFile(`${stem}.${part}`, `${ask.stem}.${part}`, { mtime: ask.asOf, mode: 0o100644 });
      zip.end();
      await pipeline(zip.outputStream, createWriteStream(ask.path));
      for (const part of parts) rmSync(`${stem}.${part}`);
    },
  };
}
