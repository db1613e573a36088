import type { PointAt } from "./engine-types.ts";
import type { MapHost } from "./host.ts";

interface ScreenInput {
  readonly host: MapHost;
  readonly onResize: () => void;
  /** Enter on the map stands for a click in its middle. */
  readonly onEnter: (at: PointAt) => void;
}

/** Follows the screen: size of the map, density of pixels, a page that wakes, and Enter on the map. */
export function watchScreen(container: HTMLElement, { host, onResize, onEnter }: ScreenInput): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const resize = () => {
    host.engine()?.resize();
    onResize();
  };

  let isFirst = true;
  const observer = new ResizeObserver(() => {
    if (!isFirst) resize();
    isFirst = false;
  });
  observer.observe(container);

  const watchDensity = () =>
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener(
      "change",
      () => {
        host.engine()?.resize();
        watchDensity();
      },
      { once: true, signal },
    );
  watchDensity();

  const wake = () => {
    if (document.visibilityState !== "visible") return;
    host.check();
    host.engine()?.redraw();
  };
  document.addEventListener("visibilitychange", wake, { signal });

  const enter = (event: KeyboardEvent) => {
    const engine = host.engine();
    if (event.key !== "Enter" || !engine || event.target !== engine.canvas()) return;
    const { lng, lat, width, height } = engine.camera();
    onEnter({ x: width / 2, y: height / 2, lng, lat });
  };
  container.addEventListener("keydown", enter, { signal });

  return () => {
    stop.abort();
    observer.disconnect();
  };
}
