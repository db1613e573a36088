import { expect, test } from "vitest";
import { DECK_LAYER_IDS, LAYERS } from "./index.ts";
import { sceneOf } from "./testing/scene.ts";

test("the layers that deck has a place for are those that it draws", () => {
  const scene = sceneOf();
  const drawn = LAYERS.filter((layer) => {
    const args = layer.pick(scene);
    return args !== null && layer.build(...args).kind === "deck";
  });
  expect(drawn.map(({ id }) => id)).toEqual(DECK_LAYER_IDS);
});
