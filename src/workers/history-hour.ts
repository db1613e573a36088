import { MINUTE_MS } from "#contract/history-layout.ts";
import { ByteReader } from "#model/history/bits.ts";
import type { ColumnFile } from "#model/history/file.ts";
import { emptyCells, readBlock } from "#model/history/read-block.ts";
import { NEVER_SAID, stateThen } from "#model/history/state-then.ts";
import type { RowColumns } from "./live-rows.ts";

/** One hour of all tags in sight, unpacked: the cells of tag i are those from `start[i]` until `start[i + 1]`, ascending by time. */
export interface HourCells {
  /** ms since 1970. */
  readonly from: number;
  readonly start: Uint32Array;
  /** Seconds after `from`; 0 or less when carried in from before. */
  readonly second: Int32Array;
  readonly value: Float32Array;
  /** Index in HISTORY_LEVELS. */
  readonly level: Uint8Array;
  /** By tag. */
  readonly staleAfterS: Uint32Array;
}

const longer = <A extends Int32Array | Float32Array | Uint8Array>(from: A, make: (length: number) => A): A => {
  const into = make(2 * from.length);
  into.set(from);
  return into;
};

/** Unpacks hour `i` of a file. Throws when its bytes are no blocks of as many tags. */
export function readHour({ from, seqs, hours }: ColumnFile, i: number): HourCells {
  const bytes = hours[i];
  if (bytes === undefined) throw new Error(`a column file of ${hours.length} hours has no hour ${i}`);
  const reader = new ByteReader(bytes);
  const block = emptyCells();
  const start = new Uint32Array(seqs.length + 1);
  const staleAfterS = new Uint32Array(seqs.length);
  let second = new Int32Array(Math.max(64, 2 * seqs.length));
  let value = new Float32Array(second.length);
  let level = new Uint8Array(second.length);
  let count = 0;
  const put = (at: number, cell: number) => {
    if (count === second.length) {
      second = longer(second, (length) => new Int32Array(length));
      value = longer(value, (length) => new Float32Array(length));
      level = longer(level, (length) => new Uint8Array(length));
    }
    second[count] = at;
    value[count] = block.value[cell] as number;
    level[count] = block.level[cell] as number;
    count += 1;
  };
  for (let tag = 0; tag < seqs.length; tag++) {
    readBlock(reader, block);
    if (block.carriedS !== -1) put(-block.carriedS, 0);
    for (let cell = 1; cell <= block.count; cell++)
      put(((block.minute[cell] as number) + 1) * 60 - (block.backS[cell] as number), cell);
    staleAfterS[tag] = block.staleAfterS;
    start[tag + 1] = count;
  }
  if (reader.at !== bytes.length) throw new Error(`an hour ends after ${reader.at} bytes, it has ${bytes.length}`);
  return { from: from + i * 60 * MINUTE_MS, start, second, value, level, staleAfterS };
}

/** Place of the last cell from `low` until `high` that is not later than `second`; `low` − 1 when there is none. */
function lastUntil(seconds: Int32Array, low: number, high: number, second: number): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((seconds[middle] as number) <= second) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}

/**
 * Writes what each tag showed at an instant of the hour into rows, one a tag: value (NaN when it had none), time of that value to the
 * second (0 when none within a day), state.
 */
export function rowsAt(hour: HourCells, seqs: Uint32Array, at: number, into: RowColumns): void {
  const now = Math.floor((at - hour.from) / 1000);
  into.seqs.set(seqs);
  for (let tag = 0; tag < seqs.length; tag++) {
    const low = hour.start[tag] as number;
    const cell = lastUntil(hour.second, low, hour.start[tag + 1] as number, now);
    if (cell < low) {
      into.values[tag] = Number.NaN;
      into.at[tag] = 0;
      into.states[tag] = NEVER_SAID;
      continue;
    }
    const second = hour.second[cell] as number;
    into.values[tag] = hour.value[cell] as number;
    into.at[tag] = hour.from + second * 1000;
    into.states[tag] = stateThen(hour.level[cell] as number, now - second, hour.staleAfterS[tag] as number);
  }
}
