import type { Dimension } from "#contract/statistics-dimensions.ts";
import type { MeasureId } from "#contract/statistics-measures.ts";
import { COUNTIES, type Rows } from "./rows.ts";

/** One row as a figure counts it. */
export interface Counted {
  readonly keys: Readonly<Partial<Record<Dimension, string>>>;
  readonly area: string;
  readonly enterprise: string;
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly weight: number;
}

/** The day in the province of an instant: eight hours ahead of UTC. */
export const chinaDay = (at: string): string => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10);
export const yearDay = (year: number | null): string => `${year ?? 1900}-01-01`;
export const nextDay = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** How rows make a figure; `by` divides it, `isPerDay` also the days of its time. */
export interface Hand<R> {
  readonly how: "stock" | "flow" | "peak";
  readonly of: (rows: R) => Counted[];
  readonly by?: Hand<R>;
  readonly scale?: number;
  readonly isPerDay?: boolean;
}

const pipes = ({ pipes: rows }: Rows): Counted[] =>
  rows
    .filter(({ status }) => status !== "planned")
    .map((row) => ({
      ...row,
      keys: { gasKind: row.gas, pressureLevel: row.level, material: row.material, pipeStatus: row.status },
      day: yearDay(row.laidYear),
      weight: Math.round(row.lengthM * 1000) / 1e6,
    }));
const customers = ({ customers: rows }: Rows, weight: (m3: number) => number): Counted[] =>
  rows.map((row) => ({
    ...row,
    keys: { gasKind: row.gas, customerClass: row.class },
    day: "1900-01-01",
    weight: weight(row.annualM3),
  }));
const supply = ({ supply: rows }: Rows, weight: (m3: number) => number): Counted[] =>
  rows.map((row) => ({ ...row, keys: { gasKind: row.gas }, weight: weight(row.m3) }));
const hazards = ({ hazards: rows }: Rows, day: "foundAt" | "dueAt", isOpen: boolean): Counted[] =>
  rows.flatMap((row) => {
    const at = row[day];
    if (at === null || (isOpen && row.state === "closed")) return [];
    return [{ ...row, keys: { hazardGrade: row.grade, hazardState: row.state }, day: chinaDay(at), weight: 1 }];
  });

const WAN = 10_000;
/** The rows of each measure that this recomputation knows, and how they make a figure. */
export const BY_HAND: Readonly<Partial<Record<MeasureId, Hand<Rows>>>> = {
  pipeKm: { how: "stock", of: pipes },
  customers: { how: "stock", of: (rows) => customers(rows, () => 1) },
  annualUseM3: { how: "stock", of: (rows) => customers(rows, (m3) => m3 / WAN) },
  gasSuppliedM3: { how: "flow", of: (rows) => supply(rows, (m3) => m3 / WAN) },
  gasPeakM3: { how: "peak", of: (rows) => supply(rows, (m3) => m3 / WAN) },
  supplyReports: { how: "flow", of: (rows) => supply(rows, () => 1) },
  hazardsFound: { how: "flow", of: (rows) => hazards(rows, "foundAt", false) },
  hazardsOpen: { how: "stock", of: (rows) => hazards(rows, "foundAt", true) },
  hazardsOverdue: { how: "stock", of: (rows) => hazards(rows, "dueAt", true) },
};

/** The key of a day: told by its text alone. */
function timeOf(dimension: Dimension, day: string): string | null {
  const [year = 0, month = 0] = day.split("-").map(Number);
  switch (dimension) {
    case "day":
      return day;
    case "month":
      return day.slice(0, 7);
    case "quarter":
      return `${year}-Q${[1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4][month - 1]}`;
    case "year":
      return day.slice(0, 4);
    default:
      if (day.slice(5) >= "11-15") return `${year}-${year + 1}`;
      return day.slice(5) <= "03-15" ? `${year - 1}-${year}` : null;
  }
}

const TIMES: readonly Dimension[] = ["day", "month", "quarter", "year", "season"];

/** How old something was on a day, by whole years. */
function ageOf(day: string, on: string): string {
  const years = Number(on.slice(0, 4)) - Number(day.slice(0, 4));
  if (day === "1900-01-01") return "unknown";
  return ["under10", "from10", "from20"][Math.floor(years / 10)] ?? "from30";
}

