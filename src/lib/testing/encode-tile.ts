import { PbfWriter } from "pbf";

/** A feature to be put into a test tile: one line or one point, in tile units. */
export interface DrawnFeature {
  readonly id: number;
  readonly type: 1 | 2 | 3;
  readonly points: readonly (readonly [number, number])[];
  readonly tags: Readonly<Record<string, string | number | boolean>>;
}

const zigzag = (n: number) => (n << 1) ^ (n >> 31);

function commands({ points, type }: DrawnFeature): number[] {
  let [x, y] = [0, 0];
  const out: number[] = [];
  points.forEach(([px, py], i) => {
    if (i === 0) out.push(1 | (1 << 3));
    if (i === 1) out.push(2 | ((points.length - 1) << 3));
    out.push(zigzag(px - x), zigzag(py - y));
    [x, y] = [px, py];
  });
  if (type === 3) out.push(7 | (1 << 3));
  return out;
}

function writeValue(value: string | number | boolean, pbf: PbfWriter) {
  if (typeof value === "string") pbf.writeStringField(1, value);
  else if (typeof value === "boolean") pbf.writeBooleanField(7, value);
  else pbf.writeVarintField(5, value);
}

function writeLayer({ name, features }: { name: string; features: readonly DrawnFeature[] }, pbf: PbfWriter) {
  const keys: string[] = [];
  const values: (string | number | boolean)[] = [];
  const place = <T>(list: T[], item: T) => (list.includes(item) ? list.indexOf(item) : list.push(item) - 1);
  pbf.writeVarintField(15, 2);
  pbf.writeStringField(1, name);
  for (const feature of features)
    pbf.writeMessage(
      2,
      (f: DrawnFeature, inner) => {
        inner.writeVarintField(1, f.id);
        inner.writePackedVarint(
          2,
          Object.entries(f.tags).flatMap(([k, v]) => [place(keys, k), place(values, v)]),
        );
        inner.writeVarintField(3, f.type);
        inner.writePackedVarint(4, commands(f));
      },
      feature,
    );
  for (const key of keys) pbf.writeStringField(3, key);
  for (const value of values) pbf.writeMessage(4, writeValue, value);
  pbf.writeVarintField(5, 4096);
}

/** A small vector tile, for tests. */
export function encodeTile(layers: Readonly<Record<string, readonly DrawnFeature[]>>): ArrayBuffer {
  const pbf = new PbfWriter();
  for (const [name, features] of Object.entries(layers)) pbf.writeMessage(3, writeLayer, { name, features });
  return pbf.finish().slice().buffer;
}
