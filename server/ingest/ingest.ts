import type { ReadingOutcome, ReadingWay } from "#contract/readings.ts";
import type { Db } from "#server/db/db.ts";
import { writeOutcomes } from "#server/db/outcomes.ts";
import type { Reading } from "#server/live/latest.ts";
import type { Snapshot } from "#server/tiles/snapshot.ts";
import { type Counters, createCounters } from "./counters.ts";
import { createGroupCommit } from "./group-commit.ts";
import { type Claim, judge, LATE_MS, type OwnedReading } from "./judge.ts";
import { createNoteBook, type Note, noteOf } from "./notes.ts";
import { type Parsed, parseMessage } from "./parse.ts";
import { type Stored, storeReadings } from "./store-readings.ts";
import { parseTopic } from "./topic.ts";

/** Bytes of a message that are kept where it could not be read. */
const MOST_SAMPLE = 200;

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
  /** What came, or how it began: kept where it could not be read. */
  readonly sample?: string;
}

export interface Ingest {
  /** An MQTT message. Settles after the commit of what it held, so that it may be acknowledged; rejects when it could not be stored. */
  message(topic: string, payload: Uint8Array): Promise<ReadingOutcome[]>;
  /** Readings that came another way; outcomes in their order. Same promise. */
  take(way: ReadingWay, candidates: readonly Candidate[]): Promise<ReadingOutcome[]>;
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
  /** Hears all that was stored and was not there before, after the commit, in the order of its coming. */
  onStored?(readings: readonly Reading[]): void;
  readonly log: Log;
  now?(): number;
  /** What is older than this (ms since 1970) is not kept; of any age where left out. */
  keptFrom?(now: number): number;
  readonly lingerMs?: number;
  readonly giveUpMs?: number;
}

/** A reading judged, on its way to the database: to be stored, or already known not to be. */
interface Item {
  readonly way: ReadingWay;
  readonly at: number;
  readonly candidate: Candidate;
  readonly judged: OwnedReading | ReadingOutcome;
}

/** What a reading that the database has taken is called: by how late it came, and whether a newer one had come before. */
function outcomeOf(reading: OwnedReading, stored: Stored, at: number): ReadingOutcome {
  if (stored === "duplicate") return stored;
  if (reading.t < at - LATE_MS) return "late";
  return stored === "newest" ? "accepted" : "out_of_order";
}

const toNote = ({ way, at, candidate }: Item, outcome: ReadingOutcome): Note => {
  const { tagId, claim, parsed, sample } = candidate;
  return noteOf({ way, at, enterpriseId: claim.enterpriseId, tagId, parsed, sample }, outcome);
};

/** Stores readings and what its enterprise is to know of them in one transaction; tells the live side after the commit. */
function createWriter({ db, onAccepted, onStored }: IngestOptions) {
  const book = createNoteBook();
  /** Of readings that the database would not take: they go with the next transaction. */
  const owed: Note[] = [];
  async function write(items: readonly Item[]): Promise<ReadingOutcome[]> {
    const readings = items.map(({ judged }) => judged).filter((judged) => typeof judged !== "string");
    const debts = owed.slice();
    let stored: Stored[] = [];
    const outcomes = await db.asSystem(async (tx) => {
      stored = readings.length === 0 ? [] : await storeReadings(tx, readings);
      let next = 0;
      const all = items.map(({ judged, at }) =>
        typeof judged === "string" ? judged : outcomeOf(judged, stored[next++] as Stored, at),
      );
      const notes = items.flatMap((item, i) => (all[i] === "accepted" ? [] : [toNote(item, all[i] as ReadingOutcome)]));
      await writeOutcomes(tx, book([...debts, ...notes]));
      return all;
    });
    owed.splice(0, debts.length);
    onAccepted(readings.filter((_, i) => stored[i] === "newest"));
    onStored?.(readings.filter((_, i) => stored[i] !== "duplicate"));
    return outcomes;
  }
  return { write, owe: (note: Note) => void owed.push(note) };
}

/**
 * Validates, stores, then tells the live side: in this order, so that nothing is acknowledged or shown that a crash could take back. What is not
 * kept goes the same way: its sender hears of it when the row that tells of it is on disk.
 */
export function createIngest(options: IngestOptions): Ingest {
  const { log, now = Date.now, keptFrom = () => 0 } = options;
  const { lingerMs, giveUpMs } = options;
  const writer = createWriter(options);
  const group = createGroupCommit<Item, ReadingOutcome>({
    write: writer.write,
    refuse(item, cause) {
      log.error({ err: cause, reading: item.judged }, "the database refused a reading");
      writer.owe(toNote(item, "refused"));
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

  async function take(
    way: ReadingWay,
    candidates: readonly Candidate[],
    source?: string,
    refusal?: ReadingOutcome,
  ): Promise<ReadingOutcome[]> {
    const snapshot = options.snapshot();
    const at = now();
    const times = { now: at, keptFrom: keptFrom(at) };
    const outcomes = await group.add(
      candidates.map((candidate) => ({
        way,
        at,
        candidate,
        judged: refusal ?? judge(snapshot, candidate.tagId, candidate.claim, candidate.parsed, times),
      })),
    );
    outcomes.forEach((outcome, i) => {
      counters.count(way, outcome, source ?? candidates[i]?.tagId ?? "");
    });
    return outcomes;
  }

  return {
    message(topic, payload) {
      const begin = () => Buffer.from(payload.subarray(0, MOST_SAMPLE)).toString();
      const owner = parseTopic(topic);
      if (owner === null) {
        const claim = { areaCode: null, enterpriseId: "" };
        return take("mqtt", [{ tagId: topic, claim, parsed: "malformed", sample: begin() }], topic, "wrong_topic");
      }
      const { tagId, areaCode, enterpriseId } = owner;
      const claim = { areaCode, enterpriseId };
      const candidates = parseMessage(payload).map((parsed) =>
        typeof parsed === "string" ? { tagId, claim, parsed, sample: begin() } : { tagId, claim, parsed },
      );
      return take("mqtt", candidates, topic);
    },
    take: (way, candidates) => take(way, candidates),
    counters,
    get pending() {
      return group.pending;
    },
    close: () => group.close(),
  };
}
