import { PIPE_TILE, TAG_TILE, TILE_EXTENT } from "#contract/tiles.ts";
import { lineMesh } from "#lib/line-mesh.ts";
import { numberOf, type RawLayer, readTile, walk } from "#lib/mvt.ts";
import type { NetworkTile, PipeLines } from "#lib/network-tile.ts";
import { tagMesh } from "#lib/tag-mesh.ts";

/** Pipes and sensors of one network tile as columns and triangles. Throws on bytes that are no vector tile. */
export function decodeTile(bytes: ArrayBuffer, z: number, x: number, y: number): NetworkTile {
  const layers = readTile(bytes, [PIPE_TILE.layer, TAG_TILE.layer]);
  const lines = pipeLines(layers.find((layer) => layer.name === PIPE_TILE.layer));
  const tags = tagMesh(tagPoints(layers.find((layer) => layer.name === TAG_TILE.layer)));
  return { z, x, y, lines, pipes: lineMesh(lines), tags };
}

/** The buffers of a decoded tile, to be handed over. */
export const tileBuffers = ({ pipes, tags, lines }: NetworkTile): Transferable[] =>
  [pipes, tags, lines].flatMap((columns) =>
    Object.values(columns).flatMap((column) => (ArrayBuffer.isView(column) ? [column.buffer as ArrayBuffer] : [])),
  );

/** Keeps a coordinate within 16 bits: what lies so far outside its tile is not seen in it. */
const short = (value: number, extent: number) =>
  Math.max(-32768, Math.min(32767, Math.round((value * TILE_EXTENT) / extent)));

function pipeLines(layer: RawLayer | undefined): PipeLines {
  const offsets: number[] = [];
  const xy: number[] = [];
  const seq: number[] = [];
  const columns: [number[], number[], number[], number[]] = [[], [], [], []];
  if (layer) {
    const read = (["level", "material", "status", "dn"] as const).map((key) => numberOf(layer, key, 0));
    for (const feature of layer.features) {
      if (feature.type !== 2) continue;
      const values = read.map((of) => of(feature));
      const startPart = () => {
        offsets.push(xy.length / 2);
        seq.push(feature.id);
        for (const [i, column] of columns.entries()) column.push(values[i] as number);
      };
      walk(feature, startPart, (x, y) => xy.push(short(x, layer.extent), short(y, layer.extent)));
    }
  }
  const [level, material, status, dn] = columns;
  return {
    offsets: Uint32Array.from([...offsets, xy.length / 2]),
    xy: Int16Array.from(xy),
    seq: Uint32Array.from(seq),
    level: Uint8Array.from(level),
    material: Uint8Array.from(material),
    status: Uint8Array.from(status),
    dnMm: Uint16Array.from(dn),
  };
}

function tagPoints(layer: RawLayer | undefined) {
  const xy: number[] = [];
  const seq: number[] = [];
  const columns: [number[], number[], number[]] = [[], [], []];
  if (layer) {
    const read = (["kind", "slot", "station"] as const).map((key) => numberOf(layer, key, 0));
    for (const feature of layer.features) {
      if (feature.type !== 1) continue;
      let isFirst = true;
      walk(
        feature,
        () => {},
        (x, y) => {
          if (!isFirst) return;
          isFirst = false;
          xy.push(short(x, layer.extent), short(y, layer.extent));
          seq.push(feature.id);
          for (const [i, column] of columns.entries()) column.push((read[i] as (typeof read)[0])(feature));
        },
      );
    }
  }
  const [kind, slot, station] = columns;
  return {
    xy: Int16Array.from(xy),
    seq: Uint32Array.from(seq),
    kind: Uint8Array.from(kind),
    slot: Uint8Array.from(slot),
    station: Uint32Array.from(station),
  };
}
