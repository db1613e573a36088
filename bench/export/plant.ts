import type { Db } from "#server/db/db.ts";

const ENTERPRISES = 400;
const BATCH = 250_000;

/** A pipe of four vertices, some 40 m long, in the province's box (EPSG:4490, longitude first). */
const LINE = `st_setsrid(st_makeline(array(
    select st_makepoint(114 + (r % 4000) / 1000.0 + k * 0.000123, 37 + (r / 4000 % 3000) / 1000.0 + k * 0.00007 + k % 2 * 0.00001)
      from generate_series(0, 3) k)), 4490)`;

/**
 * Fills an empty database with `rows` pipes of 400 enterprises in every county, all columns of an export but two filled. The triggers that count
 * what an import brings rest meanwhile: an export reads nothing that they write.
 */
export async function plantPipes(db: Db, rows: number): Promise<void> {
  await db.asOwner(async (tx) => {
    await tx.exec("alter table pipe disable trigger user");
    const places = await tx.query<{ name: string }>(
      "select indexname as name from pg_indexes where schemaname = 'public' and tablename = 'pipe' and indexdef like '%USING gist%'",
    );
    for (const { name } of places) await tx.exec(`drop index ${name}`);
  });
  await db.asSystem((tx) =>
    tx.query(
      `insert into enterprise (id, dataset_name, name, area_code, credit_code)
       select 'E-' || g, 'enterprises', '第' || g || '燃气公司', (select min(county_code) from unit_county), '91130000000000000X' from generate_series(1, $1::int) g`,
      [ENTERPRISES],
    ),
  );
  for (let first = 1; first <= rows; first += BATCH)
    await db.asSystem((tx) =>
      tx.query(
        `with county as (select array_agg(county_code order by county_code) as codes from unit_county)
         insert into pipe (id, dataset_name, area_code, enterprise_id, gas_kind, pressure_level, material, dn_mm, wall_mm, length_m, laid_year, depth_m, design_kpa,
                           operating_kpa, status, source_crs, from_node, to_node, geom)
         select 'P' || lpad(g::text, 7, '0'), 'pipes', codes[1 + r % cardinality(codes)], 'E-' || 1 + r % ${ENTERPRISES}, 'urban_ng', 'MP_A', 'PE100',
                63 + r % 5 * 47, 5.8, 20 + r % 1600 / 10.0, 1990 + (r / 7) % 36, 0.9 + r % 10 / 10.0, 400, 320.5, 'in_service', 'EPSG:4547', 'N' || g, 'N' || g + 1, ${LINE}
           from county, generate_series($1::bigint, $2::bigint) g cross join lateral (select abs(hashint8(g)::bigint) as r) h`,
        [first, Math.min(rows, first + BATCH - 1)],
      ),
    );
  await db.asOwner((tx) => tx.exec("alter table pipe enable trigger user; analyze pipe; analyze enterprise"));
}
