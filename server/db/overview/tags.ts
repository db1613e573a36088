import { GAS_KINDS, STATION_KINDS, TAG_STATES, type TagState } from "#contract/gas.ts";
import type { LatestColumns } from "#server/live/latest.ts";
import { type LimitRow, noLimits, setLimits } from "#server/live/tag-limits.ts";
import { limitLevel, NORMAL, stateOf } from "#server/live/tag-state.ts";
import { type Sight, sees } from "#server/tiles/snapshot.ts";
import type { Tx } from "../db.ts";
import { conditions, type Filter } from "./filter.ts";

/** How many tags of one part of the place stand in one state. */
export interface TagCell {
  readonly key: string;
  readonly state: TagState;
  readonly count: number;
}

/** Counts by key and state. */
class Counter {
  readonly #counts = new Map<string, Uint32Array>();

  add(key: string, state: number): void {
    const row = this.#counts.get(key) ?? new Uint32Array(TAG_STATES.length);
    row[state] = (row[state] ?? 0) + 1;
    this.#counts.set(key, row);
  }

  cells(): readonly TagCell[] {
    return [...this.#counts].flatMap(([key, row]) =>
      TAG_STATES.map((state, i) => ({ key, state, count: row[i] ?? 0 })).filter(({ count }) => count > 0),
    );
  }
}

/** From the values in memory: every tag in sight that the filter leaves, in one pass. */
export function liveTagCells({ snapshot, state }: LatestColumns, sight: Sight, filter: Filter): readonly TagCell[] {
  const { tags, stations, counties, enterprises } = snapshot;
  const areas = filter.place.areas && new Set(filter.place.areas);
  const inPlace = Uint8Array.from(counties, (code) => (areas === null || areas.has(code) ? 1 : 0));
  const enterprise = filter.enterprise === undefined ? -1 : enterprises.indexOf(filter.enterprise);
  const gas = filter.gasKind === undefined ? -1 : GAS_KINDS.indexOf(filter.gasKind);
  const kind = filter.stationKind === undefined ? -1 : STATION_KINDS.indexOf(filter.stationKind);
  const [index, names] = filter.place.binBy === "area_code" ? [tags.county, counties] : [tags.enterprise, enterprises];
  const counter = new Counter();
  if (filter.enterprise !== undefined && enterprise === -1) return [];
  for (let i = 0; i < tags.count; i += 1) {
    if (!sees(sight, tags, i) || inPlace[tags.county[i] as number] !== 1) continue;
    if (enterprise !== -1 && tags.enterprise[i] !== enterprise) continue;
    const station = tags.station[i] as number;
    if (gas !== -1 && stations.gas[station] !== gas) continue;
    if (kind !== -1 && stations.kind[station] !== kind) continue;
    counter.add(names[index[i] as number] as string, state[i] as number);
  }
  return counter.cells();
}

interface Row extends LimitRow {
  readonly key: string;
  readonly t: Date | null;
  readonly v: number | null;
  readonly q: number | null;
}

/** From the tables, judged by the same rules: while the values are not in memory yet. */
export async function storedTagCells(tx: Tx, filter: Filter, now: Date): Promise<readonly TagCell[]> {
  const { text, values } = conditions(filter, { of: "g", gasKind: "s.gas_kind", stationKind: "s.kind" });
  const rows = await tx.query<Row>(
    `select g.${filter.place.binBy} as key, g.id, g.low_alarm, g.low_warning, g.high_warning, g.high_alarm, g.dead_band, g.stale_after_s,
            l.t, l.v, l.q
       from tag g left join latest l on l.tag_id = g.id left join station s on s.id = g.station_id
      where ${text}`,
    values,
  );
  const seqs = new Map(rows.map((row, i) => [row.id, i]));
  const limits = noLimits(rows.length);
  setLimits(limits, { tagSeq: (id) => seqs.get(id) }, rows);
  const counter = new Counter();
  rows.forEach(({ key, t, v, q }, i) => {
    const level = v === null ? NORMAL : limitLevel(limits, i, v, NORMAL);
    counter.add(key, stateOf(level, t?.getTime() ?? 0, q ?? 0, limits.staleAfterMs[i] as number, now.getTime()));
  });
  return counter.cells();
}
