import type { AlarmBadge } from "#lib/alarm-badges.ts";
import { NO_BADGES, placeBadges, type ShownBadges } from "#lib/badge-mesh.ts";
import type { ClusterView } from "#lib/cluster-view.ts";
import type { MapInput } from "./map-input.ts";
import { scaleOf } from "./scene-of.ts";

/** All that says where badges stand. */
export interface BadgePlaces {
  readonly badges: readonly AlarmBadge[] | null;
  /** Clusters beside which they stand; null where there are none. */
  readonly clusters: Pick<ClusterView, "spots" | "zoom"> | null;
  readonly scale: number;
}

/** What of the map says where badges stand. */
export const badgePlaces = (
  { alarmBadges, view }: MapInput,
  clusters: ClusterView | null,
  container: HTMLElement,
): BadgePlaces => {
  const { visible, wall } = view.getState();
  return {
    badges: alarmBadges ?? null,
    clusters: visible.has("clusters") ? clusters : null,
    scale: scaleOf(wall, container),
  };
};

/** Keeps what the map draws of badges as they are told, laid out anew only when they, the clusters or the scale are others. */
export function createBadgeKeeper(shown: ShownBadges, places: () => BadgePlaces, onChange: () => void) {
  let last: readonly unknown[] = [];
  return {
    /** Something may be other than before. */
    look: (): void => {
      const { badges, clusters, scale } = places();
      const now = [badges, clusters?.spots, clusters?.zoom, scale];
      if (now.every((value, i) => Object.is(value, last[i])) && last.length > 0) return;
      last = now;
      shown.view = badges === null ? NO_BADGES : placeBadges(badges, clusters?.spots ?? [], clusters?.zoom ?? 0, scale);
      onChange();
    },
  };
}
