import { useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { annotationsQuery, historyTagsQuery, seriesQuery, tagAlarmsQuery } from "#api/history.ts";
import type { HistoryTag } from "#contract/history.ts";
import type { BucketSeries } from "#contract/series.ts";
import { useStores, useView } from "#state/stores.tsx";
import { showPast } from "#state/time.ts";
import { comparedSpan, spanTimes } from "#state/trend.ts";
import { useNow } from "#ui/use-now.ts";
import { useSettled } from "#ui/use-settled.ts";

const MINUTE_MS = 60_000;
/** Points of a line: about one for each pixel of a wide panel. */
const POINTS = 900;
/** A wheel turns for a while: what is asked of the server waits until it rests. */
const REST_MS = 200;

export interface DrawnLine {
  readonly tag: HistoryTag;
  readonly series: BucketSeries | null;
  /** Where there is no series: whether it is on its way or could not be read. */
  readonly isFailed: boolean;
  /** To be moved forward by so much; 0 for the span itself. */
  readonly shiftMs: number;
}

/** The span that the axis shows: one that moves ends at the moment shown, by whole minutes. */
export function useSpan() {
  const { span, moment } = useView(({ trend, time }) => ({ span: trend.span, moment: time }));
  const minute = Math.ceil(useNow() / MINUTE_MS) * MINUTE_MS;
  const end = moment ?? minute;
  return useMemo(() => spanTimes(span, end), [span, end]);
}

/** All that the history panel draws: tags, their lines and those compared with, alarms, notes. */
export function useHistory() {
  const { tags: ids, compare } = useView(({ trend }) => ({ tags: trend.tags, compare: trend.compare }));
  const span = useSpan();
  const asked = useSettled(span, REST_MS);
  const tags = useQuery(historyTagsQuery(ids));
  const found = tags.data?.tags ?? [];
  const before = compare === "none" ? null : comparedSpan(asked, compare);
  const asks = found.flatMap((tag) => [
    { tag, span: asked, shiftMs: 0 },
    ...(before ? [{ tag, span: before, shiftMs: asked.from - before.from }] : []),
  ]);
  const series = useQueries({
    queries: asks.map(({ tag, span: { from, to } }) => seriesQuery({ tag: tag.id, from, to, points: POINTS })),
  });
  const lines = asks.map(
    ({ tag, shiftMs }, i): DrawnLine => ({
      tag,
      shiftMs,
      series: series[i]?.data ?? null,
      isFailed: series[i]?.isError ?? false,
    }),
  );
  const alarms = useQuery(tagAlarmsQuery(ids, asked.from, asked.to));
  const notes = useQuery(annotationsQuery(ids, asked.from, asked.to));
  return {
    tags,
    lines,
    span,
    asked,
    failed: series.find(({ isError }) => isError),
    alarms,
    notes,
  };
}
export type History = ReturnType<typeof useHistory>;

/** Goes on the map to the minute in which something stands that happened; never ahead of now. */
export function useReplay() {
  const { view } = useStores();
  return (at: number) => showPast(view, Math.ceil(at / MINUTE_MS) * MINUTE_MS);
}
