import { expect, test } from "vitest";
import { THEMES } from "#theme/tokens.ts";
import { areaHexesLayer } from "./area-hexes.ts";
import type { Scene } from "./layer.ts";
import { sceneOf } from "./testing/scene.ts";

const shapes = (scene: Scene) => {
  const args = areaHexesLayer.pick(scene);
  const out = args && areaHexesLayer.build(...args);
  const source = out?.kind === "style" ? out.sources["area-hexes"] : undefined;
  const data = source?.type === "geojson" && typeof source.data === "object" ? source.data : undefined;
  return data?.type === "FeatureCollection" ? data.features : [];
};

test("each hexagon is a closed ring in the colour of its class, the least lightest", () => {
  const hexes = {
    sizeM: 5000,
    hexes: [
      { q: 1400, r: 560, count: 1 },
      { q: 1401, r: 560, count: 9 },
    ],
    scale: { method: "quantile" as const, min: 1, max: 9, breaks: [9] },
  };
  const found = shapes(sceneOf({ hexes }));
  const row = THEMES.light.sequential;
  expect(found.map(({ properties }) => properties?.color)).toEqual([row[0], row.at(-1)]);
  for (const { geometry } of found) {
    const [ring] = geometry.type === "Polygon" ? geometry.coordinates : [];
    expect(ring).toHaveLength(7);
    expect(ring?.[6]).toEqual(ring?.[0]);
  }
});

test("hexagons are put away with the fill of areas, and where there are none nothing is drawn", () => {
  const { visible } = sceneOf();
  const without = new Set([...visible].filter((id) => id !== "area-fill"));
  expect(areaHexesLayer.pick(sceneOf({ visible: without }))).toBeNull();
  expect(areaHexesLayer.pick(sceneOf({ hexes: null }))).toBeNull();
});
