import { STATION_TILE, TAG_TILE, TILE_EXTENT } from "#contract/tiles.ts";
import { meeting, searchTree } from "./packed-tree.ts";
import { type PointOrder, RANK_ZOOMS } from "./points.ts";
import { sees } from "./snapshot.ts";
import { stationTextsOf } from "./station-texts.ts";
import type { Occupancy } from "./thin.ts";
import { CLOSING, closeField, LAYER_FEATURE, type LayerBuffer, putVarint, putZigzag } from "./tile-buffer.ts";
import { type TileFrame, worldBox } from "./tile-frame.ts";

const FEATURE_ID = 1 << 3;
const FEATURE_TAGS = (2 << 3) | 2;
const FEATURE_TYPE = 3 << 3;
const FEATURE_GEOMETRY = (4 << 3) | 2;
const POINT = 1;
const MOVE_ONCE = (1 << 3) | 1;
const FEATURE_BYTES = 96;

/** Calls `visit` for each station whose point lies in the tile, the most important kinds first. A point belongs to one tile, so that counts are true. */
function stationsIn(
  frame: TileFrame,
  { trees, seqs, xy }: PointOrder,
  upToZoom: number,
  visit: (station: number, x: number, y: number) => void,
): void {
  const { shift, left, top } = frame;
  const meets = meeting(worldBox(frame, 0));
  for (const [rank, tree] of trees.entries()) {
    if ((RANK_ZOOMS[rank] as number) > upToZoom) return;
    searchTree(tree, meets, (from, to) => {
      for (let place = from; place < to; place++) {
        const x = ((xy[2 * place] as number) >> shift) - left;
        const y = ((xy[2 * place + 1] as number) >> shift) - top;
        if (x >= 0 && y >= 0 && x < TILE_EXTENT && y < TILE_EXTENT) visit(seqs[place] as number, x, y);
      }
    });
  }
}

/** @param values place + 1 of each attribute's value, in the order of the layer's keys. */
function writePoint({ out }: LayerBuffer, seq: number, values: readonly number[], x: number, y: number): void {
  out.room(FEATURE_BYTES + CLOSING);
  const { bytes } = out;
  let { at } = out;
  bytes[at++] = LAYER_FEATURE;
  const featureAt = at++;
  bytes[at++] = FEATURE_ID;
  at = putVarint(bytes, at, seq);
  bytes[at++] = FEATURE_TAGS;
  const tagsAt = at++;
  for (let key = 0; key < values.length; key++) {
    bytes[at++] = key;
    at = putVarint(bytes, at, (values[key] as number) - 1);
  }
  at = closeField(bytes, tagsAt, at);
  bytes[at++] = FEATURE_TYPE;
  bytes[at++] = POINT;
  bytes[at++] = FEATURE_GEOMETRY;
  const geometryAt = at++;
  bytes[at++] = MOVE_ONCE;
  at = putZigzag(bytes, at, x);
  at = putZigzag(bytes, at, y);
  at = closeField(bytes, geometryAt, at);
  out.at = closeField(bytes, featureAt, at);
}

/** Writes the stations whose kinds are due at the zoom; with `taken`, one for each cell. */
export function writeStations(frame: TileFrame, layer: LayerBuffer, taken: Occupancy | null, mostBytes: number): void {
  const { snapshot, sight, index, zoom } = frame;
  const { stations } = snapshot;
  const texts = stationTextsOf(snapshot);
  layer.begin(STATION_TILE.layer);
  const values = [0, 0, 0, 0, 0];
  stationsIn(frame, index.stations, zoom, (i, x, y) => {
    if (layer.out.at > mostBytes || taken?.has(x, y) || !sees(sight, stations, i)) return;
    taken?.take(x, y);
    values[0] = layer.number(stations.kind[i] as number);
    values[1] = layer.number(stations.gas[i] as number);
    texts.putId(layer.values, i);
    values[2] = layer.added();
    values[3] = layer.text(texts.nameOf(i), texts.putName);
    values[4] = layer.number(stations.county[i] as number);
    writePoint(layer, i, values, x, y);
    layer.count += 1;
  });
  layer.end(STATION_TILE.attributes);
}

/**
 * Writes tags where their station stands, whether that is drawn at this zoom or not. With `taken` one for each cell, and `isChiefOnly`
 * only the first of a station.
 */
export function writeTags(
  frame: TileFrame,
  layer: LayerBuffer,
  taken: Occupancy | null,
  isChiefOnly: boolean,
  mostBytes: number,
): void {
  const { snapshot, sight, index } = frame;
  const { tags } = snapshot;
  const { tagStarts, tagsOfStation } = index;
  layer.begin(TAG_TILE.layer);
  const values = [0, 0, 0, 0];
  stationsIn(frame, index.tagged, Number.POSITIVE_INFINITY, (station, x, y) => {
    if (layer.out.at > mostBytes || taken?.has(x, y)) return;
    const to = tagStarts[station + 1] as number;
    let stationValue = 0;
    for (let k = tagStarts[station] as number; k < to; k++) {
      const i = tagsOfStation[k] as number;
      if (isChiefOnly && (tags.slot[i] as number) > 0) break;
      if (!sees(sight, tags, i)) continue;
      if (taken !== null && !taken.take(x, y)) break;
      // A number beyond the layer's table would be written for each tag.
      stationValue ||= layer.number(station);
      values[0] = layer.number(tags.kind[i] as number);
      values[1] = stationValue;
      values[2] = layer.number(tags.slot[i] as number);
      values[3] = layer.number(tags.county[i] as number);
      writePoint(layer, i, values, x, y);
      layer.count += 1;
    }
  });
  layer.end(TAG_TILE.attributes);
}
