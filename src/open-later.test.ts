import { expect, test } from "vitest";
import { type Later, openLater } from "./open-later.ts";

function hand() {
  const idle: (() => void)[] = [];
  const waiting: { readonly ms: number; readonly work: () => void }[] = [];
  const later: Later = {
    begin: (work) => void idle.push(work),
    after: (ms, work) => void waiting.push({ ms, work }),
  };
  return { idle, waiting, later };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

test("nothing is asked for before the page is at rest, and what came is opened once", async () => {
  const { idle, later } = hand();
  const said: string[] = [];
  const fetchPart = async () => void said.push("asked");
  const open = () => {
    said.push("open");
    return () => said.push("stopped");
  };
  const stop = openLater(fetchPart, open, later);
  expect(said).toEqual([]);
  for (const work of idle) work();
  await settled();
  expect(said).toEqual(["asked", "open"]);
  stop();
  expect(said).toEqual(["asked", "open", "stopped"]);
});

test("a part that does not come is asked for until it comes", async () => {
  const { idle, waiting, later } = hand();
  let asked = 0;
  let opened = 0;
  const fetchPart = async () => {
    if (++asked < 4) throw new TypeError("failed to fetch");
  };
  openLater(
    fetchPart,
    () => {
      opened++;
      return () => {};
    },
    later,
  );
  for (const work of idle) work();
  for (let i = 0; i < 3; i++) {
    await settled();
    waiting[i]?.work();
  }
  await settled();
  expect({ asked, opened, waits: waiting.map(({ ms }) => ms) }).toEqual({
    asked: 4,
    opened: 1,
    waits: [5000, 5000, 5000],
  });
});

test.each(["before it is asked for", "while it is on its way", "before it is asked for again"])(
  "a house that ends %s opens nothing",
  async (when) => {
    const { idle, waiting, later } = hand();
    let opened = 0;
    const fetchPart = async () => {
      if (when.endsWith("again")) throw new TypeError("failed to fetch");
    };
    const stop = openLater(
      fetchPart,
      () => {
        opened++;
        return () => {};
      },
      later,
    );
    if (when.startsWith("before it is asked for") && !when.endsWith("again")) stop();
    for (const work of idle) work();
    if (when.startsWith("while")) stop();
    await settled();
    stop();
    for (const { work } of waiting) work();
    await settled();
    expect(opened).toBe(0);
  },
);
