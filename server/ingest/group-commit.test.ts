import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { createGroupCommit } from "./group-commit.ts";

const dataError = () => Object.assign(new Error("numeric value out of range"), { code: "22003" });

/** A store that numbers its transactions, refuses what it is told to, and is down for a while when asked. */
function fakeStore({ down = 0, poison = new Set<number>() } = {}) {
  const transactions: number[][] = [];
  let attempts = 0;
  return {
    transactions,
    attempts: () => attempts,
    write: async (items: readonly number[]) => {
      attempts += 1;
      await null;
      if (attempts <= down) throw new Error("the database is away");
      if (items.some((item) => poison.has(item))) throw dataError();
      transactions.push([...items]);
      return items.map((item) => `stored ${item}`);
    },
  };
}
const refuse = async (item: number) => `refused ${item}`;

test("what comes together is stored together, and each caller gets its own results", async () => {
  const store = fakeStore();
  const group = createGroupCommit({ write: store.write, refuse, lingerMs: 1 });
  const results = await Promise.all([group.add([1, 2]), group.add([]), group.add([3])]);
  expect(results).toEqual([["stored 1", "stored 2"], [], ["stored 3"]]);
  expect(store.transactions).toEqual([[1, 2, 3]]);
  expect(group.pending).toBe(0);
});

test("after a crowd the next group waits longer for company, after a single sender it does not", async () => {
  vi.useFakeTimers();
  try {
    const store = fakeStore();
    const group = createGroupCommit({ write: store.write, refuse, lingerMs: 10 });
    const sizes = () => store.transactions.map((items) => items.length);
    void group.add(Array.from({ length: 64 }, (_, i) => i));
    await vi.advanceTimersByTimeAsync(10);
    expect(sizes()).toEqual([64]);
    void group.add([1]);
    await vi.advanceTimersByTimeAsync(29);
    expect(sizes()).toEqual([64]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sizes()).toEqual([64, 1]);
    void group.add([2]);
    await vi.advanceTimersByTimeAsync(10);
    expect(sizes()).toEqual([64, 1, 1]);
  } finally {
    vi.useRealTimers();
  }
});

test("a full group does not wait for company", async () => {
  const store = fakeStore();
  const group = createGroupCommit({ write: store.write, refuse, lingerMs: 1e9, maxItems: 2 });
  await Promise.all([group.add([1]), group.add([2])]);
  expect(store.transactions).toEqual([[1, 2]]);
});

test("nobody is told of success before the write that holds their items has ended", async () => {
  const gate = Promise.withResolvers<void>();
  const group = createGroupCommit<number, string>({
    write: async (items) => {
      await gate.promise;
      return items.map(String);
    },
    refuse,
    lingerMs: 0,
  });
  let told = false;
  const added = group.add([1]).then(() => {
    told = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(told).toBe(false);
  expect(group.pending).toBe(1);
  gate.resolve();
  await added;
});

test("while the database is away it is tried again; when it stays away the caller hears of it", async () => {
  const back = fakeStore({ down: 2 });
  const patient = createGroupCommit({ write: back.write, refuse, lingerMs: 0 });
  expect(await patient.add([1])).toEqual(["stored 1"]);
  expect(back.attempts()).toBe(3);

  const gone = fakeStore({ down: Number.POSITIVE_INFINITY });
  const hasty = createGroupCommit({ write: gone.write, refuse, lingerMs: 0, giveUpMs: 0 });
  await expect(hasty.add([1])).rejects.toThrow("the database is away");
  expect(hasty.pending).toBe(0);
});

test("an item with a data error is refused alone; every other is stored exactly once, in order", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.nat(), { maxLength: 8 }), { maxLength: 8 }),
      fc.func(fc.integer({ min: 0, max: 5 })),
      async (drawn, dice) => {
        let next = 0;
        const calls = drawn.map((call) => call.map(() => next++));
        const poison = new Set(calls.flat().filter((item) => dice(item) === 0));
        const store = fakeStore({ poison });
        const group = createGroupCommit({ write: store.write, refuse, lingerMs: 0, maxItems: 5 });
        const results = await Promise.all(calls.map((call) => group.add(call)));
        expect(results).toEqual(calls.map((c) => c.map((i) => (poison.has(i) ? `refused ${i}` : `stored ${i}`))));
        expect(store.transactions.flat()).toEqual(calls.flat().filter((item) => !poison.has(item)));
      },
    ),
    { numRuns: 50 },
  );
});

test("who sent what is refused hears of it after what is written of it, which is tried again like any write", async () => {
  const store = fakeStore({ poison: new Set([1]) });
  const written: number[] = [];
  let failures = 2;
  const noting = async (item: number) => {
    await null;
    if (failures-- > 0) throw new Error("the database is away");
    written.push(item);
    return refuse(item);
  };
  const patient = createGroupCommit({ write: store.write, refuse: noting, lingerMs: 0 });
  expect(await patient.add([0, 1, 2])).toEqual(["stored 0", "refused 1", "stored 2"]);
  expect(written).toEqual([1]);
  expect(store.transactions).toEqual([[0], [2]]);

  failures = Number.POSITIVE_INFINITY;
  const hasty = createGroupCommit({ write: store.write, refuse: noting, lingerMs: 0, giveUpMs: 0 });
  await expect(hasty.add([1])).rejects.toThrow("the database is away");
});

test("closing stores what waits and takes no more", async () => {
  const store = fakeStore();
  const group = createGroupCommit({ write: store.write, refuse, lingerMs: 1e9 });
  const added = group.add([1]);
  await group.close();
  expect(await added).toEqual(["stored 1"]);
  await expect(group.add([2])).rejects.toThrow("closed");
});

test("who waits for room goes on as soon as there is some, whoever filled the queue, and whether or not that could be stored", async () => {
  const store = fakeStore();
  const group = createGroupCommit({ write: store.write, refuse, lingerMs: 0, maxItems: 4, giveUpMs: 0 });
  await group.whenBelow(1);
  const order: string[] = [];
  const mine = group.add([1]).then(() => order.push("mine"));
  const theirs = [1, 2, 3].map((n) => group.add([n, n, n, n]).then(() => order.push(`theirs ${n}`)));
  await Promise.all([...theirs, mine, group.whenBelow(5).then(() => order.push("room"))]);
  expect(order).toEqual(["mine", "theirs 1", "theirs 2", "room", "theirs 3"]);
  const broken = createGroupCommit({
    write: () => Promise.reject(new Error("away")),
    refuse,
    lingerMs: 0,
    giveUpMs: 0,
  });
  const lost = broken.add([1]).catch(() => "lost");
  await broken.whenBelow(1);
  expect(await lost).toBe("lost");
});
