import { TAG_STATES } from "#contract/gas.ts";
import type { Scope } from "#contract/scope.ts";
import { readNetworkFile } from "#model/network/file.ts";
import type { LiveSummary, PressureChanges } from "#model/network/live-desk.ts";
import type { Db } from "#server/db/db.ts";
import type { LatestColumns } from "#server/live/latest.ts";
import type { SnapshotStore } from "#server/tiles/snapshot.ts";
import { type GasTagRow, readLiveTags, type TagRow } from "./live-tags.ts";
import { createLiveThread, type LiveThread } from "./live-thread.ts";
import type { NetworkService } from "./network-service.ts";

/** Readings are taken in anew this often at most: all who ask within it share one solution. */
export const FRESH_MS = 900;
/** Pipes of all networks kept ready; beyond it those asked for longest ago are closed. */
const MOST_PIPES = 1_500_000;
/** What detectors doubt is in: the solution has its own test of readings that do not fit, and says which. */
const TRUSTED: ReadonlySet<number> = new Set(
  (["normal", "warning", "alarm", "suspect"] as const).map((state) => TAG_STATES.indexOf(state)),
);

/** One area's network in one sight, kept by the thread under a name. */
export interface LiveArea {
  readonly name: string;
  readonly area: string;
  readonly pipes: number;
  readonly tags: readonly TagRow[];
  readonly gas: readonly GasTagRow[];
}

export interface Looked {
  readonly one: LiveArea;
  readonly at: number;
  readonly summary: LiveSummary;
}

interface Sources {
  readonly db: Db;
  readonly snapshots: SnapshotStore;
  readonly networks: NetworkService;
  readonly columns: () => LatestColumns | null;
  readonly now: () => number;
}

interface Kept {
  readonly opened: Promise<LiveArea | null>;
  pipes: number;
  values: Float64Array | null;
  last: Looked | null;
  underWay: Promise<Looked> | null;
}

/** Keeps areas' networks solved from the newest readings in a thread of their own: worked out when asked for, and only where something moved. */
export class LiveAreas {
  readonly #sources: Sources;
  readonly #kept = new Map<string, Kept>();
  readonly #thread: LiveThread;
  #tick: number;

  constructor(sources: Sources) {
    this.#sources = sources;
    this.#thread = createLiveThread(() => this.#kept.clear());
    // Above all of an earlier process: a page that asks with an old tick is told everything.
    this.#tick = Math.floor(sources.now() / 1000) % 2 ** 32;
  }

  /** The area as it is now; null when nothing of it is in sight. */
  async look(scope: Scope, area: string): Promise<Looked | null> {
    const one = this.#keep(scope, area);
    const opened = await one.opened;
    if (!opened) return null;
    if (one.last && this.#sources.now() - one.last.at < FRESH_MS) return one.last;
    one.underWay ??= this.#lookAnew(one, opened)
      .then((looked) => {
        one.last = looked;
        return looked;
      })
      .finally(() => {
        one.underWay = null;
      });
    return await one.underWay;
  }

  /** The last look at an area, without another; null when there has been none. */
  last(scope: Scope, area: string): Looked | null {
    return this.#kept.get(this.#nameOf(scope, area))?.last ?? null;
  }

  /** What has changed since a tick in areas looked at. */
  async changes(areas: readonly LiveArea[], since: number): Promise<PressureChanges> {
    const job = {
      changes: areas.flatMap(({ name }) => (this.#kept.has(name) ? [name] : [])),
      since: since > this.#tick ? 0 : since,
    };
    return (await this.#thread.ask(job)) as PressureChanges;
  }

  /** Number of the newest look. */
  get tick(): number {
    return this.#tick;
  }

  /** Newest value of a tag that can be trusted; NaN otherwise. */
  readingOf(tag: string): number {
    const live = this.#sources.columns();
    const seq = live?.snapshot.tagSeq(tag);
    if (!live || seq === undefined || !TRUSTED.has(live.state[seq] as number)) return Number.NaN;
    return live.value[seq] as number;
  }

  close(): Promise<void> {
    return this.#thread.close();
  }

  #nameOf(scope: Scope, area: string): string {
    const { snapshots } = this.#sources;
    return `${snapshots.current().version} ${snapshots.sight(scope).key} ${area}`;
  }

  #keep(scope: Scope, area: string): Kept {
    const name = this.#nameOf(scope, area);
    const found = this.#kept.get(name);
    if (found) {
      // Asked for last: the last to go.
      this.#kept.delete(name);
      this.#kept.set(name, found);
      return found;
    }
    const opened = this.#open(scope, area, name);
    const one: Kept = { opened, pipes: 0, values: null, last: null, underWay: null };
    this.#kept.set(name, one);
    opened.then(
      (there) => {
        // What is not there is asked for again: the next snapshot may have it.
        if (there === null) this.#kept.delete(name);
        one.pipes = there?.pipes ?? 0;
        this.#makeRoom();
      },
      () => this.#kept.delete(name),
    );
    return one;
  }

  async #open(scope: Scope, area: string, name: string): Promise<LiveArea | null> {
    const { networks, db } = this.#sources;
    const found = await networks.file(scope, area);
    if (found === null || found === "gone") return null;
    const file = new Uint8Array(found.bytes).buffer;
    const { nodes, pipes } = readNetworkFile(file);
    const { tags, gas } = await db.as(scope, (tx) => readLiveTags(tx, area, nodes.ids));
    const count = pipes.ids.length;
    const plain = tags.map(({ id, kind, record, nominal }) => ({ id, kind, record, nominal }));
    await this.#thread.ask({ open: name, file, tags: plain });
    return { name, area, pipes: count, tags, gas };
  }

  #makeRoom(): void {
    let pipes = [...this.#kept.values()].reduce((sum, one) => sum + one.pipes, 0);
    for (const [name, one] of this.#kept) {
      if (pipes <= MOST_PIPES || this.#kept.size === 1) return;
      pipes -= one.pipes;
      this.#kept.delete(name);
      this.#thread.ask({ close: name }).catch(() => {});
    }
  }

  async #lookAnew(one: Kept, area: LiveArea): Promise<Looked> {
    const values = Float64Array.from(area.tags, ({ id }) => this.readingOf(id));
    const at = this.#sources.now();
    const isStill = one.values !== null && values.every((value, i) => Object.is(value, one.values?.[i]));
    if (isStill && one.last) return { ...one.last, at };
    this.#tick += 1;
    const summary = (await this.#thread.ask({ look: area.name, values, tick: this.#tick })) as LiveSummary;
    one.values = values;
    return { one: area, at, summary };
  }
}
