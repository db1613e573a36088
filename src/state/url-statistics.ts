import { Dimension } from "#contract/statistics-dimensions.ts";
import { MeasureId } from "#contract/statistics-measures.ts";
import { Day, type Where, WhereText, whereText } from "#contract/statistics.ts";
import { Instant } from "#contract/route.ts";
import { AreaCode } from "#contract/scope.ts";
import {
  AGAINST_MOST,
  CHARTS,
  MAP_AS,
  NO_STATISTICS,
  PERIODS,
  type Period,
  STATISTICS_COMPARES,
  type StatisticsView,
} from "./statistics.ts";

type Part = readonly [string, string | null];

const periodText = (period: Period): string => (period.kind === "days" ? `${period.from},${period.to}` : period.kind);

/** The statistics page as parts of an address; what is as usual is left out. */
export function statisticsParts(view: StatisticsView | undefined): readonly Part[] {
  if (view === undefined) return [];
  const { measure, rows, columns, period, known, where, chart, mapAs, compare, since, against, threshold, cell } = view;
  return [
    ["stat", measure],
    ["by", columns ? `${rows},${columns}` : rows === NO_STATISTICS.rows ? null : rows],
    ["days", period.kind === "months12" ? null : periodText(period)],
    ["known", known],
    ["where", whereText(where) || null],
    ["chart", chart === NO_STATISTICS.chart ? null : chart],
    ["areas", mapAs === NO_STATISTICS.mapAs ? null : mapAs],
    ["cmp", compare === "none" ? null : compare],
    ["since", since],
    ["vs", against.join(",") || null],
    ["limit", threshold === null ? null : String(threshold)],
    ["cell", cell && [cell.row, cell.column ?? "", cell.area ?? ""].join(",").replace(/,+$/, "")],
  ];
}

const oneOf = <T extends string>(list: readonly T[], text: string | null): T | undefined =>
  list.find((value) => value === text);

function readPeriod(text: string | null): Period {
  const [from, to] = (text ?? "").split(",");
  if (Day.safeParse(from).success && Day.safeParse(to).success && from && to && from <= to)
    return { kind: "days", from, to };
  const kind = oneOf(PERIODS, text);
  return kind && kind !== "days" ? { kind } : NO_STATISTICS.period;
}

function readBy(text: string | null): Pick<StatisticsView, "rows" | "columns"> {
  const [rows, columns] = (text ?? "").split(",").map((part) => Dimension.safeParse(part).data);
  if (rows === undefined) return { rows: NO_STATISTICS.rows, columns: null };
  return { rows, columns: columns === undefined || columns === rows ? null : columns };
}

function readCell(text: string | null): StatisticsView["cell"] {
  const [row = "", column, other] = (text ?? "").split(",");
  const isSound = row !== "" && row.length <= 64 && (column ?? "").length <= 64;
  const area = AreaCode.safeParse(other).data;
  return isSound ? { row, column: column || null, ...(area ? { area } : {}) } : null;
}

/** Codes with commas between them, each once; a link of old names one. */
const readAreas = (text: string | null): readonly string[] =>
  [...new Set((text ?? "").split(",").flatMap((code) => AreaCode.safeParse(code).data ?? []))].slice(0, AGAINST_MOST);

const instant = (text: string | null): string | null => Instant.safeParse(text).data ?? null;

/** Reads what it understands; undefined where the link says nothing of statistics. */
export function readStatistics(search: URLSearchParams): StatisticsView | undefined {
  const measure = MeasureId.safeParse(search.get("stat"));
  if (!measure.success) return undefined;
  const limit = search.get("limit");
  const threshold = limit === null || limit.trim() === "" || !Number.isFinite(Number(limit)) ? null : Number(limit);
  const where: Where = WhereText.safeParse(search.get("where")).data ?? {};
  return {
    measure: measure.data,
    ...readBy(search.get("by")),
    period: readPeriod(search.get("days")),
    known: instant(search.get("known")),
    where,
    chart: oneOf(CHARTS, search.get("chart")) ?? NO_STATISTICS.chart,
    mapAs: oneOf(MAP_AS, search.get("areas")) ?? NO_STATISTICS.mapAs,
    compare: oneOf(STATISTICS_COMPARES, search.get("cmp")) ?? "none",
    since: instant(search.get("since")),
    against: readAreas(search.get("vs")),
    threshold,
    cell: readCell(search.get("cell")),
  };
}
