import type { FeatureCollection } from "geojson";
import { expect, test } from "vitest";
import { sceneOf } from "./testing/scene.ts";
import { ways } from "./ways.ts";

const way = { account: "zhang", name: "张", lines: [[[114, 38] as const, [114.1, 38] as const]], place: null, at: 0 };

const featuresOf = (times?: readonly { at: readonly [number, number]; label: string }[]) => {
  const picks = ways.pick(sceneOf({ ways: [{ ...way, ...(times && { times }) }] }));
  if (!picks) throw new Error("nothing to build");
  const built = ways.build(...picks);
  if (built.kind !== "style") throw new Error("no style");
  const source = built.sources?.ways as unknown as { data: FeatureCollection };
  return source.data.features;
};

test("times stand along a way as places of their own, and a way without them has none", () => {
  expect(featuresOf().map(({ geometry }) => geometry.type)).toEqual(["LineString"]);
  const marked = featuresOf([{ at: [114, 38], label: "08:00" }]);
  expect(marked.map(({ geometry, properties }) => [geometry.type, properties?.time])).toEqual([
    ["LineString", undefined],
    ["Point", "08:00"],
  ]);
});
