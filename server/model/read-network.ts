import { CRITICAL_KINDS } from "#contract/customer-kind.ts";
import {
  CUSTOMER_CLASSES,
  type CustomerClass,
  MATERIALS,
  type Material,
  NODE_KINDS,
  type NodeKind,
  PIPE_STATUSES,
  type PipeStatus,
  PRESSURE_LEVELS,
  type PressureLevel,
} from "#contract/gas.ts";
import { NODE_STATE } from "#contract/model-network.ts";
import { type DuctRecord, ductColumns } from "#model/network/duct-columns.ts";
import type { NetworkRows } from "#model/network/rows.ts";
import type { Tx } from "#server/db/db.ts";
import { readDucts } from "./read-ducts.ts";

interface PipeRecord {
  readonly id: string;
  readonly level: PressureLevel;
  readonly material: Material;
  readonly status: PipeStatus;
  readonly dn: number;
  readonly wall: number | null;
  readonly length: number;
  readonly kPa: number | null;
  readonly from: string;
  readonly to: string;
  readonly fromLng: number;
  readonly fromLat: number;
  readonly toLng: number;
  readonly toLat: number;
}

interface NodeRecord {
  readonly id: string;
  readonly name: string | null;
  readonly kind: NodeKind;
  readonly level: PressureLevel;
  readonly isOpen: boolean | null;
  readonly condition: string | null;
  readonly isMotorised: boolean | null;
  readonly setKPa: number | null;
  readonly elevation: number | null;
  readonly lng: number;
  readonly lat: number;
}

interface CustomerRecord {
  readonly id: string;
  readonly node: string;
  readonly kind: CustomerClass;
  readonly count: number;
  readonly annual: number;
}

interface CriticalRecord {
  readonly id: string;
  readonly node: string;
  readonly class: CustomerClass;
  /** A word of CRITICAL_KINDS; null: the records do not say what it is. */
  readonly kind: string | null;
}

/** Rows of one statement; the embedded database answers others between two. */
const PAGE = 20_000;

const PIPES = `select id, pressure_level as level, material, status, dn_mm as dn, wall_mm as wall, length_m as length,
    operating_kpa as "kPa", from_node as "from", to_node as "to",
    st_x(st_startpoint(geom)) as "fromLng", st_y(st_startpoint(geom)) as "fromLat",
    st_x(st_endpoint(geom)) as "toLng", st_y(st_endpoint(geom)) as "toLat"
  from pipe where area_code = $1 and id > $2 order by id limit $3`;
const NODES = `select id, name, kind, pressure_level as level, is_open as "isOpen", condition, is_motorised as "isMotorised",
    set_point_kpa as "setKPa", elevation_m as elevation, st_x(geom) as lng, st_y(geom) as lat
  from node where area_code = $1 and id > $2 order by id limit $3`;
const CUSTOMERS = `select min(id) as id, service_node as node, class as kind, count(*)::int as count, sum(coalesce(annual_m3, 0)) as annual
  from customer where area_code = $1 and service_node is not null group by service_node, class`;
const CRITICAL = `select id, service_node as node, class, critical_kind as kind
  from customer where area_code = $1 and service_node is not null and is_critical order by id`;

async function paged<R extends { readonly id: string }>(tx: Tx, text: string, area: string): Promise<R[]> {
  const all: R[] = [];
  for (;;) {
    const page = await tx.query<R>(text, [area, all.at(-1)?.id ?? "", PAGE]);
    all.push(...page);
    if (page.length < PAGE) return all;
  }
}

/** Everything of an area that the transaction sees: pipes by snapshot number, their nodes, who hangs on them, ducts of others. */
export async function readNetworkRows(
  tx: Tx,
  area: string,
  snapshot: { readonly version: string; readonly pipeSeq: (id: string) => number | undefined },
): Promise<NetworkRows> {
  const pipes = (await paged<PipeRecord>(tx, PIPES, area)).filter(({ id }) => snapshot.pipeSeq(id) !== undefined);
  const nodes = await paged<NodeRecord>(tx, NODES, area);
  const customers = await tx.query<CustomerRecord>(CUSTOMERS, [area]);
  const critical = await tx.query<CriticalRecord>(CRITICAL, [area]);
  const ducts = await readDucts(tx, area);
  return rowsOf(area, snapshot, { pipes, nodes, customers, critical, ducts });
}

interface Records {
  readonly pipes: readonly PipeRecord[];
  readonly nodes: readonly NodeRecord[];
  readonly customers: readonly CustomerRecord[];
  readonly critical: readonly CriticalRecord[];
  readonly ducts: readonly DuctRecord[];
}

