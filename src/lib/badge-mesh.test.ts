import fc from "fast-check";
import { expect, test } from "vitest";
import { WARNING_LEVELS } from "#contract/gas.ts";
import type { AlarmBadge } from "./alarm-badges.ts";
import { worstOf } from "./alarm-list.ts";
import { BADGE_PART, BADGE_STRIDE, badgeAt, NO_BADGES, placeBadges } from "./badge-mesh.ts";
import { fromWorld, toWorld } from "./mercator.ts";

const counts = fc
  .tuple(...WARNING_LEVELS.map(() => fc.integer({ min: 0, max: 1200 })))
  .map(([red = 0, orange = 0, yellow = 0, blue = 0]) => ({ red, orange, yellow, blue }))
  .filter((all) => worstOf(all) !== null);
const badge = fc
  .record({
    counts,
    lng: fc.double({ min: 113, max: 119, noNaN: true }),
    lat: fc.double({ min: 36, max: 42, noNaN: true }),
  })
  .map(
    ({ counts: its, lng, lat }): AlarmBadge => ({
      key: `${lng} ${lat}`,
      kind: "cluster",
      lngLat: [lng, lat],
      counts: its,
      worst: worstOf(its) ?? "blue",
      wanting: 0,
      box: null,
    }),
  );
const badges = fc.array(badge, { maxLength: 12 });

/** Vertices as they lie in the bytes: one for each corner. */
function vertices({ mesh: { vertices: bytes } }: ReturnType<typeof placeBadges>) {
  const view = new DataView(bytes.buffer);
  return Array.from({ length: bytes.length / BADGE_STRIDE }, (_, i) => {
    const at = i * BADGE_STRIDE;
    return {
      place: [view.getFloat32(at, true), view.getFloat32(at + 4, true)] as const,
      kind: view.getUint8(at + 16),
      level: view.getUint8(at + 17),
      digit: view.getUint8(at + 18),
    };
  });
}

test("each level that rings has its shape, and its number can be read off the digits", () => {
  fc.assert(
    fc.property(badges, (all) => {
      const parts = vertices(placeBadges(all, [], 10, 1)).filter((_, i) => i % 4 === 0);
      const ringing = all.flatMap((one) => WARNING_LEVELS.filter((level) => one.counts[level] > 0));
      expect(parts.filter(({ kind }) => kind === BADGE_PART.mark)).toHaveLength(ringing.length);
      const read = parts.filter(({ kind }) => kind === BADGE_PART.ink).map(({ digit }) => digit);
      const told = all.flatMap((one) =>
        WARNING_LEVELS.flatMap((level) => (one.counts[level] > 0 ? [...String(one.counts[level])] : [])),
      );
      expect(read.toSorted()).toEqual(told.map(Number).toSorted());
      expect(parts.filter(({ kind }) => kind === BADGE_PART.halo)).toHaveLength(read.length);
    }),
  );
});

test("corners stand for the place of their badge, within a quarter of a pixel at the deepest zoom", () => {
  fc.assert(
    fc.property(badges, (all) => {
      const view = placeBadges(all, [], 10, 1);
      const px = 512 * 2 ** 19;
      const places = all.map(({ lngLat: [lng, lat] }) => toWorld(lng, lat));
      for (const { place } of vertices(view)) {
        const [x, y] = place.map((unit, axis) => (view.origin[axis as 0 | 1] ?? 0) + unit / 4096) as [number, number];
        expect(Math.min(...places.map(([a, b]) => Math.hypot((x - a) * px, (y - b) * px)))).toBeLessThan(0.5);
      }
    }),
  );
});

test("the worst is drawn last", () => {
  fc.assert(
    fc.property(badges, (all) => {
      const view = placeBadges(all, [], 10, 1);
      const order = vertices(view).map(({ place: [x, y] }) => {
        const of = (one: AlarmBadge) => {
          const [a, b] = toWorld(one.lngLat[0], one.lngLat[1]);
          return Math.hypot(a - view.origin[0] - x / 4096, b - view.origin[1] - y / 4096);
        };
        return WARNING_LEVELS.indexOf(all.toSorted((a, b) => of(a) - of(b))[0]?.worst ?? "blue");
      });
      expect(order).toEqual(order.toSorted((a, b) => b - a));
    }),
  );
});

test("a badge is found at its own middle at any zoom and scale, and nothing far from all", () => {
  fc.assert(
    fc.property(badge, fc.integer({ min: 5, max: 18 }), fc.constantFrom(1, 1.5, 2), (one, zoom, scale) => {
      const view = placeBadges([one], [], zoom, scale);
      const [middle] = view.placed;
      if (!middle) throw new Error("expected a badge");
      const px = 512 * 2 ** zoom;
      const at = (dx: number, dy: number) =>
        fromWorld(
          middle.world[0] + ((middle.middle[0] + dx) * scale) / px,
          middle.world[1] + ((middle.middle[1] + dy) * scale) / px,
        );
      expect(badgeAt(view, at(0, 0), zoom, scale, 0)).toBe(one);
      expect(badgeAt(view, at(0, 40), zoom, scale, 0)).toBeNull();
      expect(badgeAt(view, at(200, 0), zoom, scale, 0)).toBeNull();
    }),
  );
  expect(badgeAt(NO_BADGES, [114, 38], 10, 1, 5)).toBeNull();
});
