import "./probe.ts";
import "maplibre-gl/dist/maplibre-gl.css";
import {
  type ExpressionSpecification,
  type GeoJSONSource,
  MapLibreMap,
  setWorkerUrl,
  type StyleSpecification,
} from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { PRESSURE_LEVELS } from "#contract/gas.ts";
import { TILE_MAX_ZOOM, TILE_MIN_ZOOM } from "#contract/tiles.ts";
import { PRESSURE_WIDTH, THEMES } from "#theme/tokens.ts";
import { readConfig } from "./page-config.ts";
import { fetchPipes, fetchTags, pipeFeatures, tagFeatures } from "./peer-rows.ts";
import { dragTimes, frameTimes, nextFrame, pause, seen, start, stepAt } from "./probe.ts";

setWorkerUrl(workerUrl);

/** `tiles`: native vector tiles · `object`, `url`: a GeoJSON source · `setdata`, `featurestate`: sensors that change. */
const query = new URLSearchParams(location.search);
const mode = query.get("mode") ?? "tiles";
const config = await readConfig();
const theme = THEMES.light;

const byLevel = (values: (level: (typeof PRESSURE_LEVELS)[number]) => string | number): ExpressionSpecification =>
  [
    "match",
    ["get", "level"],
    ...PRESSURE_LEVELS.flatMap((level, i) => [i, values(level)]),
    values("unknown"),
  ] as unknown as ExpressionSpecification;

const PIPE_PAINT = {
  "line-color": byLevel((level) => theme.pressure[level]),
  "line-width": byLevel((level) => PRESSURE_WIDTH[level]),
};
const PIPE_LAYOUT = { "line-join": "round" as const, "line-cap": "round" as const };
const LAND = { id: "land", type: "background" as const, paint: { "background-color": theme.land } };

const tilesStyle = (): StyleSpecification => ({
  version: 8,
  sources: {
    network: {
      type: "vector",
      tiles: [`${location.origin}/tiles/network/{z}/{x}/{y}.mvt?v=${config.mapConfig.snapshot}`],
      minzoom: TILE_MIN_ZOOM,
      maxzoom: TILE_MAX_ZOOM,
    },
  },
  layers: [
    LAND,
    { id: "pipe", type: "line", source: "network", "source-layer": "pipe", paint: PIPE_PAINT, layout: PIPE_LAYOUT },
    {
      id: "station",
      type: "circle",
      source: "network",
      "source-layer": "station",
      paint: {
        "circle-radius": 3,
        "circle-color": theme.badge.face,
        "circle-stroke-color": theme.badge.edge,
        "circle-stroke-width": 1,
      },
    },
    // Where ours shows calm sensors; below, ours shows those in alarm alone, and here there is none.
    {
      id: "tag",
      type: "circle",
      source: "network",
      "source-layer": "tag",
      minzoom: 11,
      paint: { "circle-radius": 3, "circle-color": theme.state.normal },
    },
  ],
});

const pipesStyle = (data: GeoJSON.FeatureCollection | string): StyleSpecification => ({
  version: 8,
  sources: { pipes: { type: "geojson", data } },
  layers: [LAND, { id: "pipe", type: "line", source: "pipes", paint: PIPE_PAINT, layout: PIPE_LAYOUT }],
});

const stateColor = (value: ExpressionSpecification): ExpressionSpecification =>
  [
    "match",
    value,
    1,
    theme.state.warning,
    2,
    theme.state.alarm,
    theme.state.normal,
  ] as unknown as ExpressionSpecification;

const tagsStyle = (data: GeoJSON.FeatureCollection): StyleSpecification => ({
  version: 8,
  sources: { tags: { type: "geojson", data } },
  layers: [
    LAND,
    {
      id: "tag",
      type: "circle",
      source: "tags",
      paint: {
        "circle-radius": 3,
        "circle-color": stateColor(mode === "setdata" ? ["get", "q"] : ["coalesce", ["feature-state", "q"], 0]),
      },
    },
  ],
});

const tags = mode === "setdata" || mode === "featurestate" ? tagFeatures(await fetchTags()) : null;

async function styleOf(): Promise<StyleSpecification> {
  if (tags) return tagsStyle(tags);
  if (mode === "object") return pipesStyle(pipeFeatures(await fetchPipes()));
  if (mode === "url") return pipesStyle(`${location.origin}/bench/data/pipes.geojson`);
  return tilesStyle();
}

/** Made before the clock starts: what `object` is given is in memory already. */
const style = await styleOf();
let map: MapLibreMap;
const idle = () => new Promise<void>((resolve) => void map.once("idle", () => resolve()));

interface Row {
  readonly id: number;
  readonly p: number;
  readonly q: number;
  readonly t: number;
}

function applyJson(text: string): void {
  if (!tags) return;
  for (const { id, p, q, t } of JSON.parse(text) as Row[]) {
    const feature = tags.features[id];
    if (feature) feature.properties = { p, q, t };
  }
  void (map.getSource("tags") as GeoJSONSource).setData(tags);
}

function applyBinary(bytes: ArrayBuffer): void {
  const n = bytes.byteLength / 9;
  const view = new DataView(bytes);
  for (let i = 0; i < n; i++)
    map.setFeatureState(
      { source: "tags", id: view.getUint32(8 * i, true) },
      { p: view.getFloat32(8 * i + 4, true), q: view.getUint8(8 * n + i) },
    );
}

window.bench = {
  start: async () => {
    start();
    map = new MapLibreMap({
      container: document.getElementById("root") as HTMLElement,
      style,
      center: [config.province.lng, config.province.lat],
      zoom: config.province.zoom,
      attributionControl: false,
      renderWorldCopies: false,
      fadeDuration: 0,
    });
    await idle();
    await pause(300);
  },
  seen,
  jump: async ({ lng, lat, zoom }) => {
    start();
    map.jumpTo({ center: [lng, lat], zoom });
    await idle();
    await pause(300);
  },
  drag: dragTimes,
  pan: (steps, { lng, lat, zoom }) =>
    frameTimes(steps, (i) => map.jumpTo({ center: [lng + stepAt(i, zoom), lat], zoom })),
  emptyFrame: async () => {
    const drawn = nextFrame();
    map.triggerRepaint();
    await drawn;
  },
  follow: async () => {
    const socket = new WebSocket(
      `${location.origin.replace("http", "ws")}/bench/live/${mode === "setdata" ? "json" : "binary"}`,
    );
    socket.binaryType = "arraybuffer";
    await new Promise((resolve) => socket.addEventListener("open", resolve));
    socket.addEventListener("message", ({ data }) => {
      if (typeof data === "string") applyJson(data);
      else applyBinary(data as ArrayBuffer);
      void idle().then(() => window.benchTick?.("drawn"));
    });
  },
};
