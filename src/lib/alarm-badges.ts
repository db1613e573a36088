import type { Alarm } from "#contract/alarms.ts";
import { WARNING_LEVELS, type WarningLevel } from "#contract/gas.ts";
import type { Bbox } from "#contract/route.ts";
import { isWanting, type LevelCounts, NO_COUNTS, totalOf, worstOf } from "./alarm-list.ts";
import { COUNTY_SUMS_FROM } from "./area-sums.ts";
import { type AreaTree, pathUp } from "./area-tree.ts";
import { CELL_PX, CLUSTERS_FROM } from "./cluster-grid.ts";
import { fromWorld, toWorld } from "./mercator.ts";

/** Open alarms of an area, or of stations that stand close together on the screen. */
export interface AlarmBadge {
  /** What it stands for: the same place has the same key as long as the map's level is the same. */
  readonly key: string;
  readonly kind: "area" | "cluster";
  readonly lngLat: readonly [number, number];
  readonly counts: LevelCounts;
  readonly worst: WarningLevel;
  /** How many of them nobody has acknowledged. */
  readonly wanting: number;
  /** The cell of the screen whose alarms it counts, degrees; null where it stands for an area, whose code `key` is. */
  readonly box: Bbox | null;
}

export type BadgeAlarm = Pick<Alarm, "id" | "level" | "state" | "hold" | "lngLat" | "areaCode">;

/** Levels of detail: cities, counties, then the zoom that cells of the screen are made for, as clusters of stations have them: a badge counts the alarms of one disc. */
export type BadgeLevel = "city" | "county" | number;

export const badgeLevel = (zoom: number): BadgeLevel => {
  if (zoom < COUNTY_SUMS_FROM) return "city";
  if (zoom < CLUSTERS_FROM) return "county";
  return Math.min(18, Math.round(zoom));
};

interface Group {
  readonly alarms: BadgeAlarm[];
}

/** The area of a level that holds a county; a unit that is one county stands for itself. */
function areaOf(tree: AreaTree, county: string, level: "city" | "county"): string | null {
  const path = pathUp(tree, county).filter((code) => tree.byCode.get(code)?.level !== "province");
  return (level === "county" ? path[0] : path.at(-1)) ?? null;
}

const WORLD_PX = 512;
/** Zoom of the cells for alarms whose area the tree does not know. */
const UNPLACED_ZOOM = 8;

const worlds = new WeakMap<object, readonly [number, number]>();
/** Places of alarms do not move: reckoned once for each. */
function worldOf(lngLat: readonly [number, number]): readonly [number, number] {
  const known = worlds.get(lngLat);
  if (known) return known;
  const made = toWorld(lngLat[0], lngLat[1]);
  worlds.set(lngLat, made);
  return made;
}

/** More cells than there are along one axis at the deepest zoom. */
const CELLS = 2 ** 26;

/** Number of the cell of the screen that a place lies in. */
function cellOf(lngLat: readonly [number, number], zoom: number): number {
  const [x, y] = worldOf(lngLat);
  const cells = (WORLD_PX * 2 ** zoom) / CELL_PX;
  return Math.floor(y * cells) * CELLS + Math.floor(x * cells);
}

/** West, south, east, north of a cell. Of the edges, north and west belong to it. */
function boxOf(cell: number, zoom: number): Bbox {
  const cells = (WORLD_PX * 2 ** zoom) / CELL_PX;
  const [column, row] = [cell % CELLS, Math.floor(cell / CELLS)];
  const [west, north] = fromWorld(column / cells, row / cells);
  const [east, south] = fromWorld((column + 1) / cells, (row + 1) / cells);
  return [west, south, east, north];
}

function countsOf(alarms: readonly BadgeAlarm[]): LevelCounts {
  const counts = { ...NO_COUNTS };
  for (const { level } of alarms) counts[level] += 1;
  return counts;
}

/** Where most of the worst ring: a badge stands on a station that rings, not between two. */
function placeOf(alarms: readonly BadgeAlarm[]): readonly [number, number] {
  let best = alarms[0];
  let gravity = Number.POSITIVE_INFINITY;
  for (const alarm of alarms) {
    const its = WARNING_LEVELS.indexOf(alarm.level);
    if (best === undefined || its < gravity || (its === gravity && alarm.id < best.id)) {
      best = alarm;
      gravity = its;
    }
  }
  return best?.lngLat ?? [0, 0];
}

/**
 * Open alarms that are not held, gathered by area from afar and by cells of the screen from near; each alarm is in one badge. An alarm of
 * an area that the tree does not know is shown where it is.
 */
export function alarmBadges(alarms: Iterable<BadgeAlarm>, level: BadgeLevel, tree: AreaTree): readonly AlarmBadge[] {
  const groups = new Map<string | number, Group>();
  const areas = new Map<string, string | null>();
  const keyOf = (alarm: BadgeAlarm): string | number => {
    if (typeof level === "number") return cellOf(alarm.lngLat, level);
    let code = areas.get(alarm.areaCode);
    if (code === undefined) {
      code = areaOf(tree, alarm.areaCode, level);
      areas.set(alarm.areaCode, code);
    }
    return code ?? cellOf(alarm.lngLat, UNPLACED_ZOOM);
  };
  for (const alarm of alarms) {
    if (alarm.hold !== null) continue;
    const key = keyOf(alarm);
    const group = groups.get(key);
    if (group) group.alarms.push(alarm);
    else groups.set(key, { alarms: [alarm] });
  }
  return [...groups].flatMap(([key, group]): AlarmBadge[] => {
    const counts = countsOf(group.alarms);
    const worst = worstOf(counts);
    if (worst === null || totalOf(counts) === 0) return [];
    const area = typeof key === "string" ? tree.byCode.get(key) : undefined;
    return [
      {
        key: String(key),
        kind: area ? "area" : "cluster",
        lngLat: area ? area.lngLat : placeOf(group.alarms),
        counts,
        worst,
        wanting: group.alarms.filter(isWanting).length,
        box: typeof key === "number" ? boxOf(key, typeof level === "number" ? level : UNPLACED_ZOOM) : null,
      },
    ];
  });
}

/** Whether two lists of badges look the same: then the map need not hear of it. */
export const sameBadges = (a: readonly AlarmBadge[], b: readonly AlarmBadge[]): boolean =>
  a.length === b.length &&
  a.every((one, i) => {
    const other = b[i] as AlarmBadge;
    return (
      one.key === other.key &&
      one.wanting === other.wanting &&
      one.lngLat[0] === other.lngLat[0] &&
      one.lngLat[1] === other.lngLat[1] &&
      WARNING_LEVELS.every((level) => one.counts[level] === other.counts[level])
    );
  });
