import { type LngLatBoundsLike, type MapLibreMap, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { startShaders } from "#layers/flat/gl-program.ts";
import { pickAt, warmPick } from "#layers/flat/pick.ts";
import { createDeckLoop } from "./deck-loop.ts";
import type { Drawn } from "./drawing.ts";
import type { CameraAt, EngineListeners, EngineOptions, MapEngine } from "./engine-types.ts";
import { GatedMap, gateOf } from "./gated-map.ts";
import { rendererOf } from "./graphics.ts";
import { drawIcon } from "./icon-image.ts";
import { openDrawing, withMarkers } from "./map-drawing.ts";
import { keepStill } from "./still.ts";

setWorkerUrl(workerUrl);

export const MIN_ZOOM = 4;
export const MAX_ZOOM = 19;
const FLIGHT_MS = 600;

function createMap({ container, style, paintOrder, shaders, camera, title }: EngineOptions): GatedMap {
  const map = new GatedMap({
    container,
    style: withMarkers(style, paintOrder),
    ...(camera ? { center: [camera.lng, camera.lat] as [number, number], zoom: camera.zoom } : {}),
    minZoom: MIN_ZOOM,
    maxZoom: MAX_ZOOM,
    attributionControl: false,
    dragRotate: false,
    touchPitch: false,
    maxPitch: 0,
    pitchWithRotate: false,
    renderWorldCopies: false,
    fadeDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
    locale: { "Map.Title": title },
  });
  const gl = map.getCanvas().getContext("webgl2");
  if (gl) startShaders(gl, shaders);
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.setMissingStyleImageResolver((name) => {
    const icon = drawIcon(name);
    if (icon && !map.hasImage(name)) map.addImage(name, icon.image, { pixelRatio: icon.pixelRatio });
  });
  return map;
}

/** Numbers beside sensors, in clusters and under names change all the time: a map is settled while they do. */
const LIVE_SOURCES: readonly (string | undefined)[] = ["values", "area-sums", "cameras"];
const LIVE_LAYERS: readonly string[] = ["sensor-values", "clusters", "area-sums", "city-sums", "cameras"];

const changesMore = (before: readonly Drawn[], after: readonly Drawn[]): boolean => {
  const rest = (drawing: readonly Drawn[]) => drawing.filter(({ layer }) => !LIVE_LAYERS.includes(layer.id));
  const [was, is] = [rest(before), rest(after)];
  return was.length !== is.length || is.some((drawn, i) => drawn !== was[i]);
};

/** Says once when nothing moves, loads or waits to be drawn any more, and again after each change. */
function watchSettling(map: MapLibreMap, isBusy: () => boolean, onSettled: (settled: boolean) => void) {
  let settled = false;
  const set = (now: boolean) => {
    if (now === settled) return;
    settled = now;
    onSettled(now);
  };
  const check = () => set(!isBusy() && !map.isMoving());
  map.on("idle", check);
  map.on("movestart", () => set(false));
  map.on("dataloading", (event) => {
    if (!LIVE_SOURCES.includes((event as { sourceId?: string }).sourceId)) set(false);
  });
  return { unsettle: () => set(false) };
}

function listen(map: MapLibreMap, camera: () => CameraAt, on: EngineListeners): void {
  map.on("moveend", (event) => on.moveEnd(camera(), event.originalEvent !== undefined));
  map.on("move", () => on.move(camera()));
  map.on("mousemove", ({ point, lngLat }) => on.pointer({ x: point.x, y: point.y, lng: lngLat.lng, lat: lngLat.lat }));
  map.on("mouseout", () => on.pointer(null));
  map.on("click", ({ point, lngLat, originalEvent }) => {
    const isTouch = (originalEvent as PointerEvent).pointerType === "touch";
    on.click({ x: point.x, y: point.y, lng: lngLat.lng, lat: lngLat.lat }, isTouch);
  });
  let drawnAt = 0;
  map.on("render", () => {
    const now = performance.now();
    if (map.isMoving() && drawnAt > 0) on.frame(now - drawnAt);
    drawnAt = map.isMoving() ? now : 0;
  });
  map.on("error", ({ error }) => {
    const cause = error as unknown;
    if (!(cause instanceof Error)) on.error(new Error(String(cause)));
    else if (cause.name !== "AbortError") on.error(cause);
  });
  // Heard before MapLibre hears it: it would mend what is about to be thrown away.
  const lost = (event: Event) => {
    event.stopImmediatePropagation();
    on.lost();
  };
  map.getContainer().addEventListener("webglcontextlost", lost, { capture: true });
}

const cameraOf = (map: MapLibreMap): CameraAt => {
  const { lng, lat } = map.getCenter();
  const [[west, south], [east, north]] = map.getBounds().toArray() as [[number, number], [number, number]];
  const { clientWidth: width, clientHeight: height } = map.getContainer();
  return { lng, lat, zoom: map.getZoom(), bounds: [west, south, east, north], width, height };
};

/** Where the camera stands, reckoned anew only when it has moved: live ticks ask for it, and the corners of a view are not cheap. */
function keptCamera(map: MapLibreMap): () => CameraAt {
  let at: CameraAt | null = null;
  const forget = () => {
    at = null;
  };
  for (const event of ["movestart", "move", "moveend", "resize"] as const) map.on(event, forget);
  return () => {
    at ??= cameraOf(map);
    return at;
  };
}

/** Draws the line around one area at a time. */
function areaHoverer(map: MapLibreMap): MapEngine["hoverArea"] {
  let hovered: string | null = null;
  return (code) => {
    if (code === hovered || !map.getSource("area")) return;
    const mark = (id: string, hover: boolean) =>
      map.setFeatureState({ source: "area", sourceLayer: "division", id }, { hover });
    if (hovered !== null) mark(hovered, false);
    if (code !== null) mark(code, true);
    hovered = code;
  };
}

/** What is asked of the context itself, past the map. */
function contextOf(map: MapLibreMap): Pick<MapEngine, "pick" | "renderer" | "coarse" | "isLost"> {
  const gl = () => map.getCanvas().getContext("webgl2");
  return {
    pick: ({ x, y }, reach) => {
      const context = gl();
      if (!context || context.isContextLost()) return { pipe: null, tag: null };
      const ratio = map.getPixelRatio();
      const reaches = { pipes: reach.pipes * ratio, tags: reach.tags * ratio };
      return pickAt(context, { x: x * ratio, y: y * ratio, reach: reaches });
    },
    renderer: () => {
      const context = gl();
      return context ? rendererOf(context) : "";
    },
    coarse: (isCoarse) => {
      const ratio = isCoarse ? Math.min(1, devicePixelRatio) : devicePixelRatio;
      if (map.getPixelRatio() !== ratio) map.setPixelRatio(ratio);
    },
    isLost: () => gl()?.isContextLost() ?? true,
  };
}

/** When the map first rests: what pointing needs is made ready before somebody points. */
function readyToPoint(map: MapLibreMap): () => void {
  let isReady = false;
  return () => {
    const gl = map.getCanvas().getContext("webgl2");
    if (isReady || !gl || gl.isContextLost()) return;
    isReady = true;
    warmPick(gl);
  };
}

/** Draws with WebGL. Throws when the browser cannot. */
export function createMapLibreEngine(options: EngineOptions): MapEngine {
  const { on, isBusy, isAwaited } = options;
  const map = createMap(options);
  const gate = gateOf(map, isAwaited);
  on.settled(false);
  const makeReady = readyToPoint(map);
  const settling = watchSettling(map, isBusy, (isSettled) => {
    on.settled(isSettled);
    if (isSettled) makeReady();
  });
  let shown: readonly Drawn[] = [];
  const camera = keptCamera(map);
  listen(map, camera, on);
  const loop = createDeckLoop(isBusy);
  const still = keepStill(map);
  const drawing = openDrawing(map, options, { loop, gate, still });

  return {
    apply: (next) => {
      if (next.length === shown.length && next.every((drawn, i) => drawn === shown[i])) return;
      if (changesMore(shown, next)) settling.unsettle();
      shown = next;
      drawing.show(next);
    },
    camera,
    fit: (bbox, { padding, animate, maxZoom }) => {
      const bounds: LngLatBoundsLike = [bbox[0], bbox[1], bbox[2], bbox[3]];
      const move = () =>
        void map.fitBounds(bounds, { padding, maxZoom, duration: animate ? FLIGHT_MS : 0, linear: true });
      if (animate) move();
      else gate.leap(move);
    },
    go: ({ lng, lat, zoom }, animate) => {
      const to = { center: [lng, lat] as [number, number], zoom };
      if (animate) map.easeTo({ ...to, duration: FLIGHT_MS });
      else gate.leap(() => void map.jumpTo(to));
    },
    zoomBy: (step, animate) =>
      void map.zoomTo(map.getZoom() + step, { duration: animate ? 200 : 0 }, { originalEvent: "button" }),
    featuresAt: ({ x, y }, reach, layers) => {
      const there = layers.filter((id) => map.getLayer(id));
      if (there.length === 0) return [];
      const box: [[number, number], [number, number]] = [
        [x - reach, y - reach],
        [x + reach, y + reach],
      ];
      return map.queryRenderedFeatures(box, { layers: there });
    },
    ...contextOf(map),
    hoverArea: areaHoverer(map),
    cursor: (name) => {
      map.getCanvas().style.cursor = name;
    },
    redraw: () => map.triggerRepaint(),
    redrawLive: still.liveChanged,
    resize: () => void map.resize(),
    canvas: () => map.getCanvas(),
    remove: () => {
      drawing.stop();
      still.remove();
      map.remove();
    },
  };
}
