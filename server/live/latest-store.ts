import { TAG_STATES } from "#contract/gas.ts";
import { DOUBTED, MAINTAINED, NO_DOUBT, withDoubt } from "#contract/tag-doubt.ts";
import type { Db } from "#server/db/db.ts";
import { type Sight, type Snapshot, sees } from "#server/tiles/snapshot.ts";
import type { LatestColumns, LiveSource, Reading } from "./latest.ts";
import { raiseLatest } from "./raise-latest.ts";
import { copyLimits, noLimits, readLimitRows, setLimits, type TagLimits } from "./tag-limits.ts";
import { tagSeqOf } from "./tag-seqs.ts";
import { limitLevel, NORMAL, OFFLINE, stateOf } from "./tag-state.ts";

interface Columns extends LatestColumns {
  newestAt: number;
  readonly limits: TagLimits;
  readonly q: Uint8Array;
  /** Normal, warning or alarm by the last value, also while the tag shows stale: what the dead-band looks back to. */
  readonly level: Uint8Array;
  readonly doubt: Uint8Array;
}

/** Tags by id of which more is known than their readings say. */
export interface Doubts {
  readonly suspects: Iterable<string>;
  readonly maintained: Iterable<string>;
}

export interface LatestStore extends LiveSource {
  /** Moves over to another snapshot's numbering at once, with all that is known in memory. */
  adopt(snapshot: Snapshot): void;
  /** Reads limits and newest values of all tags from the database; what came in meanwhile stays. */
  load(): Promise<void>;
  /** Takes in readings that have been committed. An older one than is known changes nothing. */
  apply(readings: readonly Reading[]): void;
  /** When the newest reading known of a tag was taken, ms since 1970; 0 where there is none. */
  newestAt(tagId: string): number;
  /** Which tags are suspect or under maintenance from now on; all others are neither. */
  doubt(doubts: Doubts): void;
  /** Lets values grow old: to be called each second. */
  sweep(): void;
}

interface LatestRow {
  readonly tag_id: string;
  /** ms since 1970. */
  readonly at: number;
  readonly v: number;
  readonly q: 0 | 1 | 2;
}

function emptyColumns(snapshot: Snapshot, limits: TagLimits): Columns {
  const { count } = snapshot.tags;
  return {
    snapshot,
    limits,
    value: new Float32Array(count).fill(Number.NaN),
    at: new Float64Array(count),
    state: new Uint8Array(count).fill(OFFLINE),
    q: new Uint8Array(count),
    level: new Uint8Array(count).fill(NORMAL),
    doubt: new Uint8Array(count).fill(NO_DOUBT),
    newestAt: 0,
  };
}

const stateAt = ({ level, at, q, limits, doubt }: Columns, seq: number, now: number): number =>
  withDoubt(
    stateOf(level[seq] as number, at[seq] as number, q[seq] as number, limits.staleAfterMs[seq] as number, now),
    doubt[seq] as number,
  );

/** Writes one reading into the columns; false when an equally new or newer one is there. */
function put(columns: Columns, seq: number, { t, v, q }: Omit<Reading, "tagId">, now: number): boolean {
  if (t <= (columns.at[seq] as number)) return false;
  columns.value[seq] = v;
  columns.at[seq] = t;
  columns.q[seq] = q;
  columns.level[seq] = limitLevel(columns.limits, seq, v, columns.level[seq] as number);
  columns.state[seq] = stateAt(columns, seq, now);
  if (t > columns.newestAt) columns.newestAt = t;
  return true;
}

/** Judges a value again after its limits may have changed; true when the tag shows another state. */
function reviewLevel(columns: Columns, seq: number, now: number): boolean {
  if (columns.at[seq] === 0) return false;
  const before = columns.state[seq];
  columns.level[seq] = limitLevel(columns.limits, seq, columns.value[seq] as number, columns.level[seq] as number);
  columns.state[seq] = stateAt(columns, seq, now);
  return columns.state[seq] !== before;
}

