import { MATERIALS, PRESSURE_LEVELS, STATION_KINDS } from "#contract/gas.ts";
import type { Bbox } from "#contract/route.ts";
import type { Scene } from "#layers/layer.ts";
import { STATION_DOTS_LAYER } from "#layers/station-dots.ts";
import { STATION_STYLE_LAYER } from "#layers/stations.ts";
import { stepDown } from "#lib/area-tree.ts";
import { toWorld } from "#lib/mercator.ts";
import type { NetworkTile } from "#lib/network-tile.ts";
import { pickPipe, pickTag } from "#lib/pick.ts";
import { tagPlace } from "#lib/stroke.ts";
import type { Hover } from "#state/hover.ts";
import { PRESSURE_WIDTH } from "#theme/tokens.ts";
import type { MapEngine, PointAt } from "./engine-types.ts";

/** Pixels off a thing that still count as on it. */
const REACH = { mouse: 5, touch: 14 } as const;

export interface FindInput {
  readonly engine: MapEngine;
  readonly scene: Scene;
  readonly peek: (z: number, x: number, y: number) => NetworkTile | null;
}

/** The decoded tile under a point: of the map's zoom, or of the next coarser one that is at hand. */
function tileAt({ engine, scene, peek }: FindInput, { lng, lat }: PointAt): NetworkTile | null {
  const { network } = scene;
  if (!network) return null;
  const [x, y] = toWorld(lng, lat);
  const from = Math.min(network.maxZoom, Math.floor(engine.camera().zoom));
  for (let z = from; z >= Math.max(network.minZoom, from - 3); z--) {
    const tile = peek(z, Math.floor(x * 2 ** z), Math.floor(y * 2 ** z));
    if (tile) return tile;
  }
  return null;
}

/** What lies under a point, uppermost first: sensor, station, pipe, area. */
export function findAt(input: FindInput, at: PointAt, isTouch: boolean): Hover["feature"] {
  const { engine, scene } = input;
  const reach = isTouch ? REACH.touch : REACH.mouse;
  const { zoom } = engine.camera();
  const tile = tileAt(input, at);
  const aim = { lng: at.lng, lat: at.lat, zoom, reach };
  if (tile && scene.network && scene.visible.has("sensors")) {
    const tag = pickTag(tile, aim, scene.network.tagStates, tagPlace(zoom, scene.scale));
    if (tag) return { kind: "tag", ...tag };
  }
  return stationAt(input, at, reach) ?? (tile && pipeAt(input, tile, aim)) ?? areaAt(input, at);
}

function stationAt({ engine, scene }: FindInput, at: PointAt, reach: number): Hover["feature"] {
  if (!scene.visible.has("stations")) return null;
  const [found] = engine.featuresAt(at, reach / 2, [STATION_STYLE_LAYER, STATION_DOTS_LAYER]);
  if (!found) return null;
  const { id, name, kind } = found.properties as { id?: unknown; name?: unknown; kind?: unknown };
  if (typeof id !== "string" || typeof kind !== "number" || STATION_KINDS[kind] === undefined) return null;
  return { kind: "station", seq: Number(found.id), id, name: String(name ?? id), stationKind: kind };
}

function pipeAt({ scene }: FindInput, tile: NetworkTile, aim: Parameters<typeof pickPipe>[1]): Hover["feature"] {
  if (!scene.visible.has("pipes")) return null;
  const { level, material } = scene.filters;
  const isDrawn = (l: number, m: number) =>
    (level === undefined || PRESSURE_LEVELS[l] === level) && (material === undefined || MATERIALS[m] === material);
  const widthOf = (l: number) => PRESSURE_WIDTH[PRESSURE_LEVELS[l] ?? "unknown"] * scene.scale;
  const pipe = pickPipe(tile, aim, isDrawn, widthOf);
  return pipe && { kind: "pipe", ...pipe };
}

/** A view much smaller than an area: drilling to it would throw the person out of the street they are looking at. */
const isWithin = ([w, s, e, n]: Bbox, [west, south, east, north]: Bbox): boolean =>
  e - w < 0.4 * (east - west) && n - s < 0.4 * (north - south);

/** The area a click would drill to; where nothing is below, the area itself has no answer. */
function areaAt({ engine, scene }: FindInput, at: PointAt): Hover["feature"] {
  const code = engine.featuresAt(at, 0, ["area-hit"])[0]?.properties.code as unknown;
  if (typeof code !== "string") return null;
  const target = stepDown(scene.areas, scene.focus, code);
  const area = target === null ? undefined : scene.areas.byCode.get(target);
  return area && !isWithin(engine.camera().bounds, area.bbox)
    ? { kind: "area", code: area.code, name: area.name }
    : null;
}
