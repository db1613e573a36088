import fc from "fast-check";
import { expect, test } from "vitest";
import type { Way } from "./chains.ts";
import { matchWay, walkedTruly } from "./match.ts";
import { type MatchPipe, matchNetwork, planeAt } from "./network.ts";
import { precisionOf, recallOf, scoreMatch } from "./score.ts";
import { metresIn } from "./spans.ts";

const PLANE = planeAt(114.5, 38);
const M_PER_DEG = 111_195;
type Place = readonly [number, number];
const degrees = ([x, y]: Place): [number, number] => [
  PLANE.lng + x / (PLANE.cos * M_PER_DEG),
  PLANE.lat + y / M_PER_DEG,
];
const pipe = (id: string, from: string, to: string, ...path: Place[]): MatchPipe => ({
  id,
  from,
  to,
  lengthM: path.reduce(
    (sum, [x, y], i) => sum + (i === 0 ? 0 : Math.hypot(x - (path[i - 1]?.[0] ?? 0), y - (path[i - 1]?.[1] ?? 0))),
    0,
  ),
  path: path.map(degrees),
});
/** A street of two pipes side by side, one across it, and one a block away. */
const STREET = matchNetwork(
  [
    pipe("low", "a", "b", [0, 0], [400, 0]),
    pipe("medium", "c", "d", [0, 8], [400, 8]),
    pipe("across", "e", "f", [200, -150], [200, 150]),
    pipe("next street", "g", "h", [0, 90], [400, 90]),
  ],
  PLANE,
);
/** A fix every five metres between places, at so many km/h. */
function way(places: readonly Place[], { kmh = 4.5, accuracyM = 5, over = {} as Partial<Way> } = {}): Way {
  const told: { t: number[]; lng: number[]; lat: number[] } = { t: [], lng: [], lat: [] };
  let m = 0;
  places.forEach(([x, y], i) => {
    const [bx, by] = places[i + 1] ?? [x, y];
    const length = Math.hypot(bx - x, by - y);
    const steps = Math.max(1, Math.round(length / 5));
    for (let k = 0; k < steps; k += 1) {
      const [lng, lat] = degrees([x + ((bx - x) * k) / steps, y + ((by - y) * k) / steps]);
      told.t.push(((m + (length * k) / steps) / (kmh / 3.6)) * 1000);
      told.lng.push(lng);
      told.lat.push(lat);
    }
    m += length;
  });
  return { ...told, accuracyM: told.t.map(() => accuracyM), mock: [], ...over };
}
const metres = (found: ReturnType<typeof matchWay>): { readonly low?: number } =>
  Object.fromEntries(found.map(({ id, spans }) => [id, Math.round(metresIn(spans))]));

test("who walks down a street walked both of its pipes, and neither the one across nor the next street's", () => {
  const found = metres(
    matchWay(
      STREET,
      way([
        [50, 3],
        [350, 3],
      ]),
    ),
  );
  expect(Object.keys(found).sort()).toEqual(["low", "medium"]);
  expect(found.low).toBeGreaterThan(290);
  expect(found.low).toBeLessThan(310);
});

test("standing still, driving, and fixes that are made up or unsure prove nothing", () => {
  const street: Place[] = [
    [50, 3],
    [350, 3],
  ];
  const still = way(Array.from({ length: 60 }, (_, i): Place => [100 + (i % 2), 3]));
  const walk = way(street);
  expect(matchWay(STREET, still)).toEqual([]);
  expect(matchWay(STREET, way(street, { kmh: 90 }))).toEqual([]);
  expect(matchWay(STREET, way(street, { accuracyM: 120 }))).toEqual([]);
  expect(matchWay(STREET, { ...walk, mock: walk.t.map((_, i) => i) })).toEqual([]);
});

test("who walks where no pipe is has walked none", () => {
  expect(
    matchWay(
      STREET,
      way([
        [0, 45],
        [400, 45],
      ]),
    ),
  ).toEqual([]);
});

test("what lies between two fixes far apart is not proven", () => {
  const [there, later] = [
    way([
      [0, 2],
      [100, 2],
    ]),
    way([
      [380, 2],
      [400, 2],
    ]),
  ];
  const at = (there.t.at(-1) ?? 0) + 3_600_000;
  const join = <K extends "lng" | "lat" | "accuracyM">(key: K) => [...there[key], ...later[key]];
  const both: Way = {
    t: [...there.t, ...later.t.map((t) => t + at)],
    lng: join("lng"),
    lat: join("lat"),
    accuracyM: join("accuracyM"),
    mock: [],
  };
  expect(metres(matchWay(STREET, both)).low).toBeLessThan(130);
});

test("one fix thrown far away neither adds a metre there nor takes one here", () => {
  const walk = way([
    [0, 3],
    [400, 3],
  ]);
  const thrown = { ...walk, lat: walk.lat.map((lat, i) => (i === 30 ? lat + 300 / M_PER_DEG : lat)) };
  expect(metres(matchWay(STREET, thrown))).toEqual(metres(matchWay(STREET, walk)));
});

const noise = fc.array(
  fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true })),
  {
    minLength: 90,
    maxLength: 90,
  },
);

test("with fixes some metres off, most of what was walked is found and most of what is found was walked", () => {
  fc.assert(
    fc.property(noise, fc.integer({ min: 0, max: 5 }), fc.integer({ min: -4, max: 4 }), (off, errorM, beside) => {
      const places: Place[] = [
        [20, beside],
        [380, beside],
      ];
      const walk = way(places, { accuracyM: errorM + 3 });
      const told = {
        ...walk,
        lng: walk.lng.map((lng, i) => lng + ((off[i]?.[0] ?? 0) * errorM) / (PLANE.cos * M_PER_DEG)),
        lat: walk.lat.map((lat, i) => lat + ((off[i]?.[1] ?? 0) * errorM) / M_PER_DEG),
      };
      const score = scoreMatch(matchWay(STREET, told), walkedTruly(STREET, [places]));
      expect(recallOf(score)).toBeGreaterThan(0.9);
      expect(precisionOf(score)).toBeGreaterThan(0.9);
    }),
    { numRuns: 60 },
  );
});

test("spans lie within their pipe, in order and apart, whatever the way", () => {
  const place = fc.tuple(fc.integer({ min: -100, max: 500 }), fc.integer({ min: -200, max: 200 }));
  fc.assert(
    fc.property(fc.array(place, { minLength: 2, maxLength: 6 }), (places) => {
      for (const { id, spans } of matchWay(STREET, way(places)))
        spans.forEach(({ from, to }, i) => {
          expect(from).toBeGreaterThanOrEqual(i === 0 ? 0 : (spans[i - 1]?.to ?? 0));
          expect(to).toBeGreaterThan(from);
          expect(to).toBeLessThanOrEqual((id === "across" ? 300 : 400) + 1e-6);
        });
    }),
    { numRuns: 60 },
  );
});

test("a way walked back is the same walk", () => {
  const place = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: -20, max: 20 }));
  fc.assert(
    fc.property(fc.array(place, { minLength: 2, maxLength: 4 }), (places) => {
      const [there, back] = [places, places.toReversed()].map((one) => walkedTruly(STREET, [one]));
      expect(metres(back ?? [])).toEqual(metres(there ?? []));
    }),
    { numRuns: 40 },
  );
});
