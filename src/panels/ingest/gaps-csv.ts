import type { TFunction } from "i18next";
import type { TagGaps } from "#contract/gaps.ts";
import { csvText } from "#lib/csv.ts";
import { localText } from "#lib/day.ts";

const SECOND_MS = 1000;

/** Silences as a table, a line each, times by the province's clock; a tag that left out readings without falling silent has a line of its own. */
export function gapsCsv(tags: readonly TagGaps[], t: TFunction): string {
  const head = [
    t("ingest.gaps.column.tag"),
    t("ingest.gaps.column.tagId"),
    t("ingest.gaps.column.station"),
    t("ingest.gaps.column.from"),
    t("ingest.gaps.column.to"),
    t("ingest.gaps.column.seconds"),
    t("ingest.gaps.column.expected"),
    t("ingest.gaps.column.received"),
  ];
  const lines = tags.flatMap(({ name, tagId, stationName, expected, received, gaps }) => {
    const line = (from: string, to: string, seconds: number | null) => [
      name,
      tagId,
      stationName,
      from,
      to,
      seconds,
      expected,
      received,
    ];
    if (gaps.length === 0) return [line("", "", null)];
    return gaps.map(({ from, to }) => line(localText(from), localText(to), Math.round((to - from) / SECOND_MS)));
  });
  return csvText([head, ...lines]);
}
