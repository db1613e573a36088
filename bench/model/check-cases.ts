import { MODEL_COMMANDS } from "#scripts/model-commands.ts";
import { checkFigures } from "./check-figures.ts";
import { anchorsOf, gridsOf } from "./check-grids.ts";
import { checkSeries } from "./check-series.ts";

/** A reference case as far as every schema goes. */
export interface AnyCase {
  readonly schema: string;
  readonly id: string;
  readonly expected?: Readonly<Record<string, unknown>>;
  readonly tolerance?: Readonly<Record<string, unknown>>;
  readonly queries?: readonly { readonly op: string; readonly expected: Readonly<Record<string, unknown>> }[];
  readonly [list: string]: unknown;
}

export interface Verdict {
  readonly id: string;
  readonly ok: boolean;
  /** What was off by how much, or what did not agree. */
  readonly words: string;
  readonly iterations: number;
}

type Row = Readonly<Record<string, unknown>>;

/** What a reference file asks: one check, or one for each grid it lists. `kind` and `tag` are names to leave it out by. */
export interface CaseCheck {
  readonly kind: CaseKind;
  readonly id: string;
  readonly tag?: string;
  readonly check: () => Verdict | Promise<Verdict>;
}

export const CASE_KINDS = ["hydraulics", "topology", "anomaly", "consequence", "demand", "perf"] as const;
export type CaseKind = (typeof CASE_KINDS)[number];

/** Below it λ is 64/Re and magnifies what little is off of a small flow. */
const LAMINAR_RE = 2000;

type Check = (given: AnyCase) => Promise<Verdict>;
const consequence: Check = (given) =>
  checkFigures(given, "consequence", ["holes", "ruptures", "rows", "points", "distances"]);
const demand: Check = (given) => checkFigures(given, "demand", ["simultaneity", "peak_hour", "sigmoid", "t_geo"]);

/** Every schema of `../shared/model-cases/`. */
const CHECKS: Readonly<Record<string, readonly [CaseKind, Check]>> = {
  "gasnet-case/1": ["hydraulics", checkSolve],
  "gasnet-gb50028/1": ["hydraulics", checkSolve],
  "gas-hydraulics/gb50028-1": ["hydraulics", checkRows],
  "gasnet-topology/1": ["topology", checkTrace],
  "valve-segments/1": ["topology", checkTrace],
  "gas-anomaly/1": ["anomaly", checkSeries],
  "gas-consequence/release-1": ["consequence", consequence],
  "gas-consequence/pir-1": ["consequence", consequence],
  "gas-consequence/jet-1": ["consequence", consequence],
  "gas-consequence/plume-1": ["consequence", consequence],
  "gas-consequence/probit-1": ["consequence", consequence],
  "gas-incident-level/1": ["consequence", consequence],
  "gas-demand/1": ["demand", demand],
};

/** Checks of a file, by the command line's own commands and within the case's tolerance. Null for a schema that nothing here can judge. */
export function checksOf(given: AnyCase): readonly CaseCheck[] | null {
  const grids =
    given.schema === "gasnet-perf/1"
      ? gridsOf(given)
      : given.schema === "gasnet-perf-anchor/1"
        ? anchorsOf(given)
        : null;
  if (grids) return grids.map((one) => ({ kind: "perf", ...one }));
  const found = CHECKS[given.schema];
  if (!found) return null;
  const [kind, check] = found;
  return [{ kind, id: given.id, check: () => check(given) }];
}

/** All of a file's checks as one verdict. Throws for a schema that nothing here can judge. */
export async function checkCase(given: AnyCase): Promise<Verdict> {
  const checks = checksOf(given);
  if (!checks) throw new Error(`${given.id}: no check knows schema ${given.schema}`);
  let all: Verdict = { id: given.id, ok: true, words: "", iterations: 0 };
  for (const { check } of checks) {
    const { ok, words, iterations } = await check();
    all = {
      ...{ id: given.id, ok: all.ok && ok, iterations: Math.max(all.iterations, iterations) },
      words: [all.words, words].filter(Boolean).join("; "),
    };
  }
  return all;
}

/** Lists of ids and of segments are sets. */
function normal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((v) => JSON.stringify(normal(v))).sort();
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, v]) => [key, normal(v)])
      .sort(),
  );
}

async function checkTrace(given: AnyCase): Promise<Verdict> {
  const got = (await MODEL_COMMANDS.trace?.(given)) as AnyCase;
  const wrong: string[] = [];
  const compare = (where: string, mine: Row | undefined, expected: Row = {}): void => {
    for (const [key, value] of Object.entries(expected))
      if (JSON.stringify(normal(mine?.[key])) !== JSON.stringify(normal(value))) wrong.push(`${where} ${key}`);
  };
  compare("whole", got, given.expected);
  for (const [i, query] of (given.queries ?? []).entries())
    compare(`query ${i}`, got.queries?.[i]?.expected, query.expected);
  const asked = given.queries?.length ?? 0;
  return { id: given.id, ok: wrong.length === 0, words: wrong.join(", ") || `exact, ${asked} queries`, iterations: 1 };
}

const number = (row: Row | undefined, key: string): number => (typeof row?.[key] === "number" ? row[key] : Number.NaN);
const rows = (of: AnyCase | Row | undefined, key: string): readonly Row[] =>
  ((of as Row)?.[key] as readonly Row[]) ?? [];

