import type { PaddingOptions } from "maplibre-gl";
import type { Area } from "#contract/area.ts";
import type { Bbox } from "#contract/route.ts";
import type { AreaTree } from "#lib/area-tree.ts";
import type { CameraEvents } from "#state/camera-events.ts";
import { type Camera, moveCamera, type View, type ViewStore } from "#state/view.ts";
import type { CameraAt, MapEngine } from "./engine-types.ts";

/** A fit to one station's enterprise must not end in the middle of a street. */
const FIT_MAX_ZOOM = 15;

export interface CameraInput {
  readonly view: ViewStore;
  readonly events: CameraEvents;
  readonly engine: () => MapEngine | null;
  readonly areas: () => AreaTree;
  /** Box of the enterprise drilled to, when it is known. */
  readonly enterpriseBox: () => Bbox | null;
  readonly padding: () => PaddingOptions;
  readonly isCalm: () => boolean;
}

/** Six decimals of a degree are a decimetre; more would make every link differ. */
const rounded = ({ lng, lat, zoom }: CameraAt): Camera => ({
  lng: Number(lng.toFixed(6)),
  lat: Number(lat.toFixed(6)),
  zoom: Number(zoom.toFixed(2)),
});

const isSame = (a: Camera, b: Camera) =>
  Math.abs(a.lng - b.lng) < 2e-6 && Math.abs(a.lat - b.lat) < 2e-6 && Math.abs(a.zoom - b.zoom) < 0.011;

const boxOf = (area: Area | undefined): Bbox | null => area?.bbox ?? null;

/**
 * Moves the camera as the view says and tells the view where a person has moved it. A view without a camera is fitted to its area
 * and stays without: a link to an area fits whatever screen opens it.
 */
export function createCameraKeeper(input: CameraInput) {
  const { view, events, engine, areas, enterpriseBox, padding, isCalm } = input;
  let told: Camera | null = null;
  let isFitted = false;

  const targetOf = ({ area, enterprise }: View): Bbox | null => {
    const tree = areas();
    const code = area ?? tree.root;
    return (enterprise !== null ? enterpriseBox() : null) ?? boxOf(code === null ? undefined : tree.byCode.get(code));
  };

  const fitView = (animate: boolean) => {
    const box = targetOf(view.getState());
    isFitted = true;
    if (box) engine()?.fit(box, { padding: padding(), animate: animate && !isCalm(), maxZoom: FIT_MAX_ZOOM });
  };

  const follow = (now: View, before: View) => {
    const hasDrilled = now.area !== before.area || now.enterprise !== before.enterprise;
    if (now.camera === null) {
      if (hasDrilled || before.camera !== null) fitView(true);
      return;
    }
    if (now.camera === before.camera || (told && isSame(told, now.camera))) return;
    isFitted = false;
    engine()?.go(now.camera, !isCalm());
  };

  const stops = [
    view.subscribe(follow),
    events.listen((wish) => {
      isFitted = false;
      if (wish.kind === "fit")
        engine()?.fit(wish.bbox, { padding: padding(), animate: !isCalm(), maxZoom: FIT_MAX_ZOOM });
      else engine()?.go(wish, !isCalm());
    }),
  ];

  return {
    /** Where a fresh map begins: the view's own camera; else it is fitted once there is an engine. */
    first: (): Camera | null => view.getState().camera,
    begin: () => {
      if (view.getState().camera === null) fitView(false);
    },
    /** What the view is fitted to has changed its box: areas have come, or the enterprise's box has. */
    boxesCame: () => {
      if (view.getState().camera === null) fitView(false);
    },
    moved: (at: CameraAt, byHand: boolean) => {
      if (!byHand && isFitted) return;
      isFitted = false;
      told = rounded(at);
      const { camera } = view.getState();
      if (!camera || !isSame(camera, told)) moveCamera(view, told);
    },
    /** The map has another size: what was fitted is fitted again. */
    resized: () => {
      if (view.getState().camera === null) fitView(false);
    },
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}

/** Pixels left free around what is fitted. */
const MARGIN = 32;

/** Room that panels take, and a little more on every side. */
export const withMargin = ({ top = 0, right = 0, bottom = 0, left = 0 }: Partial<PaddingOptions> = {}) => ({
  top: top + MARGIN,
  right: right + MARGIN,
  bottom: bottom + MARGIN,
  left: left + MARGIN,
});
