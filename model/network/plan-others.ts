import type { NamedPlace, OpenPlan, PlanBarriers, PlanConflict } from "#contract/model-plan.ts";
import type { LngLat } from "#contract/route.ts";
import { EDGE_STATE } from "#model/graph/network-graph.ts";
import { pipesAcross } from "#model/isolation/barriers.ts";
import { conflictsOf } from "#model/isolation/conflicts.ts";
import { type IsolationPlan, isolate } from "#model/isolation/isolate.ts";
import type { SegmentIndex } from "#model/isolation/segments.ts";
import { type ModelNetwork, onPlane } from "./assemble.ts";
import { placeOf } from "./customer-sums.ts";

const MOST_BARRIERS = 200;

/** A valve's edge by the name of its record. */
export function namedValve({ rows, nodeOfEdge }: ModelNetwork, e: number): NamedPlace {
  const { ids, names, lngLat } = rows.nodes;
  const n = nodeOfEdge[e] as number;
  return { node: ids[n] as string, name: names[n] || (ids[n] as string), lngLat: placeOf(lngLat, n) };
}

/** Pipes that drawn lines cut, by number, without the damaged one; and how that is told. */
export function barriersOf(
  net: ModelNetwork,
  lines: readonly (readonly LngLat[])[],
  damaged: number,
): { readonly pipes: readonly number[]; readonly told: PlanBarriers | null } {
  if (lines.length === 0) return { pipes: [], told: null };
  const cut = new Set(
    lines.flatMap((line) => [
      ...pipesAcross(
        net.graph,
        line.flatMap(([lng, lat]) => onPlane(net.rows, lng, lat)),
      ),
    ]),
  );
  const isAcrossDamage = cut.delete(damaged);
  const pipes = [...cut].filter((e) => ((net.graph.state[e] as number) & EDGE_STATE.open) !== 0);
  const ids = pipes.slice(0, MOST_BARRIERS).map((e) => net.rows.pipes.ids[e] as string);
  return { pipes, told: { lines: lines.length, pipes: ids, count: pipes.length, isAcrossDamage } };
}

/** Open plans of this network and what each has in common with the plan. Those of its own damage, or of pipes that are not here, are left out. */
export function conflictsWith(
  net: ModelNetwork,
  index: SegmentIndex,
  plan: IsolationPlan,
  damaged: number,
  others: readonly (OpenPlan & { readonly edge: number; readonly inoperable: readonly number[] })[],
): { readonly cases: number; readonly conflicts: readonly PlanConflict[] } {
  const cases = others
    .filter(({ edge }) => edge !== damaged)
    .map((other) => ({ ...other, plan: isolate(index, { edge: other.edge }, { inoperable: other.inoperable }) }));
  const byId = new Map(cases.map((one) => [one.id, one]));
  const mine = new Set(plan.edges);
  const found = conflictsOf(
    index,
    plan,
    cases.map(({ id, plan: { required, optional, nodes } }) => ({
      id,
      closed: [...required, ...optional],
      area: nodes,
    })),
  );
  const conflicts = found.map(({ id, sharedValves, customersLostTogether }): PlanConflict => {
    const theirs = byId.get(id);
    let sharedM = 0;
    for (const e of theirs?.plan.edges ?? []) if (mine.has(e)) sharedM += net.graph.lengthM[e] as number;
    return {
      ...{ id, name: theirs?.name ?? id, sharedM, customersLostTogether },
      sharedValves: Array.from(sharedValves, (e) => namedValve(net, e)),
    };
  });
  return { cases: cases.length, conflicts };
}
