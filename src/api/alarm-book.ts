import { LiveAlarms } from "#contract/alarm-live.ts";
import { type Alarm, type JournalEntry, listAlarms } from "#contract/alarms.ts";
import type { Query, Reply } from "#contract/route.ts";
import type { AlarmsMessage } from "#workers/live-messages.ts";
import { ApiError } from "./api-error.ts";
import { call } from "./client.ts";
import { sleep, type Wait } from "./patiently.ts";

type Flood = LiveAlarms["flood"];

export interface BookState {
  readonly load: "loading" | "ready" | "failed";
  readonly problem: unknown;
  readonly open: ReadonlyMap<string, Alarm>;
  readonly tick: number;
  readonly seq: number;
  readonly toldAt: number;
  readonly flood: Flood;
}

/** Where open alarms go: the alarm book's store fits. */
export interface BookSink {
  getState(): BookState;
  setState(change: Partial<BookState>): void;
}

export interface OpenAlarms {
  readonly alarms: readonly Alarm[];
  readonly seq: number;
}

const PAGE = 500;

/**
 * Every open alarm in sight, held or not, page by page. `seq` is that of the first page: what changed while the others were read is told
 * again by the live connection.
 */
export async function readOpenAlarms(signal: AbortSignal): Promise<OpenAlarms> {
  const found = new Map<string, Alarm>();
  let seq: number | null = null;
  let cursor: string | null = null;
  do {
    const query: Query<typeof listAlarms> = { hold: "any", limit: PAGE, ...(cursor === null ? {} : { cursor }) };
    const page: Reply<typeof listAlarms> = await call(listAlarms, { query, signal });
    seq ??= page.seq;
    for (const alarm of page.alarms) {
      const known = found.get(alarm.id);
      if (known === undefined || known.seq < alarm.seq) found.set(alarm.id, alarm);
    }
    cursor = page.next;
  } while (cursor !== null);
  return { alarms: [...found.values()], seq: seq ?? 0 };
}

/** Writes alarms as they stand now over those that are older; those that are over leave. */
export function applyAlarms(open: Map<string, Alarm>, alarms: readonly Alarm[]): void {
  for (const alarm of alarms) {
    const known = open.get(alarm.id);
    if (known !== undefined && known.seq > alarm.seq) continue;
    if (alarm.state === "normal") open.delete(alarm.id);
    else open.set(alarm.id, alarm);
  }
}

export interface KeepAlarmsInput {
  readonly book: BookSink;
  /** Asks the live connection for what happens after a number. */
  readonly follow: (after: number) => void;
  /** Told what happened, oldest first, after the book was written. */
  readonly onNews: (news: {
    readonly events: readonly JournalEntry[];
    readonly alarms: readonly Alarm[];
    readonly flood: Flood;
  }) => void;
  readonly read?: (signal: AbortSignal) => Promise<OpenAlarms>;
  readonly wait?: Wait;
  readonly now?: () => number;
}

const RETRY_MS = [1000, 3000, 10_000, 15_000] as const;
/** A refusal stays one: the role has no alarms, or the server does not know them. */
const isFinal = (cause: unknown) => cause instanceof ApiError && [400, 401, 403, 404].includes(cause.status);

/** Keeps the book as the server knows it: read once, then told event by event, read anew when that is not possible. */
export function keepAlarms({
  book,
  follow,
  onNews,
  read = readOpenAlarms,
  wait = sleep,
  now = Date.now,
}: KeepAlarmsInput) {
  const over = new AbortController();
  const open = new Map<string, Alarm>();

  const readAll = async () => {
    for (let tries = 0; !over.signal.aborted; tries++) {
      try {
        const { alarms, seq } = await read(over.signal);
        open.clear();
        applyAlarms(open, alarms);
        book.setState({ load: "ready", problem: null, open, seq, tick: book.getState().tick + 1, toldAt: now() });
        follow(seq);
        return;
      } catch (problem) {
        if (over.signal.aborted) return;
        // What was known stays in sight; that it is old is said beside it.
        book.setState({ load: "failed", problem });
        if (isFinal(problem)) return;
        await wait(RETRY_MS[Math.min(tries, RETRY_MS.length - 1)] as number, over.signal).catch(() => {});
      }
    }
  };

  const hear = (message: AlarmsMessage) => {
    if (over.signal.aborted) return;
    const told = LiveAlarms.safeParse(message);
    if (!told.success) return void readAll();
    const { seq, events, alarms, flood } = told.data;
    applyAlarms(open, alarms);
    const isNews = alarms.length > 0;
    book.setState({
      open,
      seq,
      toldAt: now(),
      flood,
      ...(isNews ? { tick: book.getState().tick + 1 } : {}),
    });
    if (events.length > 0) onNews({ events, alarms, flood });
  };

  void readAll();
  return { hear, stop: () => over.abort() };
}