/** Largest difference of a figure between rows of the same place, absolute and as a share; rows that do not have it are passed by. */
function off(
  mine: readonly Row[],
  expected: readonly Row[],
  key: string,
  as = key,
): { abs: number; rel: number; most: number } {
  const found = { abs: 0, rel: 0, most: 0 };
  const byId = new Map(mine.map((row, i) => [row.id ?? i, row]));
  for (const [i, row] of expected.entries()) {
    const value = number(row, as);
    if (Number.isNaN(value)) continue;
    const difference = Math.abs(number(byId.get(row.id ?? i), key) - value);
    found.most = Math.max(found.most, Math.abs(value));
    // Not a number is as wrong as can be.
    found.abs = Math.max(found.abs, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
    found.rel = Math.max(found.rel, difference / Math.abs(value) || 0);
  }
  return found;
}

async function checkSolve(given: AnyCase): Promise<Verdict> {
  const got = (await MODEL_COMMANDS.solve?.(given)) as AnyCase;
  const t = given.tolerance ?? {};
  const limit = (...keys: string[]): number => number(t, keys.find((key) => typeof t[key] === "number") ?? "");
  const flowKey = given.schema === "gasnet-case/1" ? "flow" : "q_m3_h";
  const p = off(rows(got, "nodes"), rows(given.expected, "nodes"), "p");
  const stanet = off(rows(got, "nodes"), rows(given.expected, "nodes"), "p", "p_stanet");
  const speed = off(rows(got, "pipes"), rows(given.expected, "pipes"), "v_mean", "v_mean_stanet");
  const isLive = (row: Row) => rows(got, "pipes").some((mine) => mine.id === row.id);
  const flow = off(rows(got, "pipes"), rows(given.expected, "pipes").filter(isLive), flowKey);
  const devices = ["regulators", "devices"].map((key) => off(rows(got, key), rows(given.expected, key), "flow"));
  const most = Math.max(flow.abs, ...devices.map((d) => d.abs)) / Math.max(flow.most, 1e-9);
  const wrong: string[] = [];
  let held = 0;
  const hold = (name: string, value: number, most: number): void => {
    if (Number.isNaN(most)) return;
    held++;
    if (!(value <= most)) wrong.push(`${name} ${value.toExponential(1)} over ${most}`);
  };
  hold("p", p.abs, limit("p_abs_bar", "p_abs", "vs_pandapipes_p_abs_bar", "vs_paper_p_abs_bar"));
  hold("p share", p.rel, limit("p_rel"));
  hold("p of STANET", stanet.rel, limit("vs_stanet_p_rel"));
  hold("v of STANET", speed.abs, limit("vs_stanet_v_abs_m_s"));
  const flowShare = limit(
    "flow_rel_of_max",
    "mdot_rel_of_max",
    "vs_pandapipes_mdot_rel_of_max",
    "vs_paper_q_rel_of_max",
  );
  hold("flow share", most, flowShare);
  // Whatever else the case tells follows from pressures and flows; λ is held where flow is turbulent.
  for (const [list, key] of [
    ["pipes", "v_mean"],
    ["pipes", "re"],
    ["pipes", "lambda"],
    ["sources", "inflow"],
    ["regulators", "p_in"],
    ["regulators", "p_out"],
  ] as const) {
    const isTold = (row: Row): boolean => key !== "lambda" || number(row, "re") > LAMINAR_RE;
    const { abs, most } = off(rows(got, list), rows(given.expected, list).filter(isTold), key);
    hold(`${list} ${key}`, abs / Math.max(most, 1e-9), flowShare);
  }
  // The case's words begin with the state: "wide open (inlet below set point)".
  for (const { id, state } of rows(given.expected, "regulators")) {
    const mine = String(rows(got, "regulators").find((row) => row.id === id)?.state).replace("_", " ");
    if (typeof state === "string" && !state.startsWith(mine)) wrong.push(`regulator ${id} ${mine}`);
  }
  if (flowKey === "q_m3_h") hold("flow", flow.abs, limit("q_abs_m3_h"));
  if (held === 0) wrong.push(`no tolerance that is known: ${Object.keys(t).join(", ") || "none"}`);
  const islands = JSON.stringify(normal(given.expected?.unsupplied_nodes ?? []));
  if (islands !== JSON.stringify(normal(got.unsupplied_nodes ?? []))) wrong.push("unsupplied nodes");
  if (got.converged !== true) wrong.push("not converged");
  const iterations = number(got, "iterations");
  hold("iterations", iterations, 15);
  const words = `p ${p.abs.toExponential(1)}, flow ${most.toExponential(1)} of the largest`;
  return { id: given.id, ok: wrong.length === 0, words: wrong.join(", ") || words, iterations };
}

async function checkRows(given: AnyCase): Promise<Verdict> {
  const got = (await MODEL_COMMANDS.solve?.(given)) as AnyCase;
  let worst = 0;
  for (const list of ["low_pressure", "medium_pressure"])
    for (const [i, row] of rows(given, list).entries())
      for (const key of Object.keys(row)) {
        const value = number(row, key);
        if (!Number.isNaN(value))
          worst = Math.max(worst, Math.abs(number(rows(got, list)[i], key) - value) / Math.abs(value));
      }
  return { id: given.id, ok: worst <= 1e-6, words: `share ${worst.toExponential(1)}`, iterations: 1 };
}
