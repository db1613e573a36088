import type { PaddingOptions } from "maplibre-gl";
import type { Area } from "#contract/area.ts";
import type { Bbox } from "#contract/route.ts";
import type { CameraMark, HazardMark, Scene } from "#layers/layer.ts";
import type { AlarmBadge } from "#lib/alarm-badges.ts";
import type { AreaCircles } from "#lib/area-circles.ts";
import type { AreaSum } from "#lib/area-sums.ts";
import type { AreaFill } from "#lib/fill-scale.ts";
import type { HexFill } from "#lib/hex-fill.ts";
import type { WayThen } from "#lib/ways-then.ts";
import type { AlarmBookStore } from "#state/alarm-book.ts";
import type { CameraEvents } from "#state/camera-events.ts";
import type { ChosenPipesStore } from "#state/chosen-pipes.ts";
import type { HighlightStore } from "#state/highlight.ts";
import type { HoverStore } from "#state/hover.ts";
import type { InViewStore } from "#state/in-view.ts";
import type { LiveStore } from "#state/live.ts";
import type { ModelStore } from "#state/model.ts";
import type { TimeStore } from "#state/time.ts";
import type { ViewStore } from "#state/view.ts";
import type { ThemeId } from "#theme/tokens.ts";
import type { MapConfig } from "./base.ts";

/** What keeps the map from showing what it should. `null` from the map means: over. */
export interface MapProblem {
  /**
   * `no_webgl`: the browser cannot draw; `tiles`: parts do not come; `columns`: what pipes are coloured or
   * filtered by does not come; `base`: the configured base map cannot be read, plain ground
   * is drawn instead; `stations`: small ones cannot be told in clusters; `draw`: something was not drawn; `resolve`: what was
   * clicked could not be opened.
   */
  readonly kind: "no_webgl" | "tiles" | "columns" | "stations" | "base" | "draw" | "resolve";
  readonly error: Error;
}

/** Looks a text up by its key, filling holes. */
export type MapWords = (key: string, holes?: Readonly<Record<string, string | number>>) => string;

/** All that the map is given. */
export interface MapInput {
  readonly view: ViewStore;
  readonly hover: HoverStore;
  /** An area pointed at in a panel: marked as if the pointer were over it. */
  readonly highlight?: HighlightStore;
  /** Told what the map shows whenever it comes to rest. */
  readonly inView?: InViewStore;
  /** Where a drawn region is told, and from where the pipes it chose are painted. */
  readonly chosenPipes?: ChosenPipesStore;
  /** Analysis on the map: told what is clicked while a mode is on, and from where results are painted. */
  readonly model?: ModelStore;
  readonly live: LiveStore;
  readonly camera: CameraEvents;
  /** Own area, everything below it, and ancestors. */
  readonly areas: readonly Area[];
  /** Code of the top of what the person may see. */
  readonly root: string;
  readonly mapConfig: MapConfig;
  readonly theme: ThemeId;
  readonly words: MapWords;
  readonly fill: AreaFill | null;
  /** Circles in place of a fill; none where it is left out. */
  readonly circles?: AreaCircles | null;
  /** Hexagons in place of a fill; none where they are left out. */
  readonly hexes?: HexFill | null;
  /** Sums of the areas in view, which the map asks for itself. */
  readonly areaSums?: readonly AreaSum[] | null;
  /** Open alarms, from which the map makes its badges. */
  readonly alarms?: AlarmBookStore;
  /** Which moment of the past is painted, while one is shown: what is told of it comes with its values. */
  readonly moment?: TimeStore;
  readonly alarmBadges?: readonly AlarmBadge[] | null;
  /** Cameras about the view, which the map asks for itself; it waits for none. */
  readonly cameras?: readonly CameraMark[] | null;
  /** Open hazards, which the map asks for itself. */
  readonly hazards?: readonly HazardMark[] | null;
  /** Where inspectors had been; what the map asks for itself, of the moment of the past that is shown, comes before. */
  readonly ways?: readonly WayThen[] | null;
  /** The enterprise drilled to: its counties and box. */
  readonly enterprise?: { readonly areas: readonly string[]; readonly bbox: Bbox | null } | null;
  /** Pixels covered by panels at each side: what is fitted is fitted beside them. */
  readonly padding?: PaddingOptions;
  /** Told when a kind of problem begins, and with `null` when it is over. */
  readonly onProblem: (kind: MapProblem["kind"], problem: MapProblem | null) => void;
}

/** What the map fetches itself about the chosen thing. */
export interface Chosen {
  readonly station: Scene["selectedStation"];
  readonly pipe: Scene["selectedPipe"];
  readonly pipeSeq: number | null;
}
