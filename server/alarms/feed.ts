import type { LiveAlarms, LiveAlarmsReset } from "#contract/alarm-live.ts";
import type { JournalEntry } from "#contract/alarms.ts";
import type { Scope } from "#contract/scope.ts";
import type { AlarmRecord, Transition } from "#model/alarms/record.ts";
import { FloodWatch } from "./flood.ts";
import { type Owned, scopeKey } from "./scope.ts";
import type { AlarmService } from "./service.ts";
import { alarmView, journalView, type Surroundings } from "./view.ts";

/** As much of a socket as the feed needs. */
export interface FeedSocket {
  readonly bufferedAmount: number;
  send(text: string): void;
}

/** One client of the feed. Nothing is sent before it asks. */
export interface Listener {
  /** Tell everything after this number, then go on. */
  ask(after: number): void;
  leave(): void;
}

/** Entries in sight after a number and up to another, with their alarms; null when they are too many to be told one by one. */
export type ReadPast = (
  scope: Scope,
  after: number,
  upTo: number,
) => Promise<{ events: JournalEntry[]; alarms: AlarmRecord[] } | null>;

export interface FeedOptions {
  readonly service: Pick<AlarmService, "seq" | "onWritten" | "record" | "now">;
  readonly around: Surroundings;
  readonly seenBy: (scope: Scope) => (thing: Owned) => boolean;
  readonly readPast: ReadPast;
  onTrouble(cause: unknown): void;
  /** The newest entries before a start, ascending and up to `service.seq`: after one, all clients come back at once. */
  readonly past?: readonly Transition[];
  /** How many entries are kept in memory for clients that come back. */
  readonly keep?: number;
}

interface Client {
  readonly socket: FeedSocket;
  readonly scope: Scope;
  readonly key: string;
  /** Told all up to here; null until it asks. */
  cursor: number | null;
  isReading: boolean;
}

const KEEP = 20_000;
const EVENTS_PER_MESSAGE = 500;
/** A client that does not read is told the rest when it does: its cursor waits. */
const BEHIND_BYTES = 1_048_576;

