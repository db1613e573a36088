import { expect, test } from "vitest";
import { LAYERS } from "#layers/index.ts";
import { LAYER_IDS } from "./layer-ids.ts";

test("links and map name the same layers", () => {
  expect([...LAYER_IDS]).toEqual(LAYERS.filter((layer) => !layer.fixed).map((layer) => layer.id));
});