function keyOf(dimension: Dimension, row: Counted, to: string): string | null {
  if (dimension === "pipeAge") return ageOf(row.day, to);
  if (TIMES.includes(dimension)) return timeOf(dimension, row.day);
  if (dimension === "enterprise") return row.enterprise;
  if (dimension === "county") return row.area in COUNTIES ? row.area : "none";
  if (dimension === "city") return COUNTIES[row.area]?.city ?? "none";
  if (dimension === "unit") return COUNTIES[row.area]?.unit ?? "none";
  // The parts of the province are its units; what lies in none is the province's own.
  if (dimension === "area") return COUNTIES[row.area]?.unit ?? "130000";
  return row.keys[dimension] ?? "none";
}

export interface HandAsk {
  readonly measure: MeasureId;
  readonly rows: Dimension;
  readonly columns: Dimension | null;
  readonly from: string;
  readonly to: string;
}

/** All days of a period, one by one. */
function* daysOf(from: string, to: string): Generator<string> {
  for (let at = Date.parse(`${from}T00:00:00Z`); ; at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    if (day > to) return;
    yield day;
  }
}

const sum = (rows: readonly Counted[]): number => rows.reduce((total, { weight }) => total + weight, 0);

function peak(rows: readonly Counted[]): number {
  const days = new Map<string, number>();
  for (const { day, weight } of rows) days.set(day, (days.get(day) ?? 0) + weight);
  return Math.max(0, ...days.values());
}

/** The last day of each key of a time within a period. */
function lastDays(dimensions: readonly Dimension[], { from, to }: HandAsk): Map<string, string> {
  const last = new Map<string, string>();
  for (const day of daysOf(from, to)) {
    const keys = dimensions.map((dimension) => timeOf(dimension, day));
    if (keys.every((key) => key !== null)) last.set(keys.join(" "), day);
  }
  return last;
}

/** Days of a period that fall into each key of a time. */
function dayCounts(times: readonly Dimension[], { from, to }: HandAsk): Map<string, number> {
  const days = new Map<string, number>();
  for (const day of daysOf(from, to)) {
    const key = times.map((time) => timeOf(time, day)).join("|");
    days.set(key, (days.get(key) ?? 0) + 1);
  }
  return days;
}

/** Every figure of a question but noughts, by `row|column`, reckoned row by row. */
export function byHand<R>(all: R, hand: Hand<R> | undefined, ask: HandAsk): Map<string, number> {
  if (hand === undefined) throw new Error(`${ask.measure} is not reckoned by hand`);
  const figures = sumsByHand(all, hand, ask);
  if (hand.by === undefined) return figures;
  const below = byHand(all, hand.by, ask);
  const dimensions = ask.columns === null ? [ask.rows] : [ask.rows, ask.columns];
  const times = dimensions.filter((dimension) => TIMES.includes(dimension));
  const days = hand.isPerDay ? dayCounts(times, ask) : null;
  const dayKey = (name: string) =>
    name
      .split("|")
      .filter((_, i) => TIMES.includes(dimensions[i] as Dimension))
      .join("|");
  return new Map(
    [...figures].flatMap(([name, value]) => {
      const by = (below.get(name) ?? 0) * (days?.get(dayKey(name)) ?? 1);
      return by === 0 ? [] : [[name, (value / by) * (hand.scale ?? 1)] as const];
    }),
  );
}

function sumsByHand<R>(all: R, known: Hand<R>, ask: HandAsk): Map<string, number> {
  const { how } = known;
  const dimensions = ask.columns === null ? [ask.rows] : [ask.rows, ask.columns];
  const times = dimensions.filter((dimension) => TIMES.includes(dimension));
  const counted = known.of(all);
  const cells = new Map<string, Counted[]>();
  const put = (keys: readonly (string | null)[], row: Counted) => {
    if (keys.includes(null)) return;
    const name = keys.join("|");
    cells.set(name, [...(cells.get(name) ?? []), row]);
  };
  if (how !== "stock") {
    for (const row of counted.filter(({ day }) => day >= ask.from && day <= ask.to))
      put(
        dimensions.map((dimension) => keyOf(dimension, row, ask.to)),
        row,
      );
  } else if (times.length === 0) {
    for (const row of counted.filter(({ day }) => day <= ask.to))
      put(
        dimensions.map((dimension) => keyOf(dimension, row, ask.to)),
        row,
      );
  } else {
    for (const [time, last] of lastDays(times, ask)) {
      const keys = time.split(" ");
      for (const row of counted.filter(({ day }) => day <= last))
        put(
          dimensions.map((dimension) =>
            times.includes(dimension) ? (keys[times.indexOf(dimension)] ?? null) : keyOf(dimension, row, ask.to),
          ),
          row,
        );
    }
  }
  const figures = [...cells].map(([name, rows]) => [name, how === "peak" ? peak(rows) : sum(rows)] as const);
  return new Map(figures.filter(([, value]) => value !== 0));
}
