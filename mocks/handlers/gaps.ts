import type { HttpHandler } from "msw";
import { listAreaGaps, type TagGaps } from "#contract/gaps.ts";
import { answer, type MockContext } from "./answer.ts";
import { codesBelow, type MockHouse, sightOf } from "./house.ts";

const HOUR_MS = 3_600_000;
/** Every seventh sensor was silent in the middle of the range, the longer the later it comes. */
const EVERY = 7;

function gapsOf(house: MockHouse, i: number, from: number, to: number): TagGaps | null {
  const tag = house.tags.rows[i];
  if (tag === undefined || i % EVERY !== 3) return null;
  const station = house.stations.get(tag.station_id);
  const silentMs = Math.min((to - from) / 2, (1 + (i % 5)) * HOUR_MS);
  const begin = Math.round((from + to - silentMs) / 2);
  const expected = Math.round((to - from) / (1000 * tag.sampling_s));
  return {
    tagId: tag.id,
    name: tag.name,
    kind: tag.kind,
    stationId: tag.station_id,
    stationName: station?.name ?? "",
    lngLat: station === undefined ? null : [station.lngLat[0], station.lngLat[1]],
    areaCode: tag.area_code,
    enterpriseId: tag.enterprise_id,
    samplingS: tag.sampling_s,
    staleAfterS: tag.stale_after_s,
    expected,
    received: expected - Math.round(silentMs / (1000 * tag.sampling_s)),
    gapCount: 1,
    silentMs,
    gaps: [{ from: begin, to: begin + silentMs }],
  };
}

/** Silences that never were, of tags in sight. */
export const gapHandlers = (
  { house }: MockContext,
  who: Parameters<typeof answer<typeof listAreaGaps>>[1],
): HttpHandler[] => [
  answer(listAreaGaps, who, ({ me, query }) => {
    const [from, to] = [Date.parse(query.from), Date.parse(query.to)];
    const areas = query.area === undefined ? null : codesBelow(house.areas, query.area);
    const sees = sightOf(house.areas, me.scope);
    const asked = house.tags.rows.flatMap((tag, i) =>
      sees(tag) && (areas === null || areas.has(tag.area_code)) ? [i] : [],
    );
    const short = asked
      .flatMap((i) => gapsOf(house, i, from, to) ?? [])
      .sort((a, b) => b.silentMs - a.silentMs || (a.tagId < b.tagId ? -1 : 1));
    const at = query.cursor === undefined ? 0 : Number(query.cursor);
    const end = at + query.limit;
    return {
      tags: short.slice(at, end),
      next: end < short.length ? String(end) : null,
      tagsAsked: asked.length,
      tagsShort: short.length,
      countedFrom: from,
      countedTo: to,
    };
  }),
];
