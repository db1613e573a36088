import type { HttpHandler } from "msw";
import { getSeries, type Series } from "#contract/series.ts";
import { lttb } from "#model/series/lttb.ts";
import { m4 } from "#model/series/m4.ts";
import { pick } from "#model/series/points.ts";
import { answer, type Call, type MockContext } from "./answer.ts";
import { readingsReply } from "./assets.ts";
import { type MockHouse, sightOf } from "./house.ts";

/** Points of a signal that a picture is made from; more would only take time. */
const MOST_POINTS = 8000;

function pointsOf(house: MockHouse, id: string, from: number, to: number, samplingS: number) {
  const signal = house.signals[house.tags.seq(id)];
  const step = Math.max(samplingS * 1000, (to - from) / MOST_POINTS);
  const all = { at: [] as number[], v: [] as number[], q: [] as number[] };
  for (let at = Math.ceil(from / step) * step; at < to; at += step) {
    const sample = signal?.at(at);
    if (!sample || sample.q === 2) continue;
    all.at.push(at);
    all.v.push(sample.v);
    all.q.push(sample.q);
  }
  return all;
}

function seriesReply(house: MockHouse, { params, query }: Call<typeof getSeries>): Series | null {
  const row = house.tags.get(params.id);
  if (!row) return null;
  const [from, to] = [Date.parse(query.from), Date.parse(query.to)];
  const head = { id: row.id, unit: row.unit, from, to, source: "reading" as const, gapMs: row.stale_after_s * 1000 };
  if (query.method === "buckets") {
    const buckets = readingsReply(house, row.id, from, to, query.points);
    if (buckets === null) return null;
    const { at, min, max, mean, count } = buckets;
    return { ...head, method: query.method, at, min, max, mean, count, q: at.map(() => 0) };
  }
  const all = pointsOf(house, row.id, from, to, row.sampling_s);
  const places =
    query.method === "lttb" ? lttb(all, query.points) : m4(all, from, to, Math.max(1, Math.floor(query.points / 4)));
  return { ...head, method: query.method, ...pick(all, places) };
}

/** Readings over time, from the same signals that the stream tells. */
export function telemetryHandlers({ house }: MockContext, who: Parameters<typeof answer>[1]): HttpHandler[] {
  return [
    answer(getSeries, who, (call) => {
      const row = house.tags.get(call.params.id);
      return row && sightOf(house.areas, call.me.scope)(row) ? seriesReply(house, call) : null;
    }),
  ];
}
