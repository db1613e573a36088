import { METHANE } from "#model/consequence/gas.ts";
import { holeFlow } from "#model/consequence/release.ts";
import { solveGas } from "#model/hydraulics/solve.ts";
import { type AnomalyCase, caseSeries, profileAt, type SeriesLabel } from "../case-series.ts";
import { chance, gauss, type Random } from "./random.ts";

/** How a made-up district behaves. Left out: drawn, within what model analysis §4 describes. */
export interface SeriesWishes {
  readonly seed: number;
  readonly days?: number;
  readonly leaks?: number;
  readonly faults?: number;
  readonly operations?: number;
}

const [WIDE, HIGH, SPACING] = [8, 7, 400];
const STEP_MIN = 15;
const STEPS_A_DAY = 96;
const AMBIENT_BAR = 1.01325;
const FAULTS = ["stuck", "dropout", "spike", "noise", "bias", "drift", "gain"] as const;

const PROFILES = {
  residential: [
    0.35, 0.28, 0.25, 0.25, 0.3, 0.55, 1.25, 1.55, 1.2, 0.95, 1.05, 1.45, 1.25, 0.85, 0.75, 0.9, 1.35, 1.95, 2, 1.65,
    1.25, 0.95, 0.7, 0.45,
  ],
  commercial: [
    0.25, 0.22, 0.22, 0.22, 0.3, 0.6, 1, 1.3, 1.3, 1.35, 1.6, 1.7, 1.55, 1.35, 1.25, 1.25, 1.45, 1.65, 1.6, 1.3, 0.85,
    0.55, 0.4, 0.3,
  ],
  "industrial-metered": [
    0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 1, 1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1, 1, 1, 1, 0.9, 0.9,
  ],
} as const;
const WEEKEND = { residential: 1.08, commercial: 0.75, "industrial-metered": 0.95 } as const;
type Kind = keyof typeof PROFILES;

const round = (x: number, digits: number): number => Math.round(x * 10 ** digits) / 10 ** digits;

/** A grid of streets with some left out, fed at two opposite corners. */
function makeNetwork(random: Random): AnomalyCase["network"] {
  const nodes = Array.from({ length: WIDE * HIGH }, (_, i) => ({
    id: `n${i}`,
    x_m: round((i % WIDE) * SPACING + 60 * gauss(random), 1),
    y_m: round(Math.floor(i / WIDE) * SPACING + 60 * gauss(random), 1),
  }));
  const pipes: AnomalyCase["network"]["pipes"][number][] = [];
  const lay = (a: number, b: number): void => {
    const [from, to] = [nodes[a], nodes[b]];
    if (!from || !to) return;
    const [dx, dy] = [from.x_m - to.x_m, from.y_m - to.y_m];
    pipes.push({
      id: `p${pipes.length}`,
      from: from.id,
      to: to.id,
      length_m: round(Math.max(150, Math.hypot(dx, dy)), 1),
      d_mm: [102.2, 147.2, 204.6][Math.floor(3 * random())] as number,
      k_mm: 0.1,
    });
  };
  // The first column and all rows keep the grid together; other streets may be missing.
  for (let i = 0; i < nodes.length; i++) {
    const [x, y] = [i % WIDE, Math.floor(i / WIDE)];
    if (x + 1 < WIDE) lay(i, i + 1);
    if (y + 1 < HIGH && (x === 0 || x === WIDE - 1 || random() > 0.2)) lay(i, i + WIDE);
  }
  return {
    gas: {
      rho_n_kg_m3: 0.733,
      viscosity_pa_s: 1.07e-5,
      temperature_k: 283.15,
      p_n_pa: 101_325,
      t_n_k: 273.15,
      z: { model: "linear", a: 1, b_per_bar: -0.0022 },
    },
    friction: { model: "nikuradse+laminar" },
    ambient: { p_bar: AMBIENT_BAR },
    nodes,
    pipes,
    sources: [
      { node: "n0", p_bar_g: 3 },
      { node: `n${nodes.length - 1}`, p_bar_g: 3 },
    ],
  };
}

function makeDemand(random: Random, count: number): AnomalyCase["demand_model"] {
  const base: Record<string, number> = {};
  const kind: Record<string, Kind> = {};
  const metered = new Set([Math.floor(count * (0.2 + 0.2 * random())), Math.floor(count * (0.6 + 0.2 * random()))]);
  for (let i = 1; i + 1 < count; i++) {
    if (metered.has(i)) {
      base[`n${i}`] = 450;
      kind[`n${i}`] = "industrial-metered";
    } else if (random() < 0.75) {
      base[`n${i}`] = round(20 + 112 * random(), 1);
      kind[`n${i}`] = random() < 0.7 ? "residential" : "commercial";
    }
  }
  return { base_m3_h: base, kind, profile_hourly: PROFILES, weekend_factor: WEEKEND };
}

