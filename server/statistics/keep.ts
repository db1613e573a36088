import type { Level, Scope } from "#contract/scope.ts";
import type { MeasureId } from "#contract/statistics-measures.ts";
import type { StatisticsAsk } from "#contract/statistics.ts";
import type { StatisticsNote, StatisticsReport, StatisticsView } from "#contract/statistics-routes.ts";
import type { Tx } from "#server/db/db.ts";

const ISO = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const MOST = 500;

/** How often a view is made a report of. */
export type Schedule = "day" | "week" | "month";

const VIEW = `id, name, area_code as area, owner, owner_name as "ownerName", search, every, ${ISO("next_at")} as "nextAt",
  ${ISO("written_at")} as "writtenAt"`;
type StoredView = Omit<StatisticsView, "isMine">;

export const listViews = (tx: Tx): Promise<StoredView[]> =>
  tx.query<StoredView>(`select ${VIEW} from stat_view order by stat_view.written_at desc, id limit ${MOST}`);

export async function findView(tx: Tx, id: string): Promise<StoredView | null> {
  const [row] = await tx.query<StoredView>(`select ${VIEW} from stat_view where id = $1`, [id]);
  return row ?? null;
}

export interface NewView {
  readonly id: string;
  readonly scope: Scope;
  readonly name: string;
  readonly owner: string;
  readonly ownerName: string;
  readonly search: string;
  readonly query: StatisticsAsk;
  readonly every: Schedule | null;
  readonly nextAt: Date | null;
}

/** Writes a new view, or its owner's over the one that is there. False when another's has the id. */
export async function putView(tx: Tx, v: NewView): Promise<boolean> {
  const { level, areaCode, enterpriseId } = v.scope;
  const rows = await tx.query(
    `insert into stat_view (id, level, area_code, enterprise_id, name, owner, owner_name, search, query, every, next_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10, $11)
     on conflict (id) do update
        set name = excluded.name, search = excluded.search, query = excluded.query, every = excluded.every,
            next_at = excluded.next_at, written_at = now()
      where stat_view.owner = excluded.owner and stat_view.area_code = excluded.area_code
        and stat_view.enterprise_id = excluded.enterprise_id
     returning id`,
    [v.id, level, areaCode, enterpriseId ?? "", v.name, v.owner, v.ownerName, v.search, v.query, v.every, v.nextAt],
  );
  return rows.length > 0;
}

export async function dropView(tx: Tx, id: string, owner: string): Promise<boolean> {
  const rows = await tx.query("delete from stat_view where id = $1 and owner = $2 returning id", [id, owner]);
  return rows.length > 0;
}

/** A view whose report is due, with the scope that its owner has now. */
export interface DueView {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly ownerName: string;
  readonly query: StatisticsAsk;
  readonly every: Schedule;
  readonly nextAt: Date;
  readonly level: Level;
  readonly areaCode: string;
  readonly enterpriseId: string;
}

/** The view that has been due longest, locked; null when there is none. One whose owner is gone, or stands elsewhere now, is due to nobody. */
export async function takeDue(tx: Tx, now: Date): Promise<DueView | null> {
  const [row] = await tx.query<DueView>(
    `select v.id, v.name, v.owner, v.owner_name as "ownerName", v.query, v.every, v.next_at as "nextAt", v.level,
            v.area_code as "areaCode", v.enterprise_id as "enterpriseId"
       from stat_view v
       join account a on a.account = v.owner and a.level = v.level and a.area_code = v.area_code
                     and coalesce(a.enterprise_id, '') = v.enterprise_id
      where v.next_at <= $1::timestamptz order by v.next_at, v.id limit 1 for update of v skip locked`,
    [now],
  );
  return row ?? null;
}

export const setNext = (tx: Tx, id: string, next: Date): Promise<unknown[]> =>
  tx.query("update stat_view set next_at = $2 where id = $1", [id, next]);

const REPORT = `id, name, area_code as area, owner_name as "ownerName", measure, ${ISO("known_at")} as known,
  ${ISO("frozen_at")} as "frozenAt", sha256, view_id as "viewId"`;

export interface ReportPlace {
  readonly frozenAt: string;
  readonly id: string;
}

export const listReports = (tx: Tx, after: ReportPlace | null, limit: number): Promise<StatisticsReport[]> =>
  tx.query<StatisticsReport>(
    `select ${REPORT} from stat_report
      where $1::timestamptz is null or (date_trunc('milliseconds', stat_report.frozen_at), id) < ($1::timestamptz, $2)
      order by date_trunc('milliseconds', stat_report.frozen_at) desc, id desc limit $3::int`,
    [after?.frozenAt ?? null, after?.id ?? "", limit],
  );

export type WholeReport = StatisticsReport & {
  readonly text: string;
  readonly level: Level;
  readonly enterpriseId: string;
  readonly owner: string;
};

export async function findReport(tx: Tx, id: string): Promise<WholeReport | null> {
  const [row] = await tx.query<WholeReport>(
    `select ${REPORT}, text, level, enterprise_id as "enterpriseId", owner from stat_report where id = $1`,
    [id],
  );
  return row ?? null;
}

export interface NewReport {
  readonly id: string;
  readonly scope: Scope;
  readonly name: string;
  readonly viewId: string | null;
  readonly owner: string;
  readonly ownerName: string;
  readonly measure: MeasureId;
  readonly known: Date;
  readonly text: string;
  readonly sha256: string;
}

/** Stores a frozen report; false when its id is taken. */
export async function insertReport(tx: Tx, r: NewReport): Promise<boolean> {
  const { level, areaCode, enterpriseId } = r.scope;
  const rows = await tx.query(
    `insert into stat_report (id, level, area_code, enterprise_id, name, view_id, owner, owner_name, measure, known_at, text, sha256)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing returning id`,
    [
      r.id,
      level,
      areaCode,
      enterpriseId ?? "",
      r.name,
      r.viewId,
      r.owner,
      r.ownerName,
      r.measure,
      r.known,
      r.text,
      r.sha256,
    ],
  );
  return rows.length > 0;
}

const NOTE = `id, area_code as area, measure, line, note, author, author_name as "authorName", ${ISO("written_at")} as "writtenAt"`;
type StoredNote = Omit<StatisticsNote, "isMine"> & { readonly author: string };

export const listNotes = (tx: Tx, measure: MeasureId): Promise<StoredNote[]> =>
  tx.query<StoredNote>(
    `select ${NOTE} from stat_note where measure = $1 order by stat_note.written_at desc, id limit ${MOST}`,
    [measure],
  );

export async function findNote(tx: Tx, id: string): Promise<StoredNote | null> {
  const [row] = await tx.query<StoredNote>(`select ${NOTE} from stat_note where id = $1`, [id]);
  return row ?? null;
}

export interface NewNote {
  readonly id: string;
  readonly scope: Scope;
  readonly measure: MeasureId;
  readonly line: string;
  readonly note: string;
  readonly author: string;
  readonly authorName: string;
}

/** Stores a note; false when its id is taken. */
export async function insertNote(tx: Tx, n: NewNote): Promise<boolean> {
  const { areaCode, enterpriseId } = n.scope;
  const rows = await tx.query(
    `insert into stat_note (id, area_code, enterprise_id, measure, line, note, author, author_name)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning id`,
    [n.id, areaCode, enterpriseId ?? "", n.measure, n.line, n.note, n.author, n.authorName],
  );
  return rows.length > 0;
}

export async function dropNote(tx: Tx, id: string, author: string): Promise<boolean> {
  const rows = await tx.query("delete from stat_note where id = $1 and author = $2 returning id", [id, author]);
  return rows.length > 0;
}
