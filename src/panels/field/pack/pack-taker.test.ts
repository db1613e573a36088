import { expect, test } from "vitest";
import { type Pack, type PackAsk, PackError } from "#api/map-pack.ts";
import { createPackTaker } from "./pack-taker.ts";

const AREA = { code: "130123", name: "正定县", bbox: [114, 38, 115, 39] as [number, number, number, number] };
const PACK: Pack = { area: AREA, version: "v1", takenAt: null, files: 3, total: 9, bytes: 100 };
const ASK = { owner: "zhang", area: AREA, version: "v1" };
const wait = async () => {};

test("one pack is taken at a time, told as it goes, whoever listens", async () => {
  const begun: PackAsk[] = [];
  let end = (_: Pack) => {};
  const taker = createPackTaker((asked) => {
    begun.push(asked);
    return new Promise((resolve) => {
      end = resolve;
    });
  }, wait);
  const first = taker.begin(ASK);
  await taker.begin(ASK);
  expect(begun).toHaveLength(1);
  begun[0]?.onProgress(PACK);
  expect(taker.now()).toEqual({ is: "taking", pack: PACK });
  end({ ...PACK, takenAt: 1 });
  await first;
  expect(taker.now()).toEqual({ is: "idle" });
});

test("what went wrong stays until the next beginning; one that a person stopped went not wrong", async () => {
  const faults: (Error | null)[] = [new PackError("full"), new Error("?")];
  const taker = createPackTaker(async ({ signal }) => {
    const fault = faults.shift();
    if (fault) throw fault;
    return await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  }, wait);
  await taker.begin(ASK);
  expect(taker.now()).toEqual({ is: "failed", fault: "full" });
  await taker.begin(ASK);
  expect(taker.now()).toEqual({ is: "failed", fault: "failed" });
  const last = taker.begin(ASK);
  taker.stop();
  await last;
  expect(taker.now()).toEqual({ is: "idle" });
});
