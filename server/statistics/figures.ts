import type { Formula } from "#contract/statistics-topics.ts";

/** Sums of the facts of one row and column that are no times, by segment of time. */
export interface Sums {
  readonly n: Float64Array;
  readonly amount: Float64Array;
}

export const noSums = (segments: number): Sums => ({
  n: new Float64Array(segments),
  amount: new Float64Array(segments),
});

/** Of a stock: what there is at the end of each segment, all before it among that, in place of what each segment brought. */
export function runningTotals({ n, amount }: Sums): void {
  for (const values of [n, amount])
    for (let s = 1; s < values.length; s += 1) values[s] = (values[s] as number) + (values[s - 1] as number);
}

/** What a figure is reckoned from: the sums of all its rows and columns, and the segments of its time, rising. */
export interface Ask {
  readonly formula: Formula;
  readonly sums: readonly Sums[];
  readonly segments: readonly number[];
  /** The sums are running totals: the last segment holds all before it. */
  readonly isStock: boolean;
  readonly km2: number;
  /** Of a rate: what it stands in proportion to. */
  readonly by: number;
}

const partOf = (sums: Sums, part: "n" | "amount"): Float64Array => (part === "n" ? sums.n : sums.amount);

/** Of a stock what there is at the end of the last segment asked for, of a flow what those asked for brought. */
function added({ sums, segments, isStock }: Ask, part: "n" | "amount"): number {
  const last = segments.at(-1);
  if (last === undefined) return 0;
  let total = 0;
  for (const one of sums) {
    const values = partOf(one, part);
    if (isStock) total += values[last] as number;
    else for (const s of segments) total += values[s] as number;
  }
  return total;
}

/** The largest sum of one segment; 0 where there is none. */
function largest({ sums, segments }: Ask, part: "n" | "amount"): number {
  let most = 0;
  for (const s of segments) {
    let day = 0;
    for (const one of sums) day += partOf(one, part)[s] as number;
    if (day > most) most = day;
  }
  return most;
}

/** How many facts a figure is made of. */
export const countOf = (ask: Ask): number => added(ask, "n");

/** A figure in its measure's unit; 0 where there are no facts, and where a ratio has nothing to be divided by. */
export function figureOf(ask: Ask): number {
  const { formula } = ask;
  switch (formula.kind) {
    case "stock":
    case "flow":
      return added(ask, formula.part) * formula.scale;
    case "peak":
      return largest(ask, formula.part) * formula.scale;
    case "per_km2":
      return ask.km2 > 0 ? (added(ask, formula.part) * formula.scale) / ask.km2 : 0;
    case "rate":
      return ask.by > 0 ? (added(ask, formula.part) * formula.scale) / ask.by : 0;
    case "ratio": {
      const by = added(ask, formula.by);
      return by === 0 ? 0 : (added(ask, formula.part) / by) * formula.scale;
    }
  }
}

const BILLION = 1e9;
/** Below this a number and its billionths are told apart exactly enough to round them without their text. */
const MOST_BILLIONTHS = 2 ** 52;

function toBillionth(value: number): number {
  const billionths = value * BILLION;
  const whole = Math.round(billionths);
  // Not near a half: rounded the same way as the text would be, and that division gives the number that its text gives.
  const isPlain = Math.abs(billionths) < MOST_BILLIONTHS && Math.abs(billionths - whole) < 0.49;
  return isPlain ? whole / BILLION : Number(value.toFixed(9));
}

/** Sums are of whole units: what is left of a decimal scale is noise beyond a billionth. A nought has no sign. */
export const tidy = (value: number): number => (Number.isSafeInteger(value) ? value : toBillionth(value)) + 0;
