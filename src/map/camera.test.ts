import { expect, test } from "vitest";
import { AREAS } from "#layers/testing/scene.ts";
import { createCameraEvents } from "#state/camera-events.ts";
import { usualView } from "#state/usual-view.ts";
import { createViewStore, drillTo, moveCamera, type View } from "#state/view.ts";
import { createCameraKeeper } from "./camera.ts";
import { fakeEngine } from "./testing/fake-engine.ts";

const at = (lng: number, lat: number, zoom: number) => ({ ...fakeEngine().camera(), lng, lat, zoom });

function stage(over: Partial<View> = {}, isCalm = false) {
  const view = createViewStore(usualView(over));
  const engine = fakeEngine();
  const events = createCameraEvents();
  const keeper = createCameraKeeper({
    view,
    events,
    engine: () => engine,
    areas: () => AREAS,
    enterpriseBox: () => [114.1, 37.1, 114.2, 37.2],
    padding: () => ({ top: 0, right: 0, bottom: 0, left: 0 }),
    isCalm: () => isCalm,
  });
  return { view, engine, events, keeper };
}

test("drilling fits the area, and the fit itself is not written into the link", () => {
  const { view, engine, keeper } = stage();
  drillTo(view, "130100");
  expect(engine.log).toEqual(["fit 114,37,115,39 flying"]);
  keeper.moved(at(114.5, 38, 9), false);
  expect(view.getState().camera).toBeNull();
});

test("an enterprise is fitted by its own box; who asks for calm is not flown", () => {
  const { view, engine } = stage({}, true);
  drillTo(view, "130102", "E1");
  expect(engine.log).toEqual(["fit 114.1,37.1,114.2,37.2"]);
});

test("a move by hand goes into the link, rounded, and does not come back as a move", () => {
  const { view, engine, keeper } = stage();
  keeper.moved(at(114.123456789, 38.1, 9.12345), true);
  expect(view.getState().camera).toEqual({ lng: 114.123457, lat: 38.1, zoom: 9.12 });
  expect(engine.log).toEqual([]);
});

test("a link that is gone back to moves the map", () => {
  const { view, engine, keeper } = stage();
  keeper.moved(at(114, 38, 9), true);
  keeper.moved(at(115, 38, 9), true);
  moveCamera(view, { lng: 114, lat: 38, zoom: 9 });
  expect(engine.log).toEqual(["go 114,38,9"]);
  view.setState({ camera: null });
  expect(engine.log.at(-1)).toBe("fit 114,37,115,39 flying");
});

test("a wish of a panel moves the map, and where it ends goes into the link", () => {
  const { view, engine, events, keeper } = stage();
  events.say({ kind: "fly", lng: 114.2, lat: 38.3, zoom: 15 });
  expect(engine.log).toEqual(["go 114.2,38.3,15"]);
  keeper.moved(at(114.2, 38.3, 15), false);
  expect(view.getState().camera).toEqual({ lng: 114.2, lat: 38.3, zoom: 15 });
});

test("what was fitted is fitted again when the map has another size; what was chosen stays", () => {
  const { view, engine, keeper } = stage();
  keeper.resized();
  expect(engine.log).toEqual(["fit 114,37,115,39"]);
  moveCamera(view, { lng: 114, lat: 38, zoom: 9 });
  engine.log.length = 0;
  keeper.resized();
  expect(engine.log).toEqual([]);
});
