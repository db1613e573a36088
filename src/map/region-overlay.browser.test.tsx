import { createRoot } from "react-dom/client";
import { afterEach, expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { createStore } from "zustand/vanilla";
import type { LngLat } from "#contract/route.ts";
import { placeAt } from "#lib/screen-place.ts";
import { createChosenPipesStore, type RegionTool, takeTool } from "#state/chosen-pipes.ts";
import { usualView } from "#state/usual-view.ts";
import { createViewStore } from "#state/view.ts";
import type { CameraAt } from "./engine-types.ts";
import type { PlaceStore } from "./keepers.ts";
import { RegionOverlay } from "./region-overlay.tsx";

const AT: CameraAt = { lng: 114.5, lat: 38, zoom: 12, bounds: [114.4, 37.9, 114.6, 38.1], width: 600, height: 400 };
let close = () => {};
afterEach(() => close());

/** The overlay alone, over a map of 600 × 400 pixels that does not move. */
function begin() {
  const chosen = createChosenPipesStore();
  const view = createViewStore(usualView());
  const place: PlaceStore = createStore(() => ({ at: AT }));
  const box = document.createElement("div");
  box.style.cssText = "position:fixed;inset:0 auto auto 0;width:600px;height:400px";
  document.body.append(box);
  const root = createRoot(box);
  root.render(<RegionOverlay {...{ chosen, view, place }} words={(key) => key} />);
  close = () => {
    root.unmount();
    box.remove();
  };
  const sheet = () => box.querySelector<HTMLElement>(".map-region-sheet");
  const take = async (tool: RegionTool) => {
    takeTool(chosen, tool);
    await expect.poll(sheet).not.toBeNull();
    return sheet() as HTMLElement;
  };
  const drawn = () => chosen.getState().polygon;
  return { chosen, view, box, sheet, take, drawn };
}

const say = (on: HTMLElement, type: string, x: number, y: number, pointerType = "mouse") =>
  on.dispatchEvent(
    new PointerEvent(type, { clientX: x, clientY: y, bubbles: true, button: 0, pointerId: 1, pointerType }),
  );
const click = (on: HTMLElement, x: number, y: number) => {
  say(on, "pointerdown", x, y);
  say(on, "pointerup", x, y);
};

const expectPlaces = (polygon: readonly LngLat[] | null, spots: readonly (readonly [number, number])[]) => {
  expect(polygon).toHaveLength(spots.length);
  spots.forEach(([x, y], i) => {
    const [lng, lat] = placeAt(AT, { x, y });
    expect(polygon?.[i]?.[0]).toBeCloseTo(lng, 6);
    expect(polygon?.[i]?.[1]).toBeCloseTo(lat, 6);
  });
};

test("corners are clicked, one is taken back, and a double click closes the region where it lies on the map", async () => {
  const on = begin();
  const sheet = await on.take("polygon");
  click(sheet, 100, 100);
  click(sheet, 300, 120);
  click(sheet, 500, 40);
  await userEvent.keyboard("{Backspace}");
  click(sheet, 280, 300);
  click(sheet, 280, 300);
  sheet.dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
  await expect.poll(on.drawn).not.toBeNull();
  expectPlaces(on.drawn(), [
    [100, 100],
    [300, 120],
    [280, 300],
  ]);
  expect(on.chosen.getState().tool).toBeNull();
  await expect.poll(on.sheet).toBeNull();
  expect(on.box.querySelector(".map-region .region-area")?.getAttribute("d")).toMatch(/^M0\.0000 0\.0000L/);
});

test("by keys alone: arrows move the cross, Space sets corners, Enter closes", async () => {
  const on = begin();
  await on.take("polygon");
  await userEvent.keyboard(" {Shift>}{ArrowRight}{/Shift} {ArrowDown} {Enter}");
  await expect.poll(on.drawn).not.toBeNull();
  expectPlaces(on.drawn(), [
    [300, 200],
    [364, 200],
    [364, 208],
  ]);
});

test("a cross at the map's edge moves the map", async () => {
  const on = begin();
  await on.take("polygon");
  await userEvent.keyboard("{Shift>}{ArrowUp}{ArrowUp}{ArrowUp}{/Shift}");
  await expect.poll(() => on.view.getState().camera?.lat).toBeGreaterThan(AT.lat);
});

test.each(["mouse", "touch"])("a lasso is drawn while the button of a %s is held, and let go ends it", async (kind) => {
  const on = begin();
  const sheet = await on.take("lasso");
  say(sheet, "pointermove", 50, 50, kind);
  say(sheet, "pointerdown", 400, 200, kind);
  await expect.poll(() => on.box.querySelector(".region-line")).not.toBeNull();
  for (let i = 1; i <= 60; i++) {
    const turn = (i / 60) * 2 * Math.PI;
    say(sheet, "pointermove", 300 + 100 * Math.cos(turn), 200 + 100 * Math.sin(turn), kind);
    if (i % 10 === 0) await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  say(sheet, "pointerup", 400, 200, kind);
  await expect.poll(on.drawn).not.toBeNull();
  const polygon = on.drawn() ?? [];
  expect(polygon.length).toBeGreaterThan(12);
  const [west, east] = [placeAt(AT, { x: 200, y: 200 })[0], placeAt(AT, { x: 400, y: 200 })[0]];
  expect(Math.min(...polygon.map(([lng]) => lng))).toBeCloseTo(west, 3);
  expect(Math.max(...polygon.map(([lng]) => lng))).toBeCloseTo(east, 3);
});

test("Esc puts the tool away and draws nothing; what had the keys before has them again", async () => {
  const on = begin();
  const before = document.createElement("button");
  document.body.append(before);
  before.focus();
  const sheet = await on.take("polygon");
  expect(document.activeElement).toBe(sheet);
  click(sheet, 100, 100);
  await userEvent.keyboard("{Escape}");
  await expect.poll(on.sheet).toBeNull();
  expect(on.chosen.getState()).toMatchObject({ tool: null, polygon: null });
  expect(document.activeElement).toBe(before);
  before.remove();
});

test("two corners close nothing, and the button says so", async () => {
  const on = begin();
  const sheet = await on.take("polygon");
  click(sheet, 100, 100);
  click(sheet, 300, 100);
  await userEvent.keyboard("{Enter}");
  const finish = [...on.box.querySelectorAll("button")].find(({ textContent }) => textContent === "map.region.finish");
  expect(finish?.disabled).toBe(true);
  expect(on.drawn()).toBeNull();
  expect(on.sheet()).not.toBeNull();
});
