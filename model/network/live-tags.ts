import type { ModelNetwork } from "./assemble.ts";
import type { SolvedNetwork } from "./solve-districts.ts";

/** A sensor on the network. */
export interface LiveTag {
  readonly id: string;
  readonly kind: "pressure" | "flow";
  /** Record of the node it sits at. */
  readonly record: number;
  /** Usual value: of a regulator's two sides, the one it fits is meant. */
  readonly nominal: number | null;
}

/** A usual value this near to a side's pressure is that side's, natural logarithm of their ratio. */
const NEAR = 0.4;

/** The graph's node that each sensor measures. */
export function placeTags(
  { graph, edgeOfNode }: ModelNetwork,
  base: SolvedNetwork,
  tags: readonly LiveTag[],
): Int32Array {
  return Int32Array.from(tags, ({ record, nominal, kind }) => {
    const e = edgeOfNode[record] ?? -1;
    const second = e === -1 ? record : (graph.to[e] as number);
    if (second === record || kind === "flow" || nominal === null) return kind === "flow" ? second : record;
    const off = (n: number): number => {
      const kPa = base.kPa[n] as number;
      return Number.isNaN(kPa) ? Number.POSITIVE_INFINITY : Math.abs(Math.log((nominal + 1) / (Math.max(0, kPa) + 1)));
    };
    // A gate's inlet lies in another network: its sensor is not to be held against the outlet.
    if (Number.isNaN(base.kPa[record] as number) && off(second) > NEAR) return record;
    return off(second) <= off(record) ? second : record;
  });
}
