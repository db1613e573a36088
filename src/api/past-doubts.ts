import { listPastDoubts } from "#contract/history.ts";
import type { Reply } from "#contract/route.ts";
import { DOUBTED, MAINTAINED, withDoubt } from "#contract/tag-doubt.ts";
import { DAY_MS, dayOf } from "#lib/day.ts";
import { OUT_OF_SIGHT } from "#workers/live-merge.ts";
import { call } from "./client.ts";

export type DoubtsOfDay = Pick<Reply<typeof listPastDoubts>, "snapshot" | "spans">;

/** A day that was not over is asked for anew after this. */
const ANEW_MS = 20_000;
/** Days kept. */
const KEPT = 4;

interface Span {
  readonly seq: number;
  readonly doubt: number;
  readonly from: number;
  readonly to: number;
}

interface Day {
  readonly snapshot: string;
  readonly spans: readonly Span[];
  readonly fetchedAt: number;
}

const spansOf = ({ spans }: DoubtsOfDay): Span[] =>
  spans.map(({ tagSeq, doubt, from, to }) => ({
    seq: tagSeq,
    doubt: doubt === "suspect" ? DOUBTED : MAINTAINED,
    from: Date.parse(from),
    to: to === null ? Number.POSITIVE_INFINITY : Date.parse(to),
  }));

export const fetchDoubts = (from: number, to: number): Promise<DoubtsOfDay> =>
  call(listPastDoubts, { query: { from: new Date(from).toISOString(), to: new Date(to).toISOString() } });

/**
 * Which tags were suspect or under maintenance at moments of the past, by days as China counts them.
 * @param fetchDay the spans that touch [from, to), ms since 1970
 */
export function createPastDoubts(fetchDay: (from: number, to: number) => Promise<DoubtsOfDay>, now: () => number) {
  const held = new Map<number, Day>();
  const under = new Map<number, Promise<void>>();

  const load = async (day: number) => {
    const fetchedAt = now();
    const told = await fetchDay(day, day + DAY_MS);
    held.delete(day);
    held.set(day, { snapshot: told.snapshot, spans: spansOf(told), fetchedAt });
    for (const old of held.keys()) {
      if (held.size <= KEPT) break;
      held.delete(old);
    }
  };

  return {
    /** Resolves when the moment's day is held; at once when it is, though it may be fetched anew meanwhile. Rejects when it could not be had. */
    ready: (at: number): Promise<void> => {
      const day = dayOf(at);
      const known = held.get(day);
      const isOld = known !== undefined && at > known.fetchedAt - ANEW_MS && now() - known.fetchedAt > ANEW_MS;
      if (known && !isOld) return Promise.resolve();
      const loading = under.get(day) ?? load(day).finally(() => under.delete(day));
      under.set(day, loading);
      if (!known) return loading;
      // What is held goes on being shown; the next moment asks again.
      loading.catch(() => {});
      return Promise.resolve();
    },
    /**
     * States as they are to be shown at a moment.
     * @param state of each tag by dense number; not written to
     */
    cover: (at: number, snapshot: string, state: Uint8Array): Uint8Array => {
      const day = held.get(dayOf(at));
      if (day?.snapshot !== snapshot || day.spans.length === 0) return state;
      const out = state.slice();
      for (const { seq, doubt, from, to } of day.spans) {
        const is = out[seq];
        if (from > at || to <= at || is === undefined || is === OUT_OF_SIGHT) continue;
        out[seq] = withDoubt(is, doubt);
      }
      return out;
    },
  };
}
export type PastDoubts = ReturnType<typeof createPastDoubts>;
