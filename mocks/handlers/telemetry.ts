import type { HttpHandler } from "msw";
import { listOutcomes, type OutcomeRow } from "#contract/readings.ts";
import { getSeries, type Series } from "#contract/series.ts";
import { getLatest, listGaps, listTagQuality, QUALITIES, type Quality, type TagQuality } from "#contract/telemetry.ts";
import { lttb } from "#model/series/lttb.ts";
import { m4 } from "#model/series/m4.ts";
import { pick } from "#model/series/points.ts";
import { answer, type Call, type MockContext } from "./answer.ts";
import { readingsReply } from "./assets.ts";
import { reasonFor } from "./doubts.ts";
import { codesBelow, MOCK_SNAPSHOT, type MockHouse, sightOf } from "./house.ts";

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

function qualityReply(house: MockHouse, now: number, { me, query }: Call<typeof listTagQuality>) {
  const areas = query.area === undefined ? null : codesBelow(house.areas, query.area);
  const sees = sightOf(house.areas, me.scope);
  const counts = Object.fromEntries(QUALITIES.map((one) => [one, 0])) as Record<Quality, number>;
  const found: TagQuality[] = [];
  house.tags.rows.forEach((tag, i) => {
    if (!sees(tag) || (areas !== null && !areas.has(tag.area_code))) return;
    if (query.station !== undefined && tag.station_id !== query.station) return;
    const signal = house.signals[i];
    const reason = reasonFor(signal?.temperament, i);
    const quality = signal?.at(now) ? (reason === undefined ? "good" : "suspect") : "offline";
    counts[quality] += 1;
    if (quality === "good" || (query.quality !== undefined && query.quality !== quality)) return;
    found.push({
      tagId: tag.id,
      name: tag.name,
      kind: tag.kind,
      stationId: tag.station_id,
      areaCode: tag.area_code,
      enterpriseId: tag.enterprise_id,
      quality,
      reasons: reason === undefined ? [] : [reason],
      since: reason === undefined ? null : new Date(now - 5 * HOUR_MS).toISOString(),
      at: quality === "offline" ? null : new Date(now).toISOString(),
      staleAfterS: tag.stale_after_s,
    });
  });
  const from = query.cursor === undefined ? 0 : Number(query.cursor);
  const end = from + query.limit;
  return { tags: found.slice(from, end), next: found.length > end ? String(end) : null, counts };
}

const HOUR_MS = 3_600_000;
/** What the made-up devices get wrong, in turn; a sensor that sends hours late is late in every hour. */
const TROUBLES = ["duplicate", "out_of_order", "future", "out_of_range", "not_a_number", "wrong_unit"] as const;

/** Rows as ingest would have written them in the last hours, of the tags in sight. */
function outcomesReply(house: MockHouse, now: number, { me, query }: Call<typeof listOutcomes>) {
  const areas = query.area === undefined ? null : codesBelow(house.areas, query.area);
  const sees = sightOf(house.areas, me.scope);
  const hour = Math.floor(now / HOUR_MS) * HOUR_MS;
  const instant = (ms: number) => new Date(ms).toISOString();
  const rows = house.tags.rows.flatMap((tag, i): OutcomeRow[] => {
    const isLate = (house.signals[i]?.delayMs ?? 0) > 0;
    if (!sees(tag) || (!isLate && i % 5 !== 0)) return [];
    const outcome = isLate ? "late" : (TROUBLES[i % TROUBLES.length] ?? "duplicate");
    return [
      {
        enterpriseId: tag.enterprise_id,
        enterpriseName: house.enterprises.find(({ id }) => id === tag.enterprise_id)?.name ?? null,
        areaCode: tag.area_code,
        hour: instant(hour),
        tagId: tag.id,
        tagName: tag.name,
        outcome,
        way: "mqtt",
        count: 1 + (i % 40),
        firstAt: instant(hour),
        lastAt: instant(now),
        lastT: instant(now - (house.signals[i]?.delayMs ?? 0)),
        lastV: outcome === "not_a_number" ? null : tag.nominal,
        sample: outcome === "not_a_number" ? '{"t":0,"v":NaN}' : null,
      },
    ];
  });
  const found = rows.filter(
    (row) =>
      (areas === null || areas.has(row.areaCode)) &&
      (query.enterprise === undefined || row.enterpriseId === query.enterprise) &&
      (query.tag === undefined || row.tagId === query.tag) &&
      (query.outcome === undefined || row.outcome === query.outcome),
  );
  const from = query.cursor === undefined ? 0 : Number(query.cursor);
  const sums = new Map<OutcomeRow["outcome"], number>();
  for (const { outcome, count } of found) sums.set(outcome, (sums.get(outcome) ?? 0) + count);
  return {
    rows: found.slice(from, from + query.limit),
    next: found.length > from + query.limit ? String(from + query.limit) : null,
    totals: [...sums].map(([outcome, count]) => ({ outcome, count })),
  };
}

/** Readings over time, from the same signals that the stream tells. */
export function telemetryHandlers({ house, now }: MockContext, who: Parameters<typeof answer>[1]): HttpHandler[] {
  return [
    answer(listOutcomes, who, (call) => outcomesReply(house, now(), call)),
    answer(listTagQuality, who, (call) => qualityReply(house, now(), call)),
    answer(getLatest, who, ({ me, query }) => {
      const areas = query.area === undefined ? null : codesBelow(house.areas, query.area);
      const sees = sightOf(house.areas, me.scope);
      const rows = house.tags.rows.flatMap((tag, seq) => {
        const { lngLat } = house.stations.get(tag.station_id) ?? { lngLat: [0, 0] as const };
        const [west, south, east, north] = query.bbox ?? [-180, -90, 180, 90];
        const isIn = lngLat[0] >= west && lngLat[0] <= east && lngLat[1] >= south && lngLat[1] <= north;
        const isWanted = isIn && (areas === null || areas.has(tag.area_code)) && (query.kind ?? tag.kind) === tag.kind;
        return sees(tag) && isWanted ? [{ tag, seq, sample: house.signals[seq]?.at(now()) ?? null }] : [];
      });
      return {
        snapshot: MOCK_SNAPSHOT,
        now: now(),
        id: rows.map(({ tag }) => tag.id),
        seq: rows.map(({ seq }) => seq),
        v: rows.map(({ sample }) => sample?.v ?? null),
        at: rows.map(({ sample }) => (sample ? now() : null)),
        state: rows.map(({ sample }) => (sample ? ("normal" as const) : ("offline" as const))),
      };
    }),
    answer(listGaps, who, ({ me, params, query }) => {
      const row = house.tags.get(params.id);
      if (!row || !sightOf(house.areas, me.scope)(row)) return null;
      return { id: row.id, longerThanS: query.longerThanS ?? row.stale_after_s, from: [], to: [], silentMs: 0 };
    }),
    answer(getSeries, who, (call) => {
      const row = house.tags.get(call.params.id);
      return row && sightOf(house.areas, call.me.scope)(row) ? seriesReply(house, call) : null;
    }),
  ];
}
