import { createRoot } from "react-dom/client";
import { afterEach, expect, test } from "vitest";
import { createStore } from "zustand/vanilla";
import type { ModelAnswer } from "#contract/model.ts";
import type { LngLat } from "#contract/route.ts";
import { placeAt } from "#lib/screen-place.ts";
import { createModelStore, type Model, takeMode } from "#state/model.ts";
import type { CameraAt } from "../engine-types.ts";
import type { PlaceStore } from "../keepers.ts";
import { ModeOverlay } from "./mode-overlay.tsx";

const AT: CameraAt = { lng: 114.5, lat: 38, zoom: 15, bounds: [114.4, 37.9, 114.6, 38.1], width: 600, height: 400 };
const spot = (x: number, y: number): LngLat => placeAt(AT, { x, y });
let close = () => {};
afterEach(() => close());

/** The overlay alone, over a map of 600 × 400 pixels that does not move. */
async function begin(mode: NonNullable<Model["mode"]>, over: Partial<Model>) {
  const model = createModelStore();
  takeMode(model, mode);
  model.setState(over);
  const place: PlaceStore = createStore(() => ({ at: AT }));
  const box = document.createElement("div");
  box.style.cssText = "position:fixed;inset:0 auto auto 0;width:600px;height:400px";
  document.body.append(box);
  const root = createRoot(box);
  root.render(<ModeOverlay model={model} place={place} words={(key) => key} />);
  close = () => {
    root.unmount();
    box.remove();
  };
  await expect.poll(() => box.querySelector(".map-modes")).not.toBeNull();
  const texts = (of: string) => [...box.querySelectorAll(`${of} text`)].map((one) => one.textContent);
  return { model, box, texts, count: (of: string) => box.querySelectorAll(of).length };
}

/** An answer as far as the overlay reads it. */
const shown = (answer: object) => ({
  result: {
    snapshot: "v1",
    answer: answer as ModelAnswer,
    marks: { seqs: new Uint32Array(0), classes: new Uint8Array(0) },
  },
});

test("ties and squeeze-offs of a plan stand on the map under their numbers in the list", async () => {
  const { box, texts, count } = await begin(
    "isolate",
    shown({
      kind: "isolate",
      cordon: null,
      valves: [],
      stuck: [],
      ties: [
        { node: "T1", lngLat: spot(100, 100) },
        { node: "T2", lngLat: spot(200, 100) },
      ],
      squeezes: [
        { pipes: ["P1"], points: [spot(300, 200), spot(340, 200)] },
        { pipes: ["P2"], points: [spot(400, 300)] },
      ],
    }),
  );
  expect(texts(".mode-tie")).toEqual(["1", "2"]);
  expect(texts(".mode-squeeze")).toEqual(["1", "1", "2"]);
  expect(count(".mode-squeeze")).toBe(3);
  const { left, width, top, height } = (box.querySelector(".mode-tie path") as SVGElement).getBoundingClientRect();
  expect([left + width / 2, top + height / 2].map(Math.round)).toEqual([100, 100]);
});

test("a cordon told before its plan stands on the map alone", async () => {
  const ring = [spot(100, 100), spot(200, 100), spot(150, 200), spot(100, 100)];
  const { count } = await begin("isolate", shown({ kind: "cordon", cordon: { ring } }));
  expect([count(".mode-cordon"), count(".mode-disc")]).toEqual([1, 0]);
});

test("contours of a jet on fire are drawn, each with its heat where there is room for it", async () => {
  const ring = (radius: number) =>
    Array.from({ length: 97 }, (_, i) => {
      const turn = (i / 96) * 2 * Math.PI;
      return spot(300 + radius * Math.sin(turn), 200 - radius * Math.cos(turn));
    });
  const { texts, count } = await begin(
    "consequence",
    shown({
      kind: "consequence",
      parts: [],
      cordon: { ring: ring(180) },
      contours: [
        { wM2: 1580, ring: ring(150) },
        { wM2: 4730, ring: ring(80) },
        { wM2: 37_500, ring: ring(6) },
      ],
    }),
  );
  expect(count(".mode-contour")).toBe(3);
  expect(texts(".map-modes").filter((text) => text?.includes("kW"))).toEqual(["1.58 kW/m²", "4.73 kW/m²"]);
});

test("lines drawn in a scenario stay on the map with it, also when it was opened by its link", async () => {
  const line = [spot(50, 50), spot(150, 250)];
  const { count, box } = await begin("scenario", { changes: [{ kind: "line", line }], tool: "line" });
  expect(count(".mode-barrier")).toBe(1);
  expect(box.querySelector(".map-mode-hint")?.textContent).toBe("model.hint.line");
});
