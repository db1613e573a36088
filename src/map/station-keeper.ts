import { STATION_KINDS } from "#contract/gas.ts";
import { LATE_KINDS, type ShownLevel, SMALL_KINDS, type StationClusters, shownLevel } from "#lib/cluster-grid.ts";
import { clusterMesh } from "#lib/cluster-mesh.ts";
import {
  asStale,
  type ClusterView,
  clustersIn,
  NO_CLUSTERS,
  sameClusters,
  sameSpots,
  spotsOf,
  type WorldBox,
} from "#lib/cluster-view.ts";
import { toWorld } from "#lib/mercator.ts";
import type { Network } from "#lib/network-tile.ts";
import { HIDDEN, UNKNOWN_STATE } from "#lib/state-bytes.ts";
import { writeStationStates } from "#lib/station-states.ts";
import type { Live, LiveStore } from "#state/live.ts";
import type { StationColumns, StationFilter } from "#workers/cluster-stations.ts";
import type { CameraAt } from "./engine-types.ts";
import { onDemand } from "./on-demand.ts";

/** What the snapshot tells of stations, by dense number. */
export interface StationLoader {
  stations(): Promise<StationColumns>;
  /** Dense number of each tag's station. */
  tagStation(): Promise<Uint32Array>;
}

export interface StationKeeperInput {
  readonly live: LiveStore;
  readonly network: Network;
  readonly load: StationLoader;
  readonly cluster: (columns: StationColumns, filter: StationFilter) => Promise<StationClusters>;
  readonly camera: () => CameraAt | null;
  /** Which stations a person wants to see, whether in clusters, and how large everything is drawn. */
  readonly wish: () => { readonly filter: StationFilter; readonly isShown: boolean; readonly scale: number };
  /** Clusters are others than before, or stand elsewhere. */
  readonly onChange: () => void;
  /** The same clusters where they were have other counts. */
  readonly onCounts: () => void;
  /** Whether what is told is one moment of the past: each is whole, and none comes to be amended. */
  readonly isPast: () => boolean;
  /** Told why stations cannot be told of, and null when they can again. */
  readonly onProblem: (cause: unknown) => void;
  readonly later?: (run: () => void, ms: number) => unknown;
}

/** Numbers and rings that change faster than this cannot be read. */
const RECOUNT_MS = 750;
const GRACE_MS = 250;
/** What could not be had is asked for again after this. */
const RETRY_MS = 10_000;
/** Zoom from which stations are symbols that a ring can stand around. */
const STATES_FROM = 7;
/** Share of the view on each side that is counted beyond it, so that a map that moves has not to count anew at once. */
const PAD = 0.25;

const worldBox = ({ bounds: [west, south, east, north] }: CameraAt): WorldBox => {
  const [[left, top], [right, bottom]] = [toWorld(west, north), toWorld(east, south)];
  return { west: left, north: top, east: right, south: bottom };
};
const padded = ({ west, north, east, south }: WorldBox): WorldBox => {
  const [x, y] = [(east - west) * PAD, (south - north) * PAD];
  return { west: west - x, north: north - y, east: east + x, south: south + y };
};
const holds = (outer: WorldBox, inner: WorldBox): boolean =>
  inner.west >= outer.west && inner.east <= outer.east && inner.north >= outer.north && inner.south <= outer.south;

/** No frames come, though some once did. */
const isLost = ({ status, columns }: Live) => columns !== null && (status === "silent" || status === "offline");

/** Which clusters have been counted, and where. */
interface Shown {
  readonly level: ShownLevel;
  readonly box: WorldBox;
}

