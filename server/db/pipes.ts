import type { Pipe } from "#contract/station.ts";
import type { Tx } from "./db.ts";

type PipeFacts = Omit<Pipe, "seq" | "datasetVersion" | "path">;

export async function findPipe(tx: Tx, id: string): Promise<(PipeFacts & { path: Pipe["path"] }) | null> {
  const [row] = await tx.query<PipeFacts & { path: { coordinates: Pipe["path"] } }>(
    `select p.id, p.area_code as "areaCode", coalesce(u.name, d.name, p.area_code) as "areaName",
            p.enterprise_id as "enterpriseId", coalesce(e.name, p.enterprise_id) as "enterpriseName",
            p.gas_kind as "gasKind", p.pressure_level as "pressureLevel", p.material, p.dn_mm as "dnMm", p.wall_mm as "wallMm",
            p.length_m as "lengthM", p.laid_year as "laidYear", p.depth_m as "depthM", p.design_kpa as "designKPa",
            p.operating_kpa as "operatingKPa", p.flow_m3h as "flowM3h", p.status, p.anticorrosion,
            p.survey_accuracy_m as "surveyAccuracyM", p.source_crs as "sourceCrs", p.from_node as "fromNode",
            p.to_node as "toNode", p.dataset_name as "datasetName",
            st_asgeojson(st_force2d(p.geom), 7)::jsonb as path
       from pipe p
       left join enterprise e on e.id = p.enterprise_id
       left join division d on d.code = p.area_code
       left join supervision_unit u on u.code = p.area_code
      where p.id = $1`,
    [id],
  );
  return row ? { ...row, path: row.path.coordinates } : null;
}
