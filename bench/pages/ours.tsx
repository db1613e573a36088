import "./probe.ts";
import "#ui/base.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { connectLive } from "#api/live.ts";
import { LAYERS } from "#layers/index.ts";
import { MapView } from "#map/map-view.tsx";
import { createCameraEvents } from "#state/camera-events.ts";
import { createChosenPipesStore, tellChosen } from "#state/chosen-pipes.ts";
import { createHighlightStore } from "#state/highlight.ts";
import { createHoverStore } from "#state/hover.ts";
import { createInViewStore } from "#state/in-view.ts";
import { createLiveStore } from "#state/live.ts";
import { usualView } from "#state/usual-view.ts";
import { createViewStore } from "#state/view.ts";
import { type BenchConfig, readConfig } from "./page-config.ts";
import { dragTimes, frameTimes, nextFrame, pause, renderer, seen, start, stepAt } from "./probe.ts";

const query = new URLSearchParams(location.search);
const config: BenchConfig = await readConfig();
/** `network` leaves out what areas draw, for a comparison with a peer that draws the network alone; else all that the product shows at first. */
const isShown = ({ fixed, group }: (typeof LAYERS)[number]) =>
  !fixed && (query.get("layers") !== "network" || group === "network" || group === "live");

const stores = {
  view: createViewStore(
    usualView({
      camera: query.get("at") === "city" ? config.city : config.province,
      visible: new Set(LAYERS.filter(isShown).map((layer) => layer.id)),
    }),
  ),
  hover: createHoverStore(),
  highlight: createHighlightStore(),
  inView: createInViewStore(),
  chosenPipes: createChosenPipesStore(),
  live: createLiveStore(),
  camera: createCameraEvents(),
};
const problems: string[] = [];

/** After the change, the next time the map says that nothing is to come. */
async function settledAfter(change: () => void): Promise<void> {
  const settled = new Promise<void>((resolve) => addEventListener("map-settled", () => resolve(), { once: true }));
  change();
  await settled;
  await pause(300);
}

function App() {
  return (
    <QueryClientProvider client={new QueryClient()}>
      <MapView
        {...stores}
        areas={config.areas}
        root={config.root}
        mapConfig={config.mapConfig}
        theme="light"
        words={(key) => key}
        fill={null}
        onProblem={(kind, problem) => problem && problems.push(`${kind}: ${problem.error.message}`)}
      />
    </QueryClientProvider>
  );
}

const root = document.getElementById("root") as HTMLElement;

/** As many dense numbers, spread over all pipes. */
const some = (count: number, turn: number) => {
  const { pipes } = config.mapConfig.counts;
  const step = Math.max(1, Math.floor(pipes / count));
  return Uint32Array.from({ length: Math.min(count, pipes) }, (_, i) => Math.min(pipes - 1, i * step + (turn % step)));
};

/** Made before they are needed: who chooses pipes has their numbers. */
const choices = new Map<number, readonly Uint32Array[]>();
const choicesOf = (count: number) => {
  const known = choices.get(count) ?? Array.from({ length: 8 }, (_, turn) => some(count, turn));
  choices.set(count, known);
  return known;
};

window.bench = {
  start: () =>
    settledAfter(() => {
      start();
      createRoot(root).render(<App />);
    }).then(() => {
      if (problems.length > 0) throw new Error(problems.join("; "));
    }),
  seen,
  renderer,
  jump: (place) =>
    settledAfter(() => {
      start();
      stores.camera.say({ kind: "fly", ...place });
    }),
  pan: (steps, { lng, lat, zoom }) =>
    frameTimes(steps, (i) => stores.camera.say({ kind: "fly", lng: lng + stepAt(i, zoom), lat, zoom })),
  drag: dragTimes,
  recolour: async (turn, count) => {
    const drawn = nextFrame();
    if (count === "all") stores.view.setState({ colorBy: turn % 2 === 0 ? "age" : "material" });
    else tellChosen(stores.chosenPipes, config.mapConfig.snapshot, choicesOf(count)[turn % 8] as Uint32Array);
    await drawn;
  },
  emptyFrame: async () => {
    const drawn = nextFrame();
    // A page that wakes draws its map anew.
    document.dispatchEvent(new Event("visibilitychange"));
    await drawn;
  },
  follow: async () => {
    connectLive(stores.live);
    await new Promise<void>((resolve) => {
      const stop = stores.live.subscribe(({ columns }) => {
        if (columns === null) return;
        stop();
        resolve();
      });
    });
    await pause(500);
    let heard = stores.live.getState().tick;
    stores.live.subscribe(({ tick }) => {
      if (tick === heard) return;
      heard = tick;
      // In the frame that draws it, after the map, which heard of the tick first.
      requestAnimationFrame(() => window.benchTick?.("drawn"));
    });
  },
};
