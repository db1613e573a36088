import fc from "fast-check";
import { expect, test } from "vitest";
import { createStore } from "zustand/vanilla";
import type { Bbox } from "#contract/route.ts";
import { createInViewStore } from "./in-view.ts";
import { BOX_FROM_ZOOM, type LiveWish, nextWish, watchWish } from "./live-wish.ts";

const viewArb = fc
  .record({
    lng: fc.double({ min: -179, max: 179, noNaN: true }),
    lat: fc.double({ min: -80, max: 80, noNaN: true }),
    zoom: fc.double({ min: 4, max: 19, noNaN: true }),
  })
  .map(({ lng, lat, zoom }) => {
    const [dx, dy] = [500 / 2 ** zoom, 300 / 2 ** zoom];
    const bounds: Bbox = [Math.max(-180, lng - dx), Math.max(-90, lat - dy), Math.min(180, lng + dx), lat + dy];
    return { bounds, zoom };
  });
const areaArb = fc.constantFrom(null, "130100", "130102");
const size = ([w, s, e, n]: Bbox) => (e - w) * (n - s);

test("however a person moves, what they see is asked for, and never more than sixteen times what a view and its margin hold", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(viewArb, areaArb), { minLength: 1, maxLength: 20 }), (moves) => {
      let wish: LiveWish = {};
      for (const [at, area] of moves) {
        wish = nextWish(wish, at, area);
        if (at.zoom < BOX_FROM_ZOOM) {
          expect(wish).toEqual(area === null ? {} : { area });
          continue;
        }
        const box = wish.bbox as Bbox;
        expect(box[0] <= at.bounds[0] && box[1] <= at.bounds[1]).toBe(true);
        expect(box[2] >= at.bounds[2] && box[3] >= at.bounds[3]).toBe(true);
        // Rounding outward counts where a view is some metres.
        expect(size(box)).toBeLessThanOrEqual(4 * 4 * (Math.sqrt(size(at.bounds)) + 4e-4) ** 2 * 2);
        expect(nextWish(wish, at, area)).toBe(wish);
      }
    }),
  );
});

const at = (lng: number, zoom: number) => {
  const half = 360 / 2 ** zoom;
  return { zoom, bounds: [lng - half, 38 - half, lng + half, 38 + half] as Bbox };
};

test("a small move or one zoom closer keeps the wish; a long move or two zooms make another", () => {
  const first = nextWish({}, at(114, 12), null);
  const half = 360 / 2 ** 12;
  expect(nextWish(first, at(114 + 0.9 * half, 12), null)).toBe(first);
  expect(nextWish(first, at(114, 12.9), null)).toBe(first);
  expect(nextWish(first, at(114 + 1.1 * half, 12), null)).not.toEqual(first);
  expect(nextWish(first, at(114, 13.5), null)).not.toEqual(first);
  const closer = nextWish({}, at(114, 12.5), null);
  expect(nextWish(closer, at(114, 11.2), null)).not.toEqual(closer);
});

test("the stream is asked when that changes and only then; an enterprise is not cut off at its county", () => {
  const inView = createInViewStore();
  const view = createStore<{ area: string | null; enterprise: string | null }>(() => ({
    area: null,
    enterprise: null,
  }));
  const asked: LiveWish[] = [];
  const stop = watchWish({ inView, view }, (wish) => asked.push(wish));
  expect(asked).toEqual([]);
  view.setState({ area: "130102" });
  inView.setState({ at: at(114, 9) });
  inView.setState({ at: at(115, 9) });
  expect(asked.splice(0)).toEqual([{ area: "130102" }]);
  view.setState({ enterprise: "E1" });
  expect(asked.splice(0)).toEqual([{}]);
  inView.setState({ at: at(114, 12) });
  view.setState({ area: "130203", enterprise: null });
  expect(asked.splice(0)).toHaveLength(1);
  inView.setState({ at: at(114, 9) });
  expect(asked.splice(0)).toEqual([{ area: "130203" }]);
  stop();
  view.setState({ area: null });
  expect(asked).toEqual([]);
});
