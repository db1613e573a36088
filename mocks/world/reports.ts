import type { GasKind } from "#contract/gas.ts";
import type { Customers } from "./customers.ts";
import { busyHourOf } from "./customers.ts";
import { between, chance, intBetween, pick, rng, weighted } from "./rng.ts";
import type { HazardRow, HazardState, Part, SupplyRow } from "./rows.ts";
import { DAY, dayOf, HOUR, instant, midnight, weekday } from "./time.ts";

const SUPPLY_DAYS = 60;

/** Heating makes winter: share of the busy hour's flow a mean day takes, by day of the year (1 in mid-January, 0.35 in July). */
export function seasonOf(ms: number): number {
  const day = (ms / DAY) % 365.2425;
  return 0.675 + 0.325 * Math.cos((2 * Math.PI * (day - 15)) / 365.2425);
}

/** Daily reports of gas supplied by enterprise and kind, for the sixty full days before `asOf`. */
export function supplyReports(seed: number, areaCode: string, customers: Customers, asOfMs: number): SupplyRow[] {
  const r = rng(seed, `supply ${areaCode}`);
  const daily = new Map<string, { enterprise: string; gas: GasKind; m3: number }>();
  for (const c of customers.rows) {
    const key = `${c.enterprise_id} ${c.gas_kind}`;
    const sum = daily.get(key) ?? { enterprise: c.enterprise_id, gas: c.gas_kind, m3: 0 };
    sum.m3 += (c.gas_kind === "lpg" ? c.annual_m3 / 8760 : busyHourOf(c.annual_m3)) * 24;
    daily.set(key, sum);
  }
  const rows: SupplyRow[] = [];
  const today = midnight(asOfMs);
  for (const { enterprise, gas, m3 } of daily.values())
    for (let d = SUPPLY_DAYS; d >= 1; d--) {
      const at = today - d * DAY;
      const week = weekday(at) === 0 || weekday(at) === 6 ? 0.93 : 1.02;
      const season = gas === "lpg" ? 1 : seasonOf(at);
      rows.push({
        enterprise_id: enterprise,
        area_code: areaCode,
        gas_kind: gas,
        day: dayOf(at),
        m3: Math.round(m3 * season * week * between(r, 0.95, 1.05) * 10) / 10,
      });
    }
  return rows;
}

const NOTES = {
  major: ["燃气管道上方违章占压", "私自改动燃气设施", "阀井内检测到燃气泄漏"],
  general: ["胶管超期未更换", "调压箱锈蚀", "燃气表具老化", "管道防腐层破损"],
  minor: ["标志桩缺失", "警示标识不清", "调压箱门锁损坏", "户内未安装报警器"],
} as const;
const FIX_DAYS = { major: 5, general: 30, minor: 180 } as const;
const STEPS: readonly HazardState[] = ["found", "graded", "dispatched", "accepted", "fixed", "rechecked"];

/** Hazards found in the last half year: most closed, some open, a few of these past their day. */
export function hazards(seed: number, part: Part, asOfMs: number): HazardRow[] {
  const r = rng(seed, `hazards ${part.areaCode}`);
  const places = [...part.stations, ...part.customers];
  if (places.length === 0) return [];
  const count = Math.max(2, Math.round(part.customers.length * 0.012 + part.stations.length * 0.03));
  return Array.from({ length: count }, (_, i) => {
    const place = pick(r, places);
    const grade = weighted(r, { major: 6, general: 44, minor: 50 });
    const found = asOfMs - intBetween(r, 1, 180 * 24) * HOUR;
    const due = found + FIX_DAYS[grade] * DAY;
    const isClosed = chance(r, due < asOfMs ? 0.94 : 0.45);
    return {
      id: `H${part.areaCode}${String(i + 1).padStart(5, "0")}`,
      area_code: part.areaCode,
      enterprise_id: place.enterprise_id,
      grade,
      state: isClosed ? "closed" : pick(r, STEPS),
      found_at: instant(found),
      due_at: instant(due),
      note: pick(r, NOTES[grade]),
      lngLat: place.lngLat,
    };
  });
}
