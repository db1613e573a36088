import type { MapGeoJSONFeature, PaddingOptions, StyleSpecification } from "maplibre-gl";
import type { Bbox } from "#contract/route.ts";
import type { PickKind } from "#layers/flat/drawn.ts";
import type { FlatShader } from "#layers/flat/gl-program.ts";
import type { Picked } from "#layers/flat/pick.ts";
import type { Drawn } from "./drawing.ts";

/** Where the camera stands and what it sees; size in CSS pixels. */
export interface CameraAt {
  readonly lng: number;
  readonly lat: number;
  readonly zoom: number;
  readonly bounds: Bbox;
  readonly width: number;
  readonly height: number;
}

/** A place on the map: CSS pixels of the map, and degrees. */
export interface PointAt {
  readonly x: number;
  readonly y: number;
  readonly lng: number;
  readonly lat: number;
}

export interface EngineListeners {
  move(camera: CameraAt): void;
  /** `byHand` is true when a person moved the map, false when the program did. */
  moveEnd(camera: CameraAt, byHand: boolean): void;
  pointer(at: PointAt | null): void;
  click(at: PointAt, isTouch: boolean): void;
  settled(settled: boolean): void;
  /** A map that moves was drawn: how long after the frame before, ms. */
  frame(ms: number): void;
  error(error: Error): void;
  lost(): void;
}

export interface EngineOptions {
  readonly container: HTMLElement;
  /** What lies under all of our layers. */
  readonly style: StyleSpecification;
  /** Ids of our layers, bottom first. */
  readonly paintOrder: readonly string[];
  /** Those of them that deck draws. */
  readonly deckOrder: readonly string[];
  /** What deck's layers are drawn with at first. */
  readonly shaders: readonly FlatShader[];
  /** Those of deck's that show live states, and nothing else that changes while the map rests; bottom first. */
  readonly liveLayers: readonly string[];
  readonly camera: { readonly lng: number; readonly lat: number; readonly zoom: number } | null;
  /** Name of the map for those who cannot see it. */
  readonly title: string;
  /** Tiles are being fetched or decoded: the map has not settled. */
  readonly isBusy: () => boolean;
  /** Something is on its way without which a new place is not worth a frame yet. */
  readonly isAwaited: () => boolean;
  readonly on: EngineListeners;
}

export interface FitOptions {
  readonly padding: PaddingOptions;
  readonly animate: boolean;
  readonly maxZoom: number;
}

/** All that the rest of the product knows of WebGL. Tests hand in a plain object. */
export interface MapEngine {
  apply(drawing: readonly Drawn[]): void;
  camera(): CameraAt;
  fit(bbox: Bbox, options: FitOptions): void;
  go(to: { readonly lng: number; readonly lat: number; readonly zoom: number }, animate: boolean): void;
  zoomBy(step: number, animate: boolean): void;
  /** What style layers have drawn within `reach` pixels, uppermost first. */
  featuresAt(
    at: { readonly x: number; readonly y: number },
    reach: number,
    layers: readonly string[],
  ): MapGeoJSONFeature[];
  /** The pipe and the sensor nearest to a place, of what is on the screen and within so many pixels. */
  pick(at: { readonly x: number; readonly y: number }, reach: Readonly<Record<PickKind, number>>): Picked;
  /** Draws the line around the area a click would drill to. */
  hoverArea(code: string | null): void;
  cursor(name: "" | "pointer"): void;
  /** What draws, as the browser calls it. */
  renderer(): string;
  /** Draws one pixel for each CSS pixel, and fewer while the map moves; or as many as the screen has. */
  coarse(isCoarse: boolean): void;
  /** Draws the next frame: states have changed. */
  redraw(): void;
  /** The same when nothing but what live layers read has changed. */
  redrawLive(): void;
  resize(): void;
  canvas(): HTMLCanvasElement;
  isLost(): boolean;
  remove(): void;
}
