import { getAlarmKpis, KPI_TARGETS } from "#contract/alarm-kpis.ts";
import { measure, ringsByBucket, TEN_MIN_MS } from "#model/alarms/kpis.ts";
import { readFolded, readKpiEvents, readStale } from "#server/db/alarm-kpis.ts";
import type { Routes } from "#server/deps.ts";
import { ProblemError } from "#server/http/problem.ts";
import { serve } from "./serve.ts";

const DAY_MS = 86_400_000;
const LONGEST_DAYS = 92;
const HOURLY_FROM_DAYS = 3;

const round = (value: number, digits = 4): number => Number(value.toFixed(digits));

/** `GET /api/alarm-kpis`: how the alarm system itself does. */
export const alarmKpiRoutes: Routes = (app, { db, alarms }) => {
  const nameOf = (tagId: string) => alarms.service.facts(tagId)?.name ?? tagId;
  const named = <T extends { readonly tagId: string }>(source: T) => ({ ...source, tagName: nameOf(source.tagId) });

  serve(app, getAlarmKpis, async ({ scope, query }) => {
    const [from, to] = [Date.parse(query.from), Date.parse(query.to)];
    if (!(to > from) || to - from > LONGEST_DAYS * DAY_MS) {
      const expected = `an instant after from, by at most ${LONGEST_DAYS} days`;
      throw new ProblemError("bad_request", "The span is none.", {
        issues: [{ at: "query.to", expected, received: query.to }],
      });
    }
    const { events, stale, folded } = await db.as(scope, async (tx) => ({
      events: await readKpiEvents(tx, query),
      stale: await readStale(tx, query, KPI_TARGETS.staleH),
      folded: await readFolded(tx, query),
    }));
    const { perTenMin, topTen, chattering, per10Min, flood, ...rest } = measure(events, from, to, query.operators);
    const isLong = to - from > HOURLY_FROM_DAYS * DAY_MS;
    const widthMs = isLong ? 6 * TEN_MIN_MS : TEN_MIN_MS;
    const heard = events.filter(({ isHeard, kind }) => isHeard && kind !== "escalated").map(({ at }) => at);
    const course = isLong ? ringsByBucket(heard, from, to, widthMs) : perTenMin;
    return {
      from: query.from,
      to: query.to,
      operators: query.operators,
      ...rest,
      per10Min: {
        mean: round(per10Min.mean),
        max: round(per10Min.max),
        shareOverTwo: round(per10Min.shareOverTwo),
      },
      flood: { ...flood, share: round(flood.share), most: round(flood.most) },
      course: course.map((rings, i) => ({ at: new Date(from + i * widthMs).toISOString(), rings })),
      topTen: topTen.map((source) => ({ ...named(source), share: round(source.share) })),
      topTenShare: round(rest.topTenShare),
      chatteringCount: chattering.length,
      chattering: chattering.slice(0, 100).map(named),
      staleCount: stale[0]?.all ?? 0,
      stale: stale.map(({ all: _, ...alarm }) => ({ ...named(alarm), hours: round(alarm.hours, 1) })),
      folded,
    };
  });
};
