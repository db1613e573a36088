import { PAUSE_MS, pauseAfter } from "./backoff.ts";
import type { DeviceRecord, Ledger } from "./ledger.ts";
import { afterFailure, afterLoss, afterTold, afterUpload, nextAct, nextFile } from "./progress.ts";
import { type Told, type Wire, WireError } from "./wire.ts";

/** Where the sender stands, for the screen. `signed_out` needs a person; the others mend themselves. */
export type SenderMood = "idle" | "sending" | "offline" | "busy" | "signed_out";

export interface SenderParts {
  readonly ledger: Ledger;
  readonly wire: Wire;
  /** UTC milliseconds. */
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  readonly onChange: (record: DeviceRecord) => void;
  readonly onMood: (mood: SenderMood) => void;
}

/** The server is asked what became of records soon after it got them, then ever more seldom. */
const ASK_MS = { first: 1500, longest: 60_000 } as const;

export interface Sender {
  /**
   * Does the one next thing and answers how many milliseconds to wait before the next step; 0 = at once, null = until something is saved or
   * somebody signs in. Never throws for what a network or a server does.
   */
  step(): Promise<number | null>;
  /** Forgets pauses and moods: the network is back, a person has pressed "send now" or has signed in. */
  hurry(): void;
}

/** When the server is to be asked next what became of records: soon after there was news, then ever more seldom. */
function createAsking(now: () => number) {
  let every: number = ASK_MS.first;
  let at = 0;
  return {
    at: () => at,
    later: () => {
      at = now() + every;
    },
    soon: () => {
      at = Math.min(at, now() + ASK_MS.first);
    },
    seldom: () => {
      every = Math.min(ASK_MS.longest, every * 2);
    },
    news: () => {
      every = ASK_MS.first;
    },
    reset: () => {
      every = ASK_MS.first;
      at = 0;
    },
  };
}

type Deeds = Pick<SenderParts, "ledger" | "wire" | "onChange"> & { readonly asking: ReturnType<typeof createAsking> };

/** The three things that are said to the server, each noted in the ledger before the next. */
function createDeeds({ ledger, wire, onChange, asking }: Deeds) {
  const note = async (id: string, change: (record: DeviceRecord) => DeviceRecord): Promise<void> => {
    let before: DeviceRecord | null = null;
    const after = await ledger.advance(id, (record) => {
      before = record;
      return change(record);
    });
    if (!after || after === before) return;
    asking.news();
    onChange(after);
  };
  const hear = (id: string, told: Told) => note(id, (record) => afterTold(record, told));

  return {
    note,
    async submit(record: DeviceRecord): Promise<void> {
      await hear(record.id, await wire.submit(record));
      asking.later();
    },
    async upload(record: DeviceRecord): Promise<void> {
      const file = nextFile(record);
      if (!file) return;
      const read = (from: number, limit: number) => ledger.readFile(file.id, from, limit);
      const sent = await wire.upload(file, record.uploads[file.id] ?? null, read);
      await note(record.id, (before) =>
        "code" in sent ? afterLoss(before, sent) : afterUpload(before, file.id, sent),
      );
      // The last piece makes the record whole: soon there is something to hear.
      if (!("code" in sent) && sent.isDone) asking.soon();
    },
    async ask(records: readonly DeviceRecord[]): Promise<void> {
      const told = await wire.ask(records.map(({ id }) => id));
      asking.seldom();
      for (const { id } of records) {
        const answer = told.get(id);
        if (answer) await hear(id, answer);
      }
      asking.later();
    },
  };
}

/** Takes records to the server, one small request at a time. Keeps nothing of its own: whatever is known stands in the ledger. */
export function createSender({ ledger, wire, now, random, onChange, onMood }: SenderParts): Sender {
  const asking = createAsking(now);
  const deeds = createDeeds({ ledger, wire, onChange, asking });
  let failures = 0;
  let notBefore = 0;
  let isSignedOut = false;

  /** Waits as long as the trouble asks for: the whole queue, or the one record that causes it. */
  async function bear(error: unknown, record: DeviceRecord | null): Promise<number | null> {
    if (!(error instanceof WireError)) throw error;
    if (error.trouble === "signed_out") {
      isSignedOut = true;
      onMood("signed_out");
      return null;
    }
    if (error.trouble === "record" && record) {
      const pause = error.retryAfterMs ?? pauseAfter(record.failures + 1, random());
      await deeds.note(record.id, (before) => afterFailure(before, now() + pause));
      return 0;
    }
    failures += 1;
    const pause = Math.max(error.retryAfterMs ?? 0, pauseAfter(failures, random()));
    notBefore = now() + pause;
    onMood(error.trouble === "offline" ? "offline" : "busy");
    return pause;
  }

  return {
    async step() {
      if (isSignedOut) return null;
      const early = notBefore - now();
      // Longer than any pause: the clock was set back meanwhile.
      if (early > 0 && early <= PAUSE_MS.longest) return early;
      const act = nextAct(await ledger.records(), { now: now(), askAt: asking.at() });
      if (act.is === "wait") {
        onMood("idle");
        return act.ms;
      }
      try {
        onMood("sending");
        if (act.is === "submit") await deeds.submit(act.record);
        else if (act.is === "upload") await deeds.upload(act.record);
        else await deeds.ask(act.records);
        failures = 0;
        return 0;
      } catch (error) {
        return bear(error, act.is === "ask" ? null : act.record);
      }
    },
    hurry() {
      failures = 0;
      notBefore = 0;
      isSignedOut = false;
      asking.reset();
    },
  };
}
