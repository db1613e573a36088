import { CRITICAL_KINDS } from "#contract/customer-kind.ts";
import { CUSTOMER_CLASSES, MATERIALS, NODE_KINDS, PIPE_STATUSES, PRESSURE_LEVELS } from "#contract/gas.ts";
import { NODE_STATE } from "#contract/model-network.ts";
import { ductColumns } from "#model/network/duct-columns.ts";
import type { NetworkRows } from "#model/network/rows.ts";
import type { NodeRow, Part } from "./world/rows.ts";

/** The network of a made-up county as the server would send it, for pages alone, tests and benches. */
export function networkRowsOf(
  part: Pick<Part, "areaCode" | "nodes" | "pipes" | "customers"> & Partial<Pick<Part, "ducts">>,
  { version, seqOf }: { readonly version: string; readonly seqOf: (pipe: string, i: number) => number },
): NetworkRows {
  const { nodes, pipes, customers, ducts = [] } = part;
  const numberOf = new Map(nodes.map(({ id }, i) => [id, i]));
  const served = customers.filter(({ service_node }) => service_node !== null && numberOf.has(service_node));
  const counts = new Uint32Array(CUSTOMER_CLASSES.length * nodes.length);
  const annualM3 = new Float32Array(nodes.length);
  for (const { service_node, class: kind, annual_m3 } of served) {
    const n = numberOf.get(service_node ?? "") as number;
    const at = n * CUSTOMER_CLASSES.length + CUSTOMER_CLASSES.indexOf(kind);
    counts[at] = (counts[at] as number) + 1;
    annualM3[n] = (annualM3[n] as number) + annual_m3;
  }
  const critical = served.filter(({ is_critical }) => is_critical);
  const known = pipes.filter(({ from_node, to_node }) => numberOf.has(from_node) && numberOf.has(to_node));
  const place = new Map(pipes.map(({ id }, i) => [id, i]));
  const at = (id: string | null): number => numberOf.get(id ?? "") as number;
  const told = (value: number | null): number => value ?? Number.NaN;
  return {
    version,
    area: part.areaCode,
    nodes: {
      ids: nodes.map(({ id }) => id),
      names: nodes.map(({ name }) => name ?? ""),
      lngLat: Float64Array.from(nodes.flatMap(({ lngLat }) => [...lngLat])),
      kind: Uint8Array.from(nodes, ({ kind }) => NODE_KINDS.indexOf(kind)),
      level: Uint8Array.from(nodes, ({ pressure_level }) => PRESSURE_LEVELS.indexOf(pressure_level)),
      state: Uint8Array.from(nodes, stateOf),
      setKPa: Float32Array.from(nodes, ({ set_point_kpa }) => told(set_point_kpa)),
      elevationM: Float32Array.from(nodes, ({ elevation_m }) => told(elevation_m)),
      customers: counts,
      annualM3,
    },
    pipes: {
      ids: known.map(({ id }) => id),
      seq: Uint32Array.from(known, ({ id }) => seqOf(id, place.get(id) as number)),
      from: Int32Array.from(known, ({ from_node }) => at(from_node)),
      to: Int32Array.from(known, ({ to_node }) => at(to_node)),
      lengthM: Float32Array.from(known, ({ length_m }) => length_m),
      dnMm: Float32Array.from(known, ({ dn_mm }) => dn_mm),
      wallMm: Float32Array.from(known, ({ wall_mm }) => told(wall_mm)),
      kPa: Float32Array.from(known, ({ operating_kpa }) => told(operating_kpa)),
      material: Uint8Array.from(known, ({ material }) => MATERIALS.indexOf(material)),
      level: Uint8Array.from(known, ({ pressure_level }) => PRESSURE_LEVELS.indexOf(pressure_level)),
      status: Uint8Array.from(known, ({ status }) => PIPE_STATUSES.indexOf(status)),
    },
    critical: {
      ids: critical.map(({ id }) => id),
      node: Int32Array.from(critical, ({ service_node }) => at(service_node)),
      kind: Uint8Array.from(critical, ({ critical_kind }) =>
        CRITICAL_KINDS.indexOf(critical_kind ?? "critical_unknown"),
      ),
      class: Uint8Array.from(critical, (customer) => CUSTOMER_CLASSES.indexOf(customer.class)),
    },
    ...ductColumns(
      ducts.map((duct) => ({
        ...{ id: duct.id, kind: duct.kind, owner: duct.owner_name, path: duct.path },
        ...{ from: duct.from_space, to: duct.to_space, widthMm: duct.width_mm, heightMm: duct.height_mm },
      })),
    ),
  };
}

const stateOf = ({ kind, is_open, condition, is_motorised }: NodeRow): number =>
  (kind === "valve" && is_open === false ? NODE_STATE.closed : 0) |
  (condition === "broken" ? NODE_STATE.broken : 0) |
  (condition === "inaccessible" ? NODE_STATE.inaccessible : 0) |
  (is_motorised ? NODE_STATE.motorised : 0);
