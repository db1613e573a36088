import type { HeatPart, SpaceReading } from "./source-line.ts";
import type { SpaceGraph } from "./spaces.ts";

/** Gas is said to be in a space from here, % of the lower explosive limit. */
const SEEN_LEL = 1;

/**
 * How likely gas that was found came along each duct: the probability of all parts of pipe from which the easiest way to a space with gas
 * leads through it. `line` is what `sourceLine` says of the same graph. Ducts on no such way are left out.
 */
export function ductChances(
  graph: SpaceGraph,
  line: readonly HeatPart[],
  readings: readonly SpaceReading[],
): Map<string, number> {
  const withGas = new Set(readings.filter(({ lel }) => lel >= SEEN_LEL).map(({ space }) => space));
  const found = graph.spaces.flatMap(({ id }, i) => (withGas.has(id) ? [i] : []));
  const chances = new Map<string, number>();
  for (const [k, { probability }] of line.entries()) {
    if (probability === 0) continue;
    for (const duct of new Set(found.flatMap((space) => graph.ductsOn(k, space))))
      chances.set(duct, (chances.get(duct) ?? 0) + probability);
  }
  return chances;
}