/** What happens, without two events of the same sort at a time. */
function makeLabels(
  random: Random,
  wishes: SeriesWishes,
  steps: number,
  network: AnomalyCase["network"],
  sensors: readonly string[],
): SeriesLabel[] {
  const labels: SeriesLabel[] = [];
  const slots = (count: number, longest: number): number[] =>
    Array.from({ length: count }, (_, k) => {
      const room = (steps - STEPS_A_DAY) / count;
      return Math.floor(STEPS_A_DAY + k * room + random() * Math.max(1, room - longest));
    });
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const sources = new Set(network.sources.map(({ node }) => node));
  for (const start of slots(wishes.leaks ?? 2, 210)) {
    const hole_mm = 7 + Math.floor(14 * random());
    const node = pick(network.nodes.filter(({ id }) => !sources.has(id))).id;
    const ramp = random() < 0.3 ? 8 : 0;
    labels.push({
      class: "leak",
      node,
      hole_mm,
      start,
      end: start + 60 + Math.floor(140 * random()),
      ramp_steps: ramp,
    });
  }
  const free = [...sensors];
  for (const start of slots(wishes.faults ?? 4, 190)) {
    const type = pick(FAULTS);
    const flows = free.filter((id) => id.startsWith("f:") && sources.has(id.slice(2)));
    const sensor = pick(type === "gain" ? flows : free.filter((id) => id.startsWith("p:")));
    if (!sensor) continue;
    free.splice(free.indexOf(sensor), 1);
    const long =
      type === "spike" ? 1 : type === "dropout" ? 25 : type === "drift" ? 180 : 70 + Math.floor(100 * random());
    labels.push({ class: "sensor-fault", type, sensor, start, end: Math.min(steps, start + long), size: random() });
  }
  for (const start of slots(wishes.operations ?? 1, 80)) {
    const meter = sensors.findLast((id) => id.startsWith("f:"))?.slice(2) ?? "";
    if (random() < 0.5)
      labels.push({
        class: "normal-operation",
        type: "station set point change",
        node: pick([...sources]),
        start,
        end: start + 80,
        size: random(),
      });
    else
      labels.push({
        class: "normal-operation",
        type: "metered large user peak",
        node: meter,
        start,
        end: start + 40,
        size: random(),
      });
  }
  return labels;
}

const isIn = (label: SeriesLabel, t: number): boolean => t >= label.start && t < label.end;
const between = (low: number, high: number, share = 0.5): number => low + (high - low) * share;

/** One reading as a faulty sensor gives it. */
function faulty(label: SeriesLabel, t: number, value: number, last: number | null, random: Random): number | null {
  const size = label.size ?? 0.5;
  switch (label.type) {
    case "stuck":
      return t > label.start ? last : value;
    case "dropout":
      return null;
    case "spike":
      return value + between(0.05, 0.3, size) * (size > 0.5 ? 1 : -1);
    case "noise":
      return value + between(0.008, 0.025, size) * gauss(random);
    case "bias":
      return value + between(0.012, 0.04, size) * (size > 0.4 ? 1 : -1);
    case "drift":
      return value + between(0.0008, 0.002, size) * 0.25 * (t - label.start) * (size > 0.5 ? 1 : -1);
    default:
      return value * (1 + between(0.05, 0.1, size) * (size > 0.3 ? 1 : -1));
  }
}

/**
 * A series of schema `gas-anomaly/1` made from a seed: steady states with customers that wander, leaks through holes whose flow
 * depends on pressure, faulty sensors and things operators do. Its network, customers and events are none of the reference series'.
 */
export function makeSeries(wishes: SeriesWishes): AnomalyCase {
  const random = chance(wishes.seed);
  const steps = (wishes.days ?? 10) * STEPS_A_DAY;
  const network = makeNetwork(random);
  const demand = makeDemand(random, network.nodes.length);
  const metered = Object.keys(demand.kind).filter((id) => demand.kind[id] === "industrial-metered");
  const ends = network.sources.map(({ node }) => node);
  const others = network.nodes.map(({ id }) => id).filter((id) => !ends.includes(id));
  const strata = Array.from(
    { length: 13 },
    (_, k) => others[Math.floor(((k + random()) * others.length) / 13)] ?? "n1",
  );
  const gauges = [...new Set([...ends, ...strata])];
  const columns = ["t_min", ...gauges.map((id) => `p:${id}`), ...[...ends, ...metered].map((id) => `f:${id}`)];
  const labels = makeLabels(random, wishes, steps, network, columns.slice(1));
  const made: AnomalyCase = {
    schema: "gas-anomaly/1",
    id: `made-${wishes.seed}`,
    network,
    demand_model: demand,
    columns,
    rows: [],
    labels,
  };
  return { ...made, rows: makeRows(made, labels, steps, random) };
}

