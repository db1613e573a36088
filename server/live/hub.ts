import type { LiveHello } from "#contract/live-frame.ts";
import { HEARTBEAT_MS } from "#contract/live-socket.ts";
import type { Scope } from "#contract/scope.ts";
import type { SnapshotStore } from "#server/tiles/snapshot.ts";
import { type Audience, audienceKey, audienceOf, type SightTags, sightTagsOf, type Wish } from "./audience.ts";
import { createBeatFrames, noteNewest } from "./beat-frames.ts";
import { createChanges } from "./changes.ts";
import { partsWithSequence, withSequence } from "./encode-frame.ts";
import type { LatestColumns, LiveSource } from "./latest.ts";
import { type TagIndex, tagIndexOf } from "./tag-index.ts";

/** As much of a WebSocket as the hub needs. */
export interface LiveSocket {
  /** Bytes handed over and not yet gone. */
  readonly bufferedAmount: number;
  send(data: string | Uint8Array): void;
  /** Sends one message whose second part is handed over, not copied: it is shared with other clients and never changed. */
  sendParts(head: Uint8Array, rest: Uint8Array): void;
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
  /** Once so many tags have been looked at in one beat for wishes, the wishes left wait for the next. */
  readonly looksPerBeat?: number;
  /** Once so many bytes of snapshots have gone out in one beat, the clients left hear only the heartbeat until the next. */
  readonly snapshotBytesPerBeat?: number;
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
  /** null until the numbering is certain and it is the client's turn: it is shown nothing. */
  audience: Audience | null;
  sequence: number;
  /** Must be told the numbering before the next frame. */
  needsHello: boolean;
  needsSnapshot: boolean;
  /** Since when unsent bytes stand above the bound, ms; null while the client keeps up. */
  behindSince: number | null;
  /** Bytes of the last snapshot. */
  snapshotBytes: number;
}

const TICK_MS = 200;
const BEHIND_BYTES = 1_048_576;
const DROP_AFTER_MS = 60_000;
/** Some milliseconds of work. */
const LOOKS_PER_BEAT = 1_000_000;
/** After a new numbering everybody needs a snapshot at once: so many bytes of them go out in one beat, the others wait. */
const SNAPSHOT_BYTES_PER_BEAT = 64 * 1_048_576;
/** From here on two writes cost less than a copy for each client. */
const PARTS_FROM = 65_536;

/** Sends each client what changed within its sight; a client that does not keep up skips frames and then gets a snapshot. */
export class Hub {
  readonly #live: HubOptions["live"];
  readonly #snapshots: HubOptions["snapshots"];
  readonly #now: () => number;
  readonly tickMs: number;
  readonly #behindBytes: number;
  readonly #dropAfterMs: number;
  readonly #looksPerBeat: number;
  readonly #snapshotBytesPerBeat: number;
  readonly #clients = new Set<Client>();
  /** Clients whose wish is new, first come first: each waits its turn, so that nobody's wishes hold up the beat or the others'. */
  readonly #moved = new Set<Client>();
  readonly #audiences = new Map<string, Audience>();
  readonly #sights = new Map<string, SightTags>();
  #index: TagIndex | null = null;
  #mayForget = false;
  readonly #changes = createChanges();
  #beatAt = 0;

  constructor(options: HubOptions) {
    this.#live = options.live;
    this.#snapshots = options.snapshots;
    this.#now = options.now ?? Date.now;
    this.tickMs = options.tickMs ?? TICK_MS;
    this.#behindBytes = options.behindBytes ?? BEHIND_BYTES;
    this.#dropAfterMs = options.dropAfterMs ?? DROP_AFTER_MS;
    this.#looksPerBeat = options.looksPerBeat ?? LOOKS_PER_BEAT;
    this.#snapshotBytesPerBeat = options.snapshotBytesPerBeat ?? SNAPSHOT_BYTES_PER_BEAT;
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
      audience: null,
      sequence: 0,
      needsHello: true,
      needsSnapshot: true,
      behindSince: null,
      snapshotBytes: 0,
    };
    this.#clients.add(client);
    this.#moved.add(client);
    return {
      subscribe: (wish) => {
        client.wish = wish;
        if (this.#clients.has(client)) this.#moved.add(client);
      },
      askSnapshot: () => {
        client.needsSnapshot = true;
      },
      leave: () => this.#forget(client),
    };
  }

