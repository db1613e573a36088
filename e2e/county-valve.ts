import type { Page } from "playwright-core";
import type { ScenarioAnswer } from "#contract/model.ts";
import type { LngLat } from "#contract/route.ts";
import { EDGE } from "#model/graph/network-graph.ts";
import { type Desk, openDesk } from "#model/network/desk.ts";
import { COUNTY } from "./straight-pipe.ts";

export interface CountyValve {
  readonly node: string;
  readonly at: LngLat;
  /** Customers that lose gas when it alone is closed. */
  readonly lost: number;
}

/** A valve of the demo's whole county that stands in a pit with a symbol of its own, and without which customers lose gas. */
export async function valveInPit(page: Page, url: string): Promise<CountyValve> {
  const reply = await page.request.get(`${url}/api/model/network?area=${COUNTY}`);
  const desk = openDesk(new Uint8Array(await reply.body()).buffer);
  const { graph, nodeOfEdge, pipes, rows } = desk.net;
  const { ids, names, lngLat } = rows.nodes;
  for (let e = pipes; e < graph.kind.length; e++) {
    const n = nodeOfEdge[e] as number;
    if (graph.kind[e] !== EDGE.valve || !/阀井\d+阀门$/.test(names[n] ?? "")) continue;
    const node = ids[n] as string;
    const lost = lostWithout(desk, node);
    if (lost > 0) return { node, at: [lngLat[2 * n] as number, lngLat[2 * n + 1] as number], lost };
  }
  throw new Error("the demo's whole county has no valve in a pit that customers hang on");
}

function lostWithout(desk: Desk, node: string): number {
  const { answer } = desk.answer({ kind: "scenario", changes: [{ kind: "close_valve", node }] }, () => 0);
  const { altered, today } = (answer as ScenarioAnswer).result;
  return altered.unsupplied - today.unsupplied;
}