/** Tells clients what happens to alarms in their sight, each from where it left off: in order, whole, after the commit. */
export class AlarmFeed {
  readonly #options: FeedOptions;
  readonly #keep: number;
  readonly #clients = new Set<Client>();
  readonly #flood: FloodWatch;
  readonly #stop: () => void;
  /** The newest entries; the number before the first of them is `#from`. */
  #ring: Transition[] = [];
  #from: number;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#keep = options.keep ?? KEEP;
    this.#ring = [...(options.past ?? [])];
    this.#from = (this.#ring[0]?.seq ?? options.service.seq + 1) - 1;
    this.#flood = new FloodWatch((id) => options.service.record(id));
    this.#flood.add(this.#ring);
    this.#stop = options.service.onWritten((transitions) => this.#hear(transitions));
  }

  get size(): number {
    return this.#clients.size;
  }

  join(socket: FeedSocket, scope: Scope): Listener {
    const client: Client = { socket, scope, key: scopeKey(scope), cursor: null, isReading: false };
    return {
      ask: (after) => {
        this.#clients.add(client);
        if (after > this.#options.service.seq) this.#reset(client);
        else {
          client.cursor = after;
          this.#tell(client, this.#options.service.now(), true);
        }
      },
      leave: () => void this.#clients.delete(client),
    };
  }

  #hear(transitions: readonly Transition[]): void {
    this.#ring.push(...transitions);
    this.#flood.add(transitions);
    // In steps, so that not every commit copies the whole.
    if (this.#ring.length > 2 * this.#keep) {
      this.#ring = this.#ring.slice(-this.#keep);
      this.#from = (this.#ring[0] as Transition).seq - 1;
    }
    this.beat();
  }

  /** Sends what waits. Called after each commit; by a timer as well, for clients that were behind. */
  beat(): void {
    const now = this.#options.service.now();
    // What an alarm's last value is may have changed since.
    this.#words = { at: -1, texts: new Map() };
    for (const client of this.#clients) this.#tell(client, now, false);
  }

  #tell(client: Client, now: number, isAnswer: boolean): void {
    if (client.cursor === null || client.isReading || client.socket.bufferedAmount > BEHIND_BYTES) return;
    if (client.cursor < this.#from) {
      void this.#readPast(client, client.cursor);
      return;
    }
    const isSeen = this.#options.seenBy(client.scope);
    let at = this.#placeAfter(client.cursor);
    let isFirst = isAnswer;
    while (at < this.#ring.length || isFirst) {
      const page: Transition[] = [];
      for (; at < this.#ring.length && page.length < EVENTS_PER_MESSAGE; at++) {
        const one = this.#ring[at] as Transition;
        if (isSeen(one.alarm)) page.push(one);
      }
      client.cursor = this.#ring[at - 1]?.seq ?? client.cursor;
      const alarms = new Map(page.map(({ alarm }) => [alarm.id, alarm]));
      if (page.length > 0 || isFirst) {
        const key = `${client.key} ${page[0]?.seq} ${client.cursor} ${page.length}`;
        this.#sendOnce(key, client, () => ({ events: page.map(journalView), alarms: [...alarms.values()] }), now);
      }
      isFirst = false;
      if (client.socket.bufferedAmount > BEHIND_BYTES) return;
    }
  }

  /** Place of the first entry after a number: the ring ascends. */
  #placeAfter(seq: number): number {
    let low = 0;
    let high = this.#ring.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ring[middle] as Transition).seq <= seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** What is no longer in memory is read as the client's own scope sees it. */
  async #readPast(client: Client, after: number): Promise<void> {
    client.isReading = true;
    const upTo = this.#options.service.seq;
    try {
      const past = await this.#options.readPast(client.scope, after, upTo);
      client.isReading = false;
      if (!this.#clients.has(client) || client.cursor !== after) return;
      if (past === null) return this.#reset(client);
      client.cursor = upTo;
      const now = this.#options.service.now();
      this.#send(client, past.events, past.alarms, now);
      this.#tell(client, now, false);
    } catch (cause) {
      // The client keeps its cursor: the next beat tries again.
      client.isReading = false;
      this.#options.onTrouble(cause);
    }
  }

  /** Clients with the same sight and the same place are told the same: it is put into words once. */
  #sendOnce(
    key: string,
    client: Client,
    make: () => { events: JournalEntry[]; alarms: AlarmRecord[] },
    now: number,
  ): void {
    if (this.#words.at !== now) this.#words = { at: now, texts: new Map() };
    let text = this.#words.texts.get(key);
    if (text === undefined) {
      const { events, alarms } = make();
      text = this.#textOf(client, events, alarms, now);
      this.#words.texts.set(key, text);
    }
    client.socket.send(text);
  }
  #words: { at: number; texts: Map<string, string> } = { at: -1, texts: new Map() };

  #send(client: Client, events: JournalEntry[], alarms: readonly AlarmRecord[], now: number): void {
    client.socket.send(this.#textOf(client, events, alarms, now));
  }

  #textOf(client: Client, events: JournalEntry[], alarms: readonly AlarmRecord[], now: number): string {
    const message: LiveAlarms = {
      type: "alarms",
      seq: client.cursor ?? 0,
      events,
      alarms: alarms.map((alarm) => alarmView(alarm, this.#options.around)),
      flood: this.#flood.of(client.key, this.#options.seenBy(client.scope), now),
    };
    return JSON.stringify(message);
  }

  /** Its number is none of ours, or too old: it has to read the list. */
  #reset(client: Client): void {
    client.cursor = this.#options.service.seq;
    client.socket.send(JSON.stringify({ type: "alarms_reset", seq: client.cursor } satisfies LiveAlarmsReset));
  }

  close(): void {
    this.#stop();
    this.#clients.clear();
  }
}
