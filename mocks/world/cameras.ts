import type { StationKind } from "#contract/gas.ts";
import type { LngLat } from "#contract/route.ts";
import { between, intBetween, type Rng, rng } from "./rng.ts";
import type { CameraRow, Part, StationRow } from "./rows.ts";

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
const PROVINCE = "130000";
/** The media server that the demo starts. */
const ADAPTER = "demo";
const METRES_PER_DEGREE = 111_320;

/** GB/T 28181 id of the first signalling server (type 200) of a division. */
const platformId = (division: string): string => `${division}00002000000001`;

/** Platforms between the province and a county's devices; trunk lines' companies answer to the province alone. */
const cascadeOf = (area: string): string[] =>
  area === PROVINCE ? [] : [platformId(`${area.slice(0, 4)}00`), platformId(area)];

/** On the fence, metres away from the middle, looking across the station. */
function placed(r: Rng, { lngLat: [lng, lat] }: StationRow): { lngLat: LngLat; heading_deg: number } {
  const bearing = intBetween(r, 0, 359);
  const off = between(r, 12, 30);
  const [east, north] = [Math.sin((bearing * Math.PI) / 180) * off, Math.cos((bearing * Math.PI) / 180) * off] as const;
  const scale = Math.cos((lat * Math.PI) / 180) * METRES_PER_DEGREE;
  const rounded = (degrees: number) => Math.round(degrees * 1e7) / 1e7;
  return {
    lngLat: [rounded(lng + east / scale), rounded(lat + north / METRES_PER_DEGREE)],
    heading_deg: (bearing + 180 + intBetween(r, -25, 25) + 360) % 360,
  };
}

/** Device ids by GB/T 28181: division and unit (8), industry (2), type 132 = network camera, network (1), serial (6). */
export function countyCameras(seed: number, part: Part): CameraRow[] {
  const r = rng(seed, `cameras ${part.areaCode}`);
  const look = rng(seed, `looks of cameras ${part.areaCode}`);
  const cascade = cascadeOf(part.areaCode);
  const rows: CameraRow[] = [];
  for (const station of part.stations)
    for (let i = 0; i < (COUNT[station.kind] ?? 0); i++) {
      const serial = String(rows.length + 1).padStart(6, "0");
      rows.push({
        id: `V${part.areaCode}${serial}`,
        name: `${station.name}${VIEWS[i] ?? "全景"}`,
        device_id: `${station.area_code}${part.areaCode === PROVINCE ? "02" : "01"}${String(intBetween(r, 11, 13))}1320${serial}`,
        station_id: station.id,
        area_code: station.area_code,
        enterprise_id: station.enterprise_id,
        ...placed(look, station),
        fov_deg: intBetween(look, 55, 95),
        range_m: intBetween(look, 35, 80),
        cascade_level: cascade.length,
        cascade_path: cascade.length === 0 ? null : cascade.join(";"),
        adapter: ADAPTER,
        channel: null,
        source_url: null,
      });
    }
  return rows;
}
