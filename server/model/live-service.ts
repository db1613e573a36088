import { type ModelState, PACKS_LISTED, SENSORS_LISTED, type SensorVerdict } from "#contract/model-state.ts";
import type { Scope } from "#contract/scope.ts";
import { mergeReports } from "#model/network/merge-reports.ts";
import { COUNTIES_OF } from "#server/db/areas.ts";
import type { Db } from "#server/db/db.ts";
import { type SnapshotStore, sees } from "#server/tiles/snapshot.ts";
import { FRESH_MS, type LiveAreas, type Looked } from "./live-areas.ts";
import { gasNow, type TagRow } from "./live-tags.ts";

interface Sources {
  readonly db: Db;
  readonly snapshots: SnapshotStore;
  readonly areas: LiveAreas;
}

/** Counties of a wide area are looked at in turn as long as somebody has asked within this time. */
const FOLLOW_MS = 10_000;
const MOST_SIGHTS = 100;

/** States of areas: one county at once, several county by county, each as far as it has been solved. */
export class LiveService {
  readonly #sources: Sources;
  readonly #follows = new Map<string, { askedAt: number }>();
  /** Areas with pipes, by snapshot and sight. */
  readonly #piped = new Map<string, ReadonlySet<string>>();
  #isClosed = false;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** An area as it is now; null when there is no network of it in sight. */
  async state(scope: Scope, area: string): Promise<ModelState | null> {
    const { snapshots, areas } = this.#sources;
    const found = await this.#looked(scope, area);
    return found && stateOf(area, snapshots.current().version, found, (tag) => areas.readingOf(tag));
  }

  /** The bytes of MODEL_PRESSURE_PATH; null likewise. */
  async pressure(scope: Scope, area: string, since: number): Promise<Uint8Array | null> {
    const { areas } = this.#sources;
    const found = await this.#looked(scope, area);
    if (!found) return null;
    // Read before the changes: what another look changes meanwhile comes again.
    const { tick } = areas;
    const list = found.list.map(({ one }) => one);
    const { seqs, bytes } = await areas.changes(list, since);
    const out = new Uint8Array(8 + 5 * seqs.length);
    const head = new DataView(out.buffer);
    head.setUint32(0, tick, true);
    head.setUint32(4, seqs.length, true);
    out.set(new Uint8Array(seqs.buffer, seqs.byteOffset, seqs.byteLength), 8);
    out.set(bytes, 8 + 4 * seqs.length);
    return out;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#sources.areas.close();
  }

  /** What there is of an area, and how many counties it has. */
  async #looked(scope: Scope, area: string): Promise<{ list: Looked[]; of: number } | null> {
    const { areas } = this.#sources;
    const counties = await this.#countiesOf(scope, area);
    const [only] = counties;
    if (only === undefined) return null;
    if (counties.length === 1) {
      const found = await areas.look(scope, only);
      return found && { list: [found], of: 1 };
    }
    this.#follow(scope, area, counties);
    return { list: counties.flatMap((county) => areas.last(scope, county) ?? []), of: counties.length };
  }

  async #countiesOf(scope: Scope, area: string): Promise<readonly string[]> {
    const inSight = this.#pipedIn(scope);
    const rows = await this.#sources.db.as(scope, (tx) =>
      tx.query<{ readonly code: string }>(`select code from ${COUNTIES_OF("$1")} as c(code) order by code`, [area]),
    );
    return [...new Set(rows.map(({ code }) => code))].filter((code) => inSight.has(code));
  }

  #pipedIn(scope: Scope): ReadonlySet<string> {
    const { snapshots } = this.#sources;
    const { version, pipes, counties } = snapshots.current();
    const sight = snapshots.sight(scope);
    const key = `${version} ${sight.key}`;
    const known = this.#piped.get(key);
    if (known) return known;
    const found = new Set<string>();
    for (let i = 0; i < pipes.count; i++)
      if (sees(sight, pipes, i)) found.add(counties[pipes.county[i] as number] as string);
    if (this.#piped.size > MOST_SIGHTS) this.#piped.clear();
    this.#piped.set(key, found);
    return found;
  }

  /** Looks at counties in turn while somebody asks. */
  #follow(scope: Scope, area: string, counties: readonly string[]): void {
    const { snapshots, areas } = this.#sources;
    const key = `${snapshots.current().version} ${snapshots.sight(scope).key} ${area}`;
    const known = this.#follows.get(key);
    if (known) {
      known.askedAt = performance.now();
      return;
    }
    const one = { askedAt: performance.now() };
    const isWanted = () => !this.#isClosed && performance.now() - one.askedAt < FOLLOW_MS;
    this.#follows.set(key, one);
    void (async () => {
      while (isWanted()) {
        for (const county of counties) {
          // One that cannot be had is tried again in the next round; whoever asks for it alone hears why.
          if (isWanted()) await areas.look(scope, county).catch(() => null);
        }
        await pause(FRESH_MS);
      }
      this.#follows.delete(key);
    })();
  }
}

const pause = (ms: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, ms).unref();
  });

const sumOf = <T>(list: readonly T[], of: (one: T) => number): number => list.reduce((sum, one) => sum + of(one), 0);

/** One answer of many. */
function stateOf(
  area: string,
  version: string,
  { list, of }: { readonly list: readonly Looked[]; readonly of: number },
  readingOf: (tag: string) => number,
): ModelState {
  const summaries = list.map(({ summary }) => summary);
  const sum = (key: "districts" | "solved" | "failed" | "tookMs") => sumOf(summaries, (one) => one[key]);
  const length = (key: "measured" | "estimated" | "stale") => sumOf(summaries, (one) => one.lengthM[key]);
  return {
    version,
    area,
    at: new Date(list.reduce((oldest, { at }) => Math.min(oldest, at), list[0]?.at ?? 0)).toISOString(),
    counties: { ready: list.length, of },
    districts: sum("districts"),
    solved: sum("solved"),
    failed: sum("failed"),
    residual: summaries.reduce((most, { residual }) => Math.max(most, residual), 0),
    solve: mergeReports(summaries.map(({ solve }) => solve)),
    tookMs: sum("tookMs"),
    demandScale: list.length === 0 ? 1 : sumOf(summaries, ({ demandScale }) => demandScale) / list.length,
    lengthM: { measured: length("measured"), estimated: length("estimated"), stale: length("stale") },
    sensors: list
      .flatMap(sensorsOf)
      .sort((a, b) => b.score - a.score)
      .slice(0, SENSORS_LISTED),
    losses: summaries
      .flatMap(({ losses }) => losses)
      .sort((a, b) => b.sigma - a.sigma)
      .slice(0, PACKS_LISTED),
    packs: summaries
      .flatMap(({ packs }) => packs)
      .sort((a, b) => a.minutes - b.minutes)
      .slice(0, PACKS_LISTED),
    gas: list
      .flatMap(({ one }) => gasNow(one.gas, readingOf))
      .sort((a, b) => b.lel - a.lel)
      .slice(0, PACKS_LISTED),
    assumptions: [
      ...(["records", "borders_feed", "steady_state", "latest_values", "demand_scaled", "regulators_hold"] as const),
      ...new Set(summaries.flatMap(({ assumptions }) => assumptions)),
    ],
  };
}

const sensorsOf = ({ one, summary }: Looked): SensorVerdict[] =>
  summary.sensors.map(({ tag, ...found }) => {
    const { id, name, stationId, kind } = one.tags[tag] as TagRow;
    return { tagId: id, name, stationId, unit: kind === "flow" ? ("m³/h" as const) : ("kPa" as const), ...found };
  });
