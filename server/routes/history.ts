import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import {
  findPastAlarm,
  HISTORY_COLUMNS_PATH,
  listHistoryTags,
  listPastAlarms,
  listPastDoubts,
  PAST_ALARMS_LIMIT,
  PAST_DOUBTS_LIMIT,
  type PastAlarm,
} from "#contract/history.ts";
import { HISTORY_HOURS, HOUR_MS } from "#contract/history-layout.ts";
import { Instant } from "#contract/route.ts";
import { BUSINESS_ROLES } from "#contract/scope.ts";
import { requireSession } from "#server/auth/guard.ts";
import { listHistoryTags as readTags } from "#server/db/history-tags.ts";
import { findCauses } from "#server/db/incidents.ts";
import { listDoubtSpans } from "#server/db/past-quality.ts";
import { findPastAlarm as readNext, listPastAlarms as readPast, type StoredPastAlarm } from "#server/db/past-alarms.ts";
import type { App, Deps, Routes } from "#server/deps.ts";
import { columnFileOf } from "#server/history/column-file.ts";
import { createHourStore, type HourStore } from "#server/history/hour-store.ts";
import { type Encoding, encodingFor, packBytes, sendPacked } from "#server/http/packed-bytes.ts";
import { ProblemError } from "#server/http/problem.ts";
import { serve } from "./serve.ts";
import { currentSnapshot } from "./stations.ts";

const DAY_MS = 86_400_000;
const LONGEST_MS = 31 * DAY_MS;

const ColumnQuery = z.object({ from: Instant, hours: z.coerce.number().int().min(1).max(HISTORY_HOURS).default(1) });

function spanOf({ from, hours }: z.output<typeof ColumnQuery>, now: number) {
  const begin = Date.parse(from);
  const at = (field: string, expected: string, received: string) =>
    new ProblemError("bad_request", `${field}: expected ${expected}, got ${received}.`, {
      issues: [{ at: field, expected, received }],
    });
  if (begin % HOUR_MS !== 0) throw at("from", "a whole hour UTC", from);
  if (begin > now) throw at("from", "a time that has come", from);
  return { begin, hours: Math.min(hours, Math.ceil((now - begin + 1) / HOUR_MS)) };
}

function columnRoute(app: App, deps: Deps, store: HourStore): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    HISTORY_COLUMNS_PATH,
    {
      schema: {
        summary: "What the tags in sight said in each minute of some hours, packed (contract/history-layout.ts)",
        tags: ["history"],
        querystring: ColumnQuery,
        security: [{ session: [] }],
      },
      onRequest: async (request) => void (await requireSession(request, BUSINESS_ROLES)),
    },
    async (request, reply) => {
      const { scope } = await requireSession(request, BUSINESS_ROLES);
      const { begin, hours } = spanOf(request.query, (deps.now ?? Date.now)());
      const columns = await store.hours(begin, hours);
      // Taken after the wait: numbers and sight must be of one snapshot, and of the one that frames speak of now.
      const file = columnFileOf(columns, currentSnapshot(deps), deps.snapshots.sight(scope));
      const encoding: Encoding = encodingFor(request.headers["accept-encoding"]) === "identity" ? "identity" : "gzip";
      return sendPacked(request, reply, await packBytes(file, encoding), {
        encoding,
        type: "application/octet-stream",
        empty: 200,
      });
    },
  );
}

/** Incidents under which more than one of some alarms ever stood. */
function sharedIncidents(alarms: readonly Pick<PastAlarm, "incident" | "course">[]): string[] {
  const count = new Map<string, number>();
  for (const { incident, course } of alarms)
    for (const id of new Set([incident, ...course.map((step) => step.incident)]))
      if (id !== null) count.set(id, (count.get(id) ?? 0) + 1);
  return [...count].flatMap(([id, members]) => (members > 1 ? [id] : []));
}

/** A span that does not end before it begins. Throws a bad_request for another, or a longer one. */
function spanWithin(query: { readonly from: string; readonly to: string }, longestMs: number): [Date, Date] {
  const [from, to] = [new Date(query.from), new Date(query.to)];
  const span = to.getTime() - from.getTime();
  if (span < 0 || span > longestMs)
    throw new ProblemError("bad_request", `to: expected 0 … 31 days after from, got ${span / DAY_MS} days.`);
  return [from, to];
}

export const historyRoutes: Routes = (app, deps) => {
  const { db } = deps;
  columnRoute(app, deps, deps.history ?? createHourStore({ db, ...(deps.now ? { now: deps.now } : {}) }));

  const numbered = (alarm: StoredPastAlarm) => ({
    ...alarm,
    tagSeq: currentSnapshot(deps).tagSeq(alarm.tagId) ?? null,
  });

  serve(app, listPastAlarms, async ({ scope, query }) => {
    const [from, to] = spanWithin(query, query.tags === undefined ? LONGEST_MS : Number.POSITIVE_INFINITY);
    return await db.as(scope, async (tx) => {
      const found = await readPast(tx, from, to, query.tags ?? null);
      const alarms = found.slice(0, PAST_ALARMS_LIMIT).map(numbered);
      return { alarms, incidents: await findCauses(tx, sharedIncidents(alarms)), isCut: found.length > alarms.length };
    });
  });

  serve(app, listPastDoubts, async ({ scope, query }) => {
    const span = spanWithin(query, LONGEST_MS);
    const found = await db.as(scope, (tx) => listDoubtSpans(tx, ...span));
    const snapshot = currentSnapshot(deps);
    const iso = (at: number) => new Date(at).toISOString();
    const spans = found.slice(0, PAST_DOUBTS_LIMIT).flatMap(({ tagId, doubt, from, to }) => {
      const tagSeq = snapshot.tagSeq(tagId);
      return tagSeq === undefined ? [] : [{ tagSeq, doubt, from: iso(from), to: to === null ? null : iso(to) }];
    });
    return { snapshot: snapshot.version, spans, isCut: found.length > PAST_DOUBTS_LIMIT };
  });

  serve(app, listHistoryTags, async ({ scope, query: { tags } }) => ({
    tags: await db.as(scope, (tx) => readTags(tx, tags)),
  }));

  serve(app, findPastAlarm, async ({ scope, query: { at, direction } }) => {
    const alarm = await db.as(scope, (tx) => readNext(tx, new Date(at), direction));
    return { alarm: alarm && numbered(alarm) };
  });
};
