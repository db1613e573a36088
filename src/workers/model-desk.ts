import { type Answered, type Desk, type ModelAsk, openDesk } from "#model/network/desk.ts";

/** A job of the model's worker: either an area's network to be kept, or a question about one that is. */
export type ModelJob =
  | { readonly open: string; readonly file: ArrayBuffer }
  | { readonly close: string }
  /** Which open network of a snapshot has a pipe. */
  | { readonly find: number; readonly version: string }
  | { readonly about: string; readonly ask: ModelAsk };

export interface Found {
  readonly area: string;
}

/** Areas are large: the ones asked about last are kept. */
const KEPT = 3;

/** Keeps networks by a name and answers questions about them; null for a job that asks nothing. Throws when the network is not there. */
export function createModelDesk(now: () => number) {
  const desks = new Map<string, Desk>();
  return (job: ModelJob): Answered | Found | null => {
    if ("open" in job) {
      const desk = openDesk(job.file);
      // Worked out now, so that the first click costs no more than the others.
      void [desk.index, desk.today];
      desks.set(job.open, desk);
      for (const name of desks.keys()) if (desks.size > KEPT) desks.delete(name);
      return null;
    }
    if ("close" in job) {
      desks.delete(job.close);
      return null;
    }
    if ("find" in job) {
      for (const { net, pipeOfSeq } of desks.values())
        if (net.rows.version === job.version && pipeOfSeq.get(job.find) !== undefined) return { area: net.rows.area };
      return null;
    }
    const desk = desks.get(job.about);
    if (!desk) throw new Error(`the network ${job.about} is not open`);
    return desk.answer(job.ask, now);
  };
}
