import { HISTORY_DECIMALS } from "#contract/history.ts";
import { HOUR_MS } from "#contract/history-layout.ts";
import { ByteWriter } from "#model/history/bits.ts";
import { writeBlock } from "#model/history/write-block.ts";
import type { Db } from "#server/db/db.ts";
import { noLimits, setLimits } from "#server/live/tag-limits.ts";
import { limitLevel } from "#server/live/tag-state.ts";
import { type PastTag, readPast, readPastTags } from "./read-past.ts";
import { tagHours } from "./tag-hours.ts";

/** One hour of all tags, of whoever they are: what a caller is sent is taken out of it by their sight. */
export interface HourColumn {
  /** ms since 1970. */
  readonly from: number;
  /** Nothing later was looked for, ms since 1970. */
  readonly knownUntil: number;
  /** Tags that said anything, or had within a day, in the order of ids. */
  readonly ids: readonly string[];
  /** Block i lies from `start[i]` until `start[i + 1]` in `bytes`. */
  readonly start: Uint32Array;
  readonly bytes: Uint8Array;
}

/** So many tags are read in a transaction: the embedded database has one line, and others wait for it. */
const BATCH = 500;

interface Growing {
  readonly ids: string[];
  readonly start: number[];
  readonly out: ByteWriter;
}

function addTags(
  growing: readonly Growing[],
  tags: readonly PastTag[],
  from: number,
  readings: Awaited<ReturnType<typeof readPast>>,
) {
  const place = new Map(tags.map(({ id }, i) => [id, i]));
  const limits = noLimits(tags.length);
  setLimits(limits, { tagSeq: (id) => place.get(id) }, tags);
  tags.forEach((tag, i) => {
    const hours = tagHours({
      from,
      hours: growing.length,
      decimals: HISTORY_DECIMALS[tag.kind],
      staleAfterS: tag.stale_after_s,
      level: (v, before) => limitLevel(limits, i, v, before),
      readings: readings[i] ?? [],
    });
    hours.forEach((hour, h) => {
      if (hour.samples.length === 0 && hour.carried === null) return;
      const { ids, start, out } = growing[h] as Growing;
      ids.push(tag.id);
      writeBlock(out, hour);
      start.push(out.length);
    });
  });
}

/** Reads and packs hours from `from` on (a whole hour, ms since 1970). `now`: nothing later is looked for. */
export async function buildHours(
  db: Pick<Db, "asSystem">,
  from: number,
  hours: number,
  now: number,
): Promise<HourColumn[]> {
  const until = Math.min(now, from + hours * HOUR_MS);
  const tags = await db.asSystem(readPastTags);
  const growing = Array.from({ length: hours }, () => ({ ids: [], start: [0], out: new ByteWriter() }));
  for (let at = 0; at < tags.length; at += BATCH) {
    const batch = tags.slice(at, at + BATCH);
    const ids = batch.map(({ id }) => id);
    const readings = await db.asSystem((tx) => readPast(tx, ids, from, until));
    addTags(growing, batch, from, readings);
  }
  return growing.map(({ ids, start, out }, h) => ({
    from: from + h * HOUR_MS,
    knownUntil: Math.min(until, from + (h + 1) * HOUR_MS),
    ids,
    start: Uint32Array.from(start),
    bytes: out.bytes(),
  }));
}
