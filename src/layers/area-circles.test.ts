import { expect, test } from "vitest";
import { LARGEST_RADIUS } from "#lib/area-circles.ts";
import { areaCirclesLayer } from "./area-circles.ts";
import type { Scene } from "./layer.ts";
import { sceneOf } from "./testing/scene.ts";

const radii = (scene: Scene): unknown[] => {
  const args = areaCirclesLayer.pick(scene);
  const out = args && areaCirclesLayer.build(...args);
  const source = out?.kind === "style" ? out.sources["area-circles"] : undefined;
  const data = source?.type === "geojson" && typeof source.data === "object" ? source.data : undefined;
  return data?.type === "FeatureCollection" ? data.features.map(({ properties }) => properties?.radius) : [];
};

test("each area in the tree has its circle, four times the figure twice as wide; one that is not in sight has none", () => {
  const circles = { values: { "130102": 3, "130638": 12, "999999": 12 }, max: 12 };
  expect(radii(sceneOf({ circles }))).toEqual([LARGEST_RADIUS / 2, LARGEST_RADIUS]);
  expect(radii(sceneOf({ circles, scale: 2 }))).toEqual([LARGEST_RADIUS, 2 * LARGEST_RADIUS]);
});

test("circles are put away with the fill of areas", () => {
  const { visible } = sceneOf();
  expect(
    areaCirclesLayer.pick(sceneOf({ visible: new Set([...visible].filter((id) => id !== "area-fill")) })),
  ).toBeNull();
});
