import { hashPassword } from "#server/auth/password.ts";
import { insertAccount } from "#server/db/accounts.ts";
import { openDatabase } from "#server/db/open.ts";
import { PASSWORD } from "#e2e/product.ts";

/** One enterprise with some doors that are due, its inspectors, and the county's supervisor. */
export const COUNTY = "130123";
export const ENTERPRISE = "E130123-01";
export const SUPERVISOR = "chaos-supervisor";
export const inspector = (n: number): string => `chaos-${n + 1}`;
/** Where its doors are. */
export const TOWN = { longitude: 114.57, latitude: 38.15, accuracy: 12 } as const;

const quiet = { info: () => undefined, warn: () => undefined };

export async function makeSmallTown(dataDir: string, doors: number, inspectors: number): Promise<void> {
  const db = await openDatabase({ dataDir, log: quiet });
  const passwordHash = await hashPassword(PASSWORD);
  try {
    await db.asSystem(async (tx) => {
      await tx.query(
        `insert into dataset (name, kind, area_code, enterprise_id, version, rows, rejected, file_name, file_sha256)
         values ('chaos', 'customer', $1, $2, 1, $3, 0, 'made by the test', '')`,
        [COUNTY, ENTERPRISE, doors],
      );
      await tx.query(
        "insert into enterprise (id, dataset_name, name, area_code, credit_code) values ($2, 'chaos', '测试燃气', $1, '91130123MA00000000')",
        [COUNTY, ENTERPRISE],
      );
      await tx.query(
        `insert into customer (id, dataset_name, area_code, enterprise_id, gas_kind, class, geom)
         select 'D' || lpad(n::text, 4, '0'), 'chaos', $1, $2, 'urban_ng', 'residential',
                st_setsrid(st_makepoint($4::float8 + n * 0.00002, $5::float8), 4490)
           from generate_series(1, $3::int) n`,
        [COUNTY, ENTERPRISE, doors, TOWN.longitude, TOWN.latitude],
      );
      await tx.query(
        `insert into customer_person (customer_id, dataset_name, area_code, enterprise_id, person_name, phone, address)
         select 'D' || lpad(n::text, 4, '0'), 'chaos', $1, $2, '住户' || n, '13800000000', '燕赵路1号' || (n / 10 + 1) || '号楼' || n || '室'
           from generate_series(1, $3::int) n`,
        [COUNTY, ENTERPRISE, doors],
      );
      await tx.query(
        `insert into field_task (id, kind, state, area_code, enterprise_id, title, due_on, customer_id, geom)
         select 'V-' || c.id, 'check', 'open', $1, $2, '入户安检', current_date + 3, c.id, c.geom from customer c`,
        [COUNTY, ENTERPRISE],
      );
      const enterprise = { level: "enterprise" as const, areaCode: COUNTY, enterpriseId: ENTERPRISE };
      const county = { level: "county" as const, areaCode: COUNTY, enterpriseId: null };
      for (let n = 0; n < inspectors; n++) {
        const account = inspector(n);
        await insertAccount(tx, {
          account,
          name: `巡检${n + 1}`,
          role: "inspector",
          scope: enterprise,
          passwordHash,
          isDemo: false,
        });
      }
      const boss = { account: SUPERVISOR, name: "监管", role: "supervisor" as const, scope: county };
      await insertAccount(tx, { ...boss, passwordHash, isDemo: false });
    });
  } finally {
    await db.close();
  }
}
