import { expect, test } from "vitest";
import { runStep } from "#scripts/steps.ts";

/** A short round each time; `CHAOS_MINUTES=60 CHAOS_PROFILES=8 CHAOS_SEED=7 npm test` for a long one. */
const { CHAOS_MINUTES = "0.4", CHAOS_PROFILES = "2", CHAOS_SEED = "1" } = process.env;

test(
  "phones, browsers, lines, clocks, storage, sessions and the server fail, and no record is lost, doubled, hidden or miscounted",
  async () => {
    const args = ["e2e/chaos.ts", "--minutes", CHAOS_MINUTES, "--profiles", CHAOS_PROFILES, "--seed", CHAOS_SEED];
    const { ok, output } = await runStep({ name: "chaos", command: "node", args }, true);
    console.log(
      output
        .trim()
        .split(/[\r\n]+/)
        .slice(-3)
        .join("\n"),
    );
    expect(output).toContain("0 lost, 0 duplicates, 0 forgotten by a phone");
    expect(ok, output).toBe(true);
  },
  Number(CHAOS_MINUTES) * 60_000 + 600_000,
);
