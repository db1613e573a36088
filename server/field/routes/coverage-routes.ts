import {
  getCoverage,
  listFieldPeople,
  listFieldPositions,
  listFieldTracks,
  listFieldWays,
  POSITION_MINUTES,
  TRACKS_MOST,
  WAYS_LONGEST_MS,
  WAYS_MOST,
} from "#contract/field/coverage.ts";
import { dayIn } from "#model/field/due.ts";
import type { App, Deps } from "#server/deps.ts";
import type { FieldSide } from "#server/field/side.ts";
import { readCoverage } from "#server/field/walks/coverage.ts";
import { listPeople, listPositions, listTracks, listWays } from "#server/field/walks/people.ts";
import { ProblemError } from "#server/http/problem.ts";
import { noteDeed } from "#server/routes/deed.ts";
import { serve } from "#server/routes/serve.ts";

const MINUTE_MS = 60_000;

/** What was really walked, by whom, and where they are. */
export function coverageRoutes(app: App, { db }: Deps, { now }: FieldSide): void {
  serve(app, getCoverage, async ({ scope, query: { area = null, enterprise = null } }) => {
    const at = now();
    const coverage = await db.as(scope, (tx) => readCoverage(tx, { area, enterprise }, dayIn(at)));
    return { asOf: new Date(at).toISOString(), ...coverage };
  });

  serve(app, listFieldPeople, async ({ scope, query: { area = null, enterprise = null } }) => {
    const at = now();
    const found = await db.as(scope, (tx) => listPeople(tx, { area, enterprise }, dayIn(at)));
    return { asOf: new Date(at).toISOString(), ...found };
  });

  serve(app, listFieldTracks, async ({ session, scope, request, query }) => {
    const tracks = await db.as(scope, (tx) => listTracks(tx, query, TRACKS_MOST + 1));
    // Written down before it is told: where somebody went is theirs.
    if (tracks.length > 0)
      await db.asSystem((tx) =>
        noteDeed(tx, session, request.ip, "field.tracks_read", query.author, { from: query.from, to: query.to }),
      );
    return { tracks: tracks.slice(0, TRACKS_MOST), isCut: tracks.length > TRACKS_MOST };
  });

  serve(app, listFieldWays, async ({ session, scope, request, query }) => {
    const { area = null, enterprise = null, from, to } = query;
    const ms = Date.parse(to) - Date.parse(from);
    if (!(ms > 0 && ms <= WAYS_LONGEST_MS))
      throw new ProblemError("bad_request", `to: expected up to ${WAYS_LONGEST_MS / 3_600_000} h after from.`);
    const found = await db.as(scope, (tx) => listWays(tx, { area, enterprise }, { from, to }, WAYS_MOST + 1));
    const tracks = found.slice(0, WAYS_MOST);
    const authors = [...new Set(tracks.map(({ author }) => author))];
    // Written down before it is told: where somebody went is theirs.
    if (authors.length > 0)
      await db.asSystem((tx) =>
        noteDeed(tx, session, request.ip, "field.ways_read", area ?? "", { from, to, authors }),
      );
    return { tracks, isCut: found.length > WAYS_MOST };
  });

  serve(app, listFieldPositions, async ({ scope, query: { area = null, enterprise = null } }) => {
    const at = now();
    const since = new Date(at - POSITION_MINUTES * MINUTE_MS);
    const positions = await db.as(scope, (tx) => listPositions(tx, { area, enterprise }, since));
    return { asOf: new Date(at).toISOString(), positions };
  });
}
