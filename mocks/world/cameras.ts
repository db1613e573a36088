import type { StationKind } from "#contract/gas.ts";
import { intBetween, rng } from "./rng.ts";
import type { CameraRow, Part } from "./rows.ts";

/** Cameras by kind of station: what is manned or holds a tank is watched. */
const COUNT: Readonly<Partial<Record<StationKind, number>>> = {
  city_gate: 3,
  storage_distribution: 3,
  lng_storage: 3,
  lpg_plant: 2,
  gas_works: 2,
  regulator_station: 1,
  cng_mother: 2,
  cng_daughter: 1,
  filling_station: 1,
};
const VIEWS = ["大门", "工艺区", "罐区"];

/** GB/T 28181 device ids: division and unit (8), industry (2), type 132 = IP camera, network (1), serial (6). */
export function countyCameras(seed: number, part: Part): CameraRow[] {
  const r = rng(seed, `cameras ${part.areaCode}`);
  const rows: CameraRow[] = [];
  for (const station of part.stations)
    for (let i = 0; i < (COUNT[station.kind] ?? 0); i++) {
      const serial = String(rows.length + 1).padStart(6, "0");
      rows.push({
        id: `V${part.areaCode}${serial}`,
        name: `${station.name}${VIEWS[i] ?? "全景"}`,
        device_id: `${station.area_code}${part.areaCode === "130000" ? "02" : "01"}${String(intBetween(r, 11, 13))}1320${serial}`,
        station_id: station.id,
        area_code: station.area_code,
        enterprise_id: station.enterprise_id,
        lngLat: station.lngLat,
      });
    }
  return rows;
}
