import gcoord from "gcoord";
import type { Position, Shape } from "./coverage.ts";

/** A map file of ECharts 4 (`map/json/**`): GeoJSON whose rings are zigzag differences as characters, 1/1024 degree, GCJ-02. */
export interface EchartsMap {
  readonly features: readonly EchartsFeature[];
}

interface EchartsFeature {
  readonly id: string;
  readonly properties: { readonly name: string };
  readonly geometry:
    | { readonly type: "Polygon"; readonly coordinates: readonly string[]; readonly encodeOffsets: readonly Pair[] }
    | {
        readonly type: "MultiPolygon";
        readonly coordinates: readonly (readonly string[])[];
        readonly encodeOffsets: readonly (readonly Pair[])[];
      };
}

type Pair = readonly [number, number];

const unzigzag = (code: number) => (code >> 1) ^ -(code & 1);

/** One ring, closed, in WGS84 degrees. */
export function decodeRing(text: string, offset: Pair): Position[] {
  const ring: Position[] = [];
  let [x, y] = offset;
  for (let i = 0; i + 1 < text.length; i += 2) {
    x += unzigzag(text.charCodeAt(i) - 64);
    y += unzigzag(text.charCodeAt(i + 1) - 64);
    ring.push(gcoord.transform([x / 1024, y / 1024], gcoord.GCJ02, gcoord.WGS84) as Position);
  }
  const [first] = ring;
  if (!first) throw new Error("an empty ring");
  ring.push(first);
  return ring;
}

/** All polygons of a feature, as the file has them: self-crossings, slivers and gaps included. */
export function decodeShape(map: EchartsMap, id: string): Shape {
  const feature = map.features.find((one) => one.id === id);
  if (!feature) throw new Error(`the map file has no feature ${id}`);
  const { geometry } = feature;
  const polygon = (rings: readonly string[], offsets: readonly Pair[]) =>
    rings.map((ring, i) => decodeRing(ring, offsets[i] as Pair));
  if (geometry.type === "Polygon") return [polygon(geometry.coordinates, geometry.encodeOffsets)];
  return geometry.coordinates.map((rings, i) => polygon(rings, geometry.encodeOffsets[i] as readonly Pair[]));
}
