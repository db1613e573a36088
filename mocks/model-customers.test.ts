import { expect, test } from "vitest";
import { CRITICAL_KINDS, CUSTOMER_KINDS, type CustomerKind } from "#contract/customer-kind.ts";
import { CUSTOMER_CLASSES } from "#contract/gas.ts";
import type { IsolationAnswer } from "#contract/model.ts";
import type { ConsequenceAnswer } from "#contract/model-incident.ts";
import { customerSums, customersHere } from "#model/network/customer-sums.ts";
import { Desk } from "#model/network/desk.ts";
import { everyPipe, pick, rows } from "./county-desk.ts";

const WIDTH = CUSTOMER_CLASSES.length;
const RESIDENTIAL = CUSTOMER_CLASSES.indexOf("residential");
/** Some of whom nobody knows what they are, and one of each kind that files tell, among households at the ends of the county. */
const homes = [...rows.nodes.ids.keys()].filter((n) => (rows.nodes.customers[n * WIDTH + RESIDENTIAL] as number) > 0);
const told = homes.slice(0, 12);
const critical = {
  ids: told.map((_, i) => `K${i}`),
  node: Int32Array.from(told),
  kind: Uint8Array.from(told, (_, i) => CRITICAL_KINDS.length - 1 - (i % CRITICAL_KINDS.length)),
  class: new Uint8Array(told.length).fill(RESIDENTIAL),
};
const desk = new Desk({ ...rows, critical });
const everyNode = () => Array.from({ length: desk.net.graph.nodes }, (_, n) => n);

test("each customer is counted once: a critical one as what it is, and as unknown where the records do not tell", () => {
  const { sums, total } = customerSums(desk.net, everyNode());
  expect(total).toBe(rows.nodes.customers.reduce((a, b) => a + b, 0));
  expect(Object.values(sums).reduce((a, b) => a + b, 0)).toBe(total);
  for (const kind of CRITICAL_KINDS) expect(sums[kind], kind).toBe(told.length / CRITICAL_KINDS.length);
  const before = customerSums({ ...desk.net, rows: { ...rows, critical: { ...critical, ids: [] } } }, everyNode());
  expect(sums.residential).toBe((before.sums.residential ?? 0) - told.length);
  expect(sums.public).toBe(before.sums.public);
});

test("who is at a place is told as its sums are", () => {
  for (const n of told) {
    const here = customersHere(desk.net, n);
    const { sums } = customerSums(desk.net, [n]);
    const byKind: Partial<Record<CustomerKind, number>> = {};
    for (const { kind, count } of here) byKind[kind] = (byKind[kind] ?? 0) + count;
    expect(byKind).toEqual(sums);
  }
});

test("a plan lists hospitals first, then care homes, schools, and those of unknown kind; none of them is called a school for being public", () => {
  let seen = 0;
  for (const e of everyPipe) {
    const { answer } = desk.answer({ kind: "isolate", pick: pick(e), stuck: [] }, () => 0);
    const { critical: first, customers, relight, total } = answer as IsolationAnswer;
    const ranks = first.map(({ kind }) => CRITICAL_KINDS.indexOf(kind));
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    for (const kind of CRITICAL_KINDS)
      expect(customers[kind] ?? 0, kind).toBe(first.filter((one) => one.kind === kind).length);
    expect(Object.keys(customers)).toEqual(CUSTOMER_KINDS.filter((kind) => customers[kind] !== undefined));
    expect(relight?.connections ?? 0).toBe(total);
    const visited = (relight?.visits ?? []).map(({ kind }) => CRITICAL_KINDS.findIndex((one) => one === kind));
    const critically = visited.filter((rank) => rank !== -1);
    expect(visited.slice(0, critically.length)).toEqual(critically.toSorted((a, b) => a - b));
    seen += first.length;
  }
  expect(seen).toBeGreaterThan(told.length);
});

test("people inside a cordon are counted by the kind of their place, and critical ones named by it", () => {
  const n = told[3] as number;
  const lngLat: [number, number] = [rows.nodes.lngLat[2 * n] as number, rows.nodes.lngLat[2 * n + 1] as number];
  const e = everyPipe.find((one) => desk.net.graph.to[one] === n || desk.net.graph.from[one] === n) as number;
  const wish = { opening: "hole", holeMm: 20, wind: null, hour: 2, isWeekend: false } as const;
  const { answer } = desk.answer({ kind: "consequence", pick: { seq: 100 + e, lngLat }, wish }, () => 0);
  const { people } = answer as ConsequenceAnswer;
  expect(people.first.map(({ id }) => id)).toContain("K3");
  expect(people.first.find(({ id }) => id === "K3")?.kind).toBe("hospital");
  expect(people.byKind.find(({ kind }) => kind === "hospital")?.people).toBeGreaterThanOrEqual(120 * 0.6);
});
