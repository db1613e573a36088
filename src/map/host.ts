import type { LayerModule, Scene } from "#layers/layer.ts";
import { createDrawer } from "./drawing.ts";
import type { CameraAt, MapEngine } from "./engine-types.ts";

/** What the host needs to know to build an engine: where, and from where the camera looks. */
export type BuildEngine = (container: HTMLElement, camera: CameraAt | null, onLost: () => void) => MapEngine;

export interface HostOptions {
  readonly container: HTMLElement;
  readonly layers: readonly LayerModule[];
  readonly build: BuildEngine;
  /** The map cannot be drawn, now or any more. */
  readonly onFailed: (cause: unknown) => void;
  /** Another engine has taken over: with a new canvas, the old camera and the same scene. */
  readonly onRebuilt: () => void;
  readonly later?: (run: () => void, ms: number) => void;
}

/** Pauses before each further try to build an engine; after the last the host gives up and says so. */
const RETRIES_MS = [0, 100, 300, 700, 2000] as const;

/**
 * Keeps a living engine. A lost WebGL context takes interleaved layers with it for good while the base map comes back and looks
 * healthy; so the whole map is built anew on a new canvas, with the same camera and the last scene.
 */
export function createHost(options: HostOptions) {
  const { container, layers, build, onFailed, onRebuilt, later = (run, ms) => setTimeout(run, ms) } = options;
  let engine: MapEngine | null = null;
  let draw = createDrawer(layers);
  let scene: Scene | null = null;
  let camera: CameraAt | null = null;
  let isClosed = false;
  let why: unknown = null;

  const drop = () => {
    const old = engine;
    engine = null;
    try {
      old?.remove();
    } catch {
      // What a dead context cannot clean up is gone with it.
    }
    container.replaceChildren();
  };

  const start = (): boolean => {
    const box = container.ownerDocument.createElement("div");
    box.className = "map-box";
    container.append(box);
    try {
      const fresh = build(box, camera, () => rebuild(fresh));
      engine = fresh;
    } catch (cause) {
      drop();
      why = cause;
      return false;
    }
    draw = createDrawer(layers);
    if (scene) engine?.apply(draw(scene));
    return true;
  };

  /** Only the engine that is in use may ask for another: a removed one loses its context too. */
  const rebuild = (lost: MapEngine, tries = 0) => {
    if (isClosed || engine !== lost) return;
    camera = lost.camera();
    drop();
    retry(tries);
  };

  const retry = (tries: number) => {
    later(() => {
      if (isClosed || engine) return;
      if (start()) onRebuilt();
      else if (tries + 1 < RETRIES_MS.length) retry(tries + 1);
      else onFailed(why);
    }, RETRIES_MS[tries] ?? 0);
  };

  return {
    /** Builds the first engine. @returns false when the browser cannot. */
    open: (): boolean => {
      const isOpen = start();
      if (!isOpen) onFailed(why);
      return isOpen;
    },
    show: (next: Scene) => {
      scene = next;
      engine?.apply(draw(next));
    },
    engine: (): MapEngine | null => engine,
    /** Looks whether the context went without saying so, as it may while a page sleeps. */
    check: () => {
      if (engine?.isLost()) rebuild(engine);
    },
    close: () => {
      isClosed = true;
      drop();
    },
  };
}
export type MapHost = ReturnType<typeof createHost>;
