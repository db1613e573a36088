import { PRESSURE_LEVELS, type PressureLevel } from "#contract/gas.ts";
import { type ColorBy, classCount, PIPE_CLASSING, type PipeFilter } from "#contract/pipe-classes.ts";
import type { Bbox } from "#contract/route.ts";
import { pipeLevelsAt, TILE_MAX_ZOOM } from "#contract/tiles.ts";
import { isOn } from "./pipe-filter.ts";

/** Number of the class that stands for "not known" or "all the others"; null where each class says something. */
export function restClass(by: ColorBy): number | null {
  const classing = PIPE_CLASSING[by];
  const hasRest =
    classing.kind === "owners" ||
    (classing.kind === "range" && classing.hasUnknown) ||
    (classing.kind === "list" && classing.words.at(-1) === "unknown");
  return hasRest ? classCount(by) - 1 : null;
}

/** Limits of a class of a `range` attribute: `from <= value < to`, null where it is open; null for a class that is no range. */
export function rangeOf(by: ColorBy, k: number): { readonly from: number | null; readonly to: number | null } | null {
  const classing = PIPE_CLASSING[by];
  if (classing.kind !== "range" || k > classing.breaks.length) return null;
  return { from: classing.breaks[k - 1] ?? null, to: classing.breaks[k] ?? null };
}

export interface Sum {
  readonly count: number;
  readonly lengthM: number;
}

/** A line of the legend: a class, what of it is in view, and whether the filter lets it pass. */
export interface PipeRow extends Sum {
  readonly k: number;
  readonly isOn: boolean;
}

export interface RowsAsk {
  readonly by: ColorBy;
  readonly filter: PipeFilter;
  readonly shown: readonly (Sum & { readonly class: number })[];
  /** How many enterprises have a class of their own: rows without an owner would say nothing. */
  readonly owners: number;
}

/** Every class in its order, those of which nothing is in view too, so that the list does not jump while the map moves. */
export function pipeRows({ by, filter, shown, owners }: RowsAsk): readonly PipeRow[] {
  const sums = new Map(shown.map((sum) => [sum.class, sum]));
  const rest = classCount(by) - 1;
  const classes = Array.from({ length: classCount(by) }, (_, k) => k).filter(
    (k) => PIPE_CLASSING[by].kind !== "owners" || k < owners || (k === rest && sums.has(k)),
  );
  return classes.map((k) => {
    const { count, lengthM } = sums.get(k) ?? { count: 0, lengthM: 0 };
    return { k, count, lengthM, isOn: isOn(filter, by, k) };
  });
}

export const totalOf = (rows: readonly Sum[]): Sum =>
  rows.reduce((sum, row) => ({ count: sum.count + row.count, lengthM: sum.lengthM + row.lengthM }), {
    count: 0,
    lengthM: 0,
  });

/** What a zoom leaves out: the levels not drawn, the highest first, and the first zoom that draws them all; null when nothing is. */
export function leftOutAt(zoom: number): { readonly levels: readonly PressureLevel[]; readonly from: number } | null {
  const drawn = new Set(pipeLevelsAt(zoom));
  const levels = PRESSURE_LEVELS.filter((_, level) => !drawn.has(level));
  if (levels.length === 0) return null;
  let from = Math.floor(zoom) + 1;
  while (from < TILE_MAX_ZOOM && pipeLevelsAt(from).length < PRESSURE_LEVELS.length) from += 1;
  return { levels, from };
}

/** Screens of a zoom are some 1000 px wide; a thousandth of that is less than one sees move. */
const STEPS_PER_TURN = 512 * 2;

/** A box widened to a grid that is fine for its zoom, so that a map that has hardly moved asks nothing new. */
export function roundBox([west, south, east, north]: Bbox, zoom: number): Bbox {
  const step = 360 / (STEPS_PER_TURN * 2 ** Math.floor(zoom));
  const down = (x: number) => Number((Math.floor(x / step) * step).toFixed(6));
  const up = (x: number) => Number((Math.ceil(x / step) * step).toFixed(6));
  return [Math.max(-180, down(west)), Math.max(-90, down(south)), Math.min(180, up(east)), Math.min(90, up(north))];
}
