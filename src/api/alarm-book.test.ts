import { expect, test } from "vitest";
import type { Alarm } from "#contract/alarms.ts";
import { alarmOf, eventOf } from "#panels/alarms/testing/alarms.ts";
import { createAlarmBook } from "#state/alarm-book.ts";
import { keepAlarms, type OpenAlarms } from "./alarm-book.ts";
import { ApiError } from "./api-error.ts";

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

function keeper(reads: (() => OpenAlarms)[]) {
  const book = createAlarmBook();
  const followed: number[] = [];
  const heard: string[] = [];
  let asked = 0;
  const kept = keepAlarms({
    book,
    follow: (after) => followed.push(after),
    onNews: ({ events }) => heard.push(...events.map(({ alarmId, kind }) => `${alarmId} ${kind}`)),
    read: async () => {
      const read = reads[Math.min(asked, reads.length - 1)];
      asked += 1;
      if (!read) throw new Error("nothing to read");
      return read();
    },
    wait: async () => {},
  });
  const tell = (seq: number, alarms: Alarm[], kind: "raised" | "cleared" = "raised") =>
    kept.hear({
      type: "alarms",
      seq,
      events: alarms.map((alarm) => eventOf(alarm, kind)),
      alarms,
      flood: null,
    } as Parameters<typeof kept.hear>[0]);
  const ids = () => [...book.getState().open.keys()].sort();
  return { book, followed, heard, kept, tell, ids };
}

test("the list is read once and then told event by event from its number on; what is over leaves", async () => {
  const { followed, heard, tell, ids, book } = keeper([() => ({ alarms: [alarmOf({ id: "A", seq: 7 })], seq: 9 })]);
  await settle();
  expect(followed).toEqual([9]);
  tell(10, [alarmOf({ id: "B", seq: 10 })]);
  tell(11, [alarmOf({ id: "A", seq: 11, state: "normal" })], "cleared");
  expect(ids()).toEqual(["B"]);
  expect(heard).toEqual(["B raised", "A cleared"]);
  expect(book.getState()).toMatchObject({ load: "ready", seq: 11 });
});

test("news that are older than what is known change nothing", async () => {
  const newer = alarmOf({ id: "A", seq: 12, state: "acknowledged" });
  const { tell, book } = keeper([() => ({ alarms: [newer], seq: 9 })]);
  await settle();
  tell(10, [alarmOf({ id: "A", seq: 10, state: "unacknowledged" })]);
  expect(book.getState().open.get("A")).toEqual(newer);
});

test("a reset, or news that are not what the contract says, have the list read anew", async () => {
  const { kept, followed, ids } = keeper([
    () => ({ alarms: [alarmOf({ id: "A" })], seq: 1 }),
    () => ({ alarms: [alarmOf({ id: "B" })], seq: 500 }),
    () => ({ alarms: [alarmOf({ id: "C" })], seq: 600 }),
  ]);
  await settle();
  kept.hear({ type: "alarms_reset", seq: 500 });
  await settle();
  expect(ids()).toEqual(["B"]);
  kept.hear({ type: "alarms", seq: 501 });
  await settle();
  expect(ids()).toEqual(["C"]);
  expect(followed).toEqual([1, 500, 600]);
});

test("what was known stays in sight while the server does not answer, and a refusal is not asked again", async () => {
  let isDown = true;
  const { book, kept, ids, followed } = keeper([
    () => ({ alarms: [alarmOf({ id: "A" })], seq: 1 }),
    () => {
      if (!isDown) return { alarms: [alarmOf({ id: "B" })], seq: 2 };
      isDown = false;
      throw new ApiError("/api/alarms", 503, "not_ready");
    },
  ]);
  await settle();
  kept.hear({ type: "alarms_reset", seq: 2 });
  await settle();
  expect(ids()).toEqual(["B"]);
  expect(followed).toEqual([1, 2]);

  let asked = 0;
  const refused = keeper([
    () => {
      asked += 1;
      throw new ApiError("/api/alarms", 403, "forbidden");
    },
  ]);
  await settle();
  expect(asked).toBe(1);
  expect(refused.book.getState().load).toBe("failed");
  expect(book.getState().load).toBe("ready");
});
