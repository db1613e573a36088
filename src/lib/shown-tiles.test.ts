import fc from "fast-check";
import { expect, test, vi } from "vitest";
import type { NetworkTile } from "./network-tile.ts";
import { cover, createShownTiles, type Shown } from "./shown-tiles.ts";

const MIN_ZOOM = 4;
const name = (z: number, x: number, y: number) => `${z}/${x}/${y}`;

/** Which squares of a zoom are drawn in, as often as they are. */
const squaresAt = (shown: readonly Shown<string>[], z: number): string[] =>
  shown
    .filter(({ within }) => within.z === z)
    .flatMap(({ within: { x, y, columns, rows } }) =>
      Array.from({ length: columns * rows }, (_, i) => name(z, x + (i % columns), y + Math.floor(i / columns))),
    );

const wantedAt = (z: number, left: number, top: number, columns: number, rows: number) =>
  Array.from({ length: columns * rows }, (_, i) => ({ z, x: left + (i % columns), y: top + Math.floor(i / columns) }));

const scenes = fc.record({
  wanted: fc
    .tuple(
      fc.integer({ min: 8, max: 12 }),
      fc.nat(200),
      fc.nat(200),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 5 }),
    )
    .map((of) => wantedAt(...of)),
  /** Of each tile: it has come, it is empty, it has not come. */
  luck: fc.func(fc.constantFrom("come", "empty", "missing", "missing")),
});

test("what has come is drawn once, in its own square and over everything else", () => {
  fc.assert(
    fc.property(scenes, ({ wanted, luck }) => {
      const known = (z: number, x: number, y: number) => {
        const is = luck(name(z, x, y));
        return is === "come" ? name(z, x, y) : is === "empty" ? null : undefined;
      };
      const shown = cover(wanted, known, MIN_ZOOM);
      const come = wanted.map(({ z, x, y }) => name(z, x, y)).filter((tile) => luck(tile) === "come");
      const last = shown.slice(shown.length - come.length);
      expect(last.map(({ tile }) => tile)).toEqual(come);
      expect(last.map(({ within }) => name(within.z, within.x, within.y))).toEqual(come);
    }),
  );
});

test("a missing square is filled by its quarters or by what lies above it, if any of that has come", () => {
  fc.assert(
    fc.property(scenes, ({ wanted, luck }) => {
      const known = (z: number, x: number, y: number) => {
        const is = luck(name(z, x, y));
        return is === "come" ? name(z, x, y) : is === "empty" ? null : undefined;
      };
      const shown = cover(wanted, known, MIN_ZOOM);
      const filled = new Set(squaresAt(shown, wanted[0]?.z ?? 0));
      for (const { z, x, y } of wanted) {
        if (known(z, x, y) !== undefined) continue;
        const quarters = [0, 1, 2, 3].map((i) => known(z + 1, 2 * x + (i % 2), 2 * y + (i >> 1)));
        if (quarters.every((quarter) => quarter !== undefined)) {
          for (const quarter of quarters) if (quarter) expect(shown.map(({ tile }) => tile)).toContain(quarter);
          continue;
        }
        const above = Array.from({ length: z - MIN_ZOOM }, (_, i) => known(z - 1 - i, x >> (i + 1), y >> (i + 1)));
        const nearest = above.find((tile) => tile !== undefined);
        if (nearest) expect(filled.has(name(z, x, y))).toBe(true);
      }
      // A greater tile is drawn once, however many squares it stands in for.
      expect(new Set(shown.map(({ tile }) => tile)).size).toBe(shown.length);
    }),
  );
});

const tileOf = (z: number, x: number, y: number) => ({ z, x, y }) as NetworkTile;

function source() {
  const asked: string[] = [];
  const stopped: string[] = [];
  const waiting = new Map<string, PromiseWithResolvers<NetworkTile | null>>();
  return {
    asked,
    stopped,
    waiting,
    bounds: [110, 30, 125, 45] as [number, number, number, number],
    minZoom: MIN_ZOOM,
    maxZoom: 14,
    load: (z: number, x: number, y: number, signal?: AbortSignal) => {
      const key = name(z, x, y);
      asked.push(key);
      signal?.addEventListener("abort", () => stopped.push(key));
      const promise = Promise.withResolvers<NetworkTile | null>();
      waiting.set(key, promise);
      return promise.promise;
    },
  };
}
const HERE = [114, 37.5, 115, 38.5] as const;
const soon = () => new Promise((resolve) => setTimeout(resolve));

test("a view asks for each of its tiles once, tells of each that comes, and shows it", async () => {
  const from = source();
  const tiles = createShownTiles(from);
  const heard = vi.fn();
  tiles.listen(heard);
  expect(tiles.in(9.7, HERE)).toEqual([]);
  tiles.in(9.2, HERE);
  expect(new Set(from.asked).size).toBe(from.asked.length);
  expect(from.asked.every((key) => key.startsWith("9/"))).toBe(true);
  expect(tiles.isWaiting()).toBe(true);
  for (const [key, { resolve }] of from.waiting) {
    const [z, x, y] = key.split("/").map(Number) as [number, number, number];
    resolve(tileOf(z, x, y));
  }
  await soon();
  expect(heard).toHaveBeenCalledTimes(from.asked.length);
  expect(tiles.isWaiting()).toBe(false);
  const shown = tiles.in(9.7, HERE);
  expect(shown.map(({ tile }) => name(tile.z, tile.x, tile.y)).sort()).toEqual(from.asked.toSorted());
  // As long as nothing else has come it is the very same list.
  expect(tiles.in(9.9, HERE)).toBe(shown);
});

test("tiles that nobody looks at any more are let go, one that failed is asked for again by who comes back", async () => {
  const from = source();
  const tiles = createShownTiles(from);
  tiles.in(9, HERE);
  const first = [...from.asked];
  tiles.in(12, [114.1, 37.9, 114.15, 37.95]);
  expect(from.stopped).toEqual(first);
  const second = from.asked.slice(first.length);
  from.waiting.get(second[0] as string)?.reject(new Error("gone"));
  await soon();
  tiles.in(12, [114.1, 37.9, 114.15, 37.95]);
  expect(from.asked.length).toBe(first.length + second.length);
  tiles.in(9, HERE);
  tiles.in(12, [114.1, 37.9, 114.15, 37.95]);
  expect(from.asked.slice(first.length + second.length)).toContain(second[0]);
});

test("nothing is asked for where the network is not", () => {
  const from = source();
  expect(createShownTiles(from).in(9, [20, 20, 25, 25])).toEqual([]);
  expect(from.asked).toEqual([]);
});

test("zooms beyond those of the tiles show the nearest that there are", () => {
  for (const [zoom, z] of [
    [2, MIN_ZOOM],
    [18.5, 14],
  ] as const) {
    const from = source();
    createShownTiles(from).in(zoom, [114.1, 37.9, 114.11, 37.91]);
    expect(from.asked.every((key) => key.startsWith(`${z}/`))).toBe(true);
    expect(from.asked.length).toBeGreaterThan(0);
  }
});
