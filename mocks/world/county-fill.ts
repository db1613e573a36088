import type { GasKind } from "#contract/gas.ts";
import { type CountyAsk, type Laid, layCounty } from "./county.ts";
import { layCourtyard } from "./courtyard.ts";
import { addOtherStations } from "./other-stations.ts";
import type { Xy } from "./plane.ts";
import { type Feed, layRegulator } from "./regulators.ts";
import { between, intBetween } from "./rng.ts";
import type { Part } from "./rows.ts";
import { apportion } from "./tiers.ts";

/** Where gas leaves the network: a service node, who feeds it, and where that is in words. */
export interface Outlet {
  readonly node: string;
  readonly owner: string;
  readonly gas: GasKind;
  readonly address: string;
  readonly isWorks: boolean;
}

/** A county with all its pipes and stations; attributes, customers and sensors come next. */
export interface CountyNetwork {
  readonly part: Part;
  readonly laid: Laid;
  readonly outlets: readonly Outlet[];
}

export function buildCountyNetwork(ask: CountyAsk): CountyNetwork {
  const laid = layCounty(ask);
  const works = layWorks(laid);
  layCoalIsland(laid);
  const households = layCourtyards(laid);
  nameJunctions(laid);
  addOtherStations(laid);
  return { part: laid.net.part, laid, outlets: [...works, ...households] };
}

/**
 * Works (industry, heating plants) have a cabinet of their own: on medium pressure A, or where the town has only B, on the
 * high-pressure line. A regulator always leads to a lower level: that is how its two sides are told apart.
 */
function layWorks(laid: Laid): Outlet[] {
  const { net, r, ask, counts, stations } = laid;
  const isMedium = laid.mp === "MP_A" && laid.crossings.length > 0;
  const level = isMedium ? ("MP_A" as const) : ask.outlet;
  const mains = isMedium ? laid.crossings : stations;
  const owner = ask.enterprises.piped[0]?.id ?? "";
  const outlets: Outlet[] = [];
  for (let i = 0; i < counts.works; i++) {
    const main = mains[mains.length - 1 - ((i * 7) % mains.length)];
    if (!main) break;
    const [x, y] = net.xyOf(main);
    const at = insideOr(laid, [x + between(r, 40, 90 + 30 * i), y - between(r, 40, 90 + 30 * i)], [x, y]);
    const name = `${ask.county.name}工业用户${i + 1}`;
    const regulator = layRegulator(net, {
      kind: "regulator_cabinet",
      name: `${name}专用调压柜`,
      at,
      owner,
      gas: "urban_ng",
      inlet: level,
      outlet: "MP_B",
      setPointKPa: 100,
      year: intBetween(r, 2008, ask.asOfYear),
      address: name,
    });
    net.addPipe(main, regulator, level, owner, "urban_ng");
    const node = net.addNode({ at: [at[0] + 12, at[1] - 6], level: "MP_B", owner, kind: "service" });
    net.addPipe(regulator, node, "MP_B", owner, "urban_ng");
    outlets.push({ node, owner, gas: "urban_ng", address: name, isWorks: true });
  }
  return outlets;
}

const insideOr = (laid: Laid, wanted: Xy, otherwise: Xy): Xy => (laid.inside(wanted) ? wanted : otherwise);

/** An old works that still makes coal gas feeds its own streets, apart from natural gas. */
function layCoalIsland(laid: Laid): void {
  const { net, r, ask, counts, feeds } = laid;
  if (counts.coalBoxes === 0) return;
  const owner = ask.enterprises.piped[0]?.id ?? "";
  const ring = laid.radius + 900;
  const spot = Array.from({ length: 12 }, (_, i): Xy => [ring * Math.cos(i / 2 + 2), ring * Math.sin(i / 2 + 2)]);
  const at = spot.find(([x, y]) => laid.inside([x, y]) && laid.inside([x + 900, y + 300])) ?? laid.centre;
  const works = net.addStation({
    kind: "gas_works",
    name: `${ask.county.name}焦化气源厂`,
    at,
    owner,
    gas: "coal_gas",
    level: "MP_B",
    year: 1986,
  });
  const holder: Xy = [at[0] + 60, at[1] + 20];
  net.addStation({
    kind: "gas_holder",
    name: `${ask.county.name}气柜`,
    at: holder,
    owner,
    gas: "coal_gas",
    level: "MP_B",
    year: 1988,
  });
  let from = net.addNode({
    at,
    level: "MP_B",
    owner,
    kind: "source",
    station: works.id,
    name: "气源厂出口",
    setPointKPa: 150,
  });
  for (let i = 0; i < counts.coalBoxes; i++) {
    const box: Xy = [at[0] + 140 * (i + 1), at[1] + 40 + 6 * (i % 3)];
    const address = `${ask.county.name}矿工新村${i + 1}区`;
    const regulator = layRegulator(net, {
      kind: "regulator_box",
      name: `${address}调压箱`,
      at: box,
      owner,
      gas: "coal_gas",
      inlet: "MP_B",
      outlet: "LP",
      setPointKPa: 1.2,
      year: intBetween(r, 1988, 1999),
      address,
    });
    net.addPipe(from, regulator, "MP_B", owner, "coal_gas");
    from = regulator;
    feeds.push({
      regulator,
      place: (x, y) => [box[0] + y, box[1] + x],
      along: 180,
      across: 60,
      owner,
      gas: "coal_gas",
      address,
    });
  }
}

/** Gives every regulator box its courtyard, so that the county's pipes come out as planned. */
function layCourtyards(laid: Laid): Outlet[] {
  const { net, r, ask, feeds } = laid;
  const left = Math.max(feeds.length, ask.budget.pipes - net.part.pipes.length);
  const spare = left - feeds.length;
  const shares = apportion(
    spare,
    feeds.map(() => between(r, 0.6, 1.4)),
  );
  return feeds.flatMap((feed: Feed, i) =>
    layCourtyard(net, r, { ...feed, from: feed.regulator, level: "LP", pipes: 1 + (shares[i] ?? 0) }).map((node) => ({
      node,
      owner: feed.owner,
      gas: feed.gas,
      address: feed.address,
      isWorks: false,
    })),
  );
}

/** A plain joint is a tee, a bend or an end by the pipes that meet there. */
function nameJunctions(laid: Laid): void {
  const degree = new Map<string, number>();
  for (const { from_node, to_node } of laid.net.part.pipes)
    for (const id of [from_node, to_node]) degree.set(id, (degree.get(id) ?? 0) + 1);
  for (const node of laid.net.part.nodes) {
    if (node.kind !== "bend") continue;
    const n = degree.get(node.id) ?? 0;
    node.kind = n >= 3 ? "tee" : n === 2 ? "bend" : "end";
  }
}
