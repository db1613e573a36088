import { expect, test } from "vitest";
import { httpWire } from "./http-wire.ts";

const RECEIPT = {
  id: "0190a8f0-0000-7000-8000-000000000001",
  hash: "0".repeat(64),
  detail: "said by a later version",
  missing: [],
  receivedAt: "2026-11-26T00:00:00.000Z",
  acceptedAt: null,
  countedAt: null,
  hazards: [],
};

const wireThatHears = (receipt: object) =>
  httpWire({
    fetch: () => Promise.resolve(Response.json({ receipts: [{ ...RECEIPT, ...receipt }], now: RECEIPT.receivedAt })),
    csrf: () => null,
    renewCsrf: () => Promise.resolve(),
    now: () => 0,
    onServerTime: () => {},
  });

test("a receipt with a reason of a later version is heard without it, and holds up nothing", async () => {
  const told = await wireThatHears({ state: "held", reasons: ["unreadable", "said_since_version_9"] }).ask([
    RECEIPT.id,
  ]);
  expect(told.get(RECEIPT.id)).toMatchObject({ is: "receipt", receipt: { state: "held", reasons: ["unreadable"] } });
});

test("a state of a later version counts as received: nothing on the device is given up for it", async () => {
  const told = await wireThatHears({ state: "archived", reasons: [] }).ask([RECEIPT.id]);
  expect(told.get(RECEIPT.id)).toMatchObject({ is: "receipt", receipt: { state: "received" } });
});
