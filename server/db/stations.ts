import type { Station, StationRow, Tag } from "#contract/station.ts";
import { COUNTIES_OF } from "./areas.ts";
import type { Tx } from "./db.ts";

const ROW = `s.id, s.name, s.kind, s.gas_kind as "gasKind", s.area_code as "areaCode", s.enterprise_id as "enterpriseId",
             array[st_x(s.geom), st_y(s.geom)] as "lngLat"`;

export interface StationFilter {
  readonly area?: string | undefined;
  readonly enterprise?: string | undefined;
  readonly kind?: string | undefined;
  /** The id of the last station of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** A page of stations in sight, by id. */
export async function listStations(tx: Tx, f: StationFilter): Promise<StationRow[]> {
  return await tx.query<StationRow>(
    `select ${ROW}
       from station s
      where ($1::text is null or s.area_code in ${COUNTIES_OF("$1")})
        and ($2::text is null or s.enterprise_id = $2)
        and ($3::text is null or s.kind = $3)
        and ($4::text is null or s.id > $4)
      order by s.id
      limit $5`,
    [f.area ?? null, f.enterprise ?? null, f.kind ?? null, f.after ?? null, f.limit],
  );
}

type StationFacts = Omit<Station, "seq" | "datasetVersion" | "nodes" | "cameras" | "tags">;

export async function findStation(tx: Tx, id: string): Promise<StationFacts | null> {
  const [row] = await tx.query<StationFacts>(
    `select ${ROW}, s.address, s.pressure_level as "pressureLevel", s.outlet_level as "outletLevel", s.inlet_kpa as "inletKPa",
            s.outlet_kpa as "outletKPa", s.capacity_m3h as "capacityM3h", s.built_year as "builtYear", s.status,
            coalesce(e.name, s.enterprise_id) as "enterpriseName",
            coalesce(u.name, d.name, s.area_code) as "areaName",
            s.dataset_name as "datasetName"
       from station s
       left join enterprise e on e.id = s.enterprise_id
       left join division d on d.code = s.area_code
       left join supervision_unit u on u.code = s.area_code
      where s.id = $1`,
    [id],
  );
  return row ?? null;
}

export async function listStationNodes(tx: Tx, stationId: string): Promise<Station["nodes"]> {
  return await tx.query<Station["nodes"][number]>(
    `select id, kind, name, is_open as "isOpen", condition, is_motorised as "isMotorised", set_point_kpa as "setPointKPa",
            to_char(last_exercised, 'YYYY-MM-DD') as "lastExercised"
       from node
      where station_id = $1
      order by kind, id`,
    [stationId],
  );
}

export async function listStationCameras(tx: Tx, stationId: string): Promise<Station["cameras"]> {
  return await tx.query<Station["cameras"][number]>(
    'select id, name, device_id as "deviceId" from camera where station_id = $1 order by name, id',
    [stationId],
  );
}

/** A tag as the register knows it, with the newest stored reading; the live side knows a newer one and the state. */
export interface TagFacts extends Omit<Tag, "seq" | "value" | "at" | "state"> {
  readonly stored: { readonly t: number; readonly v: number } | null;
}

export async function listStationTags(tx: Tx, stationId: string): Promise<TagFacts[]> {
  return await tx.query<TagFacts>(
    `select t.id, t.name, t.kind, t.unit, t.low_alarm as "lowAlarm", t.low_warning as "lowWarning",
            t.high_warning as "highWarning", t.high_alarm as "highAlarm", t.dead_band as "deadBand",
            t.sampling_s as "samplingS", t.stale_after_s as "staleAfterS",
            case when l.t is not null then jsonb_build_object('t', extract(epoch from l.t) * 1000, 'v', l.v) end as stored
       from tag t
       left join latest l on l.tag_id = t.id
      where t.station_id = $1
      order by t.kind, t.id`,
    [stationId],
  );
}
