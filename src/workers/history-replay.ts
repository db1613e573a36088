import { HOUR_MS } from "#contract/history-layout.ts";
import { type ColumnFile, readColumnFile } from "#model/history/file.ts";
import { type HourCells, readHour, rowsAt } from "./history-hour.ts";
import type { LiveRows } from "./live-messages.ts";
import { columnsOf, ROW_BYTES } from "./live-rows.ts";

export type ReplayAsk =
  /** Takes a column file in; an hour that is held already is replaced. A file of another numbering makes all others void. */
  | { readonly type: "file"; readonly bytes: ArrayBuffer }
  /** What every tag in sight showed at an instant. `bytes`: a buffer that is no longer needed. */
  | { readonly type: "at"; readonly at: number; readonly bytes: ArrayBuffer | null }
  | { readonly type: "forget" };

export type ReplayAnswer =
  | { readonly type: "file"; readonly from: number; readonly hours: number; readonly knownUntil: number }
  /** null: the hour is not held. */
  | { readonly type: "at"; readonly at: number; readonly rows: LiveRows | null }
  | { readonly type: "forget" };

/** Bytes of hours kept unpacked: days of slow tags, hours of fast ones; never fewer than two hours. */
const UNPACKED_BYTES = 64 * 1024 * 1024;
const UNPACKED_LEAST = 2;
/** Hours kept packed: three days. */
const PACKED = 72;

interface Held {
  readonly file: ColumnFile;
  readonly i: number;
}

/** Drops the entries used longest ago until at most `most` are left. A Map keeps the order of writing. */
function trim<V>(map: Map<number, V>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}

/** What an hour weighs unpacked; others of the same tags weigh about as much. */
const sizeOf = ({ second, value, level, start, staleAfterS }: HourCells): number =>
  second.byteLength + value.byteLength + level.byteLength + start.byteLength + staleAfterS.byteLength + 1;

function touch<V>(map: Map<number, V>, key: number, value: V): V {
  map.delete(key);
  map.set(key, value);
  return value;
}

/** The past as far as it has been fetched. Keeps hours packed and unpacks the few that are looked at. */
export function createReplay(): (ask: ReplayAsk) => ReplayAnswer {
  const packed = new Map<number, Held>();
  const unpacked = new Map<number, HourCells>();
  let snapshot = "";

  const forget = () => {
    packed.clear();
    unpacked.clear();
  };

  const take = (bytes: ArrayBuffer): ReplayAnswer => {
    const file = readColumnFile(bytes);
    if (file.snapshot !== snapshot) forget();
    snapshot = file.snapshot;
    file.hours.forEach((_, i) => {
      const hour = file.from + i * HOUR_MS;
      touch(packed, hour, { file, i });
      unpacked.delete(hour);
    });
    trim(packed, PACKED);
    return { type: "file", from: file.from, hours: file.hours.length, knownUntil: file.knownUntil };
  };

  const show = (at: number, spare: ArrayBuffer | null): ReplayAnswer => {
    const hour = Math.floor(at / HOUR_MS) * HOUR_MS;
    const held = packed.get(hour);
    if (held === undefined) return { type: "at", at, rows: null };
    touch(packed, hour, held);
    const cells = touch(unpacked, hour, unpacked.get(hour) ?? readHour(held.file, held.i));
    trim(unpacked, Math.max(UNPACKED_LEAST, Math.floor(UNPACKED_BYTES / sizeOf(cells))));
    const { seqs, tags } = held.file;
    const needed = Math.max(8, seqs.length * ROW_BYTES);
    const bytes = spare && spare.byteLength >= needed ? spare : new ArrayBuffer(needed);
    const rows = { count: seqs.length, bytes, reset: true, snapshot, tags };
    rowsAt(cells, seqs, at, columnsOf(rows));
    return { type: "at", at, rows };
  };

  return (ask) => {
    if (ask.type === "file") return take(ask.bytes);
    if (ask.type === "at") return show(ask.at, ask.bytes);
    forget();
    return { type: "forget" };
  };
}

/** The buffers of an answer, which are handed over. */
export const buffersOf = (answer: ReplayAnswer): ArrayBuffer[] =>
  answer.type === "at" && answer.rows ? [answer.rows.bytes] : [];
