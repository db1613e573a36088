import type { HttpHandler } from "msw";
import {
  type Camera,
  type CameraHealth,
  type CameraState,
  getCamera,
  getCameraHealth,
  listCameras,
  playCamera,
} from "#contract/cameras.ts";
import type { LngLat } from "#contract/route.ts";
import type { Me } from "#contract/session.ts";
import { hash32 } from "#mocks/world/rng.ts";
import type { CameraRow } from "#mocks/world/rows.ts";
import { answer, type MockContext } from "./answer.ts";
import { codesBelow, type MockHouse, sightOf } from "./house.ts";

/** A clip of the fake media server, as a file that the page's own server hands out. */
const CLIP = new URL("../media/clips/gate.flv", import.meta.url).href;
const STILL = new URL("../media/clips/gate-0.jpg", import.meta.url).href;
const LIFE_MS = 120_000;
const METRES_PER_DEGREE = 111_320;
/** Most pictures move; each other state is to be seen somewhere. */
const STATES: readonly CameraState[] = ["live", "live", "live", "live", "live", "cut", "frozen", "offline", "idle"];

const stateOf = ({ id }: CameraRow): CameraState => STATES[hash32(id) % STATES.length] ?? "live";

const distanceM = (at: LngLat, { lngLat: [lng, lat] }: CameraRow): number =>
  METRES_PER_DEGREE * Math.hypot((lng - at[0]) * Math.cos((at[1] * Math.PI) / 180), lat - at[1]);

const cameraOf = (house: MockHouse, row: CameraRow, at: LngLat | null): Camera => ({
  id: row.id,
  name: row.name,
  deviceId: row.device_id,
  stationId: row.station_id,
  stationName: house.stations.get(row.station_id)?.name ?? null,
  areaCode: row.area_code,
  enterpriseId: row.enterprise_id,
  lngLat: row.lngLat,
  headingDeg: row.heading_deg,
  fovDeg: row.fov_deg,
  rangeM: row.range_m,
  cascadeLevel: row.cascade_level,
  canPlay: true,
  state: stateOf(row),
  distanceM: at && distanceM(at, row),
});

function healthOf(row: CameraRow, now: number): CameraHealth {
  const at = new Date(now).toISOString();
  const state = stateOf(row);
  const platforms = (row.cascade_path ?? "").split(";").filter((id) => id !== "");
  return {
    id: row.id,
    state,
    since: new Date(now - 60_000).toISOString(),
    lastFrameAt: state === "live" || state === "frozen" ? at : null,
    isContradicted: state === "cut",
    levels: [
      ...platforms.map((id) => ({ id, kind: "platform" as const, isOnline: true, at })),
      { id: row.device_id, kind: "device" as const, isOnline: state !== "offline", at },
    ],
  };
}

/** Cameras of the made-up province, whose states stay as they are. */
export function cameraHandlers({ house, now }: MockContext, who: () => Me | null): HttpHandler[] {
  const rows = house.parts.flatMap((part) => part.cameras);
  const mine = (me: Me) => rows.filter(sightOf(house.areas, me.scope));
  const find = (me: Me, id: string) => mine(me).find((row) => row.id === id);
  return [
    answer(listCameras, who, ({ me, query }) => {
      const codes = query.area === undefined ? null : codesBelow(house.areas, query.area);
      const at = query.near === undefined ? null : (query.near.split(",").map(Number) as LngLat);
      const found = mine(me).filter(
        (row) =>
          (codes === null || codes.has(row.area_code)) &&
          (query.enterprise === undefined || row.enterprise_id === query.enterprise) &&
          (query.station === undefined || row.station_id === query.station),
      );
      const cameras = found.map((row) => cameraOf(house, row, at));
      if (at) cameras.sort((a, b) => (a.distanceM ?? 0) - (b.distanceM ?? 0));
      return { cameras: cameras.slice(0, query.limit), next: null };
    }),
    answer(getCamera, who, ({ me, params }) => {
      const row = find(me, params.id);
      return row ? { camera: cameraOf(house, row, null), health: healthOf(row, now()) } : null;
    }),
    answer(getCameraHealth, who, ({ me, query }) => {
      const ids = new Set((query.ids ?? "").split(","));
      const all = mine(me);
      return {
        version: "mock.1",
        isWhole: query.since !== "mock.1",
        states: query.since === "mock.1" ? [] : all.map((row) => ({ id: row.id, state: stateOf(row) })),
        details: all.filter(({ id }) => ids.has(id)).map((row) => healthOf(row, now())),
      };
    }),
    answer(playCamera, who, ({ me, params }) => {
      const row = find(me, params.id);
      if (!row) return null;
      const isPlayable = ["live", "frozen"].includes(stateOf(row));
      return {
        addresses: isPlayable ? [{ protocol: "http_flv" as const, url: CLIP }] : [],
        snapshotUrl: isPlayable ? STILL : null,
        token: "mock",
        expiresAt: new Date(Date.now() + LIFE_MS).toISOString(),
        health: healthOf(row, now()),
      };
    }),
  ];
}
