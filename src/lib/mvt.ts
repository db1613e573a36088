import { PbfReader } from "pbf";

/** One feature as it lies in a tile: its geometry is still commands (MVT 2.1 §4.3). */
export interface RawFeature {
  readonly id: number;
  /** 1 point, 2 line, 3 polygon. */
  readonly type: number;
  /** Value of an attribute by its key's place in `keys`, or undefined. */
  readonly tags: readonly number[];
  readonly commands: readonly number[];
}

export interface RawLayer {
  readonly name: string;
  readonly extent: number;
  readonly keys: readonly string[];
  readonly values: readonly (string | number | boolean)[];
  readonly features: readonly RawFeature[];
}

type Draft<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

const readValue = (tag: number, out: { value: string | number | boolean }, pbf: PbfReader) => {
  if (tag === 1) out.value = pbf.readString();
  else if (tag === 2) out.value = pbf.readFloat();
  else if (tag === 3) out.value = pbf.readDouble();
  else if (tag === 4) out.value = pbf.readVarint(true);
  else if (tag === 5) out.value = pbf.readVarint();
  else if (tag === 6) out.value = pbf.readSVarint();
  else if (tag === 7) out.value = pbf.readBoolean();
};

const readFeature = (tag: number, feature: Draft<RawFeature>, pbf: PbfReader) => {
  if (tag === 1) feature.id = pbf.readVarint();
  else if (tag === 2) pbf.readPackedVarint(feature.tags);
  else if (tag === 3) feature.type = pbf.readVarint();
  else if (tag === 4) pbf.readPackedVarint(feature.commands);
};

const readLayer = (tag: number, layer: Draft<RawLayer>, pbf: PbfReader) => {
  if (tag === 1) layer.name = pbf.readString();
  else if (tag === 2) layer.features.push(pbf.readMessage(readFeature, { id: -1, type: 0, tags: [], commands: [] }));
  else if (tag === 3) layer.keys.push(pbf.readString());
  else if (tag === 4) layer.values.push(pbf.readMessage(readValue, { value: "" as string | number | boolean }).value);
  else if (tag === 5) layer.extent = pbf.readVarint();
};

/** The layers of a vector tile whose names are wanted. Throws when the bytes are no vector tile. */
export function readTile(bytes: ArrayBuffer | Uint8Array, wanted: readonly string[]): RawLayer[] {
  const layers: RawLayer[] = [];
  const pbf = new PbfReader(bytes);
  pbf.readFields((tag) => {
    if (tag !== 3) return;
    const layer = pbf.readMessage<Draft<RawLayer>>(readLayer, {
      name: "",
      extent: 4096,
      keys: [],
      values: [],
      features: [],
    });
    if (wanted.includes(layer.name)) layers.push(layer);
  }, null);
  return layers;
}

/** Reads a numeric attribute of features of one layer; `otherwise` where it is missing or no number. */
export function numberOf(layer: RawLayer, key: string, otherwise: number): (feature: RawFeature) => number {
  const wanted = layer.keys.indexOf(key);
  return ({ tags }) => {
    for (let i = 0; i + 1 < tags.length; i += 2) {
      if (tags[i] !== wanted) continue;
      const value = layer.values[tags[i + 1] as number];
      return typeof value === "number" ? value : otherwise;
    }
    return otherwise;
  };
}

const MOVE_TO = 1;
const LINE_TO = 2;
const unzigzag = (n: number) => (n >>> 1) ^ -(n & 1);

/** Calls `part` at the start of each line or point and `point` for each of its points, in tile units. */
export function walk(feature: RawFeature, part: () => void, point: (x: number, y: number) => void): void {
  let x = 0;
  let y = 0;
  const { commands } = feature;
  for (let i = 0; i < commands.length; ) {
    const command = commands[i++] as number;
    const action = command & 7;
    if (action !== MOVE_TO && action !== LINE_TO) continue;
    for (let n = command >> 3; n > 0 && i + 1 < commands.length; n--) {
      x += unzigzag(commands[i++] as number);
      y += unzigzag(commands[i++] as number);
      if (action === MOVE_TO) part();
      point(x, y);
    }
  }
}
