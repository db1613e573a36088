import fc from "fast-check";
import { expect, test } from "vitest";
import { createInViewStore } from "#state/in-view.ts";
import { createGovernor, createGraphics, isSoftwareRenderer, reductionsAt } from "./graphics.ts";

test("renderers that draw with the processor are known by name, graphics cards are not taken for one", () => {
  for (const name of [
    "ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)",
    "Google SwiftShader",
    "llvmpipe (LLVM 15.0.7, 256 bits)",
    "softpipe",
    "ANGLE (Microsoft, Microsoft Basic Render Driver (0x0000008C) Direct3D11 vs_5_0 ps_5_0, D3D11)",
    "VMware SVGA 3D",
    "Apple Software Renderer",
  ])
    expect(isSoftwareRenderer(name)).toBe(true);
  for (const name of [
    "ANGLE (Intel, Intel(R) UHD Graphics 630 (0x00003E92) Direct3D11 vs_5_0 ps_5_0, D3D11)",
    "ANGLE (NVIDIA, NVIDIA GeForce GTX 1650 Direct3D11 vs_5_0 ps_5_0, D3D11)",
    "Apple M2",
    "Adreno (TM) 640",
    "",
  ])
    expect(isSoftwareRenderer(name)).toBe(false);
});

const feed = (governor: ReturnType<typeof createGovernor>, ms: number, frames: number) =>
  Array.from({ length: frames }, () => governor.frame(ms)).filter(Boolean).length;

test("a machine is slow when its frames usually are, not when one is", () => {
  const governor = createGovernor();
  feed(governor, 16, 9);
  expect(feed(governor, 900, 4)).toBe(0);
  expect(governor.isSlow()).toBe(false);
  expect(feed(governor, 200, 20)).toBe(1);
  expect(governor.isSlow()).toBe(true);
});

test("one that is quick again draws all again, but does not change its look for ever", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(10, 60, 300), { maxLength: 60 }), (speeds) => {
      const governor = createGovernor();
      const turns = speeds.reduce((sum, ms) => sum + feed(governor, ms, 12), 0);
      expect(turns).toBeLessThanOrEqual(3);
    }),
  );
  const governor = createGovernor();
  feed(governor, 300, 12);
  feed(governor, 60, 30);
  expect(governor.isSlow()).toBe(true);
  feed(governor, 10, 12);
  expect(governor.isSlow()).toBe(false);
});

test("what is left out is told, and only where something is", () => {
  expect(reductionsAt(9, 1)).toEqual(["edges", "labels"]);
  expect(reductionsAt(12.4, 2)).toEqual(["pixels", "edges", "low_pressure", "labels"]);
  expect(reductionsAt(13, 1)).toEqual(["edges", "labels"]);
});

function stage(renderer: string) {
  const inView = createInViewStore();
  const coarse: boolean[] = [];
  let changes = 0;
  const graphics = createGraphics({
    inView,
    engine: () => ({ renderer: () => renderer, coarse: (isCoarse) => void coarse.push(isCoarse) }),
    onChange: () => {
      changes += 1;
    },
    deviceRatio: () => 2,
  });
  return { graphics, inView, coarse, changes: () => changes };
}

test("software draws less from the first picture on, follows the zoom, and waits for the pointer to rest", () => {
  const { graphics, inView, coarse, changes } = stage("llvmpipe (LLVM 15)");
  graphics.built();
  graphics.look(12.2);
  expect(inView.getState().reduced).toContain("low_pressure");
  expect(graphics.reduced().has("low_pressure")).toBe(true);
  graphics.look(12.3);
  expect(changes()).toBe(2);
  graphics.look(14);
  expect(inView.getState().reduced).not.toContain("low_pressure");
  expect(inView.getState().reduced).toContain("labels");
  graphics.look(16);
  expect(inView.getState().reduced).not.toContain("labels");
  expect(coarse.every(Boolean)).toBe(true);
  expect(graphics.restMs()).toBeGreaterThan(0);
});

test("a graphics card draws all, until its frames say otherwise", () => {
  const { graphics, inView } = stage("Apple M2");
  graphics.built();
  graphics.look(12.5);
  expect([inView.getState().reduced, graphics.restMs()]).toEqual([[], 0]);
  for (let i = 0; i < 12; i++) graphics.frame(250);
  expect(inView.getState().reduced).toEqual(["pixels", "edges", "low_pressure", "labels"]);
});
