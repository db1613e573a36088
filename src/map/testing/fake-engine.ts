import type { CameraAt, MapEngine } from "../engine-types.ts";

/** An engine that draws nothing and remembers what it was told. */
export function fakeEngine(at: Partial<CameraAt> = {}) {
  const log: string[] = [];
  let isLost = false;
  const camera: CameraAt = { lng: 114.5, lat: 38, zoom: 9, bounds: [114, 37, 115, 39], width: 600, height: 400, ...at };
  const engine: MapEngine = {
    apply: () => void log.push("apply"),
    camera: () => camera,
    fit: (bbox, { animate }) => void log.push(`fit ${bbox.join(",")}${animate ? " flying" : ""}`),
    go: ({ lng, lat, zoom }) => void log.push(`go ${lng},${lat},${zoom}`),
    zoomBy: (step) => void log.push(`zoom ${step}`),
    featuresAt: () => [],
    pick: () => ({ pipe: null, tag: null }),
    hoverArea: (code) => void log.push(`hover ${code}`),
    cursor: () => {},
    renderer: () => "",
    coarse: () => {},
    redraw: () => void log.push("redraw"),
    redrawLive: () => void log.push("redraw live"),
    resize: () => {},
    canvas: () => ({}) as HTMLCanvasElement,
    isLost: () => isLost,
    remove: () => void log.push("remove"),
  };
  return Object.assign(engine, {
    log,
    lose: () => {
      isLost = true;
    },
  });
}

/** As much of an element as the host touches. */
export const fakeBox = () =>
  ({
    append: () => {},
    replaceChildren: () => {},
    ownerDocument: { createElement: () => ({}) },
  }) as unknown as HTMLElement;
