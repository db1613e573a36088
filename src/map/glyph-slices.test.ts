import { expect, test } from "vitest";
import { sliceLetters } from "./glyph-slices.ts";

const task = () => new Promise((resolve) => setTimeout(resolve, 0));

/** A manager whose every letter takes 4 ms of a made-up clock, and tells in which task each was drawn. */
function stage(free: Promise<unknown>) {
  let [clock, tasks] = [0, 0];
  const drawn: [unknown, number][] = [];
  const manager = {
    _drawGlyph: async (...[letter]: readonly unknown[]) => {
      if (letter === "�") throw new Error("no such letter");
      clock += 4;
      drawn.push([letter, tasks]);
      return letter;
    },
  };
  const nextTask = async () => {
    await task();
    tasks += 1;
  };
  sliceLetters(manager, free, { now: () => clock, nextTask });
  return { manager, drawn };
}

test("letters come in the order asked for, some to a task, and each asker gets its own", async () => {
  const { manager, drawn } = stage(Promise.resolve());
  const letters = [..."石家庄市藁城区鹿泉"];
  expect(await Promise.all(letters.map((one) => manager._drawGlyph(one)))).toEqual(letters);
  expect(drawn.map(([letter]) => letter)).toEqual(letters);
  const perTask = Map.groupBy(drawn, ([, at]) => at);
  expect(perTask.size).toBeGreaterThan(1);
  for (const some of perTask.values()) expect(some.length).toBeLessThanOrEqual(3);
});

test("none is drawn before the GPU is free", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { manager, drawn } = stage(promise);
  const one = manager._drawGlyph("燃");
  await task();
  expect(drawn).toEqual([]);
  resolve();
  expect(await one).toBe("燃");
});

test("a letter that cannot be drawn is its asker's trouble, and holds up no other", async () => {
  const { manager } = stage(Promise.resolve());
  const [bad, good] = [manager._drawGlyph("�"), manager._drawGlyph("气")];
  await expect(bad).rejects.toThrow("no such letter");
  expect(await good).toBe("气");
});
