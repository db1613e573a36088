import { MARK_CLASSES, type MarkClass } from "#contract/model.ts";
import { Desk } from "#model/network/desk.ts";
import { readFacts } from "./files/facts.ts";
import { networkRowsOf } from "./network-rows.ts";
import { planWorld } from "./world/plan.ts";
import { buildCounty } from "./world/world.ts";

/** One made-up county opened for analysis, and ways to ask it: for tests of answers. */
const world = planWorld({ ...readFacts(), tier: "tiny", seed: 1, asOf: Date.UTC(2026, 10, 22) });
const part = buildCounty(world, "130123");
export const rows = networkRowsOf(part, { version: "v1", seqOf: (_, i) => 100 + i });
export const desk = new Desk(rows);
export const pick = (e: number) => ({ seq: 100 + e, lngLat: [114.5, 38.1] as [number, number] });
export const ask = <A>(question: Parameters<Desk["answer"]>[0]) => {
  const { answer, marks } = desk.answer(question, () => 0);
  return { answer: answer as A, marks };
};
export const everyPipe = Array.from({ length: rows.pipes.ids.length }, (_, e) => e);
export const inClass = ({ seqs, classes }: { seqs: Uint32Array; classes: Uint8Array }, name: MarkClass) =>
  [...seqs].filter((_, i) => classes[i] === MARK_CLASSES.indexOf(name));

/** Those in service with gas at both ends. */
export const fedPipes = everyPipe.filter((e) => {
  const [from, to] = [desk.net.graph.from[e] as number, desk.net.graph.to[e] as number];
  return desk.today.isFed[from] && desk.today.isFed[to] && desk.net.graph.state[e];
});
