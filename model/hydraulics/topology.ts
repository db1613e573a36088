import { UnionFind } from "#model/graph/union-find.ts";
import type { GasNetwork } from "./gas-network.ts";

/** A network with loss-free ways merged away: what one Newton solve works on, whatever regulators do. */
export interface Topology {
  /** Group of each node: open valves without loss join nodes. */
  readonly groupOf: Int32Array;
  readonly groups: number;
  /** Pressure of a group that a source or compressor holds, Pa; NaN where it is sought, or a regulator's to hold. */
  readonly held: Float64Array;
  /** Compressors at work. */
  readonly compressors: readonly Control[];
  /** Regulators that have a say: fed, and with an outlet that nothing else holds. */
  readonly regulators: RegulatorColumns;
  /** 1 where gas of a source can come to, regulators and compressors passed forwards. */
  readonly isFed: Uint8Array;
  /** Pipes that take part, their ends fed and in different groups; numbers past the pipes are valves with a loss. */
  readonly livePipes: Int32Array;
}

/** Regulators as columns, by groups. */
export interface RegulatorColumns {
  /** Number of the regulator in the network. */
  readonly index: Int32Array;
  readonly inlet: Int32Array;
  readonly outlet: Int32Array;
  /** Set point, Pa absolute. */
  readonly pa: Float64Array;
}

/** A regulator or compressor at work: its `held` group's pressure is set, and what that gives is taken at `other`. */
export interface Control {
  readonly device: "regulator" | "compressor";
  /** Number of the regulator or compressor. */
  readonly index: number;
  /** Its place in the list of what controls give: compressors first, then regulators as in `RegulatorColumns`. */
  readonly slot: number;
  readonly held: number;
  readonly other: number;
  /** This one's share of what its held group gives. */
  readonly share: number;
  /** −1 where the held side is the inlet: what it gives is then flow against the device's arrow. */
  readonly sign: 1 | -1;
  /** Set pressure `pa`, or one that follows the other side: times `ratio`, plus `rise` Pa. */
  readonly follows: { readonly ratio: number; readonly rise: number } | null;
  readonly pa: number;
}

function hasLoss({ valves }: GasNetwork, v: number): boolean {
  return (valves?.zeta?.[v] ?? 0) > 0 && (valves?.diameter?.[v] ?? 0) > 0;
}

function joinNodes(network: GasNetwork): { groupOf: Int32Array; groups: number } {
  const sets = new UnionFind(network.demand.length);
  const { valves } = network;
  if (valves)
    for (let v = 0; v < valves.from.length; v++)
      if (valves.isOpen[v] && !hasLoss(network, v)) sets.join(valves.from[v] as number, valves.to[v] as number);
  const { label, count } = sets.labels();
  return { groupOf: label, groups: count };
}

/** Ends of everything that lets gas through with a loss: pipes, then valves. −1 where nothing passes. */
function lossyWays(network: GasNetwork, groupOf: Int32Array): { from: Int32Array; to: Int32Array } {
  const { pipes, valves } = network;
  const own = pipes.from.length;
  let lossy = 0;
  for (let v = 0; v < (valves?.from.length ?? 0); v++) if (valves?.isOpen[v] && hasLoss(network, v)) lossy = v + 1;
  const from = new Int32Array(own + lossy).fill(-1);
  const to = new Int32Array(own + lossy).fill(-1);
  for (let e = 0; e < own; e++) {
    from[e] = groupOf[pipes.from[e] as number] as number;
    to[e] = groupOf[pipes.to[e] as number] as number;
  }
  for (let v = 0; v < lossy; v++)
    if (valves?.isOpen[v] && hasLoss(network, v)) {
      from[own + v] = groupOf[valves.from[v] as number] as number;
      to[own + v] = groupOf[valves.to[v] as number] as number;
    }
  return { from, to };
}

