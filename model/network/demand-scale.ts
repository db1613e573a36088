import type { ModelNetwork } from "./assemble.ts";
import type { LiveTag } from "./live-tags.ts";
import type { SolvedNetwork } from "./solve-districts.ts";

const SCALES = { least: 0.1, most: 3 } as const;
/** Flow meters that see less than this say nothing about demand, m³/h. */
const LEAST_M3H = 5;

/** Median of what flow meters say against what the solution of the records has there: what demand is to be multiplied by. 1 without any. */
export function demandScaleOf(
  { edgeOfNode }: ModelNetwork,
  base: SolvedNetwork,
  tags: readonly LiveTag[],
  values: Float64Array,
): number {
  const ratios: number[] = [];
  tags.forEach(({ kind, record }, i) => {
    const e = edgeOfNode[record] ?? -1;
    const [told, known] = [values[i] as number, e === -1 ? 0 : (base.flowM3h[e] as number)];
    if (kind === "flow" && !Number.isNaN(told) && known > LEAST_M3H) ratios.push(told / known);
  });
  if (ratios.length === 0) return 1;
  ratios.sort((a, b) => a - b);
  const median = ratios[Math.floor(ratios.length / 2)] as number;
  return Number(Math.min(SCALES.most, Math.max(SCALES.least, median)).toPrecision(3));
}