/** The clusters in view: of the newest filter once the worker has made them, counted by the states there are when asked. */
function clusterCounter({ live, network, cluster, onProblem }: StationKeeperInput, onMade: () => void) {
  let made: StationClusters | null = null;
  let asked = "";
  return {
    make: (columns: StationColumns, filter: StationFilter): StationClusters | null => {
      const key = `${filter.stationKind} ${filter.gasKind}`;
      if (asked !== key) {
        asked = key;
        cluster(columns, filter).then((of) => {
          // A person may have filtered on while the worker was at it.
          if (asked !== key) return;
          made = of;
          onMade();
        }, onProblem);
      }
      return made;
    },
    count: (
      of: StationClusters,
      place: Uint32Array,
      { level: { tree, zoom }, box }: Shown,
      before: ClusterView | null,
    ): ClusterView => {
      const columns = clustersIn(of[tree], zoom, box, network.stationStates.bytes);
      const told = isLost(live.getState()) ? { ...columns, states: asStale(columns.states) } : columns;
      const { members } = of[tree];
      const isSame = before?.members === members;
      if (isSame && sameClusters(before, told)) return before;
      const spots = isSame && sameSpots(before, told) ? before.spots : spotsOf(told);
      return { ...told, members, place, spots, mesh: clusterMesh(told) };
    },
  };
}

/** Writes the worst state of each station into the network's state bytes; nothing is known while numbers are of another snapshot. */
function stateWriter(
  { live, network, camera }: StationKeeperInput,
  tagStation: { value(): Uint32Array | null; want(): void },
) {
  const { stationStates, version } = network;
  const next = new Uint8Array(stationStates.bytes.length);
  let isOwing = true;
  const write = () => {
    const { columns } = live.getState();
    const stationOf = tagStation.value();
    // From afar no station is drawn.
    isOwing = (camera()?.zoom ?? 0) < STATES_FROM;
    if (isOwing || !stationOf || !columns) return;
    next.set(stationStates.bytes);
    const isOurs = columns.snapshot === version;
    writeStationStates(next, isOurs ? columns.state : new Uint8Array(stationOf.length).fill(UNKNOWN_STATE), stationOf);
    stationStates.replace("flags", next);
  };
  return {
    write,
    /** The map has come near enough. */
    look: () => {
      tagStation.want();
      if (isOwing) write();
    },
  };
}

/** Keeps the marks of tags away while their stations are told of in clusters: a badge says it already. */
function tagHider({ network }: StationKeeperInput) {
  let hidden: Uint32Array = new Uint32Array(0);
  let last: ShownLevel["tree"] | null = null;
  return (tree: ShownLevel["tree"] | null, kind: Uint8Array | undefined, tagStation: Uint32Array | null): void => {
    const next = kind && tagStation ? tree : null;
    if (next === last) return;
    last = next;
    const names = next === null ? [] : next === "all" ? SMALL_KINDS : LATE_KINDS;
    const isSmall = Uint8Array.from({ length: 256 }, (_, k) => (names.includes(STATION_KINDS[k] as never) ? 1 : 0));
    const now = new Uint32Array(tagStation?.length ?? 0);
    let count = 0;
    if (next !== null && kind && tagStation)
      for (let tag = 0; tag < tagStation.length; tag++)
        if (isSmall[kind[tagStation[tag] as number] ?? 255] === 1) now[count++] = tag;
    network.tagStates.moveMany(HIDDEN, hidden, now.subarray(0, count));
    hidden = now.slice(0, count);
  };
}

/**
 * Calls `run` when live states change: at once after a rest or in the past, else at most once in `RECOUNT_MS`; returns how to stop. When the time has come it
 * waits a little for the next tick: the map draws a frame for that anyway.
 */
function onStates(
  { live, isPast }: StationKeeperInput,
  later: NonNullable<StationKeeperInput["later"]>,
  run: () => void,
) {
  let is: "at rest" | "resting" | "owing" | "ripe" = "at rest";
  const go = () => {
    is = "resting";
    run();
    later(() => {
      if (is === "resting") is = "at rest";
      else if (is === "owing") ripen();
    }, RECOUNT_MS);
  };
  const ripen = () => {
    is = "ripe";
    later(() => {
      if (is === "ripe") go();
    }, GRACE_MS);
  };
  return live.subscribe((now, before) => {
    const isOther = now.tick !== before.tick || now.columns !== before.columns || isLost(now) !== isLost(before);
    if (!isOther) return;
    if (isPast()) run();
    else if (is === "at rest" || is === "ripe") go();
    else is = "owing";
  });
}