function makeRows(
  made: AnomalyCase,
  labels: readonly SeriesLabel[],
  steps: number,
  random: Random,
): (number | null)[][] {
  const { district } = caseSeries(made);
  const { network, gas, base, nodeIds, sensors } = district;
  const memory = { common: 0.9 + 0.07 * random(), local: 0.88 + 0.08 * random() };
  const wander = (memoryOf: number, share: number, last: number): number =>
    memoryOf * last + Math.sqrt(1 - memoryOf * memoryOf) * share * gauss(random);
  let common = 0.03 * gauss(random);
  const local = base.map(() => 0.08 * gauss(random));
  const leaks = labels.filter((label) => label.class === "leak");
  const kindOf = nodeIds.map((id) => (made.demand_model.kind[id] ?? "residential") as Kind);
  const toKgS = gas.rhoN / 3600;
  const rows: (number | null)[][] = [];
  let pa: Float64Array = new Float64Array(base.length).fill(4e5);
  for (let t = 0; t < steps; t++) {
    const minutes = t * STEP_MIN;
    common = wander(memory.common, 0.03, common);
    const active = labels.filter((label) => isIn(label, t));
    const use = base.map((b, i) => {
      local[i] = wander(memory.local, 0.08, local[i] as number);
      const kind = kindOf[i] as Kind;
      const peak = active.find((l) => l.type === "metered large user peak" && l.node === nodeIds[i]);
      const factor = peak ? between(1.3, 1.7, peak.size) : 1;
      return b * profileAt(PROFILES[kind], WEEKEND[kind], minutes) * (1 + common) * (1 + (local[i] as number)) * factor;
    });
    const sourcePa = network.sources.pa.map((p, s) => {
      const turned = active.find(
        (l) => l.type === "station set point change" && l.node === nodeIds[network.sources.node[s] as number],
      );
      return turned
        ? p + (between(-0.12, 0.12, turned.size) + (turned.size && turned.size > 0.5 ? 0.02 : -0.02)) * 1e5
        : p;
    });
    let solution: { pa: Float64Array; flow: Float64Array } = { pa, flow: new Float64Array() };
    const open = leaks.filter((label) => isIn(label, t));
    for (let round = 0; round < (open.length > 0 ? 3 : 1); round++) {
      const demand = use.map((q) => q * toKgS);
      for (const { node, hole_mm = 0, start, ramp_steps = 0 } of open) {
        const i = nodeIds.indexOf(node ?? "");
        const share = ramp_steps > 0 ? Math.min(1, (t - start + 1) / ramp_steps) : 1;
        const hole = { diameterM: hole_mm / 1000, cd: 0.85 };
        demand[i] = (demand[i] as number) + share * holeFlow(hole, solution.pa[i] as number, METHANE).kgS;
      }
      solution = solveGas({ ...network, demand, sources: { ...network.sources, pa: sourcePa } }, gas);
    }
    pa = solution.pa;
    rows.push([minutes, ...readAll()]);

    function readAll(): (number | null)[] {
      return sensors.map((sensor, s) => {
        let value: number;
        if (sensor.kind === "pressure")
          value = (pa[sensor.node] as number) / 1e5 - AMBIENT_BAR + 0.0008 * gauss(random);
        else {
          const { from, to } = network.pipes;
          let q = use[sensor.node] as number;
          if (sensor.kind === "inflow")
            for (let e = 0; e < from.length; e++) {
              if (from[e] === sensor.node) q += (solution.flow[e] as number) / toKgS;
              if (to[e] === sensor.node) q -= (solution.flow[e] as number) / toKgS;
            }
          value = q * (1 + 0.004 * gauss(random));
        }
        const digits = sensor.kind === "pressure" ? 5 : 2;
        const fault = active.find((l) => l.class === "sensor-fault" && l.sensor === sensor.id);
        const read = fault ? faulty(fault, t, value, rows[t - 1]?.[s + 1] ?? null, random) : value;
        return read === null ? null : round(read, digits);
      });
    }
  }
  return rows;
}
