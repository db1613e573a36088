import { PRESSURE_LEVELS, type PressureLevel } from "#contract/gas.ts";
import type { ModelNetwork } from "./assemble.ts";
import type { SolvedNetwork } from "./solve-districts.ts";

/** A pressure district is called by the station through which most of its gas comes; where none feeds it, by the record at `node`. */
export function districtName(
  { graph, rows, recordOf }: ModelNetwork,
  { districts, flowM3h }: SolvedNetwork,
  d: number,
  node: number,
): { readonly district: string; readonly level: PressureLevel } {
  const feeder = (districts.feeders[d] ?? []).reduce(
    (best, e) => (best === -1 || (flowM3h[e] as number) > (flowM3h[best] as number) ? e : best),
    -1,
  );
  const source = graph.sources.find((n) => districts.of[n] === d);
  const at = recordOf[feeder === -1 ? (source ?? node) : (graph.to[feeder] as number)] as number;
  const hasPipe = (districts.firstPipe[d] as number) < (districts.firstPipe[d + 1] as number);
  const pipe = hasPipe ? (districts.pipes[districts.firstPipe[d] as number] as number) : -1;
  return {
    district: rows.nodes.names[at] || (rows.nodes.ids[at] as string),
    level: PRESSURE_LEVELS[rows.pipes.level[pipe] ?? -1] ?? "unknown",
  };
}
