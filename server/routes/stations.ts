import { TAG_STATES } from "#contract/gas.ts";
import { getStation, listStations, type Tag } from "#contract/station.ts";
import { datasetVersion } from "#server/db/datasets.ts";
import {
  findStation,
  listStationCameras,
  listStationNodes,
  listStationTags,
  listStations as readStations,
  type TagFacts,
} from "#server/db/stations.ts";
import type { Deps, Routes } from "#server/deps.ts";
import { notFound, ProblemError } from "#server/http/problem.ts";
import type { LatestColumns } from "#server/live/latest.ts";
import { fromCursor, toCursor } from "./cursor.ts";
import { serve } from "./serve.ts";

/** The numbering of tiles and frames; 503 until there is one. */
export function currentSnapshot({ snapshots }: Pick<Deps, "snapshots">) {
  try {
    return snapshots.current();
  } catch (cause) {
    const headers = { "retry-after": "1" };
    throw new ProblemError("not_ready", "The network is being read into memory.", { headers, cause });
  }
}

/** `-1` for a row that came after the snapshot was built: it has no number yet. */
export const seqOr = (seq: number | undefined): number => seq ?? -1;

/** Newest values; 503 until they have been read. */
export function currentValues({ live }: Pick<Deps, "live">): LatestColumns {
  try {
    return live.columns();
  } catch (cause) {
    throw new ProblemError("not_ready", "The newest values are being read.", {
      headers: { "retry-after": "1" },
      cause,
    });
  }
}

/** The tag with its newest value: what the live side holds, or what is stored when that is newer or the tag has no number yet. */
function withValue({ stored, ...facts }: TagFacts, live: LatestColumns, now: number): Tag {
  const seq = live.snapshot.tagSeq(facts.id);
  const at = seq === undefined ? 0 : (live.at[seq] ?? 0);
  if (seq !== undefined && at > 0 && at >= (stored?.t ?? 0)) {
    // The live side keeps single precision; the stored reading of that very time says what the device sent.
    const value = stored?.t === at ? stored.v : (live.value[seq] ?? Number.NaN);
    const state = TAG_STATES[live.state[seq] ?? 0] ?? "offline";
    return { ...facts, seq, value: Number.isFinite(value) ? value : null, at: new Date(at).toISOString(), state };
  }
  const isStale = stored !== null && now - stored.t > facts.staleAfterS * 1000;
  return {
    ...facts,
    seq: seqOr(seq),
    value: stored?.v ?? null,
    at: stored === null ? null : new Date(stored.t).toISOString(),
    state: stored === null ? "offline" : isStale ? "stale" : "normal",
  };
}

export const stationRoutes: Routes = (app, deps) => {
  const { db } = deps;

  serve(app, listStations, async ({ scope, query: { cursor, ...filter } }) => {
    const stations = await db.as(scope, (tx) => readStations(tx, { ...filter, after: fromCursor(cursor) }));
    const last = stations.length === filter.limit ? stations.at(-1) : undefined;
    return { stations, next: last ? toCursor(last.id) : null };
  });

  serve(app, getStation, async ({ scope, params: { id } }) => {
    const found = await db.as(scope, async (tx) => {
      const facts = await findStation(tx, id);
      if (facts === null) return null;
      const nodes = await listStationNodes(tx, id);
      const cameras = await listStationCameras(tx, id);
      return { facts, nodes, cameras, tags: await listStationTags(tx, id) };
    });
    if (found === null) throw notFound("station");
    const columns = currentValues(deps);
    const { facts, nodes, cameras, tags } = found;
    const seq = seqOr(currentSnapshot(deps).stationSeq(id));
    const version = await db.asSystem((tx) => datasetVersion(tx, facts.datasetName));
    return {
      ...facts,
      seq,
      datasetVersion: version,
      nodes,
      cameras,
      tags: tags.map((tag) => withValue(tag, columns, Date.now())),
    };
  });
};
