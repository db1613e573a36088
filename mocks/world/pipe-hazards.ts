import type { LngLat } from "#contract/route.ts";
import { between, chance, intBetween, pick, type Rng, rng, weighted } from "./rng.ts";
import { HAZARD_STATES, type HazardRow, type Part, type PipeRow } from "./rows.ts";
import { DAY, HOUR, instant } from "./time.ts";

/** Stretches with something open, for each pipe of a county; a small county has a few all the same. */
const SITES_A_PIPE = 0.003;
const LEAST_SITES = 2;

const NOTES = {
  major: ["燃气管道上方违章占压", "第三方施工未签保护协议"],
  general: ["管道防腐层破损", "覆土不足", "管道上方堆放重物"],
  minor: ["标志桩缺失", "警示带外露", "管道上方种植深根植物"],
} as const;
const FIX_DAYS = { major: 5, general: 30, minor: 180 } as const;

/** A place on the last stretch of a pipe, which lies in the county that the pipe names. */
function placeOn(r: Rng, { path }: PipeRow): LngLat {
  const [from, to] = path.slice(-2) as [LngLat, LngLat];
  const t = between(r, 0.6, 1);
  const at = (a: number, b: number) => Math.round((a + t * (b - a)) * 1e7) / 1e7;
  return [at(from[0], to[0]), at(from[1], to[1])];
}

/** Older pipes are met more often: of two picks the older one. */
function pickPipe(r: Rng, pipes: readonly PipeRow[]): PipeRow {
  const [a, b] = [pick(r, pipes), pick(r, pipes)];
  return (a.laid_year ?? 0) <= (b.laid_year ?? 0) ? a : b;
}

/** Hazards found by patrols along the pipes of a county: one here, several on a stretch there, two thirds of them open. */
export function pipeHazards(seed: number, part: Part, asOfMs: number): HazardRow[] {
  const r = rng(seed, `hazards along pipes ${part.areaCode}`);
  const walked = part.pipes.filter(({ status }) => status === "in_service");
  if (walked.length === 0) return [];
  const sites = Math.max(LEAST_SITES, Math.round(walked.length * SITES_A_PIPE));
  return Array.from({ length: sites }, () => {
    const pipe = pickPipe(r, walked);
    return Array.from({ length: Number(weighted(r, { "1": 60, "2": 20, "3": 10, "5": 10 })) }, () => pipe);
  })
    .flat()
    .map((pipe, i) => {
      const grade = weighted(r, { major: 8, general: 42, minor: 50 });
      const found = asOfMs - intBetween(r, 1, FIX_DAYS[grade] * 24) * HOUR;
      return {
        id: `H${part.areaCode}P${String(i + 1).padStart(4, "0")}`,
        area_code: pipe.area_code,
        enterprise_id: pipe.enterprise_id,
        grade,
        state: chance(r, 0.35) ? "closed" : pick(r, HAZARD_STATES.slice(0, -1)),
        found_at: instant(found),
        due_at: instant(found + FIX_DAYS[grade] * DAY),
        note: pick(r, NOTES[grade]),
        lngLat: placeOn(r, pipe),
      };
    });
}
