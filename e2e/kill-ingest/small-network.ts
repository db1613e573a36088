import { openDatabase } from "#server/db/open.ts";
import { raiseLatest } from "#server/live/raise-latest.ts";

export const COUNTY = "130123";
export const ENTERPRISE = "E130123-01";

export interface Place {
  readonly dataDir: string;
  readonly databaseUrl?: string | undefined;
}

const quiet = { info: () => undefined, warn: () => undefined };

export const tagId = (i: number) => `K${String(i).padStart(4, "0")}`;

/** Makes a database with one enterprise, one station and some pressure tags: enough for readings to be taken in. */
export async function makeSmallNetwork(place: Place, tags: number): Promise<void> {
  const db = await openDatabase({ ...place, log: quiet });
  try {
    await db.asSystem(async (tx) => {
      await tx.query(
        `insert into dataset (name, kind, area_code, enterprise_id, version, rows, rejected, file_name, file_sha256)
         values ('kill', 'tag', $1, $2, 1, $3, 0, 'made by the test', '')`,
        [COUNTY, ENTERPRISE, tags],
      );
      await tx.query(
        "insert into enterprise (id, dataset_name, name, area_code, credit_code) values ($2, 'kill', '测试燃气', $1, '91130123MA00000000')",
        [COUNTY, ENTERPRISE],
      );
      await tx.query(
        `insert into station (id, dataset_name, name, kind, area_code, enterprise_id, gas_kind, pressure_level, status, geom)
         values ('S1', 'kill', '测试门站', 'city_gate', $1, $2, 'urban_ng', 'MP_A', 'in_service', st_geomfromtext('POINT(114.57 38.15)', 4490))`,
        [COUNTY, ENTERPRISE],
      );
      await tx.query(
        `insert into tag (id, dataset_name, name, kind, station_id, area_code, enterprise_id, unit, sampling_s, stale_after_s)
         select id, 'kill', id, 'pressure', 'S1', $1, $2, 'kPa', 10, 60 from unnest($3::text[]) as id`,
        [COUNTY, ENTERPRISE, Array.from({ length: tags }, (_, i) => tagId(i))],
      );
    });
  } finally {
    await db.close();
  }
}

/** Times of all readings stored (ms since 1970), and of how many tags `latest` is not the newest reading once it has been raised, as each start does. */
export async function readStored(place: Place): Promise<{ times: Set<number>; rows: number; latestWrong: number }> {
  const db = await openDatabase({ ...place, log: quiet });
  try {
    return await db.asSystem(async (tx) => {
      await raiseLatest(tx);
      const rows = await tx.query<{ at: number }>("select (extract(epoch from t) * 1000)::float8 as at from reading");
      const [wrong] = await tx.query<{ n: number }>(
        `select count(*)::int as n
           from (select tag_id, max(t) as t from reading group by 1) r left join latest l using (tag_id)
          where l.t is distinct from r.t`,
      );
      return { times: new Set(rows.map((row) => Math.round(row.at))), rows: rows.length, latestWrong: wrong?.n ?? -1 };
    });
  } finally {
    await db.close();
  }
}
