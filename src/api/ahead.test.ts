import { expect, test } from "vitest";
import { listFieldTasks } from "#contract/field/tasks.ts";
import { askDay, DAY_ADDRESS, forgetDay, takeDay } from "./ahead.ts";
import { addressOf } from "./client.ts";

const answering = (asked: string[], answer: () => Promise<Response>) =>
  ((path: string) => {
    asked.push(path);
    return answer();
  }) as typeof fetch;
const said = (word: string) => () => Promise.resolve(new Response(word));

test("what is asked ahead is what the field app asks first", () => {
  expect(DAY_ADDRESS).toBe(addressOf(listFieldTasks, {}, { limit: 200 }));
});

test("the day is asked for at once, and its answer is given once", async () => {
  const asked: string[] = [];
  askDay(answering(asked, said("day")));
  expect(asked).toEqual([DAY_ADDRESS]);
  expect(await (await takeDay())?.text()).toBe("day");
  expect(await takeDay()).toBeNull();
});

test("nobody is given the day of who was there before", async () => {
  askDay(answering([], said("the first one's")));
  askDay(answering([], said("the second one's")));
  expect(await (await takeDay())?.text()).toBe("the second one's");
  askDay(answering([], said("the first one's")));
  forgetDay();
  expect(await takeDay()).toBeNull();
});

test("without a line, or after a minute, it is to be asked for anew", async () => {
  askDay(answering([], () => Promise.reject(new TypeError("no line"))));
  expect(await takeDay()).toBeNull();
  askDay(answering([], said("old")), 0);
  expect(await takeDay(60_000)).toBeNull();
  askDay(answering([], said("fresh")), 0);
  expect(await takeDay(59_999)).not.toBeNull();
});
