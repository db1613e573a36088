import fc from "fast-check";
import { expect, test } from "vitest";
import type { LngLat } from "#contract/route.ts";
import { areaFill } from "#lib/fill-scale.ts";
import { type MapSheet, mapSvg } from "./map-svg.ts";

const square = (west: number, south: number, side = 1): LngLat[] => [
  [west, south],
  [west + side, south],
  [west + side, south + side],
  [west, south + side],
  [west, south],
];
const colors = { classes: ["#1", "#2", "#3", "#4", "#5"], noData: "#0", line: "#l", text: "#t", ground: "#g" };
const sheet = (values: Readonly<Record<string, number>>, over: Partial<MapSheet> = {}): MapSheet => {
  const fill = areaFill(values);
  if (!fill) throw new Error("nothing to fill");
  return {
    outlines: [
      { code: "130102", polygons: [[square(114, 38)]] },
      { code: "130104", polygons: [[square(115, 38)], [square(117, 38, 0.5)]] },
      { code: "130602", polygons: [[square(115, 39)]] },
    ],
    fill,
    nameOf: (code) => code,
    textOf: (value) => String(value),
    method: "分位数",
    noData: "无数据",
    colors,
    font: "sans-serif",
    ...over,
  };
};
const drawn = (of: MapSheet) => {
  const made = mapSvg(of, 680);
  if (!made) throw new Error("nothing was drawn");
  return made;
};
const fills = (svg: string) => [...svg.matchAll(/<path [^>]*fill="([^"]*)"/g)].map(([, fill]) => fill);

test("each area stands in the colour of its class, one without a figure in that of no data, and the legend counts them", () => {
  const { svg } = drawn(sheet({ "130102": 1, "130104": 9 }));
  expect(fills(svg)).toEqual(["#1", "#5", "#0"]);
  expect(svg).toContain("1 – 9 (1)");
  expect(svg).toContain("9 – 9 (1)");
  expect(svg).toContain("无数据 (1)");
});

test("all shapes lie within the picture, north above south", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.double({ min: 113, max: 119, noNaN: true }), fc.double({ min: 36, max: 42, noNaN: true })), {
        minLength: 1,
        maxLength: 6,
      }),
      (places) => {
        const outlines = places.map(([lng, lat], i) => ({ code: `13010${i}`, polygons: [[square(lng, lat)]] }));
        const { svg, height } = drawn(sheet({ "130100": 1, "130101": 2 }, { outlines }));
        const tops = [...svg.matchAll(/<path d="M([^"]*)Z"/g)].map(([, d]) => {
          const points = (d ?? "").split("L").map((pair) => pair.split(" ").map(Number) as [number, number]);
          for (const [x, y] of points) {
            expect(x).toBeGreaterThanOrEqual(-0.1);
            expect(x).toBeLessThanOrEqual(490.1);
            expect(y).toBeGreaterThanOrEqual(-0.1);
            expect(y).toBeLessThanOrEqual(height + 0.1);
          }
          return Math.min(...points.map(([, y]) => y));
        });
        places.forEach(([, lat], i) => {
          places.forEach(([, other], k) => {
            if (lat > other + 0.01) expect(tops[i]).toBeLessThan(tops[k] as number);
          });
        });
      },
    ),
  );
});

test("a name is written as it is, whatever it holds, and where there are too many none is", () => {
  expect(drawn(sheet({ "130102": 1 }, { nameOf: () => "<甲&乙>" })).svg).toContain("&lt;甲&amp;乙&gt;");
  const many = Array.from({ length: 60 }, (_, i) => ({ code: `${130100 + i}`, polygons: [[square(114 + i / 9, 38)]] }));
  expect(drawn(sheet({ "130102": 1 }, { outlines: many, nameOf: () => "县名" })).svg).not.toContain("县名");
});

test("areas without an outline are no picture", () => {
  expect(mapSvg(sheet({ "130102": 1 }, { outlines: [] }), 680)).toBeNull();
});
