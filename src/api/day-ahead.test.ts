import { expect, test } from "vitest";
import { listFieldTasks } from "#contract/field/tasks.ts";
import { askDay, DAY_ADDRESS } from "./ahead.ts";
import { addressOf } from "./client.ts";
import { takeDay } from "./day-ahead.ts";

const said = (word: string) => () => Promise.resolve(new Response(word));

test("what is asked ahead is what the field app asks first", () => {
  expect(DAY_ADDRESS).toBe(addressOf(listFieldTasks, {}, { limit: 200 }));
});

test("the day is asked for at once, and its answer is given once", async () => {
  const asked: string[] = [];
  askDay(true, (path) => {
    asked.push(path);
    return said("day")();
  });
  expect(asked).toEqual([DAY_ADDRESS]);
  expect(await (await takeDay())?.text()).toBe("day");
  expect(await takeDay()).toBeNull();
});

test("nobody is given the day of who was there before", async () => {
  askDay(true, said("the first one's"));
  askDay(true, said("the second one's"));
  expect(await (await takeDay())?.text()).toBe("the second one's");
  askDay(true, said("the first one's"));
  askDay(false);
  expect(await takeDay()).toBeNull();
});

test("without a line, or after a minute, it is to be asked for anew", async () => {
  askDay(true, () => Promise.reject(new TypeError("no line")));
  expect(await takeDay()).toBeNull();
  askDay(true, said("old"));
  expect(await takeDay(Date.now() + 60_000)).toBeNull();
  askDay(true, said("fresh"));
  expect(await takeDay(Date.now() + 50_000)).not.toBeNull();
});