  /** One beat: what changed goes out. Called by a timer each `tickMs`, by tests by hand. */
  tick(): void {
    const changed = this.#changes.take();
    this.#forgetUnused();
    if (this.#clients.size === 0) return;
    const at = this.#now();
    const columns = this.#live.columns();
    for (const sight of this.#sights.values()) noteNewest(sight, changed, columns);
    this.#seatMoved(columns);
    const frames = createBeatFrames(columns, changed, at);
    const isHeartbeat = at - this.#beatAt >= HEARTBEAT_MS;
    if (isHeartbeat) this.#beatAt = at;
    const served: Client[] = [];
    let snapshotBytes = 0;
    for (const client of this.#clients) {
      const { audience } = client;
      if (audience === null || !this.#keepsUp(client, at)) continue;
      if (!client.needsSnapshot) send(client, frames.delta(audience));
      else if (snapshotBytes < this.#snapshotBytesPerBeat) {
        snapshotBytes += this.#sendSnapshot(client, frames.snapshot(audience), audience);
        served.push(client);
      }
      if (isHeartbeat) send(client, frames.heartbeat(audience));
    }
    this.#putLast(served);
  }

  /** @returns its bytes */
  #sendSnapshot(client: Client, frame: Uint8Array<ArrayBuffer>, audience: Audience): number {
    if (client.needsHello) this.#sayHello(client, audience);
    client.snapshotBytes = frame.length;
    client.needsSnapshot = false;
    send(client, frame);
    return frame.length;
  }

  /** Who has just had a snapshot stands behind all others when there is not enough time for everybody's. */
  #putLast(clients: readonly Client[]): void {
    for (const client of clients) if (this.#clients.delete(client)) this.#clients.add(client);
  }

  /** Gives clients with a new wish their audience, as many as the beat has time for. */
  #seatMoved(columns: LatestColumns): void {
    // A sight holds bits by the numbering of the newest snapshot; against another one's columns it would show the wrong tags.
    if (this.#snapshots.current() !== columns.snapshot) return;
    let looked = 0;
    for (const client of this.#moved) {
      if (looked >= this.#looksPerBeat) return;
      this.#moved.delete(client);
      looked += this.#seat(client, columns);
    }
  }

  /** @returns how many tags were looked at */
  #seat(client: Client, { snapshot, at }: LatestColumns): number {
    const sight = this.#snapshots.sight(client.scope);
    let looked = 0;
    let of = this.#sights.get(sight.key);
    if (of === undefined) {
      of = sightTagsOf(snapshot, sight, at);
      looked += snapshot.tags.count;
      this.#sights.set(sight.key, of);
    }
    const key = audienceKey(sight, client.wish);
    let audience = this.#audiences.get(key);
    if (audience === undefined) {
      this.#index ??= tagIndexOf(snapshot);
      const sightOf = (wider: Scope) => this.#snapshots.sight(wider);
      const made = audienceOf(client.wish, { snapshot, index: this.#index, of, sightOf });
      looked += made.looked;
      audience = made.audience;
      this.#audiences.set(key, audience);
    }
    client.audience = audience;
    client.needsHello = true;
    client.needsSnapshot = true;
    this.#mayForget = true;
    return looked;
  }

  #forget(client: Client): void {
    this.#moved.delete(client);
    if (this.#clients.delete(client)) this.#mayForget = true;
  }

  #forgetUnused(): void {
    if (!this.#mayForget) return;
    this.#mayForget = false;
    const used = new Set<Audience | null>();
    const sights = new Set<SightTags | undefined>();
    for (const { audience } of this.#clients) {
      used.add(audience);
      sights.add(audience?.of);
    }
    for (const [key, audience] of this.#audiences) if (!used.has(audience)) this.#audiences.delete(key);
    for (const [key, sight] of this.#sights) if (!sights.has(sight)) this.#sights.delete(key);
  }

  /** Another numbering: everybody hears it, then gets all values anew. */
  #renumber(): void {
    this.#audiences.clear();
    this.#sights.clear();
    this.#index = null;
    this.#changes.reset();
    for (const client of this.#clients) {
      client.audience = null;
      this.#moved.add(client);
    }
  }

  #sayHello(client: Client, { of }: Audience): void {
    const { snapshot } = this.#live.columns();
    // As long as the sight needs, not as there are tags: the number of other people's is theirs. The same for every wish, so that
    // columns stay when a person moves the map.
    const hello = { snapshot: snapshot.version, tags: of.length, tickMs: this.tickMs };
    client.socket.send(JSON.stringify({ type: "hello", ...hello } satisfies LiveHello));
    client.needsHello = false;
  }

  /** Whether a client can take a frame now; one that cannot is marked, and let go when it stays so. */
  #keepsUp(client: Client, at: number): boolean {
    const unsent = client.socket.bufferedAmount;
    if (client.behindSince === null) {
      // A snapshot larger than the bound must not make its receiver behind, or it would be sent nothing but snapshots.
      if (unsent <= Math.max(this.#behindBytes, 2 * client.snapshotBytes)) return true;
      client.behindSince = at;
      client.needsSnapshot = true;
    }
    if (unsent <= this.#behindBytes / 4) {
      client.behindSince = null;
      return true;
    }
    if (at - client.behindSince > this.#dropAfterMs) {
      this.#forget(client);
      client.socket.drop();
    }
    return false;
  }
}

function send(client: Client, frame: Uint8Array<ArrayBuffer> | null): void {
  if (frame === null) return;
  client.sequence += 1;
  if (frame.length < PARTS_FROM) client.socket.send(withSequence(frame, client.sequence));
  else client.socket.sendParts(...partsWithSequence(frame, client.sequence));
}
