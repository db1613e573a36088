import { expect, test } from "vitest";
import { DatabaseGone } from "../errors.ts";
import { OWNER, runTransaction } from "../transaction.ts";
import { EmbeddedConnection } from "./connection.ts";

const START = { directory: null, template: null };

/** A worker that starts, answers `begin` and then does what is said, instead of a database. */
const workerThat = (act: string) =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { parentPort } from "node:worker_threads";
      parentPort.postMessage({ ok: true, value: null });
      parentPort.on("message", (ask) => {
        if (ask.text === "begin") return parentPort.postMessage({ ok: true, value: "BEGIN" });
        ${act}
      });`)}`,
  );

test.each([
  ["throws", `throw new Error("out of memory")`, /has stopped: Error: out of memory/],
  ["finds the disk full", `throw { name: "ErrnoError", errno: 51 }`, /has stopped: no space is left on the disk/],
  ["throws what is no error", `throw { errno: 29 }`, /has stopped: \{"errno":29\}/],
  ["ends", "process.exit(3)", /has ended/],
  [
    "says that the engine failed",
    `parentPort.postMessage({ ok: false, isStatement: false, facts: { message: "unreachable" } })`,
    /has failed: unreachable/,
  ],
])(
  "a transaction whose worker %s is rejected with the reason, and so is every later one",
  async (_what, act, reason) => {
    const connection = await EmbeddedConnection.start(START, workerThat(act));
    const told: Error[] = [];
    connection.onGone((cause) => told.push(cause));
    const run = () =>
      runTransaction(connection, OWNER, async (tx) => [await tx.query("select 1"), await tx.query("select 2")]);
    const first = await run().catch((cause: unknown) => cause);
    expect(first).toBeInstanceOf(DatabaseGone);
    expect(first).toMatchObject({ message: expect.stringMatching(reason) });
    await expect(run()).rejects.toThrow(DatabaseGone);
    await connection.close();
    expect(told).toEqual([first]);
  },
);

test("an end that was asked for is told to nobody; one that came before the asking is told at once", async () => {
  const told: string[] = [];
  const asked = await EmbeddedConnection.start(
    START,
    workerThat("parentPort.postMessage({ ok: true }); process.exit(0)"),
  );
  asked.onGone(({ message }) => told.push(message));
  await asked.close();
  expect(told).toEqual([]);
  const ended = await EmbeddedConnection.start(START, workerThat("process.exit(3)"));
  await ended.query("select 1", []).catch(() => undefined);
  ended.onGone(({ message }) => told.push(message));
  expect(told).toEqual(["the embedded database has ended"]);
});

test("a worker that cannot start says why", async () => {
  const script = new URL(`data:text/javascript,${encodeURIComponent("throw new Error('no such directory')")}`);
  await expect(EmbeddedConnection.start(START, script)).rejects.toThrow(/no such directory/);
});
