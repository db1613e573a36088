import { expect, test } from "vitest";
import { NO_FILTER } from "#contract/pipe-classes.ts";
import { CAMERAS_LAYER } from "#layers/cameras.ts";
import { sceneOf } from "#layers/testing/scene.ts";
import { createHoverStore } from "#state/hover.ts";
import { NO_VIDEO } from "#state/video.ts";
import { createViewStore, type View } from "#state/view.ts";
import { findAt } from "./find.ts";
import { createPointer } from "./pointer.ts";
import { fakeEngine } from "./testing/fake-engine.ts";

const AT = { x: 10, y: 10, lng: 114.5, lat: 38 };
const PROPERTIES = { id: "V1", name: "北门站大门", state: "cut" };

/** An engine under whose every point a camera lies, where its layer is asked for. */
const engineOf = (properties: Record<string, unknown> = PROPERTIES) =>
  Object.assign(fakeEngine(), {
    featuresAt: (_: unknown, __: number, layers: readonly string[]) =>
      layers.includes(CAMERAS_LAYER) ? [{ properties, id: 1 }] : [],
  }) as unknown as ReturnType<typeof fakeEngine>;

const find = (over: Parameters<typeof sceneOf>[0] = {}, properties?: Record<string, unknown>) =>
  findAt({ engine: engineOf(properties), scene: sceneOf({ clusters: null, ...over }) }, AT, false);

test("a camera under the pointer is found with its name and the state of its picture", () => {
  expect(find()).toEqual({ kind: "camera", id: "V1", name: "北门站大门", state: "cut" });
});

test("where cameras are put away or not known none is found, and what is no camera of ours is left alone", () => {
  expect(find({ visible: new Set(["stations"]) })).toBeNull();
  expect(find({ cameras: null })).toBeNull();
  expect(find({}, { id: 7, state: "cut" })).toBeNull();
  expect(find({}, { ...PROPERTIES, state: "dancing" })).toBeNull();
});

test("a click on a camera opens its picture, and leaves what was chosen", () => {
  const view = createViewStore({
    selection: { kind: "station", id: "S1" },
    pipeFilter: NO_FILTER,
    panel: "station",
    video: NO_VIDEO,
  } as View);
  const scene = sceneOf({ clusters: null });
  const pointer = createPointer({
    view,
    hover: createHoverStore(),
    engine: () => engineOf(),
    scene: () => scene,
    version: "v1",
    restMs: () => 0,
    approach: () => {},
    onUnresolved: () => {},
  });
  pointer.click(AT, false);
  const { panel, video, selection } = view.getState();
  expect([panel, video.cams, selection?.id]).toEqual(["video", ["V1"], "S1"]);
});
