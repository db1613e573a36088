import type { Layer } from "@deck.gl/core";
import type { LayerSpecification, SourceSpecification } from "@maplibre/maplibre-gl-style-spec";
import type { CameraState } from "#contract/cameras.ts";
import type { HazardGrade } from "#contract/gas.ts";
import type { OverviewQuery } from "#contract/overview.ts";
import type { PipeFilter } from "#contract/pipe-classes.ts";
import type { LngLat } from "#contract/route.ts";
import type { AlarmBadge } from "#lib/alarm-badges.ts";
import type { AreaCircles } from "#lib/area-circles.ts";
import type { AreaSum } from "#lib/area-sums.ts";
import type { AreaTree } from "#lib/area-tree.ts";
import type { ClusterView } from "#lib/cluster-view.ts";
import type { AreaFill } from "#lib/fill-scale.ts";
import type { HexFill } from "#lib/hex-fill.ts";
import type { Network } from "#lib/network-tile.ts";
import type { PipeWidths } from "#lib/stroke.ts";
import type { WayThen } from "#lib/ways-then.ts";
import type { Theme } from "#theme/tokens.ts";

/** What stands under our own layers. `style` was put there by the engine before any layer. */
export type Base =
  | { readonly kind: "plain" }
  | { readonly kind: "style" }
  | { readonly kind: "raster"; readonly source: SourceSpecification }
  | { readonly kind: "vector"; readonly source: SourceSpecification; readonly sourceLayers: readonly string[] };

/** Addresses of the tile sets, as MapLibre sources. */
export interface TileSources {
  readonly area: SourceSpecification;
  readonly network: SourceSpecification;
}

/** Looks a text up by its key, filling holes. */
export type SceneWords = (key: string, holes?: Readonly<Record<string, string | number>>) => string;

/** A value to be written beside its sensor. */
export interface ValueLabel {
  readonly lng: number;
  readonly lat: number;
  readonly text: string;
  readonly state: number;
}

/** A camera on the map. Where it looks is null when it is not known. */
export interface CameraMark {
  readonly id: string;
  readonly name: string;
  readonly lngLat: LngLat;
  readonly headingDeg: number | null;
  readonly fovDeg: number | null;
  readonly rangeM: number | null;
  readonly state: CameraState;
}

/** An open hazard on the map, with the beginning of what was written of it. */
export interface HazardMark {
  readonly id: string;
  readonly grade: HazardGrade;
  readonly lngLat: LngLat;
  readonly note: string;
  readonly isOverdue: boolean;
}

/** Everything the map may draw, as plain data. What changes many times a second is not here but in `network`'s state bytes. */
export interface Scene {
  readonly theme: Theme;
  /** Another language is another function. */
  readonly words: SceneWords;
  /** Factor on strokes and letters: a wall is read from afar. */
  readonly scale: number;
  readonly visible: ReadonlySet<string>;
  readonly opacity: Readonly<Record<string, number>>;
  readonly base: Base;
  readonly tiles: TileSources;
  readonly areas: AreaTree;
  /** Area drilled to; null = the top of what the person sees. */
  readonly focus: string | null;
  /** Counties an enterprise works in, when drilled to one. */
  readonly enterpriseAreas: readonly string[] | null;
  readonly fill: AreaFill | null;
  /** Numbers of areas as circles, in place of a fill. */
  readonly circles: AreaCircles | null;
  /** Counts by hexagons, in place of a fill. */
  readonly hexes: HexFill | null;
  /** Numbers written under names of areas from afar; null while there are none. */
  readonly areaSums: readonly AreaSum[] | null;
  readonly filters: Omit<OverviewQuery, "area" | "enterprise">;
  readonly pipeWidths: PipeWidths;
  /** Which pipes are drawn, beside what `filters` says. */
  readonly pipeFilter: PipeFilter;
  /** What is left out because the machine draws slowly. */
  readonly reduced: ReadonlySet<"pixels" | "edges" | "low_pressure" | "labels">;
  readonly network: Network | null;
  /** No live frames arrive: what sensors said last is not what is. */
  readonly isFeedLost: boolean;
  readonly values: readonly ValueLabel[];
  /** Small stations in view by clusters; null where they cannot be had and stations are drawn one by one. */
  readonly clusters: ClusterView | null;
  /** Open alarms by area or place; null where they are not known or put away. */
  readonly alarmBadges: readonly AlarmBadge[] | null;
  /** Cameras about the view; null from afar, and while they are not known. */
  readonly cameras: readonly CameraMark[] | null;
  /** Open hazards; null in the past, where they are put away, and while they are not known. */
  readonly hazards: readonly HazardMark[] | null;
  /** Where inspectors had been at the moment of the past that is shown; null live, and unless a person asked for it. */
  readonly ways: readonly WayThen[] | null;
  readonly selectedStation: { readonly lng: number; readonly lat: number } | null;
  readonly selectedPipe: readonly (readonly [number, number])[] | null;
}

export type Built =
  | {
      readonly kind: "style";
      readonly sources: Readonly<Record<string, SourceSpecification>>;
      readonly layers: readonly LayerSpecification[];
    }
  | { readonly kind: "deck"; readonly layers: readonly Layer[] };

/** One stroke or shape in a box of 24 × 24, so that a legend needs no knowledge of what it shows. */
export interface MarkPath {
  readonly d: string;
  readonly fill?: string;
  readonly stroke?: string;
  readonly width?: number;
  readonly dash?: string;
}

export interface LegendRow {
  /** Key of words; `with` fills its holes. */
  readonly label: string;
  readonly with?: Readonly<Record<string, number>>;
  readonly mark: readonly MarkPath[];
}

/** Headings of the layer panel, in its order. */
export const LAYER_GROUPS = ["base", "areas", "network", "live"] as const;
export type LayerGroup = (typeof LAYER_GROUPS)[number];

export interface LayerModule<A extends readonly unknown[] = readonly never[]> {
  readonly id: string;
  /** Key of words. */
  readonly title: string;
  readonly group: LayerGroup;
  /** A fixed layer is always drawn and has no place in the layer panel. */
  readonly fixed: boolean;
  /** The few values this layer depends on; null means "nothing to draw". */
  pick(scene: Scene): A | null;
  build(...args: A): Built;
  legend(theme: Theme, fill: AreaFill | null): readonly LegendRow[];
}

/** A layer as a value: see style guide. Its argument types are its own affair. */
export const defineLayer = <A extends readonly unknown[]>(layer: LayerModule<A>): LayerModule =>
  layer as unknown as LayerModule;

export const opacityOf = (scene: Scene, id: string): number => scene.opacity[id] ?? 1;
