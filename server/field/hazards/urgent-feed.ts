import type { LiveHazard } from "#contract/field/hazard-live.ts";
import type { Scope } from "#contract/scope.ts";
import { sees } from "#server/alarms/scope.ts";
import type { Tx } from "#server/db/db.ts";

/** As much of a socket as the feed needs. */
export interface UrgentSocket {
  readonly bufferedAmount: number;
  send(text: string): void;
}

/** One client of the feed. Nothing is sent before it asks. */
export interface UrgentListener {
  /** Tell of what became known after an instant, then go on; null = from now on. */
  ask(after: string | null): void;
  leave(): void;
}

export interface UrgentFeedOptions {
  /** Major hazards that became known after an instant, oldest first. */
  read(after: Date): Promise<LiveHazard[]>;
  readonly countiesOf: () => Promise<(code: string) => ReadonlySet<string> | null>;
  readonly now: () => number;
  onTrouble(cause: unknown): void;
}

interface Client {
  readonly socket: UrgentSocket;
  readonly scope: Scope;
  /** ms; told up to here. */
  after: number;
  /** Ids told within the overlap. */
  told: Map<string, number>;
  isBusy: boolean;
}

/** A transaction that began earlier may commit later: so far back each look goes again. */
const OVERLAP_MS = 60_000;
const MOST_BACK_MS = 86_400_000;
const BEHIND_BYTES = 1_048_576;

/** All major hazards that became known after an instant, oldest first, whichever process took the record in. The database is asked about once a second while anybody listens. */
export async function readUrgent(tx: Tx, after: Date): Promise<LiveHazard[]> {
  const rows = await tx.query<{
    id: string;
    hazardId: string;
    areaCode: string;
    enterpriseId: string;
    code: string | null;
    note: string | null;
    lng: number;
    lat: number;
    foundAt: Date;
    dueAt: Date | null;
    knownAt: Date;
  }>(
    `select e.id, h.id as "hazardId", h.area_code as "areaCode", h.enterprise_id as "enterpriseId", h.code, h.note, st_x(h.geom) as lng,
            st_y(h.geom) as lat, h.found_at as "foundAt", h.due_at as "dueAt", e.known_at as "knownAt"
       from hazard_event e join hazard h on h.id = e.hazard_id
      where e.known_at > $1 and e.step = 'grade' and e.detail->>'grade' = 'major' and h.state <> 'closed'
      order by e.known_at, e.id`,
    [after],
  );
  return rows.map(({ lng, lat, note, foundAt, dueAt, knownAt, ...row }) => ({
    type: "hazard",
    ...row,
    note: note ?? "",
    lngLat: [lng, lat],
    foundAt: foundAt.toISOString(),
    dueAt: dueAt?.toISOString() ?? null,
    knownAt: knownAt.toISOString(),
  }));
}

/** Tells clients of each major hazard in their sight, once. */
export class UrgentFeed {
  readonly #options: UrgentFeedOptions;
  readonly #clients = new Set<Client>();

  constructor(options: UrgentFeedOptions) {
    this.#options = options;
  }

  join(socket: UrgentSocket, scope: Scope): UrgentListener {
    const client: Client = { socket, scope, after: 0, told: new Map(), isBusy: false };
    return {
      ask: (after) => {
        const now = this.#options.now();
        client.after = after === null ? now : Math.max(Date.parse(after), now - MOST_BACK_MS);
        // From now on, nothing of before; after a break, all that was missed.
        client.told = new Map();
        this.#clients.add(client);
        void this.#tell([client]);
      },
      leave: () => void this.#clients.delete(client),
    };
  }

  /** Asks and tells; to be called about once a second. Nobody listening costs nothing. */
  async beat(): Promise<void> {
    await this.#tell([...this.#clients]);
  }

  async #tell(clients: readonly Client[]): Promise<void> {
    const free = clients.filter(({ isBusy, socket }) => !isBusy && socket.bufferedAmount <= BEHIND_BYTES);
    if (free.length === 0) return;
    for (const client of free) client.isBusy = true;
    try {
      const from = Math.min(...free.map(({ after }) => after));
      const found = await this.#options.read(new Date(from));
      const countiesOf = found.length === 0 ? () => null : await this.#options.countiesOf();
      for (const client of free) this.#say(client, found, countiesOf);
    } catch (cause) {
      this.#options.onTrouble(cause);
    } finally {
      for (const client of free) client.isBusy = false;
    }
  }

  #say(client: Client, found: readonly LiveHazard[], countiesOf: (code: string) => ReadonlySet<string> | null): void {
    if (!this.#clients.has(client)) return;
    const isSeen = sees(client.scope, countiesOf);
    for (const hazard of found) {
      const at = Date.parse(hazard.knownAt);
      if (at <= client.after || client.told.has(hazard.id) || !isSeen(hazard)) continue;
      client.told.set(hazard.id, at);
      client.socket.send(JSON.stringify(hazard));
    }
    // What was told long ago is behind `after` for good.
    const edge = this.#options.now() - OVERLAP_MS;
    client.after = Math.max(client.after, edge);
    for (const [id, at] of client.told) if (at <= client.after) client.told.delete(id);
  }
}
