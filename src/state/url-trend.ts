import {
  COMPARES,
  LONGEST_SPAN_HOURS,
  MOST_TRENDS,
  NO_TREND,
  SHORTEST_SPAN_MS,
  type Trend,
  type TrendSpan,
} from "./trend.ts";

type Part = readonly [string, string | null];

function spanText(span: TrendSpan): string | null {
  if (!("hours" in span)) return `${iso(span.from)},${iso(span.to)}`;
  return "hours" in NO_TREND.span && span.hours === NO_TREND.span.hours ? null : `${span.hours}h`;
}

const iso = (at: number) => new Date(at).toISOString().replace(/\.000Z$/, "Z");

/** The trend as parts of an address; what is as usual is left out. */
export const trendParts = ({ tags, span, compare }: Trend): readonly Part[] =>
  tags.length === 0
    ? []
    : [
        ["tags", tags.map(encodeURIComponent).join(",")],
        ["span", spanText(span)],
        ["vs", compare === "none" ? null : compare],
      ];

function readSpan(text: string | null): TrendSpan {
  const hours = /^(\d{1,6})h$/.exec(text ?? "")?.[1];
  if (hours !== undefined && Number(hours) >= 1 && Number(hours) <= LONGEST_SPAN_HOURS) return { hours: Number(hours) };
  const [from = Number.NaN, to = Number.NaN] = (text ?? "").split(",").map((part) => Date.parse(part));
  const isSound = to - from >= SHORTEST_SPAN_MS && to - from <= LONGEST_SPAN_HOURS * 3_600_000;
  return isSound ? { from, to } : NO_TREND.span;
}

/** An id may hold a comma: each is encoded on its own. */
function readId(text: string): readonly string[] {
  try {
    const id = decodeURIComponent(text);
    return id !== "" && id.length <= 64 ? [id] : [];
  } catch {
    return [];
  }
}

/** Reads what it understands: ids of up to 64 characters, each once. */
export function readTrend(search: URLSearchParams): Trend {
  const ids = (search.get("tags") ?? "").split(",").flatMap(readId);
  const tags = [...new Set(ids)].slice(0, MOST_TRENDS);
  if (tags.length === 0) return NO_TREND;
  const compare = COMPARES.find((one) => one === search.get("vs")) ?? "none";
  return { tags, span: readSpan(search.get("span")), compare };
}
