import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { signalOf, signalTagOf } from "#mocks/devices/values.ts";
import { UNKNOWN_TAG } from "#mocks/world/defects.ts";
import type { TagRow } from "#mocks/world/rows.ts";
import { DAY, instant } from "#mocks/world/time.ts";
import { entry } from "./datasets.ts";
import type { ManifestEntry } from "./manifest.ts";
import { GzipFile } from "./sink.ts";

export interface ReadingsAsk {
  readonly dir: string;
  readonly tags: readonly TagRow[];
  readonly seed: number;
  readonly asOfMs: number;
  readonly days: number;
  /** Shortest step between two readings in the file, s; sensors that speak less often keep their own. */
  readonly stepS: number;
  readonly onProgress: (share: number) => void;
}

/** Writes the days of readings before `asOf` as gzipped CSV, tag by tag, oldest first; those that came late stand last, and at the very end one of a sensor that nobody knows. */
export async function writeReadings(ask: ReadingsAsk): Promise<ManifestEntry | null> {
  if (ask.days === 0) return null;
  const file = "reading.csv.gz";
  const out = new GzipFile(join(ask.dir, file));
  out.write("tag_id,t,v,q\n");
  // Times fall on the same grid for all: their texts are made once.
  const texts = new Map<number, string>();
  const textOf = (ms: number): string => {
    const known = texts.get(ms);
    if (known !== undefined) return known;
    const text = instant(ms);
    texts.set(ms, text);
    return text;
  };
  let rows = 0;
  const late: TagRow[] = [];
  const add = (tag: TagRow): void => {
    const signal = signalOf(signalTagOf(tag), ask.seed);
    const step = Math.max(ask.stepS, tag.sampling_s) * 1000;
    const last = Math.floor((ask.asOfMs - signal.delayMs) / step) * step;
    let lines = "";
    for (let ms = last - ask.days * DAY + step; ms <= last; ms += step) {
      const sample = signal.at(ms);
      if (!sample) continue;
      lines += `${tag.id},${textOf(ms)},${sample.v},${sample.q}\n`;
      rows++;
    }
    out.write(lines);
  };
  for (const [i, tag] of ask.tags.entries()) {
    if (signalOf(signalTagOf(tag), ask.seed).delayMs > 0) late.push(tag);
    else add(tag);
    if (i % 200 !== 199) continue;
    ask.onProgress(i / ask.tags.length);
    await setImmediate();
    await out.drained();
  }
  for (const tag of late) add(tag);
  out.write(`${UNKNOWN_TAG},${instant(ask.asOfMs)},1,0\n`);
  rows++;
  await out.close();
  return {
    ...entry({ name: "reading", kind: "reading", file, format: "csv.gz", areaCode: "130000", crs: null }),
    rows,
  };
}
