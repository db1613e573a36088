import { afterEach, expect, test } from "vitest";
import { THEMES } from "#theme/tokens.ts";
import { differingShare } from "./testing/expected-picture.ts";
import { countColor, pixelsOf, settled } from "./testing/pixels.ts";
import { type Stage, stage } from "./testing/stage.tsx";

let open: Stage | null = null;
afterEach(() => {
  open?.close();
  open = null;
});

const LOSSES = 60;

/** Contexts made since, and textures of them that were neither deleted nor lost with their context. */
function countContexts() {
  const real = HTMLCanvasElement.prototype.getContext;
  const contexts = new Set<WebGL2RenderingContext>();
  HTMLCanvasElement.prototype.getContext = function counted(this: HTMLCanvasElement, ...args: unknown[]) {
    const context = (real as (...of: unknown[]) => unknown).apply(this, args);
    if (context instanceof WebGL2RenderingContext) contexts.add(context);
    return context;
  } as typeof real;
  return {
    living: () => [...contexts].filter((context) => !context.isContextLost()).length,
    all: () => contexts.size,
    stop: () => {
      HTMLCanvasElement.prototype.getContext = real;
    },
  };
}

test("sixty lost contexts in a row: each time the same picture, and nothing is left behind", {
  timeout: 240_000,
}, async () => {
  const contexts = countContexts();
  open = stage({}, { isBare: true });
  const { box } = open;
  const mapNow = () => box.querySelector(".map-canvas") as HTMLElement;
  await settled(box);
  const before = await pixelsOf(mapNow());
  expect(countColor(before, THEMES.light.pressure.HP_A)).toBeGreaterThan(600);
  const asked = open.asked.length;
  const elements = document.querySelectorAll("*").length;
  for (let i = 0; i < LOSSES; i++) {
    const canvas = mapNow().querySelector("canvas") as HTMLCanvasElement;
    canvas.getContext("webgl2")?.getExtension("WEBGL_lose_context")?.loseContext();
    await expect.poll(() => mapNow().querySelector("canvas") ?? canvas, { timeout: 5000 }).not.toBe(canvas);
    await settled(box);
  }
  expect(differingShare(await pixelsOf(mapNow()), before, 40)).toBeLessThan(0.001);
  expect(document.querySelectorAll("*").length).toBeLessThanOrEqual(elements);
  expect(contexts.all()).toBeGreaterThanOrEqual(LOSSES);
  expect(contexts.living()).toBeLessThanOrEqual(2);
  // What was decoded once is drawn again without asking for it.
  expect(open.asked.length).toBe(asked);
  contexts.stop();
});
