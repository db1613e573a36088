import type { GasKind, NodeKind, PipeStatus, PressureLevel, StationKind } from "#contract/gas.ts";
import type { LngLat } from "#contract/route.ts";
import { type Plane, pathLength, type Xy } from "./plane.ts";
import type { NodeRow, Part, PipeRow, StationRow } from "./rows.ts";

export interface NodeAsk {
  readonly at: Xy;
  readonly level: PressureLevel;
  readonly owner: string;
  readonly kind?: NodeKind;
  readonly station?: string;
  readonly name?: string;
  readonly setPointKPa?: number;
}

export interface StationAsk {
  readonly kind: StationKind;
  readonly name: string;
  readonly at: Xy;
  readonly owner: string;
  readonly gas: GasKind;
  readonly level: PressureLevel;
  readonly outlet?: PressureLevel;
  readonly year: number;
  readonly address?: string;
  readonly status?: PipeStatus;
}

/** A network while it is being laid: gives ids in the order of laying, keeps nodes by id. */
export class Network {
  readonly part: Part;
  readonly plane: Plane;
  readonly #nodes = new Map<string, NodeRow>();
  readonly #prefix: string;

  constructor(part: Part, plane: Plane, prefix: string) {
    this.part = part;
    this.plane = plane;
    this.#prefix = prefix;
  }

  #id(letter: string, count: number, width: number): string {
    return `${letter}${this.#prefix}${String(count + 1).padStart(width, "0")}`;
  }

  node(id: string): NodeRow {
    const found = this.#nodes.get(id);
    if (!found) throw new Error(`no node ${id}`);
    return found;
  }

  xyOf(id: string): Xy {
    return this.plane.toXy(this.node(id).lngLat);
  }

  addNode(ask: NodeAsk, areaCode = this.part.areaCode): string {
    const row: NodeRow = {
      id: this.#id("N", this.part.nodes.length, 6),
      kind: ask.kind ?? "bend",
      name: ask.name ?? null,
      area_code: areaCode,
      enterprise_id: ask.owner,
      station_id: ask.station ?? null,
      pressure_level: ask.level,
      is_open: null,
      condition: null,
      is_motorised: null,
      last_exercised: null,
      set_point_kpa: ask.setPointKPa ?? null,
      pressure_kpa: null,
      elevation_m: null,
      lngLat: this.plane.toLngLat(ask.at),
    };
    this.part.nodes.push(row);
    this.#nodes.set(row.id, row);
    return row.id;
  }

  /** Lays a pipe between two nodes; `via` are bends on the way. Attributes that follow from flow are set later. */
  addPipe(
    from: string,
    to: string,
    level: PressureLevel,
    owner: string,
    gas: GasKind,
    via: readonly Xy[] = [],
    areaCode = this.part.areaCode,
  ): PipeRow {
    const path: LngLat[] = [this.node(from).lngLat, ...via.map((xy) => this.plane.toLngLat(xy)), this.node(to).lngLat];
    const row: PipeRow = {
      id: this.#id("P", this.part.pipes.length, 6),
      area_code: areaCode,
      enterprise_id: owner,
      gas_kind: gas,
      pressure_level: level,
      material: "steel",
      dn_mm: 0,
      wall_mm: null,
      length_m: Math.round(pathLength(path) * 100) / 100,
      laid_year: 0,
      depth_m: null,
      design_kpa: 0,
      operating_kpa: null,
      flow_m3h: null,
      status: "in_service",
      anticorrosion: null,
      survey_accuracy_m: null,
      last_patrolled: null,
      from_node: from,
      to_node: to,
      path,
    };
    this.part.pipes.push(row);
    return row;
  }

  /** A node that another part has laid, so that pipes of this one may end there. */
  knowNode(row: NodeRow): void {
    this.#nodes.set(row.id, row);
  }

  addStation(ask: StationAsk, areaCode = this.part.areaCode): StationRow {
    const row: StationRow = {
      id: this.#id("S", this.part.stations.length, 5),
      name: ask.name,
      kind: ask.kind,
      area_code: areaCode,
      enterprise_id: ask.owner,
      gas_kind: ask.gas,
      address: ask.address ?? null,
      pressure_level: ask.level,
      outlet_level: ask.outlet ?? null,
      inlet_kpa: null,
      outlet_kpa: null,
      capacity_m3h: null,
      built_year: ask.year,
      status: ask.status ?? "in_service",
      lngLat: this.plane.toLngLat(ask.at),
    };
    this.part.stations.push(row);
    return row;
  }
}
