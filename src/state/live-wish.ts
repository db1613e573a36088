import type { Bbox } from "#contract/route.ts";
import type { InView } from "./in-view.ts";

/** Part of what the person may see that the page asks the stream for; nothing named = all of it. */
export interface LiveWish {
  readonly area?: string;
  /** [west, south, east, north] in degrees. */
  readonly bbox?: Bbox;
}

/** From this zoom the page asks for what the map shows; before, a view holds most of what could be asked for. */
export const BOX_FROM_ZOOM = 11;
/** Free space at each side of the view, as a share of its width and height: small movements need no new wish. */
const PADDING = 0.5;
/** A wish grown this many times larger than a fresh one would be is not worth its frames any more: about one zoom. */
const TOO_LARGE = 4;

const clamp = (value: number, most: number) => Math.max(-most, Math.min(most, value));
/** Outward to a ten-thousandth of a degree, some ten metres: equal views make equal wishes. */
const rounded = (value: number, way: (value: number) => number) => way(value * 1e4) / 1e4;

function padded([west, south, east, north]: Bbox): Bbox {
  const [dx, dy] = [(east - west) * PADDING, (north - south) * PADDING];
  return [
    rounded(clamp(west - dx, 180), Math.floor),
    rounded(clamp(south - dy, 90), Math.floor),
    rounded(clamp(east + dx, 180), Math.ceil),
    rounded(clamp(north + dy, 90), Math.ceil),
  ];
}

const sizeOf = ([west, south, east, north]: Bbox) => (east - west) * (north - south);

const holds = (outer: Bbox, inner: Bbox) =>
  outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3];

/**
 * What to ask for now, given what was asked for before: close to the ground a padded box of the view, kept until the view leaves it or
 * has become much smaller; else the area drilled to, beyond which the map veils everything, or all.
 * @param area the area drilled to, unless an enterprise is, whose network may reach beyond it
 */
export function nextWish(before: LiveWish, at: InView["at"], area: string | null): LiveWish {
  if (at === null || at.zoom < BOX_FROM_ZOOM) return area === null ? {} : { area };
  const box = padded(at.bounds);
  const { bbox } = before;
  return bbox && holds(bbox, at.bounds) && sizeOf(bbox) <= TOO_LARGE * sizeOf(box) ? before : { bbox: box };
}

const isSame = (a: LiveWish, b: LiveWish) => a === b || (a.area === b.area && a.bbox?.join() === b.bbox?.join());

interface Watched<T> {
  getState(): T;
  subscribe(listener: (now: T) => void): () => void;
}

/** Calls `wish` with what to ask for, at once and whenever that changes. */
export function watchWish(
  stores: {
    readonly inView: Watched<Pick<InView, "at">>;
    readonly view: Watched<{ readonly area: string | null; readonly enterprise: string | null }>;
  },
  wish: (wish: LiveWish) => void,
): () => void {
  let told: LiveWish = {};
  const tell = () => {
    const { area, enterprise } = stores.view.getState();
    const next = nextWish(told, stores.inView.getState().at, enterprise === null ? area : null);
    if (isSame(told, next)) return;
    told = next;
    wish(next);
  };
  tell();
  const stops = [stores.inView.subscribe(tell), stores.view.subscribe(tell)];
  return () => {
    for (const stop of stops) stop();
  };
}
