import type { Db } from "#server/db/db.ts";

export const COUNTY = "130123";
export const ENTERPRISE = "E130123-01";
/** Tags to a station. */
const PER_STATION = 11;
const COLUMNS = 100;

export const tagId = (i: number): string => `B${String(i).padStart(6, "0")}`;

/** One enterprise with `tags` pressure tags, eleven to a station, on a grid; limits as the built-in alarm rules want them. */
export async function makeTags(db: Db, tags: number, samplingS: number): Promise<void> {
  const stations = Math.ceil(tags / PER_STATION);
  await db.asSystem(async (tx) => {
    await tx.query(
      `insert into dataset (name, kind, area_code, enterprise_id, version, rows, rejected, file_name, file_sha256)
       values ('bench', 'tag', $1, $2, 1, $3, 0, 'made by the bench', '')`,
      [COUNTY, ENTERPRISE, tags],
    );
    await tx.query(
      "insert into enterprise (id, dataset_name, name, area_code, credit_code) values ($2, 'bench', '测速燃气', $1, '91130123MA00000000')",
      [COUNTY, ENTERPRISE],
    );
    await tx.query(
      `insert into station (id, dataset_name, name, kind, area_code, enterprise_id, gas_kind, pressure_level, status, geom)
       select 'S' || i, 'bench', '测速站' || i, 'regulator_station', $1, $2, 'urban_ng', 'MP_A', 'in_service',
              st_setsrid(st_makepoint(114.3 + 0.005 * (i % ${COLUMNS}), 38 + 0.005 * (i / ${COLUMNS})), 4490)
         from generate_series(0, $3::int - 1) i`,
      [COUNTY, ENTERPRISE, stations],
    );
    await tx.query(
      `insert into tag (id, dataset_name, name, kind, station_id, area_code, enterprise_id, unit, low_alarm, low_warning, high_warning, high_alarm,
                        dead_band, sampling_s, stale_after_s, nominal)
       select id, 'bench', id, 'pressure', 'S' || (n - 1) / ${PER_STATION}, $1, $2, 'kPa', 60, 75, 392, 408, 1.5, $4, $4 * 3, 300
         from unnest($3::text[]) with ordinality as t (id, n)`,
      [COUNTY, ENTERPRISE, Array.from({ length: tags }, (_, i) => tagId(i)), samplingS],
    );
  });
}
