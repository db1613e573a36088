import { GAS_KINDS, MATERIALS, PRESSURE_LEVELS } from "#contract/gas.ts";
import {
  COLOR_BYS,
  type ColorBy,
  classCount,
  classOf,
  HAZARD_REACH_M,
  type PipeFilter,
  SURVEY_WITHIN_M,
} from "#contract/pipe-classes.ts";
import type { LngLat } from "#contract/route.ts";
import type { Scope } from "#contract/scope.ts";
import { metresPerDegree } from "#mocks/world/plane.ts";
import type { PipeRow } from "#mocks/world/rows.ts";
import { DAY, dayOf } from "#mocks/world/time.ts";
import { type MockHouse, sightOf } from "./house.ts";
import { tagAt } from "./tag-values.ts";

/** Metres from a point to a stretch of pipe. */
function metresTo([lng, lat]: LngLat, a: LngLat, b: LngLat): number {
  const [mx, my] = metresPerDegree(lat);
  const [ax, ay] = [(a[0] - lng) * mx, (a[1] - lat) * my];
  const [dx, dy] = [(b[0] - a[0]) * mx, (b[1] - a[1]) * my];
  const t = Math.max(0, Math.min(1, -(ax * dx + ay * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(ax + t * dx, ay + t * dy);
}

function hazardsAlong(house: MockHouse, pipe: PipeRow): number {
  const isNear = (at: LngLat) =>
    pipe.path.slice(1).some((b, i) => metresTo(at, pipe.path[i] as LngLat, b) <= HAZARD_REACH_M);
  return house.parts
    .flatMap((part) => part.hazards)
    .filter(
      (row) =>
        row.state !== "closed" &&
        row.enterprise_id === pipe.enterprise_id &&
        (row.area_code === pipe.area_code || pipe.area_code.endsWith("0000")) &&
        isNear(row.lngLat),
    ).length;
}

const flawsOf = (pipe: PipeRow): number =>
  [
    pipe.laid_year === null,
    pipe.depth_m === null,
    pipe.wall_mm === null,
    pipe.pressure_level === "unknown",
    pipe.material === "other",
    (pipe.survey_accuracy_m ?? Number.POSITIVE_INFINITY) > SURVEY_WITHIN_M,
  ].filter(Boolean).length;

/** The pipes in a scope at a moment, each with its class of every kind, as the server tells them. */
export interface PipesInSight {
  readonly rows: readonly PipeRow[];
  /** The enterprises that have a class of their own, by class. */
  readonly owners: readonly string[];
  classOf(by: ColorBy, pipe: PipeRow): number;
  passes(filter: PipeFilter, pipe: PipeRow): boolean;
}

export function pipesInSight(house: MockHouse, scope: Scope, now: number): PipesInSight {
  const mine = sightOf(house.areas, scope);
  const rows = house.pipes.rows.filter(mine);
  const lengths = new Map<string, number>();
  for (const { enterprise_id: id, length_m: m } of rows) lengths.set(id, (lengths.get(id) ?? 0) + m);
  const most = classCount("enterprise") - 1;
  const owners = [...lengths].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([id]) => id);
  const pressureTags = house.tags.rows.filter((tag) => tag.kind === "pressure" && tag.node_id !== null && mine(tag));

  const kPaOf = (pipe: PipeRow): number | null => {
    const told = [pipe.from_node, pipe.to_node]
      .flatMap((node) => pressureTags.filter((tag) => tag.node_id === node))
      .map((tag) => tagAt(house, house.tags.seq(tag.id), now))
      .find(({ state }) => state !== "stale" && state !== "offline" && state !== "maintenance");
    return told?.value ?? pipe.operating_kpa;
  };
  const year = Number(dayOf(now).slice(0, 4));
  const daysSince = (day: string) => Math.round((Date.parse(dayOf(now)) - Date.parse(day)) / DAY);
  const classes: Readonly<Record<ColorBy, (pipe: PipeRow) => number>> = {
    level: (pipe) => PRESSURE_LEVELS.indexOf(pipe.pressure_level),
    pressure: (pipe) => classOf("pressure", kPaOf(pipe)),
    material: (pipe) => MATERIALS.indexOf(pipe.material),
    age: (pipe) => classOf("age", pipe.laid_year === null ? null : Math.max(0, year - pipe.laid_year)),
    dn: (pipe) => classOf("dn", pipe.dn_mm),
    enterprise: (pipe) => Math.min(most, owners.indexOf(pipe.enterprise_id)),
    gas: (pipe) => GAS_KINDS.indexOf(pipe.gas_kind),
    patrol: (pipe) =>
      classOf("patrol", pipe.last_patrolled === null ? null : Math.max(0, daysSince(pipe.last_patrolled))),
    hazards: (pipe) => classOf("hazards", hazardsAlong(house, pipe)),
    quality: (pipe) => classOf("quality", flawsOf(pipe)),
  };
  const isWithin = <T>(value: T | null, span: readonly [T, T] | null) =>
    span === null || (value !== null && value !== undefined && span[0] <= value && value <= span[1]);
  return {
    rows,
    owners: owners.slice(0, most),
    classOf: (by, pipe) => classes[by](pipe),
    passes: ({ only, laid, patrolled }, pipe) =>
      COLOR_BYS.every((by) => only[by]?.includes(classes[by](pipe)) ?? true) &&
      isWithin(pipe.laid_year, laid) &&
      isWithin(pipe.last_patrolled, patrolled),
  };
}
