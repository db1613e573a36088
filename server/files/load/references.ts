import type { DatasetKind } from "#contract/dataset.ts";
import type { Tx } from "#server/db/db.ts";
import { type Findings, KEPT_PER_RULE } from "#server/files/check/findings.ts";
import { finding, type Report } from "#server/files/check/row.ts";
import { STAGING } from "./staging.ts";

interface Hit {
  line: number;
  areaCode: string | null;
  enterpriseId: string | null;
  expected: string;
  received: string;
}

/** Tables in which a dataset's rows lie, for finding an id that another dataset already uses. */
const ID_TABLES: Partial<Record<DatasetKind, string>> = {
  enterprise: "enterprise",
  station: "station",
  node: "node",
  pipe: "pipe",
  duct: "duct",
  tag: "tag",
  camera: "camera",
  customer: "customer",
  hazard: "hazard",
  alarm: "alarm",
};

const owner = (kind: DatasetKind) =>
  kind === "enterprise"
    ? `r.area_code as "areaCode", r.id as "enterpriseId"`
    : kind === "boundary" || kind === "reading"
      ? `null::text as "areaCode", null::text as "enterpriseId"`
      : `r.area_code as "areaCode", r.enterprise_id as "enterpriseId"`;

/** What makes a row one of its kind; enterprises may come with a line for each licence. */
const KEYS: Partial<Record<DatasetKind, readonly string[]>> = {
  enterprise: ["id", "licence_kind", "licence_number"],
  supply: ["enterprise_id", "area_code", "gas_kind", "day"],
  boundary: ["code"],
};

/** Rows whose key came earlier in the file leave the staging table and are reported with the line of the first. */
export async function rejectDuplicates(tx: Tx, kind: DatasetKind, report: Report): Promise<void> {
  if (kind === "reading") return;
  if (kind === "enterprise") await rejectSecondSelves(tx, report);
  const key = KEYS[kind] ?? ["id"];
  const keys = key.join(", ");
  const [any] = await tx.query<{ found: number }>(
    `select 1 as found from ${STAGING} group by ${keys} having count(*) > 1 limit 1`,
  );
  if (!any) return;
  const hits = await tx.query<Hit>(
    `with numbered as (select line, min(line) over (partition by ${keys}) as first from ${STAGING})
     delete from ${STAGING} r using numbered n
      where n.line = r.line and n.line <> n.first
     returning r.line, ${owner(kind)}, 'not the same as line ' || n.first as expected, concat_ws(' ', ${key.map((k) => `r.${k}`).join(", ")}) as received`,
  );
  for (const hit of hits) report("reject", hit, "duplicate_id", key[0] ?? "id", hit.expected, hit.received);
}

/** An enterprise with several licences has a line for each; they must agree on who it is. */
async function rejectSecondSelves(tx: Tx, report: Report): Promise<void> {
  const hits = await tx.query<Hit>(
    `with first as (select distinct on (id) * from ${STAGING} order by id, line)
     delete from ${STAGING} r using first f
      where f.id = r.id and (f.name, f.credit_code, f.area_code) is distinct from (r.name, r.credit_code, r.area_code)
     returning r.line, ${owner("enterprise")},
               'as in line ' || f.line || ': ' || concat_ws(' ', f.name, f.credit_code, f.area_code) as expected,
               concat_ws(' ', r.id, r.name, r.credit_code, r.area_code) as received`,
  );
  for (const hit of hits) report("reject", hit, "duplicate_id", "id", hit.expected, hit.received);
}

/** Rows whose id another dataset holds: taking them would take them away from it. */
export async function rejectForeignIds(tx: Tx, kind: DatasetKind, dataset: string, report: Report): Promise<void> {
  const table = ID_TABLES[kind];
  const supply = kind === "supply";
  if (!table && !supply) return;
  const join = supply
    ? "supply_report t where t.enterprise_id = r.enterprise_id and t.area_code = r.area_code and t.gas_kind = r.gas_kind and t.day = r.day"
    : `${table} t where t.id = r.id`;
  const hits = await tx.query<Hit>(
    `delete from ${STAGING} r using ${join} and t.dataset_name is distinct from $1
     returning r.line, ${owner(kind)}, 'an id that dataset ' || coalesce(t.dataset_name, '(live)') || ' does not use' as expected,
               ${supply ? "concat_ws(' ', r.enterprise_id, r.area_code, r.gas_kind, r.day)" : "r.id"} as received`,
    [dataset],
  );
  for (const hit of hits) report("reject", hit, "id_elsewhere", "id", hit.expected, hit.received);
}

interface Reference {
  readonly field: string;
  readonly table: string;
  readonly rule: string;
  readonly severity: "reject" | "warn";
}

const REFERENCES: Partial<Record<DatasetKind, readonly Reference[]>> = {
  tag: [
    { field: "station_id", table: "station", rule: "station_unknown", severity: "reject" },
    { field: "node_id", table: "node", rule: "node_missing", severity: "warn" },
  ],
  node: [{ field: "station_id", table: "station", rule: "station_missing", severity: "warn" }],
  camera: [{ field: "station_id", table: "station", rule: "station_missing", severity: "warn" }],
  customer: [{ field: "service_node", table: "node", rule: "node_missing", severity: "warn" }],
  pipe: [
    { field: "from_node", table: "node", rule: "node_missing", severity: "warn" },
    { field: "to_node", table: "node", rule: "node_missing", severity: "warn" },
  ],
};

/** Rows that name a thing which is not there: rejected when they are nothing without it, otherwise warned about. */
export async function checkReferences(tx: Tx, kind: DatasetKind, findings: Findings): Promise<void> {
  if (kind === "boundary") await nameMissingOutlines(tx, findings);
  for (const { field, table, rule, severity } of REFERENCES[kind] ?? []) {
    const missing = `r.${field} is not null and not exists (select 1 from ${table} t where t.id = r.${field})`;
    const columns = `r.line, ${owner(kind)}, 'a ${table} imported before' as expected, r.${field} as received`;
    // A file may come before what it refers to: of a million warnings the first thousand are fetched, all are counted.
    const hits = await tx.query<Hit & { total?: number }>(
      severity === "reject"
        ? `delete from ${STAGING} r where ${missing} returning ${columns}`
        : `select ${columns}, count(*) over ()::int as total from ${STAGING} r where ${missing} order by r.line limit ${KEPT_PER_RULE}`,
    );
    for (const hit of hits) findings.add(finding(severity, hit, rule, field, hit.expected, hit.received));
    findings.addUnkept(rule, (hits[0]?.total ?? hits.length) - hits.length);
  }
}

/** Divisions that a boundary file leaves out, of the levels that it brings: each keeps the outline it has. */
async function nameMissingOutlines(tx: Tx, findings: Findings): Promise<void> {
  const hits = await tx.query<Hit>(
    `select 0 as line, d.code as "areaCode", null::text as "enterpriseId",
            'an outline of every ' || d.level || ' in the file' as expected, 'none of ' || d.code || ' ' || d.name as received
       from division d
      where d.level in (select level from division join ${STAGING} using (code))
        and not exists (select 1 from ${STAGING} r where r.code = d.code)
      order by d.code`,
  );
  for (const hit of hits) findings.add(finding("warn", hit, "boundary_missing", "code", hit.expected, hit.received));
}
