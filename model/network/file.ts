import { CUSTOMER_CLASSES } from "#contract/gas.ts";
import { MODEL_NETWORK_MAGIC } from "#contract/model-network.ts";
import type { NetworkRows } from "./rows.ts";

const SEPARATOR = "\u001f";
const TYPES = {
  u8: Uint8Array,
  u32: Uint32Array,
  i32: Int32Array,
  f32: Float32Array,
  f64: Float64Array,
  text: Uint8Array,
} as const;
type Type = keyof typeof TYPES;
const GROUPS = ["nodes", "pipes", "critical", "ducts", "ductPoints"] as const;
type Group = (typeof GROUPS)[number];

/** Columns of the file: group, name, type and elements per row. New ones stand at the end: a file kept from before them has no such rows. */
const LAYOUT: readonly (readonly [Group, string, Type, number])[] = [
  ["nodes", "ids", "text", 1],
  ["nodes", "names", "text", 1],
  ["nodes", "lngLat", "f64", 2],
  ["nodes", "kind", "u8", 1],
  ["nodes", "level", "u8", 1],
  ["nodes", "state", "u8", 1],
  ["nodes", "setKPa", "f32", 1],
  ["nodes", "elevationM", "f32", 1],
  ["nodes", "customers", "u32", CUSTOMER_CLASSES.length],
  ["nodes", "annualM3", "f32", 1],
  ["pipes", "ids", "text", 1],
  ["pipes", "seq", "u32", 1],
  ["pipes", "from", "i32", 1],
  ["pipes", "to", "i32", 1],
  ["pipes", "lengthM", "f32", 1],
  ["pipes", "dnMm", "f32", 1],
  ["pipes", "wallMm", "f32", 1],
  ["pipes", "kPa", "f32", 1],
  ["pipes", "material", "u8", 1],
  ["pipes", "level", "u8", 1],
  ["pipes", "status", "u8", 1],
  ["critical", "ids", "text", 1],
  ["critical", "node", "i32", 1],
  ["critical", "kind", "u8", 1],
  ["critical", "class", "u8", 1],
  ["ducts", "ids", "text", 1],
  ["ducts", "kind", "u8", 1],
  ["ducts", "owners", "text", 1],
  ["ducts", "from", "text", 1],
  ["ducts", "to", "text", 1],
  ["ducts", "widthMm", "f32", 1],
  ["ducts", "heightMm", "f32", 1],
  ["ductPoints", "duct", "i32", 1],
  ["ductPoints", "lngLat", "f64", 2],
];

interface Head {
  readonly version: string;
  readonly area: string;
  /** Rows of each group; a group left out has none. */
  readonly rows: Readonly<Partial<Record<Group, number>>>;
  /** Bytes of each column, in the order of the layout. */
  readonly bytes: readonly number[];
}

type Columns = Readonly<Record<string, ArrayBufferView<ArrayBuffer> | readonly string[]>>;
const padded = (bytes: number): number => Math.ceil(bytes / 8) * 8;

const bytesOf = (column: ArrayBufferView<ArrayBuffer> | readonly string[]): Uint8Array =>
  ArrayBuffer.isView(column)
    ? new Uint8Array(column.buffer, column.byteOffset, column.byteLength)
    : new TextEncoder().encode(column.join(SEPARATOR));

/** Puts one area's network into bytes. */
export function writeNetworkFile(rows: NetworkRows): Uint8Array<ArrayBuffer> {
  const columns = LAYOUT.map(([group, name]) => bytesOf((rows[group] as unknown as Columns)[name] ?? []));
  const head: Head = {
    version: rows.version,
    area: rows.area,
    rows: {
      nodes: rows.nodes.ids.length,
      pipes: rows.pipes.ids.length,
      critical: rows.critical.ids.length,
      ducts: rows.ducts.ids.length,
      ductPoints: rows.ductPoints.duct.length,
    },
    bytes: columns.map(({ byteLength }) => byteLength),
  };
  const headBytes = new TextEncoder().encode(JSON.stringify(head));
  let at = padded(8 + headBytes.length);
  const out = new Uint8Array(columns.reduce((sum, column) => sum + padded(column.length), at));
  const view = new DataView(out.buffer);
  view.setUint32(0, MODEL_NETWORK_MAGIC, true);
  view.setUint32(4, headBytes.length, true);
  out.set(headBytes, 8);
  for (const column of columns) {
    out.set(column, at);
    at += padded(column.length);
  }
  return out;
}

/** Takes the bytes apart; columns are views, not copies. Throws on what is no such file. */
export function readNetworkFile(buffer: ArrayBuffer): NetworkRows {
  const view = new DataView(buffer);
  const magic = buffer.byteLength < 8 ? 0 : view.getUint32(0, true);
  if (magic !== MODEL_NETWORK_MAGIC)
    throw new Error(`expected a network file, got ${buffer.byteLength} bytes that begin with ${magic.toString(16)}`);
  const headLength = view.getUint32(4, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, headLength))) as Head;
  let at = padded(8 + headLength);
  const groups = Object.fromEntries(GROUPS.map((group) => [group, {}])) as Record<Group, Record<string, unknown>>;
  LAYOUT.forEach(([group, name, type, width], i) => {
    const length = head.bytes[i] ?? 0;
    const rows = head.rows[group] ?? 0;
    groups[group][name] = type === "text" ? textsOf(buffer, at, length, rows) : columnOf(buffer, at, length, type);
    const got = (groups[group][name] as { readonly length: number }).length;
    if (got !== rows * width) throw new Error(`${group}.${name}: expected ${rows * width} values, got ${got}`);
    at += padded(length);
  });
  return { version: head.version, area: head.area, ...groups } as unknown as NetworkRows;
}

const textsOf = (buffer: ArrayBuffer, at: number, length: number, rows: number): string[] =>
  rows === 0 ? [] : new TextDecoder().decode(new Uint8Array(buffer, at, length)).split(SEPARATOR);

function columnOf(buffer: ArrayBuffer, at: number, length: number, type: Exclude<Type, "text">) {
  const View = TYPES[type];
  return new View(buffer, at, length / View.BYTES_PER_ELEMENT);
}
