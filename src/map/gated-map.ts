import { MapLibreMap } from "maplibre-gl";
import { createFrameGate, type FrameGate } from "./frame-gate.ts";
import { isSoftwareRenderer, rendererOf } from "./graphics.ts";
import type { StillFrames } from "./still-frames.ts";

/** A map whose frames go through a gate; while it is being made it draws none. */
export class GatedMap extends MapLibreMap {
  declare gate?: FrameGate;
  declare frames?: StillFrames;
  declare isStyled?: boolean;

  /**
   * Whether layers can be put into the style. MapLibre's own answer is no for as long as any tile is on its way, and deck.gl, which asks it,
   * would draw its layers over all others until a moment of rest comes.
   */
  override isStyleLoaded(): boolean {
    return this.isStyled ?? false;
  }

  override triggerRepaint(): void {
    this.frames?.wholeAsked();
    this.gate?.want();
  }

  override remove(): void {
    this.gate?.close();
    super.remove();
  }

  /** The frame itself. */
  draw(): void {
    super.triggerRepaint();
  }

  /** Has the base map ask for the tiles of where it stands; else it does so when it draws the next frame. */
  askForTiles(): void {
    this.style?._updateSources(this._camera.transform);
  }
}

const isSoftwareMap = (map: MapLibreMap): boolean => {
  const gl = map.getCanvas().getContext("webgl2");
  return gl !== null && isSoftwareRenderer(rendererOf(gl));
};

/** What has to be set up before a frame can show the network. */
type Needed = "deck" | "style" | "layers";
/** Longest wait for what the first frame shall show, ms; then the ground is shown without it. */
const FIRST_MS = 900;
/** The same after a leap to another place. */
const LEAP_MS = 500;
/** Longest wait from one frame to the next while more is on its way: where frames are drawn fast, and where they are not. */
const REST_MS = 50;
const SLOW_REST_MS = 500;
/** Drawing takes longer than this where the processor draws, whatever the renderer is called. */
const SLOW_FRAME_MS = 40;

/** Whether frames are slow: by the renderer's name at first, then by how long the last one took until the next could begin. */
function watchPace(map: GatedMap) {
  let isSlow = isSoftwareMap(map);
  map.on("render", () => {
    const at = performance.now();
    requestAnimationFrame(() => {
      isSlow = performance.now() - at > SLOW_FRAME_MS;
    });
  });
  return { isSlow: () => isSlow };
}

/**
 * Holds frames at the beginning and after each leap until the network's tiles are there, and each further one while the base map's are on
 * their way: where the processor draws, each frame in between would delay what is waited for. A hand on the map ends all waiting.
 */
export function gateOf(map: GatedMap, isAwaited: () => boolean) {
  const gate = createFrameGate({ draw: () => map.draw() });
  map.gate = gate;
  const isLoading = () => isAwaited() || !map.areTilesLoaded();
  const { isSlow } = watchPace(map);
  map.on("render", () => {
    if (!map.isMoving() && isLoading()) gate.hold(isLoading, isSlow() ? SLOW_REST_MS : REST_MS);
  });
  map.on("movestart", ({ originalEvent }) => {
    if (originalEvent !== undefined) gate.release();
  });
  const missing = new Set<Needed>(["deck", "style", "layers"]);
  gate.hold(() => missing.size > 0 || isAwaited(), FIRST_MS);
  map.triggerRepaint();
  return {
    /** Something without which nothing can be drawn has been set up. */
    ready: (what: Needed) => void missing.delete(what),
    /** Moves the map to another place at once. Where frames are slow the first one there shows all of it, else the network as soon as it is there. */
    leap: (move: () => void) => {
      gate.hold(isSlow() ? isLoading : isAwaited, LEAP_MS);
      move();
      map.askForTiles();
    },
  };
}
