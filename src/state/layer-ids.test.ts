import { expect, test } from "vitest";
import { LAYERS } from "#layers/index.ts";
import { LAYER_IDS } from "./layer-ids.ts";

test("links and map name the same layers", () => {
  const switchable = LAYERS.filter((layer) => !layer.fixed).map((layer) => layer.id);
  expect([...LAYER_IDS].sort()).toEqual(switchable.sort());
});
