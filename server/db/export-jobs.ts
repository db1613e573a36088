import { ExportFault, type ExportJob, ExportState, ExportWish } from "#contract/exports.ts";
import type { Scope } from "#contract/scope.ts";
import type { Tx } from "./db.ts";

/** What a job row keeps beyond its columns. */
export interface ExportDetail {
  readonly account: string;
  readonly wish: ExportWish;
  readonly rows: number;
  readonly bytes: number;
  readonly fault: ExportFault | null;
  readonly fileName: string;
  /** ISO; null while there is no file. */
  readonly keptUntil: string | null;
}

interface JobRow {
  readonly id: string;
  readonly state: string;
  readonly progress: number;
  readonly detail: Partial<ExportDetail>;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

/** A row as the contract tells it; null for one that an earlier version wrote in another form. */
function jobOf({ id, state, progress, detail, startedAt, endedAt }: JobRow): ExportJob | null {
  const [wish, known, fault] = [
    ExportWish.safeParse(detail.wish),
    ExportState.safeParse(state),
    ExportFault.nullable().safeParse(detail.fault ?? null),
  ];
  if (!wish.success || !known.success || !fault.success) return null;
  return {
    id,
    wish: wish.data,
    state: known.data,
    progress,
    rows: detail.rows ?? 0,
    bytes: detail.bytes ?? 0,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    fault: fault.data,
    fileName: detail.fileName ?? id,
    keptUntil: detail.keptUntil ?? null,
  };
}

const COLUMNS = `id, state, progress, detail, started_at as "startedAt", ended_at as "endedAt"`;

/** An account's exports as far as the transaction sees: one made in a scope that its person has left is gone with it. */
export async function listExportJobs(tx: Tx, account: string): Promise<ExportJob[]> {
  const rows = await tx.query<JobRow>(
    `select ${COLUMNS} from job where kind = 'export' and detail ->> 'account' = $1 order by started_at desc, id limit 100`,
    [account],
  );
  return rows.map(jobOf).filter((job) => job !== null);
}

export async function findExportJob(tx: Tx, account: string, id: string): Promise<ExportJob | null> {
  const [row] = await tx.query<JobRow>(
    `select ${COLUMNS} from job where kind = 'export' and id = $1 and detail ->> 'account' = $2`,
    [id, account],
  );
  return row ? jobOf(row) : null;
}

export async function insertExportJob(
  tx: Tx,
  id: string,
  { areaCode, enterpriseId }: Scope,
  detail: ExportDetail,
): Promise<void> {
  await tx.query(
    `insert into job (id, kind, state, area_code, enterprise_id, detail) values ($1, 'export', 'queued', $2, $3, $4::jsonb)`,
    [id, areaCode, enterpriseId, JSON.stringify(detail)],
  );
}

/** Changes a job that has not ended; false when it has, or is not there any more. */
export async function updateExportJob(
  tx: Tx,
  id: string,
  change: { readonly state: ExportState; readonly progress: number; readonly detail: Partial<ExportDetail> },
): Promise<boolean> {
  const rows = await tx.query(
    `update job set state = $2, progress = $3, detail = detail || $4::jsonb || jsonb_build_object('touchedAt', extract(epoch from now())),
            ended_at = case when $2 in ('done', 'failed', 'cancelled') then now() end
      where id = $1 and state in ('queued', 'running')
     returning 1`,
    [id, change.state, change.progress, JSON.stringify(change.detail)],
  );
  return rows.length === 1;
}

export async function removeExportJob(tx: Tx, id: string): Promise<void> {
  await tx.query("delete from job where id = $1 and kind = 'export'", [id]);
}

/**
 * Jobs that no process works on any more, since it ended in the middle: marked as such. `mine` are this process's own, which it knows
 * better; `silentS` is how long another's that is worked on is never silent.
 */
export async function failInterrupted(tx: Tx, mine: readonly string[], silentS: number): Promise<void> {
  await tx.query(
    `update job set state = 'failed', ended_at = now(), detail = detail || '{"fault": "interrupted"}'
      where kind = 'export' and state in ('queued', 'running') and id <> all ($2)
        and coalesce((detail ->> 'touchedAt')::float8, extract(epoch from started_at)) < extract(epoch from now()) - $1::float8`,
    [silentS, [...mine]],
  );
}

/** Takes away jobs past their time; returns their ids. */
export async function purgeExportJobs(tx: Tx, days: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    "delete from job where kind = 'export' and ended_at < now() - make_interval(days => $1::int) returning id",
    [days],
  );
  return rows.map(({ id }) => id);
}
