import { getPipe, getReadings, resolveSeq } from "#contract/station.ts";
import { datasetVersion } from "#server/db/datasets.ts";
import { findPipe } from "#server/db/pipes.ts";
import { findTagUnit, readBuckets } from "#server/db/readings.ts";
import type { Routes } from "#server/deps.ts";
import { notFound, ProblemError } from "#server/http/problem.ts";
import { type Sight, type Snapshot, sees } from "#server/tiles/snapshot.ts";
import { serve } from "./serve.ts";
import { currentSnapshot, seqOr } from "./stations.ts";

type SeqKind = "pipe" | "station" | "tag";

const LONGEST_MS = 400 * 86_400_000;

/** The row behind a number, or null when there is none or it lies out of sight: the two look the same. */
function resolve(snapshot: Snapshot, sight: Sight, kind: SeqKind, seq: number) {
  const columns = { pipe: snapshot.pipes, station: snapshot.stations, tag: snapshot.tags }[kind];
  if (seq >= columns.count || !sees(sight, columns, seq)) return null;
  const id = { pipe: snapshot.pipeId, station: snapshot.stationId, tag: snapshot.tagId }[kind].call(snapshot, seq);
  if (id === undefined) return null;
  const stationSeq = kind === "tag" ? snapshot.tags.station[seq] : undefined;
  const stationId =
    kind === "station" ? id : stationSeq === undefined ? null : (snapshot.stationId(stationSeq) ?? null);
  return { kind, id, stationId };
}

export const networkRoutes: Routes = (app, deps) => {
  const { db, snapshots } = deps;

  serve(app, getPipe, async ({ scope, params }) => {
    const pipe = await db.as(scope, (tx) => findPipe(tx, params.id));
    if (pipe === null) throw notFound("pipe");
    const version = await db.asSystem((tx) => datasetVersion(tx, pipe.datasetName));
    return { ...pipe, datasetVersion: version, seq: seqOr(currentSnapshot(deps).pipeSeq(pipe.id)) };
  });

  serve(app, resolveSeq, ({ scope, params: { kind, seq }, query: { v } }) => {
    const snapshot = currentSnapshot(deps);
    if (v !== undefined && v !== snapshot.version) {
      throw new ProblemError("conflict", "The numbers are of an older state of the network; read /api/map again.");
    }
    const row = resolve(snapshot, snapshots.sight(scope), kind, seq);
    if (row === null) throw notFound(kind);
    return row;
  });

  serve(app, getReadings, async ({ scope, params: { id }, query }) => {
    const [from, to] = [Date.parse(query.from), Date.parse(query.to)];
    if (!(from < to) || to - from > LONGEST_MS) {
      throw new ProblemError("bad_request", "`from` lies before `to`, by 400 days at most.");
    }
    return await db.as(scope, async (tx) => {
      const unit = await findTagUnit(tx, id);
      if (unit === null) throw notFound("tag");
      return { id, unit, ...(await readBuckets(tx, id, from, to, query.points)) };
    });
  });
};