/** Makes what will be needed as soon as it can be, once it is said that there is time for it. */
function madeAhead(needs: readonly { want(): void }[], make: () => void) {
  let isBegun = false;
  return {
    begin: () => {
      for (const need of needs) need.want();
      isBegun = true;
      make();
    },
    again: () => {
      if (isBegun) make();
    },
  };
}

/** The clusters in view as they were last counted; null while stations cannot be told of. */
function keptView({ network, onChange, onCounts }: StationKeeperInput) {
  let view: ClusterView | null = NO_CLUSTERS;
  return {
    view: (): ClusterView | null => view,
    set: (next: ClusterView | null): void => {
      if (next === view) return;
      const isElsewhere = next?.spots !== view?.spots;
      view = next;
      network.clusters.view = next ?? NO_CLUSTERS;
      if (isElsewhere) onChange();
      else onCounts();
    },
  };
}

/**
 * Keeps what the map says of stations beside drawing them: the worst state of each in the network's state bytes, and the clusters in view
 * with how many of their members are in which state. Both at once, then at most every three quarters of a second; clusters also when the map shows others.
 */
export function createStationKeeper(input: StationKeeperInput) {
  const { load, camera, wish, onProblem, later = (run, ms) => setTimeout(run, ms) } = input;
  let isStopped = false;
  let shown: Shown | null = null;

  const kept = keptView(input);
  let isAwaited = false;
  const recount = () => {
    if (isStopped) return;
    ahead.again();
    states.write();
    show(true);
  };
  const wants = { onProblem, later, onChange: recount, retryMs: RETRY_MS };
  const [stations, tagStation] = [onDemand(load.stations, wants), onDemand(load.tagStation, wants)];
  const counter = clusterCounter(input, () => show(true));
  const [hideTags, states] = [tagHider(input), stateWriter(input, tagStation)];
  const ahead = madeAhead([tagStation, stations], () => {
    const columns = stations.value();
    if (columns) counter.make(columns, wish().filter);
  });

  /** Counts what is in view, when it is another part of the map than was counted, or when `anew`. */
  const show = (anew: boolean) => {
    const at = camera();
    if (isStopped || !at) return;
    if (at.zoom >= STATES_FROM) states.look();
    const { filter, isShown, scale } = wish();
    const level = isShown ? shownLevel(at.zoom, scale) : null;
    if (level) stations.want();
    const columns = stations.value();
    const made = columns && level && counter.make(columns, filter);
    isAwaited = level !== null && !made && !stations.hasFailed();
    hideTags(made ? level.tree : null, columns?.kind, tagStation.value());
    if (!level || !made) {
      shown = null;
      kept.set(level && stations.hasFailed() ? null : NO_CLUSTERS);
      return;
    }
    const inView = worldBox(at);
    const isCounted = shown?.level.zoom === level.zoom && shown.level.tree === level.tree && holds(shown.box, inView);
    if (isCounted && !anew) return;
    const box = isCounted && shown ? shown.box : padded(inView);
    shown = { level, box };
    kept.set(counter.count(made, columns.place, shown, kept.view()));
  };

  const stopStates = onStates(input, later, recount);
  return {
    /** null while stations cannot be told of: then they have to be drawn one by one. */
    clusters: kept.view,
    /** The map shows another place, or a person wishes to see others. */
    look: () => show(false),
    /** Clusters are to be shown, and are being fetched or made. */
    isBusy: () => isAwaited,
    /** Has everything at hand before a person comes near enough to need it. */
    prepare: () => {
      if (!isStopped && wish().isShown) ahead.begin();
    },
    stop: () => {
      isStopped = true;
      stopStates();
    },
  };
}
export type StationKeeper = ReturnType<typeof createStationKeeper>;
