import { distanceM } from "./distance.ts";
import { type Districts, districtsOf, type Feeder, type Network } from "./districts.ts";
import type { AlarmTag } from "./tag.ts";

export type CauseKind = "station" | "district" | "line" | "enterprise" | "area";

/** Something that may explain alarms. `key` is `kind:id`. */
export interface Cause {
  readonly kind: CauseKind;
  readonly id: string;
  readonly key: string;
}

export const causeOf = (kind: CauseKind, id: string): Cause => ({ kind, id, key: `${kind}:${id}` });

/** What folding must know of the network. */
export interface Topology {
  readonly tags: ReadonlyMap<string, AlarmTag>;
  /** What feeds a tag, nearest first: its own station, then regulators and stations (or whole districts) up to the source. */
  chainOf(tagId: string): readonly Cause[];
  /** Tags of pressure and flow that a cause feeds. */
  fedBy(cause: Cause): number;
  /** Tags that report together: of a station, of a line (an enterprise in a county), of an enterprise. */
  members(cause: Cause): readonly AlarmTag[];
  /** Communication causes of a tag, the widest first. An enterprise with one line alone is that line. */
  linesOf(tag: AlarmTag): readonly Cause[];
  /** Gas sensors of other wells near a tag's, nearest first. */
  wellsNear(tagId: string): readonly string[];
}

/** Wells so near share soil and duct. */
export const NEAR_WELL_M = 150;
const LONGEST_CHAIN = 12;
const IS_GAS = new Set(["methane", "ethane"]);

const lineId = ({ areaCode, enterpriseId }: AlarmTag) => `${areaCode}/${enterpriseId}`;

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** Up from a district: its only feeder, or the district itself when several feed it, then what feeds those. */
function chainUp(districts: Districts, from: number): Cause[] {
  const chain: Cause[] = [];
  const visited = new Set<number>();
  let at: number | null = from;
  while (at !== null && !visited.has(at) && chain.length < LONGEST_CHAIN) {
    visited.add(at);
    const feeders: readonly Feeder[] = districts.feeders[at] ?? [];
    const [first, ...others]: readonly Feeder[] = feeders;
    if (first === undefined) {
      chain.push(causeOf("district", districts.names[at] as string));
      break;
    }
    chain.push(
      others.length === 0 ? causeOf("station", first.stationId) : causeOf("district", districts.names[at] as string),
    );
    at = others.every((feeder) => feeder.from === first.from) ? first.from : null;
  }
  return chain;
}

export function buildTopology(tags: readonly AlarmTag[], network: Network): Topology {
  const byId = new Map(tags.map((tag) => [tag.id, tag]));
  const districts = districtsOf(network);
  const chains = new Map<string, readonly Cause[]>();
  const upOf = new Map<number, readonly Cause[]>();
  const fed = new Map<string, number>();
  const members = new Map<string, AlarmTag[]>();
  const lines = new Map<string, Set<string>>();
  for (const tag of tags) {
    const own = causeOf("station", tag.stationId);
    const district = districts.of(tag);
    if (district !== undefined && !upOf.has(district)) upOf.set(district, chainUp(districts, district));
    const up = district === undefined ? [] : (upOf.get(district) as readonly Cause[]);
    const chain = [own, ...up.filter(({ key }) => key !== own.key)];
    chains.set(tag.id, chain);
    if (district !== undefined) for (const { key } of chain) fed.set(key, (fed.get(key) ?? 0) + 1);
    push(members, own.key, tag);
    push(members, `line:${lineId(tag)}`, tag);
    push(members, `enterprise:${tag.enterpriseId}`, tag);
    const known = lines.get(tag.enterpriseId) ?? new Set();
    lines.set(tag.enterpriseId, known.add(lineId(tag)));
  }
  const wells = wellsOf(tags);
  return {
    tags: byId,
    chainOf: (id) => chains.get(id) ?? [],
    fedBy: ({ key }) => fed.get(key) ?? 0,
    members: ({ key }) => members.get(key) ?? [],
    linesOf: (tag) => {
      const narrow = [causeOf("line", lineId(tag)), causeOf("station", tag.stationId)];
      return (lines.get(tag.enterpriseId)?.size ?? 0) > 1
        ? [causeOf("enterprise", tag.enterpriseId), ...narrow]
        : narrow;
    },
    wellsNear: (id) => wells.get(id) ?? [],
  };
}

/** Neighbours by a grid of cells as wide as the reach. */
function wellsOf(tags: readonly AlarmTag[]): ReadonlyMap<string, readonly string[]> {
  const cell = NEAR_WELL_M / 111_320;
  const grid = new Map<string, AlarmTag[]>();
  const gas = tags.filter(({ kind }) => IS_GAS.has(kind));
  const cellOf = ({ lngLat: [lng, lat] }: AlarmTag) =>
    [Math.floor(lng / (1.5 * cell)), Math.floor(lat / cell)] as const;
  for (const tag of gas) push(grid, cellOf(tag).join(), tag);
  const near = new Map<string, readonly string[]>();
  for (const tag of gas) {
    const [x, y] = cellOf(tag);
    const found: [number, string][] = [];
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (const other of grid.get(`${x + dx},${y + dy}`) ?? []) {
          if (other.stationId === tag.stationId) continue;
          const m = distanceM(tag.lngLat, other.lngLat);
          if (m <= NEAR_WELL_M) found.push([m, other.id]);
        }
      }
    }
    near.set(
      tag.id,
      found.sort(([a], [b]) => a - b).map(([, id]) => id),
    );
  }
  return near;
}
