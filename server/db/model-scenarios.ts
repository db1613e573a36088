import type { Scenario, ScenarioHead } from "#contract/model.ts";
import type { Tx } from "./db.ts";

const HEAD = `id, name, area_code as area, owner, owner_name as "ownerName", version,
  coalesce(jsonb_path_query_array(detail->'changes', '$[*] ? (@.kind == "damage")'), '[]'::jsonb) as damages,
  to_char(written_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "writtenAt"`;
const MOST = 500;

/** Scenarios the transaction sees, newest first. */
export const listScenarios = (tx: Tx, area: string | null): Promise<ScenarioHead[]> =>
  tx.query<ScenarioHead>(
    `select ${HEAD}, coalesce(jsonb_array_length(detail->'changes'), 0) as changes from model_scenario
      where $1::text is null or area_code = $1 order by written_at desc, id limit ${MOST}`,
    [area],
  );

export async function findScenario(tx: Tx, id: string): Promise<Scenario | null> {
  const [row] = await tx.query<ScenarioHead & { readonly detail: Partial<Pick<Scenario, "changes" | "result">> }>(
    `select ${HEAD}, detail from model_scenario where id = $1`,
    [id],
  );
  if (!row) return null;
  const { detail, ...head } = row;
  return { ...head, changes: detail.changes ?? [], result: detail.result ?? null };
}

export interface StoredScenario extends Omit<Scenario, "writtenAt" | "damages"> {
  /** Empty for an authority's. */
  readonly enterpriseId: string;
}

/** Writes a new scenario, or its owner's over the one that is there. False when another's has the id. */
export async function putScenario(tx: Tx, s: StoredScenario): Promise<boolean> {
  const rows = await tx.query(
    `insert into model_scenario (id, area_code, enterprise_id, name, owner, owner_name, version, detail)
     values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb)
     on conflict (id) do update
        set name = excluded.name, version = excluded.version, detail = excluded.detail, written_at = now()
      where model_scenario.owner = excluded.owner and model_scenario.area_code = excluded.area_code
        and model_scenario.enterprise_id = excluded.enterprise_id
     returning id`,
    [s.id, s.area, s.enterpriseId, s.name, s.owner, s.ownerName, s.version, { changes: s.changes, result: s.result }],
  );
  return rows.length > 0;
}

/** Removes an owner's scenario; false when there is none. */
export async function removeScenario(tx: Tx, id: string, owner: string): Promise<boolean> {
  const rows = await tx.query("delete from model_scenario where id = $1 and owner = $2 returning id", [id, owner]);
  return rows.length > 0;
}

/** Whether the transaction sees any pipe of an area. */
export async function hasNetwork(tx: Tx, area: string): Promise<boolean> {
  return (await tx.query("select 1 from pipe where area_code = $1 limit 1", [area])).length > 0;
}
