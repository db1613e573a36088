import { NORMAL, type ReleaseGas } from "./gas.ts";
import { evacuationFt, impactRadiusAtM, impactRadiusFt, impactRadiusGbM, impactRadiusM } from "./impact-radius.ts";
import { type IncidentLevel, incidentLevel, type LevelRule } from "./incident-level.ts";
import { flameLengthByHeatM, flameLengthByMassM, heatW, RADIATION_LEVELS, radiationDistanceM } from "./jet-fire.ts";
import { plumeDistanceM, plumeKgM3, type Spread, type Stability, sigmas, volumePercent } from "./plume.ts";
import { lethality, thermalProbit } from "./probit.ts";
import { decayKgS, holeFlow, ruptureDecay } from "./release.ts";

/** A reference case of consequence: `schema` says which lists it holds. Rows carry inputs and, beside them, what is expected. */
export interface ConsequenceCase {
  readonly schema: string;
  readonly id: string;
  readonly [list: string]: unknown;
}

type Row = Readonly<Record<string, unknown>>;

const METHANE_MOLAR_MASS = 16.04;
const KW = 1000;

function number(row: Row, key: string): number {
  const value = row[key];
  if (typeof value !== "number") throw new Error(`${key}: expected a number, got ${JSON.stringify(value)}`);
  return value;
}

function text<T extends string>(row: Row, key: string): T {
  const value = row[key];
  if (typeof value !== "string") throw new Error(`${key}: expected text, got ${JSON.stringify(value)}`);
  return value as T;
}

function rows(given: ConsequenceCase, key: string): readonly Row[] {
  const value = given[key];
  if (!Array.isArray(value)) throw new Error(`${given.id}: expected a list ${key}`);
  return value as readonly Row[];
}

const gasOf = (row: Row): ReleaseGas => ({
  molarMass: number(row, "molar_mass"),
  gamma: number(row, "gamma"),
  z: typeof row.z === "number" ? row.z : 1,
  k: number(row, "t_k"),
});

function holeRow(row: Row): Row {
  const out = number(row, "p_amb_pa");
  const flow = holeFlow(
    { diameterM: number(row, "hole_d_m"), cd: number(row, "cd") },
    number(row, "p_gauge_pa") + out,
    gasOf(row),
    out,
  );
  return {
    ...row,
    choked: flow.isChoked,
    critical_ratio: flow.criticalRatio,
    mdot_kg_s: flow.kgS,
    q_m3n_h: flow.normalM3H,
  };
}

const SERIES_S = [0, 1, 5, 10, 30, 60, 120, 300, 600, 1800];

function ruptureRow(row: Row): Row {
  const decay = ruptureDecay(
    {
      diameterM: number(row, "d_m"),
      lengthM: number(row, "length_m"),
      pa: number(row, "p_gauge_pa") + NORMAL.pa,
      darcy: number(row, "darcy_f"),
    },
    gasOf(row),
  );
  const asked = Array.isArray(row.series_t_s_mdot)
    ? (row.series_t_s_mdot as readonly (readonly number[])[]).map(([s]) => s ?? 0)
    : SERIES_S;
  return {
    ...row,
    m0_kg_s: decay.firstKgS,
    M0_kg: decay.inventoryKg,
    alpha: decay.alpha,
    beta_s: decay.betaS,
    series_t_s_mdot: asked.map((s) => [s, decayKgS(decay, s)]),
  };
}

function radiusRow(row: Row): Row {
  if (row.kind !== "metric") {
    const [dIn, psig] = [number(row, "d_in"), number(row, "p_psig")];
    return { ...row, r_ft: impactRadiusFt(dIn, psig), evac_ft_450btu: evacuationFt(dIn, psig) };
  }
  const [dMm, mPa] = [number(row, "d_mm"), number(row, "p_mpa")];
  const general = (kw: number): number => impactRadiusAtM(dMm / 1000, mPa * 1e6, kw * KW);
  return {
    ...row,
    r_m_b318s: impactRadiusM(dMm, mPa * 1000),
    r_m_gb32167: impactRadiusGbM(dMm, mPa),
    "r_m_general_15.77kw": general(15.77),
    "r_m_general_1.42kw": general(1.42),
    "r_m_general_4.73kw": general(4.73),
  };
}

