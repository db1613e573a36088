import type { LiveHello } from "#contract/live-frame.ts";
import { HEARTBEAT_MS } from "#contract/live-socket.ts";
import type { Scope } from "#contract/scope.ts";
import type { SnapshotStore } from "#server/tiles/snapshot.ts";
import { type Audience, audienceKey, audienceOf, type Wish } from "./audience.ts";
import { createBeatFrames } from "./beat-frames.ts";
import { createChanges } from "./changes.ts";
import { withSequence } from "./encode-frame.ts";
import type { LiveSource } from "./latest.ts";

/** As much of a WebSocket as the hub needs. */
export interface LiveSocket {
  /** Bytes handed over and not yet gone. */
  readonly bufferedAmount: number;
  send(data: string | Uint8Array): void;
  /** Ends a connection that does not drain, without waiting for it. */
  drop(): void;
}

export interface HubOptions {
  readonly live: Pick<LiveSource, "columns" | "onChange">;
  readonly snapshots: Pick<SnapshotStore, "current" | "sight">;
  now?(): number;
  readonly tickMs?: number;
  /** A client with more than this unsent is behind, bytes. */
  readonly behindBytes?: number;
  /** A client behind for this long is let go, ms. */
  readonly dropAfterMs?: number;
}

export interface Member {
  /** Narrows what the client is shown; it gets a snapshot of that. */
  subscribe(wish: Wish): void;
  askSnapshot(): void;
  leave(): void;
}

interface Client {
  readonly socket: LiveSocket;
  readonly scope: Scope;
  wish: Wish;
  audience: Audience;
  sequence: number;
  /** Must be told the numbering before the next frame. */
  needsHello: boolean;
  needsSnapshot: boolean;
  /** Since when unsent bytes stand above the bound, ms; null while the client keeps up. */
  behindSince: number | null;
}

const TICK_MS = 200;
const BEHIND_BYTES = 1_048_576;
const DROP_AFTER_MS = 60_000;

/** An audience that is shown nothing: while columns and sights do not speak of the same snapshot. */
const NOBODY: Audience = { key: "(nobody)", mask: new Uint8Array(0), seqs: new Uint32Array(0) };

/** Sends each client what changed within its sight; a client that does not keep up skips frames and then gets a snapshot. */
export class Hub {
  readonly #live: HubOptions["live"];
  readonly #snapshots: HubOptions["snapshots"];
  readonly #now: () => number;
  readonly tickMs: number;
  readonly #behindBytes: number;
  readonly #dropAfterMs: number;
  readonly #clients = new Set<Client>();
  readonly #audiences = new Map<string, Audience>();
  readonly #changes = createChanges();
  #beatAt = 0;

  constructor(options: HubOptions) {
    this.#live = options.live;
    this.#snapshots = options.snapshots;
    this.#now = options.now ?? Date.now;
    this.tickMs = options.tickMs ?? TICK_MS;
    this.#behindBytes = options.behindBytes ?? BEHIND_BYTES;
    this.#dropAfterMs = options.dropAfterMs ?? DROP_AFTER_MS;
    this.#live.onChange((seqs) => (seqs === null ? this.#renumber() : this.#changes.add(seqs)));
  }

  get size(): number {
    return this.#clients.size;
  }

  /** Clients behind at this moment. */
  get behind(): number {
    return [...this.#clients].filter((client) => client.behindSince !== null).length;
  }

  join(socket: LiveSocket, scope: Scope): Member {
    const client: Client = {
      socket,
      scope,
      wish: {},
      audience: this.#audienceFor(scope, {}),
      sequence: 0,
      needsHello: true,
      needsSnapshot: true,
      behindSince: null,
    };
    this.#clients.add(client);
    return {
      subscribe: (wish) => {
        client.wish = wish;
        client.audience = this.#audienceFor(scope, wish);
        client.needsHello = true;
        client.needsSnapshot = true;
        this.#forgetUnused();
      },
      askSnapshot: () => {
        client.needsSnapshot = true;
      },
      leave: () => {
        if (this.#clients.delete(client)) this.#forgetUnused();
      },
    };
  }

  /** One beat: what changed goes out. Called by a timer each `tickMs`, by tests by hand. */
  tick(): void {
    const changed = this.#changes.take();
    if (this.#clients.size === 0) return;
    const at = this.#now();
    const frameOf = createBeatFrames(this.#live.columns(), changed, at);
    const isHeartbeat = at - this.#beatAt >= HEARTBEAT_MS;
    if (isHeartbeat) this.#beatAt = at;
    for (const client of this.#clients) {
      if (client.audience === NOBODY) client.audience = this.#audienceFor(client.scope, client.wish);
      if (client.audience === NOBODY || !this.#keepsUp(client, at)) continue;
      if (client.needsHello) this.#sayHello(client);
      send(client, frameOf(client.needsSnapshot ? "snapshot" : "delta", client.audience));
      client.needsSnapshot = false;
      if (isHeartbeat) send(client, frameOf("heartbeat", client.audience));
    }
  }

  #audienceFor(scope: Scope, wish: Wish): Audience {
    const { snapshot } = this.#live.columns();
    // A sight holds bits by the numbering of the newest snapshot; against another one's columns it would show the wrong tags.
    if (this.#snapshots.current() !== snapshot) return NOBODY;
    const sight = this.#snapshots.sight(scope);
    const key = audienceKey(sight, wish);
    const known = this.#audiences.get(key);
    if (known !== undefined) return known;
    const made = { key, ...audienceOf(snapshot, sight, wish, (wider) => this.#snapshots.sight(wider)) };
    this.#audiences.set(key, made);
    return made;
  }

  #forgetUnused(): void {
    const used = new Set([...this.#clients].map((client) => client.audience.key));
    for (const key of this.#audiences.keys()) if (!used.has(key)) this.#audiences.delete(key);
  }

  /** Another numbering: everybody hears it, then gets all values anew. */
  #renumber(): void {
    this.#audiences.clear();
    this.#changes.reset();
    for (const client of this.#clients) {
      client.audience = NOBODY;
      client.needsHello = true;
      client.needsSnapshot = true;
    }
  }

  #sayHello(client: Client): void {
    const { snapshot } = this.#live.columns();
    const { seqs } = client.audience;
    // As many columns as the client needs, not as many as there are: the number of other people's tags is theirs.
    const hello = { snapshot: snapshot.version, tags: (seqs.at(-1) ?? -1) + 1, tickMs: this.tickMs };
    client.socket.send(JSON.stringify({ type: "hello", ...hello } satisfies LiveHello));
    client.needsHello = false;
  }

  /** Whether a client can take a frame now; one that cannot is marked, and let go when it stays so. */
  #keepsUp(client: Client, at: number): boolean {
    const unsent = client.socket.bufferedAmount;
    if (client.behindSince === null) {
      if (unsent <= this.#behindBytes) return true;
      client.behindSince = at;
      client.needsSnapshot = true;
    }
    if (unsent <= this.#behindBytes / 4) {
      client.behindSince = null;
      return true;
    }
    if (at - client.behindSince > this.#dropAfterMs) {
      this.#clients.delete(client);
      client.socket.drop();
    }
    return false;
  }
}

function send(client: Client, frame: Uint8Array<ArrayBuffer> | null): void {
  if (frame === null) return;
  client.sequence += 1;
  client.socket.send(withSequence(frame, client.sequence));
}
