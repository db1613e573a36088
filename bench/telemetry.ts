/**
 * Telemetry: readings a second that are taken in and stored, with alarms, quality and roll-ups on, and what is lost when the server is killed; a year
 * of one tag and the newest values of all tags over HTTP; what the sensors' detectors find of the made-up province's answer key.
 *
 *     node bench/telemetry.ts [--seconds 600] [--rate 10200] [--tags 55000] [--per-message 1] [--kills 100] [--resumes 50] [--days 3] [--year-step 30]
 *                             [--engine embedded|native|both] [--only sustained,kills,resumes,questions,detectors]
 *
 * The defaults take half a minute of readings and a few kills, so that it is soon over; the whole proof is `--seconds 600 --kills 100 --resumes 50`. A native server
 * is started for it, with the tests' settings. Exit code 1 when a goal is missed.
 */
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { runStep } from "#scripts/steps.ts";
import { scoreDetectors } from "./telemetry/detectors.ts";
import { ENGINES, withPlace } from "./telemetry/engines.ts";
import { askQuestions } from "./telemetry/questions.ts";
import { sustain } from "./telemetry/sustained.ts";

const { values: asked } = parseArgs({
  options: {
    seconds: { type: "string", default: "30" },
    rate: { type: "string", default: "10200" },
    tags: { type: "string", default: "55000" },
    "per-message": { type: "string", default: "1" },
    kills: { type: "string", default: "5" },
    resumes: { type: "string", default: "3" },
    days: { type: "string", default: "3" },
    "year-step": { type: "string", default: "30" },
    engine: { type: "string", default: "both" },
    only: { type: "string", default: "sustained,kills,resumes,questions,detectors" },
  },
});
/** The goal; a little more is offered, since a run ends with its last acknowledgement. */
const LEAST_PER_S = 10_000;
const KILL_RATE = "1000";
const parts = new Set(asked.only.split(","));
const engines = ENGINES.filter((engine) => asked.engine === "both" || asked.engine === engine);
const misses: string[] = [];
const goal = (name: string, isMet: boolean) => {
  if (!isMet) misses.push(name);
  return isMet ? "met" : "MISSED";
};
const load = () => `load ${loadavg()[0]?.toFixed(1)}`;
const whole = (n: number) => n.toLocaleString("en");
const percent = (share: number) => `${(100 * share).toFixed(0)} %`;

if (parts.has("detectors")) {
  const { scores, readings, ms } = scoreDetectors(Number(asked.days));
  console.log(`detectors: ${whole(readings)} readings of ${asked.days} days in ${(ms / 1000).toFixed(1)} s`);
  for (const { what, there, found, right, precision, recall } of scores)
    console.log(
      `  ${what.padEnd(62)} ${String(there).padStart(3)} there ${String(found).padStart(3)} found ${String(right).padStart(3)} right · ` +
        `precision ${percent(precision)} recall ${percent(recall)}; goal both ≥ 80 %: ${goal(what, precision >= 0.8 && recall >= 0.8)}`,
    );
}

const ask = {
  tags: Number(asked.tags),
  perSecond: Number(asked.rate),
  seconds: Number(asked.seconds),
  perMessage: Number(asked["per-message"]),
};
if (parts.has("sustained")) {
  console.log(`taken in by MQTT: ${whole(ask.tags)} tags, ${ask.seconds} s, ${ask.perMessage} a message, ${load()}`);
  for (const engine of engines) {
    const r = await withPlace(engine, (place) => sustain(engine, place, ask));
    console.log(
      `  ${engine.padEnd(9)} ${whole(Math.round(r.perSecond))} readings/s · lag p50 ${r.p50.toFixed(0)} ms p99 ${r.p99.toFixed(0)} ms worst ${r.worst.toFixed(0)} ms · ` +
        `CPU ${r.serverUs.toFixed(0)} µs a reading, devices ${r.devicesUs.toFixed(0)} · ${whole(r.sent)} sent, ${whole(r.stored)} stored, ${r.lost} lost · ${r.alarms} alarms · ${load()}`,
    );
    console.log(
      `            goal ≥ ${whole(LEAST_PER_S)}/s: ${goal(`${engine} pace`, r.perSecond >= LEAST_PER_S)}; lag p99 ≤ 2 s: ${goal(`${engine} lag`, r.p99 <= 2000)}; nothing lost: ${goal(`${engine} loss`, r.lost === 0)}`,
    );
  }
}

if (parts.has("questions")) {
  for (const engine of engines) {
    const { rows, answers } = await withPlace(engine, (place) =>
      askQuestions(engine, place, ask.tags, Number(asked["year-step"])),
    );
    console.log(`asked over HTTP, ${engine}: a year of ${whole(rows)} readings, ${load()}`);
    for (const { what, points, p50, p95, worst } of answers) {
      const most = what.startsWith("a year") ? 300 : 50;
      console.log(
        `  ${what.padEnd(28)} ${String(points).padStart(6)} points · p50 ${p50.toFixed(0)} ms p95 ${p95.toFixed(0)} ms worst ${worst.toFixed(0)} ms; goal p95 ≤ ${most} ms: ${goal(`${engine}: ${what}`, p95 <= most)}`,
      );
    }
  }
}

/** Runs a program of kills on a database of an engine; the last line it says. */
async function killed(
  engine: (typeof ENGINES)[number],
  args: readonly string[],
): Promise<{ ok: boolean; said: string }> {
  const { ok, output } = await withPlace(engine, ({ databaseUrl }) =>
    runStep(
      {
        name: "kills",
        command: "node",
        args: [...args],
        ...(databaseUrl === undefined ? {} : { env: { DATABASE_URL: databaseUrl } }),
      },
      true,
    ),
  );
  const lines = output.trim().split(/[\r\n]+/);
  // What went wrong stands in the lines before the last.
  if (!ok) console.error(lines.slice(-40).join("\n"));
  return { ok, said: lines.at(-1) ?? "" };
}

if (parts.has("kills")) {
  const places = [
    ...engines.map((engine) => [engine, "embedded"] as const),
    [engines[0] ?? "embedded", "mosquitto"] as const,
  ];
  for (const [engine, broker] of places) {
    const ask = ["--rounds", asked.kills, "--broker", broker, "--rate", KILL_RATE];
    const { ok, said } = await killed(engine, ["e2e/kill-ingest.ts", ...ask]);
    console.log(
      `killed ${asked.kills} times, ${engine} database: ${said}; nothing lost: ${goal(`${engine} kills, ${broker} broker`, ok)}`,
    );
  }
}
if (parts.has("resumes")) {
  for (const engine of engines) {
    const { ok, said } = await killed(engine, ["e2e/kill-alarms.ts", "--rounds", asked.resumes]);
    console.log(
      `200 clients through ${asked.resumes} kills, ${engine} database: ${said}; all resume in 10 s, no alarm missed: ${goal(`${engine} resumes`, ok)}`,
    );
  }
}
if (misses.length > 0) console.log(`missed: ${misses.join(", ")} (${load()})`);
process.exitCode = misses.length === 0 ? 0 : 1;
