import { LiveDesk, type LiveSummary, type PressureChanges } from "#model/network/live-desk.ts";
import type { LiveTag } from "#model/network/live-tags.ts";

/** A job of the thread that keeps areas' networks solved. */
export type LiveJob =
  | { readonly open: string; readonly file: ArrayBuffer; readonly tags: readonly LiveTag[] }
  | { readonly close: string }
  | { readonly look: string; readonly values: Float64Array; readonly tick: number }
  | { readonly changes: readonly string[]; readonly since: number };

export type LiveAnswer = LiveSummary | PressureChanges | null;

/** Keeps networks by a name. Throws when one that is asked about is not there. */
export function createLiveJobs(now: () => number) {
  const desks = new Map<string, LiveDesk>();
  const deskOf = (name: string): LiveDesk => {
    const desk = desks.get(name);
    if (!desk) throw new Error(`the network ${name} is not open`);
    return desk;
  };
  return (job: LiveJob): LiveAnswer => {
    if ("open" in job) {
      desks.set(job.open, new LiveDesk(job.file, job.tags));
      return null;
    }
    if ("close" in job) {
      desks.delete(job.close);
      return null;
    }
    if ("look" in job) return deskOf(job.look).look(job.values, job.tick, now);
    const parts = job.changes.map((name) => deskOf(name).changesSince(job.since));
    const count = parts.reduce((sum, { seqs }) => sum + seqs.length, 0);
    const [seqs, bytes] = [new Uint32Array(count), new Uint8Array(count)];
    let at = 0;
    for (const part of parts) {
      seqs.set(part.seqs, at);
      bytes.set(part.bytes, at);
      at += part.seqs.length;
    }
    return { seqs, bytes };
  };
}
