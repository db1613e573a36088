import { closeSync, openSync, writeSync } from "node:fs";
import type { ImportField } from "#contract/import-fields.ts";
import type { Foreign } from "./foreign.ts";
import { encodeGbk } from "./gbk.ts";
import { type FileRow, writeAll } from "./sink.ts";

interface Column {
  readonly field: ImportField;
  readonly name: Uint8Array;
  readonly type: "C" | "N" | "D" | "L";
  readonly width: number;
  readonly decimals: number;
}

function columnOf(field: ImportField, foreign: Foreign): Column {
  const name = encodeGbk(foreign.column(field.name)).subarray(0, 10);
  const base = { field, name, decimals: 0 };
  if (field.type === "number") return { ...base, type: "N", width: 16, decimals: 4 };
  if (field.type === "integer") return { ...base, type: "N", width: 10 };
  if (field.type === "boolean") return { ...base, type: "L", width: 1 };
  if (field.type === "date") return { ...base, type: "D", width: 8 };
  const width = field.name === "name" || field.name === "address" ? 120 : field.type === "text" ? 40 : 24;
  return { ...base, type: "C", width };
}

function cell(column: Column, value: unknown): Uint8Array {
  if (value === null || value === undefined) return new Uint8Array(0);
  if (column.type === "C") return encodeGbk(String(value)).subarray(0, column.width);
  if (column.type === "D") return encodeGbk(String(value).replaceAll("-", ""));
  if (column.type === "L") return encodeGbk(value ? "T" : "F");
  return encodeGbk(Number(value).toFixed(column.decimals).padStart(column.width));
}

const CHUNK_ROWS = 2_000;

/** A dBASE III table with GBK text. */
export class DbfFile {
  readonly #columns: readonly Column[];
  readonly #foreign: Foreign;
  readonly #width: number;
  readonly #fd: number;
  #chunk: Uint8Array;
  #inChunk = 0;
  #rows = 0;

  constructor(path: string, fields: readonly ImportField[], foreign: Foreign) {
    this.#columns = fields.map((f) => columnOf(f, foreign));
    this.#foreign = foreign;
    this.#width = 1 + this.#columns.reduce((sum, c) => sum + c.width, 0);
    this.#fd = openSync(path, "w");
    this.#chunk = new Uint8Array(this.#width * CHUNK_ROWS);
    writeAll(this.#fd, this.#head());
  }

  #head(): Uint8Array {
    const head = new Uint8Array(32 + 32 * this.#columns.length + 1);
    const view = new DataView(head.buffer);
    view.setUint8(0, 0x03);
    // A date has to stand there; readers do not look at it, and ours must not depend on the day.
    head.set([100, 1, 1], 1);
    view.setUint32(4, this.#rows, true);
    view.setUint16(8, head.length, true);
    view.setUint16(10, this.#width, true);
    // Language driver 0x4D: code page 936.
    view.setUint8(29, 0x4d);
    for (const [i, c] of this.#columns.entries()) {
      const at = 32 + 32 * i;
      head.set(c.name, at);
      head.set([c.type.charCodeAt(0)], at + 11);
      head.set([c.width, c.decimals], at + 16);
    }
    head[head.length - 1] = 0x0d;
    return head;
  }

  add(row: FileRow): void {
    const from = this.#inChunk * this.#width;
    this.#chunk.fill(0x20, from, from + this.#width);
    let at = from + 1;
    for (const c of this.#columns) {
      this.#chunk.set(cell(c, this.#foreign.value(c.field.name, row[c.field.name])), at);
      at += c.width;
    }
    this.#rows++;
    this.#inChunk++;
    if (this.#inChunk === CHUNK_ROWS) this.#flush();
  }

  #flush(): void {
    writeAll(this.#fd, this.#chunk.subarray(0, this.#inChunk * this.#width));
    this.#inChunk = 0;
  }

  close(): void {
    this.#flush();
    writeAll(this.#fd, Uint8Array.of(0x1a));
    const head = this.#head();
    for (let at = 0; at < head.length; ) at += writeSync(this.#fd, head, at, head.length - at, at);
    closeSync(this.#fd);
  }
}