/** Ends of pipes that are no node of the area, or none in sight: known by where the pipe ends, and by nothing else. */
function borderNodes({ pipes, nodes }: Records): NodeRecord[] {
  const known = new Set(nodes.map(({ id }) => id));
  const borders: NodeRecord[] = [];
  const add = (id: string, level: PressureLevel, lng: number, lat: number): void => {
    if (known.has(id)) return;
    known.add(id);
    const rest = { name: null, isOpen: null, condition: "border", isMotorised: null, setKPa: null, elevation: null };
    borders.push({ id, kind: "end", level, lng, lat, ...rest });
  };
  for (const pipe of pipes) {
    add(pipe.from, pipe.level, pipe.fromLng, pipe.fromLat);
    add(pipe.to, pipe.level, pipe.toLng, pipe.toLat);
  }
  return borders;
}

function stateOf({ kind, isOpen, condition, isMotorised }: NodeRecord): number {
  if (condition === "border") return NODE_STATE.border;
  return (
    (kind === "valve" && isOpen === false ? NODE_STATE.closed : 0) |
    (condition === "broken" ? NODE_STATE.broken : 0) |
    (condition === "inaccessible" ? NODE_STATE.inaccessible : 0) |
    (isMotorised ? NODE_STATE.motorised : 0)
  );
}

const UNKNOWN = CRITICAL_KINDS.indexOf("critical_unknown");
const criticalKind = (kind: string | null): number => {
  const known = CRITICAL_KINDS.findIndex((one) => one === kind);
  return known === -1 ? UNKNOWN : known;
};

const at = <T>(list: readonly T[], word: T): number => Math.max(0, list.indexOf(word));

function rowsOf(
  area: string,
  { version, pipeSeq }: { readonly version: string; readonly pipeSeq: (id: string) => number | undefined },
  records: Records,
): NetworkRows {
  const { pipes } = records;
  const nodes = [...records.nodes, ...borderNodes(records)];
  const numberOf = new Map(nodes.map(({ id }, i) => [id, i]));
  const width = CUSTOMER_CLASSES.length;
  const customers = new Uint32Array(width * nodes.length);
  const annualM3 = new Float32Array(nodes.length);
  for (const { node, kind, count, annual } of records.customers) {
    const n = numberOf.get(node);
    if (n === undefined) continue;
    const place = width * n + at(CUSTOMER_CLASSES, kind);
    customers[place] = (customers[place] as number) + count;
    annualM3[n] = (annualM3[n] as number) + annual;
  }
  const critical = records.critical.filter(({ node }) => numberOf.has(node));
  const ofNode = (id: string): number => numberOf.get(id) as number;
  const told = (value: number | null): number => value ?? Number.NaN;
  return {
    version,
    area,
    nodes: {
      ids: nodes.map(({ id }) => id),
      names: nodes.map(({ name }) => name ?? ""),
      lngLat: Float64Array.from(nodes.flatMap(({ lng, lat }) => [lng, lat])),
      kind: Uint8Array.from(nodes, ({ kind }) => at(NODE_KINDS, kind)),
      level: Uint8Array.from(nodes, ({ level }) => at(PRESSURE_LEVELS, level)),
      state: Uint8Array.from(nodes, stateOf),
      setKPa: Float32Array.from(nodes, ({ setKPa }) => told(setKPa)),
      elevationM: Float32Array.from(nodes, ({ elevation }) => told(elevation)),
      customers,
      annualM3,
    },
    pipes: {
      ids: pipes.map(({ id }) => id),
      seq: Uint32Array.from(pipes, ({ id }) => pipeSeq(id) as number),
      from: Int32Array.from(pipes, ({ from }) => ofNode(from)),
      to: Int32Array.from(pipes, ({ to }) => ofNode(to)),
      lengthM: Float32Array.from(pipes, ({ length }) => length),
      dnMm: Float32Array.from(pipes, ({ dn }) => dn),
      wallMm: Float32Array.from(pipes, ({ wall }) => told(wall)),
      kPa: Float32Array.from(pipes, ({ kPa }) => told(kPa)),
      material: Uint8Array.from(pipes, ({ material }) => at(MATERIALS, material)),
      level: Uint8Array.from(pipes, ({ level }) => at(PRESSURE_LEVELS, level)),
      status: Uint8Array.from(pipes, ({ status }) => at(PIPE_STATUSES, status)),
    },
    critical: {
      ids: critical.map(({ id }) => id),
      node: Int32Array.from(critical, ({ node }) => ofNode(node)),
      kind: Uint8Array.from(critical, ({ kind }) => criticalKind(kind)),
      class: Uint8Array.from(critical, (customer) => at(CUSTOMER_CLASSES, customer.class)),
    },
    ...ductColumns(records.ducts),
  };
}
