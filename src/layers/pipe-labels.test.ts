import { featureFilter } from "@maplibre/maplibre-gl-style-spec";
import fc from "fast-check";
import { expect, test } from "vitest";
import { MATERIALS, PRESSURE_LEVELS } from "#contract/gas.ts";
import { COLOR_BYS, classCount, classOf, NO_FILTER, type PipeFilter } from "#contract/pipe-classes.ts";
import { isToldByTiles, pipeLabels } from "./pipe-labels.ts";
import { sceneOf } from "./testing/scene.ts";

const layerOf = (pipeFilter: PipeFilter) => {
  const args = pipeLabels.pick(sceneOf({ pipeFilter }));
  if (!args) return null;
  const built = pipeLabels.build(...args);
  return built.kind === "style" ? built.layers[0] : null;
};

const classes = (by: "level" | "material" | "dn") =>
  fc.option(fc.uniqueArray(fc.nat(classCount(by) - 1), { minLength: 1 }), { nil: undefined, freq: 2 });

test("a pipe is labelled when the filter leaves it, and a hidden one is not", () => {
  const pipes = fc.record({
    level: fc.nat(PRESSURE_LEVELS.length - 1),
    material: fc.nat(MATERIALS.length - 1),
    dn: fc.constantFrom(20, 50, 63, 110, 200, 299, 300, 500, 1016),
  });
  fc.assert(
    fc.property(pipes, classes("level"), classes("material"), classes("dn"), (pipe, level, material, dn) => {
      const only = { ...(level && { level }), ...(material && { material }), ...(dn && { dn }) };
      const layer = layerOf({ ...NO_FILTER, only });
      const filter = featureFilter(layer && "filter" in layer ? layer.filter : undefined, "layers[0].filter");
      const isLabelled = filter.filter({ zoom: 16 }, { type: 2, properties: pipe } as never);
      const isLeft =
        (level?.includes(pipe.level) ?? true) &&
        (material?.includes(pipe.material) ?? true) &&
        (dn?.includes(classOf("dn", pipe.dn)) ?? true);
      expect(isLabelled).toBe(isLeft);
    }),
  );
});

test("while pipes are hidden by what tiles do not tell, none is labelled", () => {
  for (const by of COLOR_BYS)
    expect(layerOf({ ...NO_FILTER, only: { [by]: [0] } }) !== null).toBe(["level", "material", "dn"].includes(by));
  expect(layerOf({ ...NO_FILTER, laid: [1990, 2000] })).toBeNull();
  expect(layerOf({ ...NO_FILTER, patrolled: ["2026-01-01", "2026-02-01"] })).toBeNull();
  expect(isToldByTiles(NO_FILTER)).toBe(true);
});

test("no labels without pipes, and none where the machine draws slowly", () => {
  expect(pipeLabels.pick(sceneOf({ visible: new Set(["pipe-labels"]) }))).toBeNull();
  expect(pipeLabels.pick(sceneOf({ reduced: new Set(["labels"] as const) }))).toBeNull();
});
