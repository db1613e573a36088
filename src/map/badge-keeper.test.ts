import { expect, test } from "vitest";
import type { AlarmBadge } from "#lib/alarm-badges.ts";
import { NO_BADGES, type ShownBadges } from "#lib/badge-mesh.ts";
import { type BadgePlaces, createBadgeKeeper } from "./badge-keeper.ts";

const BADGE: AlarmBadge = {
  key: "130100",
  kind: "area",
  lngLat: [114.5, 38],
  counts: { red: 1, orange: 0, yellow: 2, blue: 0 },
  worst: "red",
  wanting: 1,
  box: null,
};

test("badges are laid out anew when they, the clusters or the scale are others, and not else", () => {
  const shown: ShownBadges = { view: NO_BADGES };
  let changes = 0;
  let places: BadgePlaces = { badges: null, clusters: null, scale: 1 };
  const keeper = createBadgeKeeper(
    shown,
    () => places,
    () => {
      changes += 1;
    },
  );
  const look = (now: BadgePlaces) => {
    places = now;
    keeper.look();
  };
  const badges = [BADGE];
  const clusters = { spots: [[114.5, 38.01]] as const, zoom: 10 };
  look({ badges, clusters: null, scale: 1 });
  const first = shown.view;
  expect(first.placed).toHaveLength(1);
  look({ badges, clusters: null, scale: 1 });
  expect([shown.view, changes]).toEqual([first, 1]);
  look({ badges, clusters, scale: 1 });
  look({ badges, clusters: { ...clusters }, scale: 1 });
  expect(changes).toBe(2);
  look({ badges, clusters, scale: 2 });
  look({ badges: [BADGE], clusters, scale: 2 });
  expect(changes).toBe(4);
  look({ badges: null, clusters, scale: 2 });
  expect([shown.view, changes]).toEqual([NO_BADGES, 5]);
});
