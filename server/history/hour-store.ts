import { HOUR_MS } from "#contract/history-layout.ts";
import type { Db } from "#server/db/db.ts";
import { buildHours, type HourColumn } from "./build-hours.ts";
import type { HourFiles } from "./hour-files.ts";
import { createHourMemory, type HeldHour } from "./hour-memory.ts";
import { type Lateness, readLateness } from "./late-hours.ts";

export interface HourStore {
  /** Consecutive hours from a whole hour on: held in memory, kept as files, or built. */
  hours(from: number, count: number): Promise<readonly HourColumn[]>;
  /** Readings of these times (ms since 1970) have been stored by this process: hours that should hold them are built anew when next asked for. */
  stored(times: Iterable<number>): void;
  /** Has consecutive whole hours kept as files, without holding them in memory; how many had to be built. Without files it does nothing. */
  pack(from: number, count: number): Promise<number>;
}

export interface HourStoreOptions {
  readonly db: Pick<Db, "asSystem">;
  /** Where hours are kept over restarts; nowhere where left out. */
  readonly files?: HourFiles;
  readonly now?: () => number;
  /** Bytes of packed hours kept in memory. */
  readonly most?: number;
  readonly onProblem?: (cause: unknown) => void;
}

const MOST_BYTES = 256 * 1024 * 1024;
/** An hour under way, or one that late readings came into, is built anew at most this often. */
const ANEW_MS = 15_000;
/** Readings a little late are usual: before so much has passed since its end, an hour is under way. */
const GRACE_MS = 15 * 60_000;
/**
 * A transaction that stores readings may last nine minutes before they are seen, and of changes within a minute the first alone is told: what
 * was read before all that had passed may lack some.
 */
const LONGEST_MS = 10 * 60_000;
const isWhole = (hour: number, builtAt: number) => builtAt >= hour + HOUR_MS + GRACE_MS;
const isLate = (hour: number, builtAt: number, lateness: Lateness) => lateness.changedAt(hour) > builtAt - LONGEST_MS;

/** Hours beside each other, together. */
function runsOf(hours: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (const hour of hours) {
    const last = runs.at(-1);
    if (last?.at(-1) === hour - HOUR_MS) last.push(hour);
    else runs.push([hour]);
  }
  return runs;
}

/** Packed hours: of memory what is good, of files what is still right, the rest built. Whoever asks meanwhile shares the building. */
export function createHourStore(options: HourStoreOptions): HourStore {
  const { db, files, now = Date.now, most = MOST_BYTES, onProblem = () => {} } = options;
  const memory = createHourMemory(most, now);

  const isGood = (hour: number, lateness: Lateness): boolean => {
    const one = memory.get(hour);
    if (one === undefined) return false;
    const isSound = isWhole(hour, one.builtAt) && !one.isOutdated && !isLate(hour, one.builtAt, lateness);
    return isSound || now() - one.since < ANEW_MS;
  };

  const keep = (one: HeldHour, column: HourColumn, lateness: Lateness) => {
    const { from } = column;
    const isClosed = from + HOUR_MS <= lateness.closedTo && isWhole(from, one.builtAt);
    if (!isClosed || one.isOutdated || isLate(from, one.builtAt, lateness)) return;
    files?.write({ column, builtAt: one.builtAt }).catch(onProblem);
  };

  /** Each tag's readings are read once for all hours of a run. */
  const build = (run: readonly number[], lateness: Lateness): HeldHour[] => {
    const builtAt = now();
    const built = buildHours(db, run[0] as number, run.length, builtAt);
    return run.map((hour, i) => {
      const column = built.then((columns) => columns[i] as HourColumn);
      const one = memory.hold(hour, column, builtAt);
      // Whoever asked hears of a failure.
      column.then((packed) => keep(one, packed, lateness)).catch(() => {});
      return one;
    });
  };

  /** Takes from files what is there and still right, and builds the rest. */
  const fetchMissing = async (missing: readonly number[], lateness: Lateness): Promise<Map<number, HeldHour>> => {
    const kept = await Promise.all(missing.map((hour) => files?.read(hour) ?? null));
    const found = new Map<number, HeldHour>();
    missing.forEach((hour, i) => {
      const file = kept[i];
      // Somebody else may have fetched it while files were read.
      const held = isGood(hour, lateness) ? memory.get(hour) : undefined;
      const isRight = file && isWhole(hour, file.builtAt) && !isLate(hour, file.builtAt, lateness);
      const one = held ?? (isRight ? memory.hold(hour, Promise.resolve(file.column), file.builtAt) : undefined);
      if (one !== undefined) found.set(hour, one);
    });
    for (const run of runsOf(missing.filter((hour) => !found.has(hour))))
      for (const [i, one] of build(run, lateness).entries()) found.set(run[i] as number, one);
    return found;
  };

  return {
    async hours(from, count) {
      const lateness = await db.asSystem((tx) => readLateness(tx, from, count));
      const wanted = Array.from({ length: count }, (_, i) => from + i * HOUR_MS);
      const good = new Map(
        wanted.flatMap((hour) => (isGood(hour, lateness) ? [[hour, memory.use(hour)] as const] : [])),
      );
      const missing = wanted.filter((hour) => !good.has(hour));
      const fetched = missing.length > 0 ? await fetchMissing(missing, lateness) : good;
      return await Promise.all(wanted.map((hour) => ((good.get(hour) ?? fetched.get(hour)) as HeldHour).column));
    },
    stored: (times) => memory.outdate(times),
    pack: files === undefined ? async () => 0 : packer({ db, files, now }),
  };
}

/** Packs hours that nobody has asked for yet. When a file was made is read from it once. */
function packer({ db, files, now }: { readonly files: HourFiles } & Required<Pick<HourStoreOptions, "db" | "now">>) {
  const made = new Map<number, number>();
  const isKept = async (hour: number, lateness: Lateness): Promise<boolean> => {
    const builtAt = made.get(hour) ?? (await files.read(hour))?.builtAt;
    if (builtAt === undefined) return false;
    made.set(hour, builtAt);
    return isWhole(hour, builtAt) && !isLate(hour, builtAt, lateness);
  };
  return async (from: number, count: number): Promise<number> => {
    const lateness = await db.asSystem((tx) => readLateness(tx, from, count));
    const due: number[] = [];
    for (let hour = from; hour < from + count * HOUR_MS; hour += HOUR_MS) {
      const isClosed = hour + HOUR_MS <= lateness.closedTo && isWhole(hour, now());
      if (isClosed && !(await isKept(hour, lateness))) due.push(hour);
    }
    for (const run of runsOf(due)) {
      const builtAt = now();
      for (const column of await buildHours(db, run[0] as number, run.length, builtAt)) {
        await files.write({ column, builtAt });
        made.set(column.from, builtAt);
      }
    }
    return due.length;
  };
}
