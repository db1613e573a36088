import type { Place } from "#bench/server/places.ts";

export interface Seen {
  /** ms from `start` to the first frame with pipes in it; null when none came. */
  readonly first: number | null;
  /** ms from `start` to the picture as it stayed. */
  readonly whole: number | null;
  readonly pixels: number;
  readonly frames: number;
}

/** What every page lets the driver do; promises resolve when nothing loads, moves or waits to be drawn any more. */
export interface BenchPage {
  /** Builds the map and waits until it has settled. */
  start(): Promise<void>;
  seen(): Promise<Seen>;
  /** Starts the clock anew and goes to a place at once. */
  jump?(place: Place): Promise<void>;
  /** ms of each of so many small steps of the camera about a place, to and fro: what is drawn has been loaded. */
  pan?(steps: number, about: Place): Promise<number[]>;
  /** ms from each of so many frames to the next while a hand drags the map to and fro. */
  drag?(steps: number): Promise<number[]>;
  /** Another colour for every pipe, or for so many of them; resolves when it is drawn. */
  recolour?(turn: number, count: number | "all"): Promise<void>;
  /** What draws: the GPU's name, or that of the software; null without WebGL 2. */
  renderer?(): string | null;
  /** A frame with nothing new in it. */
  emptyFrame?(): Promise<void>;
  /** Follows the live stream; `benchTick` is called after each tick that has been drawn. */
  follow?(): Promise<void>;
}

/** Of a page's global scope. */
export interface BenchWindow {
  bench: BenchPage;
  /** Bound by the driver; it takes one string. */
  benchTick?(what: string): void;
}