/** Rows of neighbours by group over ways both ends of which are known. */
export function groupRows(groups: number, from: Int32Array, to: Int32Array): { off: Int32Array; adj: Int32Array } {
  const off = new Int32Array(groups + 1);
  for (let e = 0; e < from.length; e++) {
    const a = from[e] as number;
    const b = to[e] as number;
    if (a < 0) continue;
    off[a + 1] = (off[a + 1] as number) + 1;
    off[b + 1] = (off[b + 1] as number) + 1;
  }
  for (let g = 0; g < groups; g++) off[g + 1] = (off[g + 1] as number) + (off[g] as number);
  const next = off.slice(0, groups);
  const adj = new Int32Array(off[groups] as number);
  for (let e = 0; e < from.length; e++) {
    const a = from[e] as number;
    const b = to[e] as number;
    if (a < 0) continue;
    const x = next[a] as number;
    const y = next[b] as number;
    adj[x] = b;
    adj[y] = a;
    next[a] = x + 1;
    next[b] = y + 1;
  }
  return { off, adj };
}

interface Device extends Omit<Control, "share" | "slot"> {
  readonly inlet: number;
  readonly outlet: number;
}

/** Devices that could set a pressure: which they are is not yet said. */
function devicesOf(network: GasNetwork, groupOf: Int32Array): Device[] {
  const { regulators, compressors } = network;
  const devices: Device[] = [];
  const group = (i: number | undefined): number => groupOf[i as number] as number;
  for (let r = 0; r < (regulators?.from.length ?? 0); r++) {
    const inlet = group(regulators?.from[r]);
    const outlet = group(regulators?.to[r]);
    devices.push({
      ...{ device: "regulator", index: r, inlet, outlet, held: outlet, other: inlet, follows: null, sign: 1 },
      pa: regulators?.pa[r] as number,
    });
  }
  for (let c = 0; c < (compressors?.from.length ?? 0); c++) {
    const inlet = group(compressors?.from[c]);
    const outlet = group(compressors?.to[c]);
    const kind = compressors?.kind[c] as number;
    const value = compressors?.value[c] as number;
    const [held, other] = kind === 2 ? [inlet, outlet] : [outlet, inlet];
    const follows = kind === 0 ? { ratio: value, rise: 0 } : kind === 3 ? { ratio: 1, rise: value } : null;
    const sign = kind === 2 ? -1 : 1;
    const pa = follows ? Number.NaN : value;
    devices.push({ device: "compressor", index: c, inlet, outlet, held, other, follows, pa, sign });
  }
  return devices;
}

/** What gas reaches from sources through lossy ways and, forwards, through devices. */
function spread(
  starts: Int32Array,
  { off, adj }: { off: Int32Array; adj: Int32Array },
  devices: readonly Device[],
): Uint8Array {
  const groups = off.length - 1;
  const beyond = new Map<number, number[]>();
  for (const d of devices) beyond.set(d.inlet, [...(beyond.get(d.inlet) ?? []), d.outlet]);
  const isFed = new Uint8Array(groups);
  const queue = new Int32Array(groups);
  let tail = 0;
  const enter = (g: number): void => {
    if (isFed[g]) return;
    isFed[g] = 1;
    queue[tail++] = g;
  };
  for (const g of starts) enter(g);
  for (let head = 0; head < tail; head++) {
    const g = queue[head] as number;
    for (let k = off[g] as number; k < (off[g + 1] as number); k++) enter(adj[k] as number);
    if (beyond.size > 0) for (const other of beyond.get(g) ?? []) enter(other);
  }
  return isFed;
}

/**
 * Spreads as above. A compressor that follows its inlet and brings gas from injections that no source stands by (a field, a biogas
 * plant) is turned round: its inlet follows its outlet, and takes what is injected.
 */
