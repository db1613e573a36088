import { CAMERA_STATES } from "#contract/cameras.ts";
import { STATION_KINDS } from "#contract/gas.ts";
import type { Bbox } from "#contract/route.ts";
import { ALARM_BADGES_LAYER } from "#layers/alarm-badges.ts";
import { CAMERAS_LAYER } from "#layers/cameras.ts";
import { HAZARDS_LAYER, MAJOR_HAZARDS_LAYER } from "#layers/hazards.ts";
import { pixelsPerUnit } from "#layers/flat/tile-matrix.ts";
import type { Scene } from "#layers/layer.ts";
import { STATION_DOTS_LAYER } from "#layers/station-dots.ts";
import { STATION_STYLE_LAYER } from "#layers/stations.ts";
import { stepDown } from "#lib/area-tree.ts";
import { badgeAt } from "#lib/badge-mesh.ts";
import { clusterAt } from "#lib/cluster-mesh.ts";
import { clusterBox, STATES } from "#lib/cluster-view.ts";
import { toWorld } from "#lib/mercator.ts";
import type { Hover } from "#state/hover.ts";
import type { MapEngine, PointAt } from "./engine-types.ts";

/** Pixels off a thing that still count as on it. Marks of sensors are large enough for half of it. */
const REACH = { mouse: 5, touch: 14 } as const;

export interface FindInput {
  readonly engine: MapEngine;
  readonly scene: Scene;
}

/** What lies under a point, uppermost first: badge of alarms, hazard, sensor, camera, cluster, station, pipe, area. */
export function findAt(input: FindInput, at: PointAt, isTouch: boolean): Hover["feature"] {
  const { engine, scene } = input;
  const reach = isTouch ? REACH.touch : REACH.mouse;
  const badge = badgeUnder(input, at, isTouch ? reach / 2 : 0);
  if (badge) return badge;
  const hazard = hazardAt(input, at, reach);
  if (hazard) return hazard;
  const { pipe, tag } = engine.pick(at, { pipes: reach, tags: reach / 2 });
  if (tag && scene.visible.has("sensors")) return { kind: "tag", ...tag };
  const camera = cameraAt(input, at, reach);
  if (camera) return camera;
  const cluster = clusterUnder(input, at);
  if (cluster) return cluster;
  const station = stationAt(input, at, reach);
  if (station) return station;
  return pipe && scene.visible.has("pipes") ? { kind: "pipe", ...pipe } : areaAt(input, at);
}

/** The pipe under a point, whatever lies over it. */
export function pipeAt({ engine, scene }: FindInput, at: PointAt, isTouch: boolean): Hover["feature"] {
  if (!scene.visible.has("pipes")) return null;
  const { pipe } = engine.pick(at, { pipes: isTouch ? REACH.touch : REACH.mouse, tags: 0 });
  return pipe && { kind: "pipe", ...pipe };
}

/** Clusters are few: they are found on the processor. */
function clusterUnder({ engine, scene }: FindInput, { lng, lat }: PointAt): Hover["feature"] {
  const { clusters, scale } = scene;
  if (!clusters || !scene.visible.has("clusters")) return null;
  const [x, y] = toWorld(lng, lat);
  const world = 512 * 2 ** engine.camera().zoom;
  const off = [(x - clusters.origin[0]) * world, (y - clusters.origin[1]) * world] as const;
  const found = clusterAt(clusters, ...off, pixelsPerUnit(engine.camera().zoom, clusters.zoom), scale);
  if (found === -1) return null;
  return {
    kind: "cluster",
    total: clusters.total[found] as number,
    states: [...clusters.states.subarray(found * STATES, (found + 1) * STATES)],
    bbox: clusterBox(clusters, found),
  };
}

/** Badges lie over all else: what is seen is what is clicked. */
function badgeUnder({ engine, scene }: FindInput, at: PointAt, reach: number): Hover["feature"] {
  if (!scene.alarmBadges?.length || !scene.visible.has(ALARM_BADGES_LAYER)) return null;
  const { network, scale } = scene;
  const badge = network && badgeAt(network.badges.view, [at.lng, at.lat], engine.camera().zoom, scale, reach);
  if (!badge) return null;
  const place = badge.box === null ? { area: badge.key } : { box: badge.box };
  return { kind: "alarms", key: badge.key, place, counts: badge.counts, wanting: badge.wanting };
}

function cameraAt({ engine, scene }: FindInput, at: PointAt, reach: number): Hover["feature"] {
  if (!scene.cameras || !scene.visible.has(CAMERAS_LAYER)) return null;
  const [found] = engine.featuresAt(at, reach / 2, [CAMERAS_LAYER]);
  const { id, name, state: said } = (found?.properties ?? {}) as { id?: unknown; name?: unknown; state?: unknown };
  const state = CAMERA_STATES.find((known) => known === said);
  return typeof id === "string" && state ? { kind: "camera", id, name: String(name ?? id), state } : null;
}

function hazardAt({ engine, scene }: FindInput, at: PointAt, reach: number): Hover["feature"] {
  if (!scene.hazards?.length || !scene.visible.has(HAZARDS_LAYER)) return null;
  const id = engine.featuresAt(at, reach / 2, [MAJOR_HAZARDS_LAYER, HAZARDS_LAYER])[0]?.properties.id as unknown;
  const hazard = scene.hazards.find((one) => one.id === id);
  return hazard
    ? { kind: "hazard", id: hazard.id, grade: hazard.grade, note: hazard.note, isOverdue: hazard.isOverdue }
    : null;
}

function stationAt({ engine, scene }: FindInput, at: PointAt, reach: number): Hover["feature"] {
  if (!scene.visible.has("stations")) return null;
  const [found] = engine.featuresAt(at, reach / 2, [STATION_STYLE_LAYER, STATION_DOTS_LAYER]);
  if (!found) return null;
  const { id, name, kind } = found.properties as { id?: unknown; name?: unknown; kind?: unknown };
  if (typeof id !== "string" || typeof kind !== "number" || STATION_KINDS[kind] === undefined) return null;
  return { kind: "station", seq: Number(found.id), id, name: String(name ?? id), stationKind: kind };
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
