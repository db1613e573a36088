import { expect, test } from "vitest";
import { latestPerFrame } from "./latest.ts";

test("a burst becomes one call with the newest value", () => {
  const frames: FrameRequestCallback[] = [];
  const seen: number[] = [];
  const push = latestPerFrame<number>(
    (n) => seen.push(n),
    (run) => frames.push(run),
  );
  push(1);
  push(2);
  push(3);
  expect(frames).toHaveLength(1);
  frames.shift()?.(0);
  expect(seen).toEqual([3]);
  push(4);
  frames.shift()?.(16);
  expect(seen).toEqual([3, 4]);
});
