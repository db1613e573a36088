import { GAS_KINDS, MATERIALS, PRESSURE_LEVELS, TAG_STATES } from "#contract/gas.ts";
import { type ColorBy, OUT_OF_SIGHT, PIPE_CLASSING, type PipeFilter } from "#contract/pipe-classes.ts";
import type { Scope } from "#contract/scope.ts";
import type { LatestColumns } from "#server/live/latest.ts";
import { type PipeRow, qualityOf, type TagRow } from "../pages-of-rows.ts";
import type { Snapshot } from "../snapshot.ts";
import type { Network } from "./network.ts";
import { mayHold } from "./oracle.ts";

/** A moment in Asia/Shanghai, as the tests' clock tells it. */
export interface Moment {
  readonly ms: number;
  readonly year: number;
  /** YYYY-MM-DD */
  readonly day: string;
}
/** Half past seven in the morning of New Year's Day in Shanghai is still last year in London. */
export const NEW_YEAR: Moment = { ms: Date.UTC(2026, 11, 31, 23, 30), year: 2027, day: "2027-01-01" };

const rangeClass = (by: ColorBy, value: number | null | undefined): number => {
  const classing = PIPE_CLASSING[by];
  if (classing.kind !== "range") throw new Error(by);
  if (value == null) return classing.breaks.length + 1;
  return classing.breaks.filter((limit) => limit <= value).length;
};

/** What a network looks like to a scope at a moment, read off its rows: the oracle of everything that counts classes. */
export interface ByHand {
  readonly net: Network;
  readonly scope: Scope;
  readonly at: Moment;
  /** State and value of tags by id. */
  readonly live: ReadonlyMap<string, { readonly value: number; readonly state: number }>;
}

function liveKPa({ net, scope, live }: ByHand, pipe: PipeRow): number | null {
  const tagsAt = (node: string | undefined): readonly TagRow[] =>
    net.tags
      .filter((tag) => tag.kind === "pressure" && tag.node_id === node && mayHold(scope, tag))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  for (const tag of [pipe.from_node, pipe.to_node].flatMap(tagsAt)) {
    const told = live.get(tag.id);
    const isCurrent = told && ["normal", "warning", "alarm", "suspect"].includes(TAG_STATES[told.state] ?? "");
    if (isCurrent && Number.isFinite(told.value)) return told.value;
  }
  return null;
}

function ownerClass({ net, scope }: ByHand, pipe: PipeRow): number {
  const lengths = new Map<string, number>();
  for (const one of net.pipes.filter((row) => mayHold(scope, row)))
    lengths.set(one.enterprise_id, (lengths.get(one.enterprise_id) ?? 0) + (one.length_m ?? 0));
  const order = [...lengths].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([id]) => id);
  return Math.min(11, order.indexOf(pipe.enterprise_id));
}

export function classByHand(hand: ByHand, by: ColorBy, pipe: PipeRow): number {
  if (!mayHold(hand.scope, pipe)) return OUT_OF_SIGHT;
  switch (by) {
    case "level":
      return PRESSURE_LEVELS.indexOf(pipe.pressure_level);
    case "material":
      return MATERIALS.indexOf(pipe.material);
    case "gas":
      return GAS_KINDS.indexOf(pipe.gas_kind);
    case "pressure":
      return rangeClass(by, liveKPa(hand, pipe) ?? pipe.operating_kpa);
    case "age":
      return rangeClass(by, pipe.laid_year == null ? null : Math.max(0, hand.at.year - pipe.laid_year));
    case "dn":
      return rangeClass(by, pipe.dn_mm);
    case "patrol":
      return rangeClass(
        by,
        pipe.last_patrolled == null
          ? null
          : Math.max(0, (Date.parse(hand.at.day) - Date.parse(pipe.last_patrolled)) / 86_400_000),
      );
    case "quality":
      return rangeClass(by, qualityOf(pipe));
    case "hazards":
      return 0;
    case "enterprise":
      return ownerClass(hand, pipe);
  }
}

export const passesByHand = (hand: ByHand, { only, laid, patrolled }: PipeFilter, pipe: PipeRow): boolean =>
  Object.entries(only).every(([by, classes]) => classes.includes(classByHand(hand, by as ColorBy, pipe))) &&
  (laid === null || (pipe.laid_year != null && laid[0] <= pipe.laid_year && pipe.laid_year <= laid[1])) &&
  (patrolled === null ||
    (pipe.last_patrolled != null && patrolled[0] <= pipe.last_patrolled && pipe.last_patrolled <= patrolled[1]));

/** The live side's columns that say what `live` says. */
export function liveColumns(snapshot: Snapshot, live: ByHand["live"]): LatestColumns {
  const value = new Float32Array(snapshot.tags.count).fill(Number.NaN);
  const state = new Uint8Array(snapshot.tags.count).fill(TAG_STATES.indexOf("offline"));
  for (const [id, told] of live) {
    const seq = snapshot.tagSeq(id);
    if (seq === undefined) continue;
    value[seq] = told.value;
    state[seq] = told.state;
  }
  return { snapshot, value, state, at: new Float64Array(snapshot.tags.count), newestAt: 0 };
}
