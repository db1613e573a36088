import { expect, test } from "vitest";
import { runStep } from "#scripts/steps.ts";

/** A few rounds each time; `KILL_ROUNDS=50 npm test` for the long proof. */
const rounds = process.env.KILL_ROUNDS ?? "3";

async function saidBy(script: string, ...more: string[]): Promise<{ ok: boolean; output: string }> {
  const result = await runStep({ name: script, command: "node", args: [script, "--rounds", rounds, ...more] }, true);
  console.log(
    `${script}: ${result.output
      .trim()
      .split(/[\r\n]+/)
      .at(-1)}`,
  );
  return result;
}

test("an import ended by kill -9 leaves the old dataset or the new one, never a part", async () => {
  const { ok, output } = await saidBy("e2e/kill-import.ts", "--size", "800");
  expect(output).toContain("0 times neither");
  expect(ok, output).toBe(true);
}, 900_000);

test("no acknowledged reading is lost when the server is ended by kill -9", async () => {
  const { ok, output } = await saidBy("e2e/kill-ingest.ts");
  expect(ok, output).toBe(true);
}, 900_000);

test("none is lost either behind Mosquitto that keeps what we have not acknowledged", async () => {
  const { ok, output } = await saidBy("e2e/kill-ingest.ts", "--broker", "mosquitto");
  expect(ok, output).toBe(true);
}, 900_000);

test("no crossing of a limit is lost or rings twice, and every client hears of it once, when the server is ended by kill -9", async () => {
  const { ok, output } = await saidBy("e2e/kill-alarms.ts", "--clients", "50");
  expect(ok, output).toBe(true);
}, 900_000);