/** Everything known of tags that both snapshots hold, under their new numbers. */
function carryOver(from: Columns, to: Columns): void {
  let last = -1;
  for (let seq = 0; seq < to.at.length; seq++) {
    const id = to.snapshot.tagId(seq);
    if (id === undefined) continue;
    // Both are in the order of ids: nearly always it is the next one, and need not be searched.
    const old = from.snapshot.tagId(last + 1) === id ? last + 1 : from.snapshot.tagSeq(id);
    if (old === undefined) continue;
    last = old;
    copyLimits(from.limits, old, to.limits, seq);
    to.value[seq] = from.value[old] as number;
    to.at[seq] = from.at[old] as number;
    to.q[seq] = from.q[old] as number;
    to.level[seq] = from.level[old] as number;
    to.doubt[seq] = from.doubt[old] as number;
    to.state[seq] = from.state[old] as number;
    to.newestAt = Math.max(to.newestAt, from.at[old] as number);
  }
}

/** Newest value of each tag in memory. Throws until the first `adopt`. */
export class Latest implements LatestStore {
  readonly #db: Pick<Db, "asSystem">;
  readonly #now: () => number;
  readonly #listeners = new Set<(seqs: ArrayLike<number> | null) => void>();
  #columns: Columns | null = null;

  constructor(db: Pick<Db, "asSystem">, now: () => number = Date.now) {
    this.#db = db;
    this.#now = now;
  }

  #current(): Columns {
    if (this.#columns === null) throw new Error("the newest values have not been read yet");
    return this.#columns;
  }

  #tell(seqs: ArrayLike<number> | null) {
    if (seqs !== null && seqs.length === 0) return;
    for (const listener of this.#listeners) listener(seqs);
  }

  columns(): LatestColumns {
    return this.#current();
  }

  adopt(snapshot: Snapshot): void {
    const fresh = emptyColumns(snapshot, noLimits(snapshot.tags.count));
    if (this.#columns !== null) carryOver(this.#columns, fresh);
    this.#columns = fresh;
    this.#tell(null);
  }

  async load(): Promise<void> {
    const { limits, latest } = await this.#db.asSystem(async (tx) => {
      await raiseLatest(tx);
      const rows = await readLimitRows(tx);
      const select = "select tag_id, (extract(epoch from t) * 1000)::float8 as at, v, q from latest";
      return { limits: rows, latest: await tx.query<LatestRow>(select) };
    });
    const into = this.#current();
    const now = this.#now();
    setLimits(into.limits, into.snapshot, limits);
    const seqs = new Set<number>();
    for (const { tag_id, at, v, q } of latest) {
      const seq = into.snapshot.tagSeq(tag_id);
      if (seq !== undefined && put(into, seq, { t: at, v, q }, now)) seqs.add(seq);
    }
    for (let seq = 0; seq < into.at.length; seq++) if (reviewLevel(into, seq, now)) seqs.add(seq);
    this.#tell([...seqs]);
  }

  apply(readings: readonly Reading[]): void {
    const into = this.#current();
    const now = this.#now();
    const changed: number[] = [];
    for (const reading of readings) {
      const seq = tagSeqOf(into.snapshot, reading.tagId);
      if (seq !== undefined && put(into, seq, reading, now)) changed.push(seq);
    }
    this.#tell(changed);
  }

  newestAt(tagId: string): number {
    const { snapshot, at } = this.#current();
    const seq = tagSeqOf(snapshot, tagId);
    return seq === undefined ? 0 : (at[seq] as number);
  }

  doubt({ suspects, maintained }: Doubts): void {
    const { snapshot, doubt } = this.#current();
    doubt.fill(NO_DOUBT);
    const note = (ids: Iterable<string>, as: number) => {
      for (const id of ids) {
        const seq = snapshot.tagSeq(id);
        if (seq !== undefined) doubt[seq] = as;
      }
    };
    note(suspects, DOUBTED);
    note(maintained, MAINTAINED);
    this.sweep();
  }

  sweep(): void {
    const swept = this.#current();
    const { state } = swept;
    const now = this.#now();
    const changed: number[] = [];
    for (let seq = 0; seq < state.length; seq++) {
      const next = stateAt(swept, seq, now);
      if (next === state[seq]) continue;
      state[seq] = next;
      changed.push(seq);
    }
    this.#tell(changed);
  }

  countStates(sight: Sight): Uint32Array {
    const { snapshot, state } = this.#current();
    const counts = new Uint32Array(TAG_STATES.length);
    for (let seq = 0; seq < state.length; seq++) {
      if (sees(sight, snapshot.tags, seq)) counts[state[seq] as number] = (counts[state[seq] as number] ?? 0) + 1;
    }
    return counts;
  }

  onChange(listener: (seqs: ArrayLike<number> | null) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
