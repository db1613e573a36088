import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { FINE_COLUMN_NAMES, FINE_COLUMNS } from "#contract/pipe-classes.ts";
import { LAYERS_AT_FIRST } from "#layers/index.ts";
import { fromTile } from "#lib/mercator.ts";
import { encodeTile } from "#lib/testing/encode-tile.ts";
import { createCameraEvents } from "#state/camera-events.ts";
import { createChosenPipesStore } from "#state/chosen-pipes.ts";
import { createHoverStore } from "#state/hover.ts";
import { createInViewStore } from "#state/in-view.ts";
import { createLiveStore } from "#state/live.ts";
import { usualView } from "#state/usual-view.ts";
import { type Camera, createViewStore, type View } from "#state/view.ts";
import type { MapInput, MapProblem } from "../map-input.ts";
import { MapView } from "../map-view.tsx";

const PIPE = { id: 7, level: 1 };
export const TAG_SEQ = 3;

/** The middle of a tile. */
const [lng, lat] = fromTile(9, 418, 197, 2048, 2048);
export const CAMERA: Camera = { lng, lat, zoom: 9.4 };

/** The same tile everywhere: one pipe of high pressure A from west to east, a sensor and a gate on it, one county all over. */
const NETWORK = encodeTile({
  pipe: [
    {
      id: PIPE.id,
      type: 2,
      points: [
        [-64, 1400],
        [4160, 1400],
      ],
      tags: { level: PIPE.level, material: 2, dn: 500, status: 0, county: 0 },
    },
  ],
  station: [{ id: 5, type: 1, points: [[2048, 3000]], tags: { kind: 0, gas: 0, id: "S1", name: "北门站", county: 0 } }],
  tag: [{ id: TAG_SEQ, type: 1, points: [[2048, 3000]], tags: { kind: 0, station: 5, slot: 0, county: 0 } }],
});
const AREA = encodeTile({
  division: [
    {
      id: 1,
      type: 3,
      points: [
        [-64, -64],
        [4160, -64],
        [4160, 4160],
        [-64, 4160],
      ],
      tags: { code: "130102", name: "长安区", parent: "130100", level: "county", indicative: true },
    },
  ],
});

const area = (code: string, level: "province" | "city" | "county", parent: string | null) => ({
  code,
  name: code,
  level,
  parent,
  divisionParent: parent,
  lngLat: [114.5, 38.05] as [number, number],
  bbox: [114.3, 37.9, 114.7, 38.2] as [number, number, number, number],
  areaKm2: 100,
  indicative: true,
});

/** What a stage stands on instead of the usual: tiles by address, columns by name, size in pixels. */
export interface Made {
  /** The network tile at an address; the same everywhere when it does not look at it. */
  readonly network?: (z: number, x: number, y: number) => ArrayBuffer;
  /** When areas' tiles come; at once when it says nothing. */
  readonly areasCome?: Promise<unknown>;
  readonly columns?: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
  readonly numbers?: MapInput["mapConfig"]["numbers"];
  readonly size?: readonly [width: number, height: number];
  readonly theme?: MapInput["theme"];
  /** Nothing but the map: no furniture in pictures, whose letters each machine draws in its own way. */
  readonly isBare?: boolean;
}

const NUMBERS = { pipes: 10, stations: 10, tags: 10 } as const;

/** A column of stations and tags that a test says nothing of: nobody is in sight. */
function outOfSight(name: string, numbers: NonNullable<Made["numbers"]>): Uint8Array<ArrayBuffer> | null {
  const column = FINE_COLUMN_NAMES.find((known) => known === name);
  if (!column || FINE_COLUMNS[column].of === "pipes") return null;
  const { of, bytes, width } = FINE_COLUMNS[column];
  return new Uint8Array(numbers[of] * bytes * width).fill(255);
}

/** Answers tiles and columns from the made-up ones and counts what was asked for. */
function serveTiles({ network = () => NETWORK, areasCome, columns = {}, numbers = NUMBERS }: Made) {
  const real = globalThis.fetch;
  const asked: string[] = [];
  globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : String(input), location.href);
    const set = /^\/tiles\/(\w+)\//.exec(url.pathname)?.[1];
    if (url.pathname.startsWith("/api/seq/pipe/"))
      return Response.json({ kind: "pipe", id: `P${url.pathname.split("/").at(-1)}`, stationId: null });
    const name = /^\/api\/network\/columns\/(\w+)$/.exec(url.pathname)?.[1] ?? "";
    const column = columns[name] ?? outOfSight(name, numbers);
    if (column) asked.push(url.pathname);
    if (column) return new Response(column.slice(0));
    if (!set) return real(input, init);
    asked.push(url.pathname);
    const [z, x, y] = (url.pathname.match(/\d+/g) ?? []).map(Number) as [number, number, number];
    if (set === "area") await areasCome;
    return new Response(set === "area" ? AREA.slice(0) : network(z, x, y).slice(0));
  };
  return {
    asked,
    stop: () => {
      globalThis.fetch = real;
    },
  };
}

const VIEW = usualView({ camera: CAMERA, visible: LAYERS_AT_FIRST });

/** A map of 600 × 400 pixels in the page, on made-up tiles. */
export function stage(over: Partial<View> = {}, made: Made = {}) {
  const tiles = serveTiles(made);
  const view = createViewStore({ ...VIEW, ...over });
  const [hover, live, events] = [createHoverStore(), createLiveStore(), createCameraEvents()];
  const [chosenPipes, inView] = [createChosenPipesStore(), createInViewStore()];
  const problems: (MapProblem | null)[] = [];
  const box = document.createElement("div");
  const [width, height] = made.size ?? [600, 400];
  box.style.cssText = `position:fixed;inset:0 auto auto 0;width:${width}px;height:${height}px`;
  box.classList.toggle("bare", made.isBare ?? false);
  document.body.append(box);
  const place = document.createElement("div");
  place.style.height = "100%";
  const style = document.createElement("style");
  style.textContent = ".bare .map-view > :not(.map-canvas) { display: none }";
  box.append(style, place);
  const root = createRoot(place);
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, enabled: false } } });
  const input: MapInput = {
    view,
    hover,
    live,
    camera: events,
    chosenPipes,
    inView,
    areas: [area("130000", "province", null), area("130100", "city", "130000"), area("130102", "county", "130100")],
    root: "130000",
    mapConfig: {
      snapshot: "v1",
      counts: { pipes: 10, stations: 10, tags: 10 },
      numbers: made.numbers ?? NUMBERS,
      bounds: [110, 34, 122, 44],
      base: { kind: "plain", url: null, source: "made up", reviewNumber: null, indicative: true },
    },
    theme: made.theme ?? "light",
    words: (key) => key,
    fill: null,
    onProblem: (_kind, problem) => problems.push(problem),
  };
  const show = (change: Partial<MapInput> = {}) => {
    root.render(
      <QueryClientProvider client={queries}>
        <MapView {...input} {...change} />
      </QueryClientProvider>,
    );
  };
  show();
  const close = () => {
    root.unmount();
    box.remove();
    tiles.stop();
  };
  return { box, view, hover, live, events, chosenPipes, inView, problems, asked: tiles.asked, show, close };
}
export type Stage = ReturnType<typeof stage>;