function feed(
  network: GasNetwork,
  groupOf: Int32Array,
  starts: Int32Array,
  rows: { off: Int32Array; adj: Int32Array },
  devices: Device[],
): Uint8Array {
  for (;;) {
    const isFed = spread(starts, rows, devices);
    const at = devices.findIndex(
      (d) =>
        d.follows &&
        !isFed[d.inlet] &&
        isFed[d.outlet] &&
        takes(network, groupOf, spread(Int32Array.of(d.inlet), rows, [])) < 0,
    );
    const device = devices[at];
    if (!device?.follows) return isFed;
    const { ratio, rise } = device.follows;
    devices[at] = {
      ...device,
      ...{ inlet: device.outlet, outlet: device.inlet, held: device.inlet, other: device.outlet, sign: -1 },
      follows: { ratio: 1 / ratio, rise: -rise / ratio },
    };
  }
}

/** Demand of marked groups, kg/s. */
const takes = (network: GasNetwork, groupOf: Int32Array, mark: Uint8Array): number =>
  network.demand.reduce((sum, d, i) => sum + (mark[groupOf[i] as number] ? d : 0), 0);

/** What is connected to what. */
export function topologyOf(network: GasNetwork): Topology {
  const { groupOf, groups } = joinNodes(network);
  const { sources } = network;
  const ways = lossyWays(network, groupOf);
  const devices = devicesOf(network, groupOf);
  const starts = sources.node.map((i) => groupOf[i] as number);
  const rows = groupRows(groups, ways.from, ways.to);
  const isFed = feed(network, groupOf, starts, rows, devices);
  const held = new Float64Array(groups).fill(Number.NaN);
  for (const g of starts) held[g] = 0;
  const compressors = compressorsOf(devices, isFed, held);
  for (const c of compressors) held[c.held] = c.pa;
  for (let s = 0; s < starts.length; s++) held[starts[s] as number] = sources.pa[s] as number;
  // A pressure that follows another is sought by its own way; here it only must not be free.
  for (const c of compressors) if (c.follows) held[c.held] = 0;
  const live = new Int32Array(ways.from.length);
  let count = 0;
  for (let e = 0; e < live.length; e++) {
    const a = ways.from[e] as number;
    const b = ways.to[e] as number;
    if (a >= 0 && a !== b && isFed[a] && isFed[b]) live[count++] = e;
  }
  const regulators = regulatorsOf(devices, isFed, held);
  return { groupOf, groups, held, compressors, regulators, isFed, livePipes: live.slice(0, count) };
}

/** Those that set their place: fed, not where a source stands; of several at one place those with the highest pressure, shared alike. */
function compressorsOf(devices: readonly Device[], isFed: Uint8Array, held: Float64Array): Control[] {
  const together = new Map<number, Device[]>();
  for (const d of devices) {
    if (d.device !== "compressor" || !isFed[d.inlet] || d.held === d.other || !Number.isNaN(held[d.held])) continue;
    const rivals = together.get(d.held);
    const first = rivals?.[0];
    if (!rivals || !first || d.pa > first.pa) together.set(d.held, [d]);
    else if (d.pa === first.pa && !d.follows && !first.follows) rivals.push(d);
  }
  const shared = [...together.values()].flatMap((list) => list.map((device) => ({ device, share: 1 / list.length })));
  return shared.map(({ device: { inlet: _in, outlet: _out, ...control }, share }, slot) => ({
    ...control,
    share,
    slot,
  }));
}

function regulatorsOf(devices: readonly Device[], isFed: Uint8Array, held: Float64Array): RegulatorColumns {
  const list = devices.filter(
    (d) => d.device === "regulator" && isFed[d.inlet] && d.inlet !== d.outlet && Number.isNaN(held[d.outlet]),
  );
  return {
    index: Int32Array.from(list, (d) => d.index),
    inlet: Int32Array.from(list, (d) => d.inlet),
    outlet: Int32Array.from(list, (d) => d.outlet),
    pa: Float64Array.from(list, (d) => d.pa),
  };
}
