import fc from "fast-check";
import { buildGraph, EDGE, EDGE_STATE, type NetworkGraph } from "#model/graph/network-graph.ts";

/** Small networks of every kind: parallel edges, islands, closed and stuck valves, regulators, several sources. */
export const networks: fc.Arbitrary<NetworkGraph> = fc.integer({ min: 2, max: 9 }).chain((nodes) => {
  const node = fc.integer({ min: 0, max: nodes - 1 });
  const kind = fc.constantFrom(EDGE.pipe, EDGE.pipe, EDGE.valve, EDGE.valve, EDGE.valve, EDGE.regulator);
  const edge = fc.record({ a: node, b: node, kind, isOpen: fc.boolean(), isOperable: fc.boolean() });
  return fc
    .record({
      edges: fc.array(
        edge.filter(({ a, b }) => a !== b),
        { minLength: 1, maxLength: 14 },
      ),
      sources: fc.uniqueArray(node, { minLength: 1, maxLength: 2 }),
      customers: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: nodes, maxLength: nodes }),
    })
    .map(({ edges, sources, customers }) =>
      buildGraph({
        nodes,
        from: Int32Array.from(edges, (e) => e.a),
        to: Int32Array.from(edges, (e) => e.b),
        kind: Uint8Array.from(edges, (e) => e.kind),
        // Pipes and regulators are in service; a quarter of the valves is closed and a quarter stuck.
        state: Uint8Array.from(edges, (e) =>
          e.kind === EDGE.valve
            ? (e.isOpen || e.isOperable ? EDGE_STATE.open : 0) | (e.isOperable || !e.isOpen ? EDGE_STATE.operable : 0)
            : EDGE_STATE.open,
        ),
        sources: Int32Array.from(sources),
        customers: Float64Array.from(customers),
        lengthM: new Float64Array(edges.length).fill(100),
      }),
    );
});
