import type { Material, PressureLevel } from "#contract/gas.ts";
import { PRESSURE_LEVEL_MAX_KPA } from "#contract/gas.ts";
import { between, intBetween, type Rng } from "./rng.ts";
import type { NodeRow, PipeRow } from "./rows.ts";
import { dayOf } from "./time.ts";

/** Diameters on sale, mm: PE by its outside, steel by its nominal inside. */
const PE_SIZES = [32, 40, 63, 90, 110, 160, 200, 250, 315, 400] as const;
const STEEL_SIZES = [50, 80, 100, 150, 200, 250, 300, 400, 500, 600, 700, 800, 1000, 1200] as const;

/** Inside diameter, mm. */
export const insideMm = (pipe: Pick<PipeRow, "material" | "dn_mm" | "wall_mm">): number =>
  pipe.material.startsWith("PE") ? pipe.dn_mm - 2 * (pipe.wall_mm ?? pipe.dn_mm / 11) : pipe.dn_mm;

/**
 * What the pressure of a level may lose, in kPa² of absolute pressure: `loss` a km at the flow a pipe is laid for, `all` on
 * the longest way. LP: some 2 Pa/m and 0.5 kPa; MP_A: 80 kPa; trunk: 0.8 MPa. Flow reserves: services run together.
 */
const DESIGN: Readonly<Record<PressureLevel, { loss: number; all: number; reserve: number; least: number }>> = {
  UHP: { loss: 120_000, all: 4_000_000, reserve: 1.2, least: 400 },
  HP_A: { loss: 50_000, all: 12_000_000, reserve: 1.1, least: 150 },
  HP_B: { loss: 120_000, all: 2_000_000, reserve: 1.2, least: 100 },
  SHP_A: { loss: 90_000, all: 900_000, reserve: 1.2, least: 100 },
  SHP_B: { loss: 50_000, all: 280_000, reserve: 1.2, least: 100 },
  MP_A: { loss: 7_000, all: 67_000, reserve: 1.2, least: 40 },
  MP_B: { loss: 3_000, all: 34_000, reserve: 1.2, least: 40 },
  LP: { loss: 500, all: 104, reserve: 2, least: 32 },
  unknown: { loss: 500, all: 104, reserve: 2, least: 32 },
};

/** Inside diameter that carries a flow so that the longest way of its level (km) keeps enough, mm (GB 50028 form, friction factor 0.028). */
export function neededMm(level: PressureLevel, m3h: number, longestKm: number): number {
  const { loss, all, reserve } = DESIGN[level];
  const q = m3h * reserve + (level === "LP" ? 0.8 : 0);
  const perKm = Math.min(loss, all / Math.max(0.05, longestKm));
  return ((1.27e10 * 0.028 * q * q * 0.73 * 1.05) / perKm) ** 0.2;
}

function materialOf(r: Rng, pipe: PipeRow, year: number): Material {
  const { pressure_level: level, gas_kind: gas } = pipe;
  if (gas === "coal_gas") return r() < 0.6 ? "iron" : r() < 0.5 ? "galvanised" : "steel";
  if (level !== "LP" && level !== "MP_A" && level !== "MP_B") return "steel";
  if (year < 2001) return r() < 0.25 ? "iron" : r() < 0.3 && level === "LP" ? "galvanised" : "steel";
  if (year < 2012) return r() < 0.55 ? "PE80" : "steel";
  return r() < 0.88 ? "PE100" : "steel";
}

/** Towns were piped from the nineties, villages with the coal-to-gas campaign of 2016 to 2021. */
function yearOf(r: Rng, pipe: PipeRow, asOfYear: number): number {
  if (pipe.gas_kind === "coal_gas") return intBetween(r, 1986, 1999);
  if (pipe.gas_kind === "rural_ng") return Math.min(asOfYear, intBetween(r, 2014, 2022));
  if (pipe.pressure_level === "LP") return intBetween(r, 1994, asOfYear);
  return intBetween(r, 1997, asOfYear - 1);
}

const DEPTH: Readonly<Partial<Record<PressureLevel, number>>> = {
  LP: 0.75,
  MP_A: 1.0,
  MP_B: 0.95,
  UHP: 1.7,
  HP_A: 1.6,
};

const ANTICORROSION: Readonly<Record<Material, string | null>> = {
  PE80: null,
  PE100: null,
  steel: "3PE",
  iron: "沥青",
  galvanised: "环氧煤沥青",
  other: null,
};

const upTo = (sizes: readonly number[], wanted: number): number =>
  sizes.find((s) => s >= wanted) ?? (sizes.at(-1) as number);

/** Chooses material, diameter, wall, year and depth for the flow a pipe is to carry. */
export function equipPipe(r: Rng, pipe: PipeRow, m3h: number, longestKm: number, asOfYear: number): void {
  const level = pipe.pressure_level;
  const year = yearOf(r, pipe, asOfYear);
  pipe.laid_year = year;
  pipe.material = materialOf(r, pipe, year);
  const needed = Math.max(DESIGN[level].least * 0.78, neededMm(level, m3h, longestKm));
  if (pipe.material.startsWith("PE")) {
    const thickness = level === "LP" ? 17.6 : 11;
    pipe.dn_mm = upTo(PE_SIZES, needed / (1 - 2 / thickness));
    pipe.wall_mm = Math.round((pipe.dn_mm / thickness) * 10) / 10;
  } else {
    pipe.dn_mm = upTo(STEEL_SIZES, Math.max(needed, level === "LP" ? 50 : DESIGN[level].least));
    pipe.wall_mm =
      Math.round(Math.max(3.5, pipe.dn_mm * (level.startsWith("HP") || level === "UHP" ? 0.016 : 0.011)) * 10) / 10;
  }
  pipe.depth_m = Math.round(((DEPTH[level] ?? 1.2) + between(r, -0.15, 0.35)) * 100) / 100;
  pipe.design_kpa = PRESSURE_LEVEL_MAX_KPA[level] ?? 6300;
  pipe.anticorrosion = ANTICORROSION[pipe.material];
  pipe.survey_accuracy_m = year >= 2015 ? 0.1 : year >= 2005 ? 0.5 : 2;
}

/** Valves: most operable, some stuck or built over; which are closed is decided by the network's shape. */
export function equipValve(r: Rng, node: NodeRow, asOfMs: number): void {
  const roll = r();
  node.is_open = true;
  node.condition = roll < 0.05 ? "broken" : roll < 0.1 ? "inaccessible" : "operable";
  node.is_motorised = node.pressure_level !== "LP" && r() < (node.pressure_level.startsWith("MP") ? 0.05 : 0.6);
  node.last_exercised = r() < 0.12 ? null : dayOf(asOfMs - intBetween(r, 3, 1500) * 86_400_000);
}
