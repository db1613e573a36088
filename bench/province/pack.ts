import { closeSync, fstatSync, openSync, readSync, renameSync, writeSync } from "node:fs";

/*
 * Plain values with typed arrays in them, in one file: the length of a JSON head, the head in which each array is replaced by its kind and
 * place, then the arrays. Each is read straight into memory of its own: nothing is held twice, so that peaks of memory are honest.
 */

const KINDS = {
  Int8Array,
  Uint8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
} as const;
type Kind = keyof typeof KINDS;
type Column = InstanceType<(typeof KINDS)[Kind]>;

interface Placed {
  readonly $: Kind;
  readonly at: number;
  readonly length: number;
}

const isPlaced = (value: unknown): value is Placed => typeof value === "object" && value !== null && "$" in value;

export function writePacked(file: string, value: unknown): void {
  const columns: Column[] = [];
  let at = 0;
  const head = JSON.stringify(value, (_, one: unknown) => {
    if (!ArrayBuffer.isView(one)) return one;
    const column = one as Column;
    const placed: Placed = { $: column.constructor.name as Kind, at, length: column.length };
    columns.push(column);
    at += column.byteLength;
    return placed;
  });
  const part = `${file}.part`;
  const fd = openSync(part, "w");
  try {
    const bytes = Buffer.from(head);
    const size = Buffer.alloc(8);
    size.writeDoubleLE(bytes.length);
    writeAll(fd, size);
    writeAll(fd, bytes);
    for (const column of columns) writeAll(fd, new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  } finally {
    closeSync(fd);
  }
  renameSync(part, file);
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length; ) from += writeSync(fd, bytes, from, bytes.length - from);
}

function readAll(fd: number, into: Uint8Array, position: number): void {
  for (let from = 0; from < into.length; ) {
    const got = readSync(fd, into, from, into.length - from, position + from);
    if (got === 0) throw new Error("the file ends before its arrays do");
    from += got;
  }
}

/** Throws when the file is not whole. */
export function readPacked<T>(file: string): T {
  const fd = openSync(file, "r");
  try {
    const size = Buffer.alloc(8);
    readAll(fd, size, 0);
    const head = Buffer.alloc(size.readDoubleLE());
    if (head.length > fstatSync(fd).size) throw new Error(`${file} is no packed file`);
    readAll(fd, head, 8);
    const base = 8 + head.length;
    return JSON.parse(head.toString(), (_, one: unknown) => {
      if (!isPlaced(one)) return one;
      const column = new KINDS[one.$](one.length);
      readAll(fd, new Uint8Array(column.buffer), base + one.at);
      return column;
    }) as T;
  } finally {
    closeSync(fd);
  }
}
