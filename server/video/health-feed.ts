import { CAMERAS_BEAT_MS, type LiveCameras } from "#contract/camera-live.ts";
import type { Scope } from "#contract/scope.ts";
import type { HealthBook } from "./health-book.ts";

/** As much of a socket as the feed needs. */
export interface HealthSocket {
  readonly bufferedAmount: number;
  send(text: string): void;
}

/** One client of the feed. Nothing is sent before it asks. */
export interface HealthListener {
  /** Tell what has changed since a version of the book, then go on; null = everything. */
  ask(since: string | null): void;
  leave(): void;
}

export interface HealthFeedOptions {
  readonly book: Pick<HealthBook, "version" | "changes">;
  /** Ids of the cameras in a scope, as row-level security answers. */
  readonly visible: (scope: Scope) => Promise<ReadonlySet<string>>;
  /** ms; only measures spans. */
  readonly now: () => number;
  onTrouble(cause: unknown): void;
}

interface Client {
  readonly socket: HealthSocket;
  readonly scope: Scope;
  /** Told up to this version of the book; undefined = nothing yet. */
  version: string | undefined;
  toldAt: number;
  isBusy: boolean;
}

/** A client that does not read is told the rest when it does: its version waits. */
const BEHIND_BYTES = 1_048_576;

/** Tells clients which cameras in their sight changed their state, within half a second of the book, and now and then that none did. */
export class HealthFeed {
  readonly #options: HealthFeedOptions;
  readonly #clients = new Set<Client>();

  constructor(options: HealthFeedOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#clients.size;
  }

  join(socket: HealthSocket, scope: Scope): HealthListener {
    const client: Client = { socket, scope, version: undefined, toldAt: Number.NEGATIVE_INFINITY, isBusy: false };
    return {
      ask: (since) => {
        client.version = since ?? undefined;
        client.toldAt = Number.NEGATIVE_INFINITY;
        this.#clients.add(client);
        void this.#tell(client);
      },
      leave: () => void this.#clients.delete(client),
    };
  }

  /** Sends what waits; to be called about twice a second. */
  beat(): void {
    for (const client of this.#clients) void this.#tell(client);
  }

  async #tell(client: Client): Promise<void> {
    const { book, visible, now, onTrouble } = this.#options;
    const isDue = now() - client.toldAt >= CAMERAS_BEAT_MS;
    const isNews = client.version !== book.version;
    if (client.isBusy || client.socket.bufferedAmount > BEHIND_BYTES || !(isDue || isNews)) return;
    client.isBusy = true;
    try {
      const sight = await visible(client.scope);
      if (!this.#clients.has(client)) return;
      const change = book.changes(client.version, (id) => sight.has(id));
      client.version = change.version;
      if (!isDue && change.states.length === 0 && !change.isWhole) return;
      client.toldAt = now();
      client.socket.send(JSON.stringify({ type: "cameras", ...change } satisfies LiveCameras));
    } catch (cause) {
      // It keeps its version: the next beat tries again.
      onTrouble(cause);
    } finally {
      client.isBusy = false;
    }
  }
}
