import { dayIn } from "#model/field/due.ts";
import type { Db } from "#server/db/db.ts";
import type { Log } from "#server/ingest/ingest.ts";
import type { Uploads } from "./files/uploads.ts";
import { matchTracks } from "./walks/match-tracks.ts";
import { tellMapOfWalks } from "./walks/tell-map.ts";
import { climbHazards } from "./hazards/climb.ts";
import { countAccepted } from "./ledger/count.ts";
import { retryHeld } from "./ledger/retry.ts";
import type { FieldSide } from "./side.ts";
import { planChecks } from "./tasks/plan.ts";

const BEAT_MS = 1000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** A piece of work and how often it is done, ms. */
interface Work {
  readonly name: string;
  readonly everyMs: number;
  run(nowMs: number): Promise<unknown>;
}

export interface FieldJobs {
  close(): Promise<void>;
}

const worksOf = (db: Db, side: FieldSide & { readonly uploads: Uploads }): readonly Work[] => [
  { name: "records could not be counted", everyMs: BEAT_MS, run: () => countAccepted(db) },
  { name: "tracks could not be laid upon the network", everyMs: 5 * BEAT_MS, run: () => matchTracks(db) },
  { name: "the map could not be told of walks", everyMs: 10 * MINUTE_MS, run: () => tellMapOfWalks(db) },
  { name: "hazards could not climb", everyMs: MINUTE_MS, run: (nowMs) => climbHazards(db, nowMs) },
  { name: "held records could not be tried again", everyMs: 5 * MINUTE_MS, run: () => retryHeld(db, side.ledger) },
  { name: "visits could not be planned", everyMs: HOUR_MS, run: (nowMs) => planChecks(db, dayIn(nowMs)) },
  { name: "uploads given up could not be removed", everyMs: HOUR_MS, run: (nowMs) => side.uploads.sweep(nowMs) },
];

/**
 * The field's work that nobody asks for, one after the other until closed. What fails is told and tried again when its time comes: nothing
 * is lost by that, since each looks at what stands in the database.
 */
export function startFieldJobs(db: Db, side: FieldSide, log: Pick<Log, "error">): FieldJobs {
  const works = worksOf(db, side).map((work) => ({ ...work, at: Number.NEGATIVE_INFINITY }));
  let isClosed = false;
  let timer: NodeJS.Timeout;
  let running = Promise.resolve();
  async function beat(): Promise<void> {
    for (const work of works) {
      if (isClosed || performance.now() - work.at < work.everyMs) continue;
      try {
        await work.run(side.now());
      } catch (err) {
        if (!isClosed) log.error({ err }, work.name);
      }
      work.at = performance.now();
    }
  }
  const arm = () => {
    timer = setTimeout(() => {
      running = beat().finally(() => {
        if (!isClosed) arm();
      });
    }, BEAT_MS);
  };
  arm();
  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
