import { createColumnStore } from "#api/columns.ts";
import type { StationClusters } from "#lib/cluster-grid.ts";
import type { Network } from "#lib/network-tile.ts";
import type { LiveStore } from "#state/live.ts";
import { choicesOf, type View, type ViewStore } from "#state/view.ts";
import type { StationColumns, StationFilter } from "#workers/cluster-stations.ts";
import { workerCall } from "#workers/job.ts";
import type { MapConfig } from "./base.ts";
import type { CameraAt } from "./engine-types.ts";
import { createStationKeeper, type StationKeeper } from "./station-keeper.ts";

export interface StationsInput {
  readonly live: LiveStore;
  readonly view: ViewStore;
  readonly network: Network;
  /** How far dense numbers reach. */
  readonly numbers: MapConfig["numbers"];
  readonly camera: () => CameraAt | null;
  /** Factor that everything is drawn at. */
  readonly scale: () => number;
  /** Calls back whenever the camera has moved; returns how to stop. */
  readonly onMove: (run: () => void) => () => void;
  readonly onChange: () => void;
  readonly onCounts: () => void;
  readonly onProblem: (cause: unknown) => void;
}

const inWorker = workerCall<[StationColumns, StationFilter], StationClusters>(
  () =>
    new Worker(new URL("../workers/cluster-stations.worker.ts", import.meta.url), { type: "module", name: "cluster" }),
);

/** What of a view decides which clusters there are. */
const WISHES: readonly (keyof View)[] = ["filters", "pipeFilter", "visible", "wall"];

/** The stations of one snapshot beyond those in decoded tiles: clusters in view, and the worst state of each station. */
export function openStations(input: StationsInput): Pick<StationKeeper, "clusters" | "isBusy" | "prepare" | "stop"> {
  const { live, view, network, numbers, camera, scale, onMove, onChange, onCounts, onProblem } = input;
  const stop = new AbortController();
  // A store of its own: what cannot be told of stations is another problem than what cannot be told of pipes.
  const store = createColumnStore({ version: network.version, numbers, onProblem });
  const keeper = createStationKeeper({
    live,
    network,
    load: {
      stations: async () => {
        const names = ["stationPlace", "stationKind", "stationGas"] as const;
        const [place, kind, gas] = await Promise.all(names.map((name) => store.load(name, stop.signal)));
        return { place: place as Uint32Array, kind: kind as Uint8Array, gas: gas as Uint8Array };
      },
      tagStation: async () => (await store.load("tagStation", stop.signal)) as Uint32Array,
    },
    cluster: (columns, filter) => inWorker([columns, filter]),
    camera,
    wish: () => {
      const now = view.getState();
      const { stationKind, gasKind } = choicesOf(now);
      return { filter: { stationKind, gasKind }, isShown: now.visible.has("clusters"), scale: scale() };
    },
    onChange,
    onCounts,
    isPast: () => view.getState().time !== null,
    onProblem,
  });
  const stops = [
    onMove(keeper.look),
    view.subscribe((now, before) => {
      if (WISHES.some((key) => now[key] !== before[key])) keeper.look();
    }),
  ];
  return {
    clusters: keeper.clusters,
    isBusy: keeper.isBusy,
    prepare: keeper.prepare,
    stop: () => {
      for (const stop of stops) stop();
      keeper.stop();
      stop.abort();
    },
  };
}
