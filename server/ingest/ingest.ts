import type { ReadingOutcome, ReadingWay } from "#contract/readings.ts";
import type { Db, Tx } from "#server/db/db.ts";
import { writeOutcomes } from "#server/db/outcomes.ts";
import type { Reading } from "#server/live/latest.ts";
import type { Snapshot } from "#server/tiles/snapshot.ts";
import { type Counters, createCounters } from "./counters.ts";
import { createGroupCommit, isDataError } from "./group-commit.ts";
import { type Claim, judge, LATE_MS, type OwnedReading } from "./judge.ts";
import { createNoteBook, type Note, noteOf } from "./notes.ts";
import { type Parsed, parseMessage } from "./parse.ts";
import { NotAhead, storeAhead, storeReadings } from "./store-readings.ts";
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
  /** Resolves once fewer than so many wait, whichever way they came. */
  whenBelow(readings: number): Promise<void>;
  /** Stores what is waiting and takes no more. */
  close(): Promise<void>;
}

export interface IngestOptions {
  readonly db: Pick<Db, "asSystem">;
  snapshot(): Snapshot;
  /** When the newest reading known of a tag was taken, ms since 1970; 0 where there is none. */
  newestAt(tagId: string): number;
  /** Hears what became the newest of its tag, after the commit, in the order of its coming. */
  onAccepted(readings: readonly OwnedReading[]): void;
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
function outcomeOf(reading: OwnedReading, isAhead: boolean, at: number): ReadingOutcome {
  if (reading.t < at - LATE_MS) return "late";
  return isAhead ? "accepted" : "out_of_order";
}

/** For each reading whether it is newer than all that came before it of its tag. */
function aheadOf(readings: readonly OwnedReading[], newestAt: (tagId: string) => number): boolean[] {
  const newest = new Map<string, number>();
  return readings.map(({ tagId, t }) => {
    if (t <= (newest.get(tagId) ?? newestAt(tagId))) return false;
    newest.set(tagId, t);
    return true;
  });
}

const toNote = ({ way, at, candidate }: Item, outcome: ReadingOutcome): Note => {
  const { tagId, claim, parsed, sample } = candidate;
  return noteOf({ way, at, enterpriseId: claim.enterpriseId, tagId, parsed, sample }, outcome);
};

/** Stores readings and what its enterprise is to know of them in one transaction; tells the live side after the commit. */
function createWriter({ db, newestAt, onAccepted, onStored, log }: IngestOptions) {
  const book = createNoteBook();

  /** `isSure`: what is newer than all that is known of its tag cannot be there already. @returns for each reading whether it was new */
  async function storeAll(tx: Tx, readings: readonly OwnedReading[], isAhead: readonly boolean[], isSure: boolean) {
    if (!isSure) return await storeReadings(tx, readings);
    const isNew = new Array<boolean>(readings.length).fill(true);
    const others = [...readings.keys()].filter((i) => !isAhead[i]);
    if (others.length === 0) await storeAhead(tx, readings);
    else {
      await storeAhead(
        tx,
        readings.filter((_, i) => isAhead[i]),
      );
      const found = await storeReadings(
        tx,
        others.map((i) => readings[i] as OwnedReading),
      );
      for (const [k, i] of others.entries()) isNew[i] = found[k] as boolean;
    }
    return isNew;
  }

  async function attempt(items: readonly Item[], isSure: boolean): Promise<ReadingOutcome[]> {
    const readings = items.map(({ judged }) => judged).filter((judged) => typeof judged !== "string");
    const isAhead = aheadOf(readings, newestAt);
    let isNew: boolean[] = [];
    const outcomes = await db.asSystem(async (tx) => {
      isNew = await storeAll(tx, readings, isAhead, isSure);
      let next = 0;
      const notes: Note[] = [];
      const all = items.map((item): ReadingOutcome => {
        const { judged, at } = item;
        if (typeof judged === "string") {
          notes.push(toNote(item, judged));
          return judged;
        }
        const i = next++;
        const outcome = isNew[i] ? outcomeOf(judged, isAhead[i] as boolean, at) : "duplicate";
        if (outcome !== "accepted") notes.push(toNote(item, outcome));
        return outcome;
      });
      await writeOutcomes(tx, book(notes));
      return all;
    });
    onAccepted(readings.filter((_, i) => isNew[i] && isAhead[i]));
    onStored?.(readings.filter((_, i) => isNew[i]));
    return outcomes;
  }

  return {
    async write(items: readonly Item[]): Promise<ReadingOutcome[]> {
      try {
        return await attempt(items, true);
      } catch (cause) {
        // A file has been imported since the newest values were read, or another server stores as well: now the database is asked of each.
        if (!(cause instanceof NotAhead)) throw cause;
        return await attempt(items, false);
      }
    },
    /** Writes what is known of a reading that the database would not take, in a transaction of its own. */
    async refuse(item: Item, cause: unknown): Promise<ReadingOutcome> {
      const reading = item.judged;
      try {
        await db.asSystem((tx) => writeOutcomes(tx, book([toNote(item, "refused")])));
        log.error({ err: cause, reading }, "the database refused a reading");
      } catch (noteCause) {
        // What makes its row unwritable too must not come back with every redelivery: then the log alone tells of it.
        if (!isDataError(noteCause)) throw noteCause;
        log.error({ err: noteCause, reading }, "the database refused a reading and the row that tells of it");
      }
      return "refused";
    },
  };
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
    refuse: writer.refuse,
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
    whenBelow: (readings) => group.whenBelow(readings),
    close: () => group.close(),
  };
}
