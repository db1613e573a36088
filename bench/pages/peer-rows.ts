/** Pipes in flat columns, as the bench's server sends them to peers. */
export interface FlatPipes {
  readonly count: number;
  readonly offsets: Uint32Array;
  readonly lngLat: Float64Array;
  readonly level: Uint8Array;
}

export async function fetchPipes(): Promise<FlatPipes> {
  const bytes = await (await fetch("/bench/data/pipes.bin")).arrayBuffer();
  const [count = 0, vertices = 0] = new Uint32Array(bytes, 0, 2);
  const at = 8 + 16 * vertices;
  return {
    count,
    lngLat: new Float64Array(bytes, 8, 2 * vertices),
    offsets: new Uint32Array(bytes, at, count + 1),
    level: new Uint8Array(bytes, at + 4 * (count + 1), count),
  };
}

export async function fetchTags(): Promise<Float32Array> {
  return new Float32Array(await (await fetch("/bench/data/tags.bin")).arrayBuffer());
}

const pathOf = ({ offsets, lngLat }: FlatPipes, i: number): [number, number][] => {
  const path: [number, number][] = [];
  for (let k = offsets[i] as number; k < (offsets[i + 1] as number); k++)
    path.push([lngLat[2 * k] as number, lngLat[2 * k + 1] as number]);
  return path;
};

export interface PipeObject {
  readonly id: number;
  readonly level: number;
  readonly path: [number, number][];
}

/** As `JSON.parse` would give them: one object for each pipe. */
export const pipeObjects = (flat: FlatPipes): PipeObject[] =>
  Array.from({ length: flat.count }, (_, i) => ({ id: i, level: flat.level[i] as number, path: pathOf(flat, i) }));

export const pipeFeatures = (flat: FlatPipes): GeoJSON.FeatureCollection => ({
  type: "FeatureCollection",
  features: Array.from({ length: flat.count }, (_, i) => ({
    type: "Feature" as const,
    id: i,
    properties: { level: flat.level[i] },
    geometry: { type: "LineString" as const, coordinates: pathOf(flat, i) },
  })),
});

export const tagFeatures = (places: Float32Array): GeoJSON.FeatureCollection<GeoJSON.Point> => ({
  type: "FeatureCollection",
  features: Array.from({ length: places.length / 2 }, (_, i) => ({
    type: "Feature" as const,
    id: i,
    properties: { p: 0, q: 0, t: 0 },
    geometry: { type: "Point" as const, coordinates: [places[2 * i] as number, places[2 * i + 1] as number] },
  })),
});
