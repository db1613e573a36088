import { useQueries } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { seriesQuery } from "#api/history.ts";
import type { GasReading } from "#contract/model-incident.ts";

const HOUR_MS = 3_600_000;
/** A rhythm of days shows in three. */
const BACK_H = 72;

/** Readings of sensors with what they said before: a sudden rise and a daily rhythm are signs. Without a line they stand alone. */
export function useHistories(readings: readonly GasReading[]): readonly GasReading[] {
  // One range for a whole search: the answer is not asked for anew each second.
  const [to] = useState(() => Math.ceil(Date.now() / HOUR_MS) * HOUR_MS);
  const tags = useMemo(() => readings.flatMap(({ tagId }) => (tagId === null ? [] : [tagId])), [readings]);
  const histories = useQueries({
    queries: tags.map((tag) => ({
      ...seriesQuery({ tag, from: to - BACK_H * HOUR_MS, to, points: BACK_H }),
      retry: false,
    })),
    combine: (results) =>
      results.map(({ data }) =>
        (data?.at ?? []).map((at, i) => ({ hour: (at - to) / HOUR_MS, lel: data?.mean[i] ?? 0 })),
      ),
  });
  return useMemo(
    () =>
      tags.length === 0
        ? readings
        : readings.map((one) => {
            const history = one.tagId === null ? undefined : histories[tags.indexOf(one.tagId)];
            return history && history.length > 0 ? { ...one, history } : one;
          }),
    [readings, tags, histories],
  );
}
