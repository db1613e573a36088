import { TAG_STATES } from "#contract/gas.ts";
import { type ModelState, SENSORS_LISTED, STATE_STEP } from "#contract/model-state.ts";
import { classOf } from "#contract/pipe-classes.ts";
import type { Scope } from "#contract/scope.ts";
import { assemble, type ModelNetwork } from "#model/network/assemble.ts";
import { placeOf } from "#model/network/customer-sums.ts";
import { readNetworkFile } from "#model/network/file.ts";
import { type LiveState, type LiveTag, liveStateOf, placeTags } from "#model/network/live-state.ts";
import { recordedInput, type SolvedNetwork, solveDistricts } from "#model/network/solve-districts.ts";
import type { Db, Tx } from "#server/db/db.ts";
import type { LatestColumns } from "#server/live/latest.ts";
import type { SnapshotStore } from "#server/tiles/snapshot.ts";
import type { NetworkService } from "./network-service.ts";

/** Readings are taken in anew this often at most: all who ask within it share one solution. */
const FRESH_MS = 5000;
/** Networks kept ready, each of one area and sight. */
const MOST_KEPT = 24;
const TRUSTED: ReadonlySet<number> = new Set(
  (["normal", "warning", "alarm"] as const).map((state) => TAG_STATES.indexOf(state)),
);

interface TagRow extends LiveTag {
  readonly name: string;
  readonly stationId: string;
}

interface Watched {
  readonly net: ModelNetwork;
  readonly base: SolvedNetwork;
  readonly tags: readonly TagRow[];
  readonly places: Int32Array;
  last: { readonly at: number; readonly state: LiveState; readonly tookMs: number } | null;
}

export interface LiveService {
  /** An area as it is now; null when there is nothing of it in sight. */
  state(scope: Scope, area: string): Promise<ModelState | null>;
  /** The bytes of MODEL_PRESSURE_PATH; null likewise. */
  pressure(scope: Scope, area: string): Promise<Uint8Array | null>;
}

interface Sources {
  readonly db: Db;
  readonly snapshots: SnapshotStore;
  readonly networks: NetworkService;
  readonly columns: () => LatestColumns | null;
  readonly now: () => number;
}

const TAGS = `select id, name, kind, station_id as "stationId", node_id as node, nominal from tag
  where area_code = $1 and node_id is not null and kind in ('pressure', 'flow') order by id`;

async function readTags(tx: Tx, area: string, net: ModelNetwork): Promise<TagRow[]> {
  const numberOf = new Map(net.rows.nodes.ids.map((id, n) => [id, n]));
  const rows = await tx.query<Omit<TagRow, "record"> & { readonly node: string }>(TAGS, [area]);
  return rows.flatMap(({ node, ...tag }) => {
    const record = numberOf.get(node);
    return record === undefined ? [] : [{ ...tag, record }];
  });
}

/** Keeps areas' networks solved from the newest readings: worked out when asked for, and then only where something changed. */
export function createLiveService({ db, snapshots, networks, columns, now }: Sources): LiveService {
  const kept = new Map<string, Promise<Watched | null>>();

  async function open(scope: Scope, area: string): Promise<Watched | null> {
    const file = await networks.file(scope, area);
    if (file === null || file === "gone") return null;
    const net = assemble(readNetworkFile(new Uint8Array(file.bytes).buffer));
    const tags = await db.as(scope, (tx) => readTags(tx, area, net));
    const base = solveDistricts(net, recordedInput(net));
    return { net, base, tags, places: placeTags(net, base, tags), last: null };
  }

  function watched(scope: Scope, area: string): Promise<Watched | null> {
    const key = `${snapshots.current().version} ${snapshots.sight(scope).key} ${area}`;
    const found = kept.get(key) ?? open(scope, area);
    kept.delete(key);
    kept.set(key, found);
    found.catch(() => kept.delete(key));
    for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest);
    return found;
  }

  function valuesOf({ tags }: Watched): Float64Array {
    const live = columns();
    return Float64Array.from(tags, ({ id }) => {
      const seq = live?.snapshot.tagSeq(id);
      if (!live || seq === undefined || !TRUSTED.has(live.state[seq] as number)) return Number.NaN;
      return live.value[seq] as number;
    });
  }

  async function look(scope: Scope, area: string) {
    const one = await watched(scope, area);
    if (!one) return null;
    const at = now();
    if (one.last === null || at - one.last.at >= FRESH_MS) {
      const begin = performance.now();
      const { net, base, tags, places } = one;
      const state = liveStateOf({
        net,
        base,
        tags,
        places,
        values: valuesOf(one),
        before: one.last?.state.solved ?? base,
      });
      one.last = { at, state, tookMs: performance.now() - begin };
    }
    return { ...one, last: one.last };
  }

  return {
    async state(scope, area) {
      const found = await look(scope, area);
      return found && stateOf(found);
    },
    async pressure(scope, area) {
      const found = await look(scope, area);
      return found && pressureOf(found.net, found.last.state);
    },
  };
}

type Looked = Watched & { readonly last: NonNullable<Watched["last"]> };

const rounded = (value: number): number => Number(value.toPrecision(5));

function stateOf({ net, tags, places, last }: Looked): ModelState {
  const { solved, stateOfPipe, sensors, demandScale } = last.state;
  const lengthM = { measured: 0, estimated: 0, stale: 0 };
  stateOfPipe.forEach((state, e) => {
    const name = (["measured", "estimated", "stale"] as const)[state];
    if (name) lengthM[name] += net.graph.lengthM[e] as number;
  });
  return {
    version: net.rows.version,
    area: net.rows.area,
    at: new Date(last.at).toISOString(),
    districts: solved.districts.count,
    solved: solved.solved,
    failed: solved.failed.reduce((sum, one) => sum + one, 0),
    residual: solved.residual,
    tookMs: rounded(last.tookMs),
    demandScale,
    lengthM,
    sensors: sensors.slice(0, SENSORS_LISTED).map(({ tag, measured, estimated, score, isSuspect }) => {
      const { id, name, stationId } = tags[tag] as TagRow;
      return {
        tagId: id,
        name,
        stationId,
        lngLat: placeOf(net.rows.nodes.lngLat, net.recordOf[places[tag] as number] as number),
        measuredKPa: rounded(measured),
        estimatedKPa: rounded(estimated),
        score: rounded(score),
        isSuspect,
      };
    }),
    assumptions: ["records", "borders_feed", "steady_state", "latest_values", "demand_scaled", "regulators_hold"],
  };
}

function pressureOf(net: ModelNetwork, { solved, stateOfPipe }: LiveState): Uint8Array {
  const { seq } = net.rows.pipes;
  const shown = Array.from(stateOfPipe, (state, e) => (state === 255 ? -1 : e)).filter((e) => e !== -1);
  const bytes = new Uint8Array(4 + 5 * shown.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, shown.length, true);
  shown.forEach((e, i) => {
    const kPa =
      ((solved.kPa[net.graph.from[e] as number] as number) + (solved.kPa[net.graph.to[e] as number] as number)) / 2;
    view.setUint32(4 + 4 * i, seq[e] as number, true);
    bytes[4 + 4 * shown.length + i] = classOf("pressure", kPa) + STATE_STEP * (stateOfPipe[e] as number);
  });
  return bytes;
}