function fireRow(row: Row): Row {
  const fire = {
    kgS: number(row, "mdot_kg_s"),
    hcJKg: number(row, "hc_j_kg"),
    fraction: number(row, "fraction_radiated"),
  };
  const humidity = number(row, "rh_percent");
  return {
    ...row,
    heat_release_w: heatW(fire),
    "flame_length_m_0.00326Q^0.478": flameLengthByHeatM(heatW(fire)),
    "flame_length_m_18.5m^0.41": flameLengthByMassM(fire.kgS),
    distance_m: Object.fromEntries(
      RADIATION_LEVELS.map((wM2) => [
        String(wM2 / KW),
        { tau1: radiationDistanceM(fire, wM2), tau_api: radiationDistanceM({ ...fire, humidity }, wM2) },
      ]),
    ),
  };
}

const plumeOf = (row: Row) => ({
  kgS: number(row, "q_kg_s"),
  windMS: number(row, "u_m_s"),
  heightM: number(row, "h_m"),
  stability: text<Stability>(row, "stability"),
  spread: text<Spread>(row, "sigma"),
});

function plumeRow(row: Row): Row {
  const plume = plumeOf(row);
  const xM = number(row, "x_m");
  const s = sigmas(plume.spread, plume.stability, xM);
  const kgM3 = plumeKgM3(plume, xM, number(row, "y_m"), number(row, "z_m"));
  return {
    ...row,
    sigma_y_m: s.yM,
    sigma_z_m: s.zM,
    c_kg_m3: kgM3,
    c_vol_percent_methane_288K: volumePercent(kgM3, METHANE_MOLAR_MASS),
  };
}

function doseRow(row: Row): Row {
  const [wM2, seconds] = [number(row, "q_w_m2"), number(row, "t_s")];
  const [tno, eisenberg] = [thermalProbit("tno", wM2, seconds), thermalProbit("eisenberg", wM2, seconds)];
  return {
    ...row,
    probit_tno: tno,
    lethality_tno: lethality(tno),
    probit_eisenberg: eisenberg,
    lethality_eisenberg: lethality(eisenberg),
  };
}

const orNull = (row: Row, key: string): number | null => (typeof row[key] === "number" ? number(row, key) : null);

/** The cases' rule: households count after 24 h, but at once for level IV. */
const levelTable = (given: ConsequenceCase): LevelRule[] =>
  rows(given, "config").map((row) => ({
    level: text<IncidentLevel>(row, "level"),
    color: text<LevelRule["color"]>(row, "color"),
    households: orNull(row, "households_24h_min"),
    outageH: row.level === "IV" ? 0 : 24,
    deaths: orNull(row, "deaths_min"),
    seriousInjuries: orNull(row, "serious_injuries_min"),
    lossCny: orNull(row, "loss_cny_min"),
  }));

function levelRow(row: Row, table: readonly LevelRule[]): Row {
  const facts = {
    households: number(row, "households"),
    outageH: number(row, "outage_h"),
    deaths: number(row, "deaths"),
    seriousInjuries: number(row, "serious_injuries"),
    lossCny: number(row, "loss_cny"),
  };
  return { ...row, expected_level: incidentLevel(facts, table)?.level ?? "none" };
}

/** A case's lists with every expected figure replaced by ours. Throws when schema or a figure is not what it should be. */
export function consequenceLists(given: ConsequenceCase): Readonly<Record<string, unknown>> {
  const list = (key: string, of: (row: Row) => Row) => ({ [key]: rows(given, key).map(of) });
  switch (given.schema) {
    case "gas-consequence/release-1":
      return { ...list("holes", holeRow), ...list("ruptures", ruptureRow) };
    case "gas-consequence/pir-1":
      return list("rows", radiusRow);
    case "gas-consequence/jet-1":
      return list("rows", fireRow);
    case "gas-consequence/plume-1":
      return {
        ...list("points", plumeRow),
        ...list("distances", (row) => ({
          ...row,
          max_distance_m: plumeDistanceM(plumeOf(row), number(row, "vol_percent"), METHANE_MOLAR_MASS),
        })),
      };
    case "gas-consequence/probit-1":
      return list("rows", doseRow);
    case "gas-incident-level/1": {
      const table = levelTable(given);
      return list("rows", (row) => levelRow(row, table));
    }
    default:
      throw new Error(`${given.id}: expected a schema gas-consequence/… or gas-incident-level/1, got ${given.schema}`);
  }
}

/** Closed formulas need no iterations and leave no residual. */
export function answerConsequence(given: unknown): object {
  const asked = given as ConsequenceCase;
  return { id: asked.id, converged: true, iterations: 0, residual: 0, ...consequenceLists(asked) };
}
