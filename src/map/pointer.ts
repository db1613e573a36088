import { resolve } from "#api/resolve.ts";
import type { Bbox } from "#contract/route.ts";
import type { Scene } from "#layers/layer.ts";
import { HOVERED } from "#lib/state-bytes.ts";
import type { Hover, HoverStore } from "#state/hover.ts";
import { listAlarmsOf } from "#state/alarm-view.ts";
import { openHazard } from "#state/supervise.ts";
import { watchCamera } from "#state/video.ts";
import { drillTo, select, type ViewStore } from "#state/view.ts";
import type { MapEngine, PointAt } from "./engine-types.ts";
import { findAt, pipeAt } from "./find.ts";
import { latestPerFrame } from "./latest.ts";

type Feature = Hover["feature"];

export interface PointerInput {
  readonly view: ViewStore;
  readonly hover: HoverStore;
  readonly engine: () => MapEngine | null;
  readonly scene: () => Scene;
  readonly version: string;
  /** How long the pointer has to rest before what lies under it is looked for, ms. */
  readonly restMs: () => number;
  /** Goes nearer, until a box fills the map. */
  readonly approach: (bbox: Bbox) => void;
  /** While a mode is on, a click is its own; true when it was taken. `pipe` looks for one beneath what was clicked. */
  readonly divert?: (at: PointAt, feature: Feature, pipe: () => Feature) => boolean;
  /** Told why what was clicked could not be opened, and null when a click has been answered again. */
  readonly onUnresolved: (error: unknown) => void;
}

const seqOf = (feature: Feature, kind: "pipe" | "tag"): number | null => (feature?.kind === kind ? feature.seq : null);

/** Open alarms are listed. Those of a moment of the past are not: there a badge leads nearer. */
function openBadge({ view, approach }: PointerInput, { place }: Extract<Feature, { readonly kind: "alarms" }>): void {
  if (view.getState().time === null) listAlarmsOf(view, place);
  else if ("box" in place) approach(place.box);
  else drillTo(view, place.area);
}

/** Known to the map by its number alone: the server is asked for its id. */
type Numbered = Extract<Feature, { readonly kind: "pipe" | "tag" }>;
const isNumbered = (feature: NonNullable<Feature>): feature is Numbered =>
  feature.kind === "pipe" || feature.kind === "tag";

function openNamed(input: PointerInput, feature: Exclude<NonNullable<Feature>, Numbered>): void {
  const { view, approach } = input;
  if (feature.kind === "area") drillTo(view, feature.code);
  else if (feature.kind === "cluster") approach(feature.bbox);
  else if (feature.kind === "hazard") openHazard(view, feature.id);
  else if (feature.kind === "camera") watchCamera(view, feature.id);
  else if (feature.kind === "alarms") openBadge(input, feature);
  else select(view, { kind: "station", id: feature.id });
}

/** What pointing and clicking do: hover is told to the store and painted by state; a click selects or drills. */
export function createPointer(input: PointerInput) {
  const { view, hover, engine, scene, version, restMs, onUnresolved } = input;
  let last: Feature = null;
  let clicks = 0;

  const paint = (feature: Feature) => {
    const { network } = scene();
    network?.pipeStates.move(HOVERED, seqOf(last, "pipe"), seqOf(feature, "pipe"));
    network?.tagStates.move(HOVERED, seqOf(last, "tag"), seqOf(feature, "tag"));
    engine()?.hoverArea(feature?.kind === "area" ? feature.code : null);
    engine()?.cursor(feature ? "pointer" : "");
    last = feature;
  };

  const find = (at: PointAt, isTouch: boolean, look = findAt): Feature => {
    const drawn = engine();
    return drawn ? look({ engine: drawn, scene: scene() }, at, isTouch) : null;
  };

  const tell = (at: PointAt, feature: Feature) => {
    paint(feature);
    hover.setState({ hover: { ...at, feature } });
  };

  let resting: ReturnType<typeof setTimeout> | null = null;
  const pointNow = latestPerFrame<PointAt | null>((at) => {
    if (resting !== null) clearTimeout(resting);
    resting = null;
    if (!at) {
      paint(null);
      hover.setState({ hover: null });
      return;
    }
    const wait = restMs();
    if (wait === 0) return tell(at, find(at, false));
    // To find is to draw: a slow machine would stumble after the pointer.
    tell(at, null);
    resting = setTimeout(() => tell(at, find(at, false)), wait);
  });

  const open = async (feature: NonNullable<Feature>) => {
    const mine = ++clicks;
    if (!isNumbered(feature)) return openNamed(input, feature);
    try {
      const { kind, id, stationId } = await resolve(feature.kind, feature.seq, version);
      const found =
        kind === "tag" ? stationId && { kind: "station" as const, id: stationId } : { kind: "pipe" as const, id };
      // A later click has gone elsewhere: a slow answer must not pull the person back.
      if (mine === clicks && found) select(view, found);
      onUnresolved(null);
    } catch (error) {
      onUnresolved(error);
    }
  };

  return {
    point: pointNow,
    click: (at: PointAt, isTouch: boolean) => {
      const feature = find(at, isTouch);
      if (input.divert?.(at, feature, () => find(at, isTouch, pipeAt))) return;
      if (feature) void open(feature);
      else if (view.getState().selection) select(view, null);
    },
    /** The engine is another: what was painted on the old one has to be painted again. */
    forget: () => paint(null),
  };
}
