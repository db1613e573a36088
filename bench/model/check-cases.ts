import { MODEL_COMMANDS } from "#scripts/model-commands.ts";

/** A reference case as far as every schema of networks goes. */
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

/** Answers a case by the command line's own commands and compares with what it expects. Null for schemas that are not of networks. */
export async function checkCase(given: AnyCase): Promise<Verdict | null> {
  if (given.schema === "gasnet-topology/1" || given.schema === "valve-segments/1") return checkTrace(given);
  if (given.schema === "gasnet-case/1" || given.schema === "gasnet-gb50028/1") return checkSolve(given);
  if (given.schema === "gas-hydraulics/gb50028-1") return checkRows(given);
  return null;
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
  const hold = (name: string, value: number, most: number): void => {
    if (!Number.isNaN(most) && !(value <= most)) wrong.push(`${name} ${value.toExponential(1)} over ${most}`);
  };
  hold("p", p.abs, limit("p_abs_bar", "p_abs", "vs_pandapipes_p_abs_bar", "vs_paper_p_abs_bar"));
  hold("p share", p.rel, limit("p_rel"));
  hold("p of STANET", stanet.rel, limit("vs_stanet_p_rel"));
  hold("v of STANET", speed.abs, limit("vs_stanet_v_abs_m_s"));
  hold(
    "flow share",
    most,
    limit("flow_rel_of_max", "mdot_rel_of_max", "vs_pandapipes_mdot_rel_of_max", "vs_paper_q_rel_of_max"),
  );
  if (flowKey === "q_m3_h") hold("flow", flow.abs, limit("q_abs_m3_h"));
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
