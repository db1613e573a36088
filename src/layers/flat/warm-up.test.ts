import { expect, test } from "vitest";
import { warmLater, whenWarm } from "./warm-up.ts";

const contextOf = (isLost = false) => ({ isContextLost: () => isLost }) as WebGL2RenderingContext;
const warm = (gl: WebGL2RenderingContext) => new Promise<void>((resolve) => whenWarm(gl, resolve));

test("each is warmed up in a task of its own, in order, and then it is told", async () => {
  const gl = contextOf();
  const seen: string[] = [];
  for (const name of ["pipes", "rings", "sensors"])
    warmLater(gl, () => {
      seen.push(name);
      queueMicrotask(() => seen.push("end of task"));
    });
  expect(seen).toEqual([]);
  await warm(gl);
  expect(seen).toEqual(["pipes", "end of task", "rings", "end of task", "sensors", "end of task"]);
});

test("where nothing waits it is told at once; a lost context is not warmed up, and still told", async () => {
  let isTold = false;
  whenWarm(contextOf(), () => {
    isTold = true;
  });
  expect(isTold).toBe(true);
  const lost = contextOf(true);
  let hasRun = false;
  warmLater(lost, () => {
    hasRun = true;
  });
  await warm(lost);
  expect(hasRun).toBe(false);
});
