import { expect, test, vi } from "vitest";
import { LAYERS } from "#layers/index.ts";
import { defineLayer, type Scene } from "#layers/layer.ts";
import { sceneOf } from "#layers/testing/scene.ts";
import { THEMES } from "#theme/tokens.ts";
import { createDrawer } from "./drawing.ts";

const layer = (build: (theme: Scene["theme"]) => { kind: "style"; sources: object; layers: [] }, fixed = false) =>
  defineLayer({
    id: "a",
    title: "A",
    group: "base",
    fixed,
    pick: (scene) => [scene.theme] as const,
    build: build as never,
    legend: () => [],
  });

test("rebuilds a layer only when a picked value changes", () => {
  const build = vi.fn(() => ({ kind: "style" as const, sources: {}, layers: [] as [] }));
  const draw = createDrawer([layer(build)]);
  const [first] = draw(sceneOf({ visible: new Set(["a"]) }));
  const [second] = draw(sceneOf({ visible: new Set(["a", "b"]) }));
  expect(second).toBe(first);
  draw(sceneOf({ visible: new Set(["a"]), theme: THEMES.dark }));
  expect(build).toHaveBeenCalledTimes(2);
});

test("a hidden layer is not drawn, a fixed one always is", () => {
  const hidden = sceneOf({ visible: new Set() });
  expect(createDrawer(LAYERS)(hidden).map((drawn) => drawn.layer.fixed)).not.toContain(false);
  const build = () => ({ kind: "style" as const, sources: {}, layers: [] as [] });
  expect(createDrawer([layer(build, true)])(hidden)).toHaveLength(1);
});

test("selecting, hovering and live values build no geometry anew", () => {
  const draw = createDrawer(LAYERS);
  const scene = sceneOf();
  const deckOf = (s: Scene) => draw(s).filter((drawn) => drawn.built.kind === "deck");
  const before = deckOf(scene);
  scene.network?.tagStates.write((bytes) => bytes.fill(2));
  const after = deckOf({ ...scene, values: [], selectedStation: null, selectedPipe: null, focus: "130102" });
  expect(before.length).toBeGreaterThan(1);
  expect(after.every((drawn, i) => drawn === before[i])).toBe(true);
});
