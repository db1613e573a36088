import type { ReadingOutcome } from "#contract/readings.ts";
import type { Db } from "#server/db/db.ts";
import type { Reading } from "#server/live/latest.ts";
import type { Snapshot } from "#server/tiles/snapshot.ts";
import { type Counters, createCounters, type Way } from "./counters.ts";
import { createGroupCommit } from "./group-commit.ts";
import { type Claim, judge, type OwnedReading } from "./judge.ts";
import { type Parsed, parseMessage } from "./parse.ts";
import { storeReadings } from "./store-readings.ts";
import { parseTopic } from "./topic.ts";

/** As much of a logger as ingest and broker need; pino's fits. */
export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** One reading on its way in, with the tag it says it is of. */
export interface Candidate {
  readonly tagId: string;
  readonly claim: Claim;
  readonly parsed: Parsed;
}

export interface Ingest {
  /** An MQTT message. Settles after the commit of what it held, so that it may be acknowledged; rejects when it could not be stored. */
  message(topic: string, payload: Uint8Array): Promise<ReadingOutcome[]>;
  /** Readings that came another way; outcomes in their order. Same promise. */
  take(way: Way, candidates: readonly Candidate[]): Promise<ReadingOutcome[]>;
  readonly counters: Counters;
  /** Readings waiting for their commit. */
  readonly pending: number;
  /** Stores what is waiting and takes no more. */
  close(): Promise<void>;
}

export interface IngestOptions {
  readonly db: Pick<Db, "asSystem">;
  snapshot(): Snapshot;
  /** Hears what became the newest of its tag, after the commit. */
  onAccepted(readings: readonly Reading[]): void;
  readonly log: Log;
  now?(): number;
  readonly lingerMs?: number;
  readonly giveUpMs?: number;
}

/** Validates, stores, then tells the live side: in this order, so that nothing is acknowledged or shown that a crash could take back. */
export function createIngest(options: IngestOptions): Ingest {
  const { db, log, now = Date.now } = options;
  const { lingerMs, giveUpMs } = options;
  const group = createGroupCommit<OwnedReading, ReadingOutcome>({
    async write(readings) {
      const stored = await db.asSystem((tx) => storeReadings(tx, readings));
      options.onAccepted(readings.filter((_, i) => stored[i] === "accepted"));
      return stored;
    },
    refuse(reading, cause) {
      log.error({ err: cause, reading }, "the database refused a reading");
      return "refused";
    },
    onRetry: (cause, attempt) => log.warn({ err: cause, attempt }, "readings could not be stored; trying again"),
    ...(lingerMs === undefined ? {} : { lingerMs }),
    ...(giveUpMs === undefined ? {} : { giveUpMs }),
  });
  const counters = createCounters({
    log: (rejection, message) => log.warn(rejection, message),
    now,
    pending: () => group.pending,
  });

  async function take(way: Way, candidates: readonly Candidate[], source?: string): Promise<ReadingOutcome[]> {
    const snapshot = options.snapshot();
    const at = now();
    const judged = candidates.map((c) => judge(snapshot, c.tagId, c.claim, c.parsed, at));
    const stored = await group.add(judged.filter((j) => typeof j !== "string"));
    let next = 0;
    const outcomes = judged.map((j) => (typeof j === "string" ? j : (stored[next++] as ReadingOutcome)));
    outcomes.forEach((outcome, i) => {
      counters.count(way, outcome, source ?? candidates[i]?.tagId ?? "");
    });
    return outcomes;
  }

  return {
    message(topic, payload) {
      const owner = parseTopic(topic);
      if (owner === null) {
        counters.count("mqtt", "wrong_topic", topic);
        return Promise.resolve(["wrong_topic"]);
      }
      const { tagId, areaCode, enterpriseId } = owner;
      const claim = { areaCode, enterpriseId };
      const candidates = parseMessage(payload).map((parsed) => ({ tagId, claim, parsed }));
      return take("mqtt", candidates, topic);
    },
    take,
    counters,
    get pending() {
      return group.pending;
    },
    close: () => group.close(),
  };
}
