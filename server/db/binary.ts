/**
 * Columns of many rows in PostgreSQL's binary format (array_recv of its source), for `unnest`: neither side writes or reads numbers as text,
 * which costs more than storing the rows. The format is the same on both engines.
 */
export class Binary {
  readonly bytes: Uint8Array<ArrayBuffer>;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.bytes = bytes;
  }
}

/** Numbers of PostgreSQL's own types, which never change. */
const OID = { int2: 21, text: 25, float8: 701, timestamptz: 1184 } as const;

/** The arrays' own types, in which these travel. */
export const BINARY_OIDS: readonly number[] = [1005, 1009, 1022, 1185];

/** Dimensions, whether there are nulls, type, number of items, first index: four bytes each. */
const HEAD = 20;

function begin(oid: number, count: number, bodyBytes: number): DataView<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(HEAD + bodyBytes));
  // An empty array has no dimension, and ends after its type.
  view.setInt32(0, 1);
  view.setInt32(8, oid);
  view.setInt32(12, count);
  view.setInt32(16, 1);
  return view;
}

const emptyArray = (oid: number): Binary => {
  const view = new DataView(new ArrayBuffer(12));
  view.setInt32(8, oid);
  return new Binary(new Uint8Array(view.buffer));
};

function fixedArray(
  oid: number,
  size: 2 | 8,
  values: readonly number[],
  put: (view: DataView, at: number, value: number) => void,
): Binary {
  if (values.length === 0) return emptyArray(oid);
  const view = begin(oid, values.length, values.length * (4 + size));
  let at = HEAD;
  for (const value of values) {
    view.setInt32(at, size);
    put(view, at + 4, value);
    at += 4 + size;
  }
  return new Binary(new Uint8Array(view.buffer));
}

export const float8Array = (values: readonly number[]): Binary =>
  fixedArray(OID.float8, 8, values, (view, at, value) => view.setFloat64(at, value));

export const int2Array = (values: readonly number[]): Binary =>
  fixedArray(OID.int2, 2, values, (view, at, value) => view.setInt16(at, value));

/** 2000-01-01 00:00Z, ms since 1970: PostgreSQL counts microseconds from there. */
const PG_EPOCH_MS = Date.UTC(2000, 0, 1);
const TWO_32 = 2 ** 32;

/** Whole ms since 1970 as timestamptz; right between the years 1714 and 2285, where the microseconds are safe integers. */
export const instantArray = (ms: readonly number[]): Binary =>
  fixedArray(OID.timestamptz, 8, ms, (view, at, value) => {
    const us = (value - PG_EPOCH_MS) * 1000;
    view.setInt32(at, Math.floor(us / TWO_32));
    view.setUint32(at + 4, us - Math.floor(us / TWO_32) * TWO_32);
  });

/** Texts without NUL, which PostgreSQL has not: it refuses the whole statement where one comes. */
export function textArray(values: readonly string[]): Binary {
  if (values.length === 0) return emptyArray(OID.text);
  let most = 0;
  for (const value of values) most += 4 + 3 * value.length;
  const view = begin(OID.text, values.length, most);
  const bytes = Buffer.from(view.buffer);
  let at = HEAD;
  // Neighbours are often the same, as owners are: then the bytes before are taken again.
  let [last, lastAt, lastSize] = ["", 0, 0];
  for (const value of values) {
    if (value === last) bytes.copyWithin(at + 4, lastAt, lastAt + lastSize);
    else [last, lastSize] = [value, bytes.write(value, at + 4)];
    view.setInt32(at, lastSize);
    lastAt = at + 4;
    at = lastAt + lastSize;
  }
  return new Binary(new Uint8Array(view.buffer, 0, at));
}
