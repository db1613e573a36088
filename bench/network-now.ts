/**
 * How fast the whole network is solved from telemetry: `node bench/network-now.ts [--counties 12] [--minutes 5]`. Whole counties of the demo with the
 * values that its devices send, in this process as the server's thread does it. Each look is ten seconds after the one before: a district that a
 * reading moved, then every county in turn as a province is refreshed. Exit code 1 when a county's later look takes more than a second (95 of 100).
 */
import { parseArgs } from "node:util";
import { signalOf, signalTagOf } from "#mocks/devices/values.ts";
import { readFacts } from "#mocks/files/facts.ts";
import { networkRowsOf } from "#mocks/network-rows.ts";
import { planWorld } from "#mocks/world/plan.ts";
import { buildCounty } from "#mocks/world/world.ts";
import { writeNetworkFile } from "#model/network/file.ts";
import { LiveDesk } from "#model/network/live-desk.ts";
import type { LiveTag } from "#model/network/live-tags.ts";

const { values } = parseArgs({
  options: { counties: { type: "string", default: "12" }, minutes: { type: "string", default: "5" } },
});
const GOAL_MS = 1000;
const [STEP_MS, SEED] = [10_000, 1];
const START = Date.UTC(2026, 10, 22, 10);

const plan = planWorld({ ...readFacts(), tier: "demo", seed: SEED, asOf: Date.UTC(2026, 10, 22) });
const codes = ["130123", ...plan.counties.map(({ code }) => code).filter((code) => code !== "130123")];

function openCounty(code: string) {
  const part = buildCounty(plan, code);
  const rows = networkRowsOf(part, { version: "bench", seqOf: (_, i) => i });
  const recordOf = new Map(rows.nodes.ids.map((id, n) => [id, n]));
  const kept = part.tags.flatMap((tag) => {
    const record = recordOf.get(tag.node_id ?? "");
    const { id, kind, nominal } = tag;
    if (record === undefined || (kind !== "pressure" && kind !== "flow")) return [];
    return [{ tag: { id, kind, record, nominal } satisfies LiveTag, signal: signalOf(signalTagOf(tag), SEED) }];
  });
  const begin = performance.now();
  const desk = new LiveDesk(
    writeNetworkFile(rows).buffer,
    kept.map(({ tag }) => tag),
  );
  return { code, desk, kept, pipes: rows.pipes.ids.length, openMs: performance.now() - begin };
}

const counties = codes.slice(0, Number(values.counties)).map(openCounty);
const steps = Math.round((Number(values.minutes) * 60_000) / STEP_MS);
const [firsts, laters, rounds]: [number[], number[], number[]] = [[], [], []];
let [tick, changed] = [0, 0];
for (let step = 0; step < steps; step++) {
  const round = performance.now();
  for (const { desk, kept } of counties) {
    const at = START + step * STEP_MS;
    const readings = Float64Array.from(kept, ({ signal }) => signal.at(at)?.v ?? Number.NaN);
    const begin = performance.now();
    desk.look(readings, ++tick, () => performance.now());
    (step === 0 ? firsts : laters).push(performance.now() - begin);
    if (step > 0) changed += desk.changesSince(tick - 1).seqs.length;
  }
  if (step > 0) rounds.push(performance.now() - round);
}
const at = (list: number[], share: number): string =>
  `${(list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(share * list.length))] ?? 0).toFixed(0)} ms`;
const sum = (of: (one: (typeof counties)[number]) => number) => counties.reduce((all, one) => all + of(one), 0);
const [whole] = counties;
console.log(
  `${counties.length} counties, ${sum(({ pipes }) => pipes)} pipes, ${sum(({ kept }) => kept.length)} sensors; the largest ${whole?.pipes} and ${whole?.kept.length}, opened in ${whole?.openMs.toFixed(0)} ms`,
);
console.log(`first look: median ${at(firsts, 0.5)}, longest ${at(firsts, 1)}`);
console.log(`later looks: median ${at(laters, 0.5)}, 95 % ${at(laters, 0.95)}, longest ${at(laters, 1)}`);
console.log(
  `all counties once: median ${at(rounds, 0.5)}; a look changes ${(changed / Math.max(1, laters.length)).toFixed(0)} pipes' bytes`,
);
const late = laters.filter((ms) => ms > GOAL_MS).length;
process.exit(late > 0.05 * laters.length ? 1 : 0);
