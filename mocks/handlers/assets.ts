import type { Reply } from "#contract/route.ts";
import type { getReadings, Pipe, Station, StationRow, Tag } from "#contract/station.ts";
import type { TagRow, StationRow as WorldStation } from "#mocks/world/rows.ts";
import type { MockHouse } from "./house.ts";
import { tagAt } from "./tag-values.ts";

const nameOfArea = (house: MockHouse, code: string) => house.areas.find((area) => area.code === code)?.name ?? code;
const nameOfEnterprise = (house: MockHouse, id: string) => house.enterprises.find((row) => row.id === id)?.name ?? id;

export const stationRow = (row: WorldStation): StationRow => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  gasKind: row.gas_kind,
  areaCode: row.area_code,
  enterpriseId: row.enterprise_id,
  lngLat: [...row.lngLat],
});

function tagReply(house: MockHouse, row: TagRow, now: number): Tag {
  const seq = house.tags.seq(row.id);
  const { value, at, state } = tagAt(house, seq, now);
  return {
    id: row.id,
    seq,
    name: row.name,
    kind: row.kind,
    unit: row.unit,
    lowAlarm: row.low_alarm,
    lowWarning: row.low_warning,
    highWarning: row.high_warning,
    highAlarm: row.high_alarm,
    deadBand: row.dead_band,
    samplingS: row.sampling_s,
    staleAfterS: row.stale_after_s,
    value,
    at: at === null ? null : new Date(at).toISOString(),
    state,
  };
}

export function stationReply(house: MockHouse, row: WorldStation, now: number): Station {
  const nodes = house.parts.flatMap((part) => part.nodes.filter((node) => node.station_id === row.id));
  const cameras = house.parts.flatMap((part) => part.cameras.filter((camera) => camera.station_id === row.id));
  return {
    ...stationRow(row),
    seq: house.stations.seq(row.id),
    address: row.address,
    pressureLevel: row.pressure_level,
    outletLevel: row.outlet_level,
    inletKPa: row.inlet_kpa,
    outletKPa: row.outlet_kpa,
    capacityM3h: row.capacity_m3h,
    builtYear: row.built_year,
    status: row.status,
    enterpriseName: nameOfEnterprise(house, row.enterprise_id),
    areaName: nameOfArea(house, row.area_code),
    datasetName: "mock-stations",
    datasetVersion: 1,
    nodes: nodes.map((node) => ({
      id: node.id,
      kind: node.kind,
      name: node.name,
      isOpen: node.is_open,
      condition: node.condition,
      isMotorised: node.is_motorised,
      setPointKPa: node.set_point_kpa,
      lastExercised: node.last_exercised?.slice(0, 10) ?? null,
    })),
    cameras: cameras.map(({ id, name, device_id }) => ({ id, name, deviceId: device_id })),
    tags: house.tags.rows.filter((tag) => tag.station_id === row.id).map((tag) => tagReply(house, tag, now)),
  };
}

export function pipeReply(house: MockHouse, id: string): Pipe | null {
  const row = house.pipes.get(id);
  if (!row) return null;
  return {
    id: row.id,
    seq: house.pipes.seq(id),
    areaCode: row.area_code,
    areaName: nameOfArea(house, row.area_code),
    enterpriseId: row.enterprise_id,
    enterpriseName: nameOfEnterprise(house, row.enterprise_id),
    gasKind: row.gas_kind,
    pressureLevel: row.pressure_level,
    material: row.material,
    dnMm: row.dn_mm,
    wallMm: row.wall_mm,
    lengthM: row.length_m,
    laidYear: row.laid_year,
    depthM: row.depth_m,
    designKPa: row.design_kpa,
    operatingKPa: row.operating_kpa,
    flowM3h: row.flow_m3h,
    status: row.status,
    anticorrosion: row.anticorrosion,
    surveyAccuracyM: row.survey_accuracy_m,
    sourceCrs: "EPSG:4490",
    fromNode: row.from_node,
    toNode: row.to_node,
    datasetName: "mock-pipes",
    datasetVersion: 1,
    path: row.path.map((point) => [...point]),
  };
}

type Readings = Reply<typeof getReadings>;

/** Buckets of minimum, maximum and mean, from the same signals that the stream tells. */
export function readingsReply(house: MockHouse, id: string, from: number, to: number, points: number): Readings | null {
  const row = house.tags.get(id);
  const signal = house.signals[house.tags.seq(id)];
  if (!row || !signal) return null;
  const reply: Readings = { id, unit: row.unit, at: [], min: [], max: [], mean: [], count: [] };
  const span = (to - from) / points;
  const step = Math.max(row.sampling_s * 1000, span / 4);
  for (let i = 0; i < points; i++) {
    const values: number[] = [];
    const end = from + (i + 1) * span;
    for (let at = Math.ceil((from + i * span) / step) * step; at < end; at += step) {
      const sample = signal.at(at);
      if (sample) values.push(sample.v);
    }
    if (values.length === 0) continue;
    reply.at.push(Math.round(from + (i + 0.5) * span));
    reply.min.push(Math.min(...values));
    reply.max.push(Math.max(...values));
    reply.mean.push(values.reduce((a, b) => a + b, 0) / values.length);
    reply.count.push(values.length);
  }
  return reply;
}
