import { basename } from "node:path";
import { IMPORT_KINDS } from "#contract/import-fields.ts";
import { appendAudit } from "#server/db/audit.ts";
import type { Tx } from "#server/db/db.ts";
import type { Areas } from "./check/areas.ts";
import type { Finding } from "./check/findings.ts";
import type { ImportRequest } from "./import-options.ts";
import { copyCell } from "./load/copy-text.ts";
import { replacer } from "./load/replace.ts";
import { STAGING } from "./load/staging.ts";

export interface OldDataset {
  readonly areaCode: string;
  readonly enterpriseId: string | null;
  readonly kind: string;
  readonly version: number;
  readonly rows: number;
  readonly rejected: number;
  readonly sha256: string;
}

export async function findDataset(tx: Tx, name: string): Promise<OldDataset | null> {
  const [found] = await tx.query<OldDataset>(
    `select kind, area_code as "areaCode", enterprise_id as "enterpriseId", version, rows, rejected, file_sha256 as sha256
       from dataset where name = $1`,
    [name],
  );
  return found ?? null;
}

export interface Commit {
  readonly request: ImportRequest;
  readonly version: number;
  readonly fingerprint: string;
  readonly accepted: number;
  readonly rejects: readonly Finding[];
  readonly rejectedRows: number;
  readonly counts: ReadonlyMap<string, number>;
  readonly sourceCrs: string | null;
  readonly areas: Areas;
}

/** Whose a dataset is: the smallest area and, when there is only one, the enterprise of its rows. */
async function ownerOf(tx: Tx, { request, areas }: Commit): Promise<{ areaCode: string; enterpriseId: string | null }> {
  const province = [...areas.names.keys()].find((code) => code.endsWith("0000")) ?? "000000";
  const { kind } = request;
  if (kind === "boundary") return { areaCode: province, enterpriseId: null };
  const from = kind === "reading" ? "tag g where g.id in (select tag_id from import_row)" : STAGING;
  const areaRows = await tx.query<{ code: string }>(`select distinct area_code as code from ${from}`);
  const hasOwner = kind === "reading" || IMPORT_KINDS[kind].fields.some(({ name }) => name === "enterprise_id");
  const owners = hasOwner
    ? await tx.query<{ id: string }>(`select distinct enterprise_id as id from ${from} limit 2`)
    : [];
  return {
    areaCode: areas.common(new Set(areaRows.map(({ code }) => code)), province),
    enterpriseId: owners.length === 1 ? (owners[0]?.id ?? null) : null,
  };
}

/** Puts the staged rows in the place of the old ones and writes down that it happened: the end of the import's one transaction. */
export async function commitDataset(tx: Tx, commit: Commit): Promise<void> {
  const { request, version, sourceCrs } = commit;
  const owner = await ownerOf(tx, commit);
  await replacer(request.kind)(tx, {
    dataset: request.dataset,
    version,
    sourceCrs,
    reviewNumber: request.reviewNumber ?? null,
  });
  await tx.query(
    `insert into dataset (name, kind, area_code, enterprise_id, version, rows, rejected, source_crs, file_name, file_sha256, imported_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, now())
     on conflict (name) do update set
       (kind, area_code, enterprise_id, version, rows, rejected, source_crs, file_name, file_sha256, imported_at) =
       (excluded.kind, excluded.area_code, excluded.enterprise_id, excluded.version, excluded.rows, excluded.rejected,
        excluded.source_crs, excluded.file_name, excluded.file_sha256, excluded.imported_at)`,
    [
      request.dataset,
      request.kind,
      owner.areaCode,
      owner.enterpriseId,
      version,
      commit.accepted,
      commit.rejectedRows,
      sourceCrs,
      basename(request.file),
      commit.fingerprint,
    ],
  );
  await writeRejects(tx, commit, owner.areaCode);
  await tx.query("select pg_notify('dataset_changed', $1)", [request.dataset]);
  await appendAudit(tx, {
    action: "dataset.imported",
    account: request.account ?? null,
    subject: request.dataset,
    areaCode: owner.areaCode,
    enterpriseId: owner.enterpriseId,
    detail: {
      version,
      kind: request.kind,
      file: basename(request.file),
      rows: commit.accepted,
      rejected: commit.rejectedRows,
      findings: Object.fromEntries(commit.counts),
    },
  });
}

const REJECT_COLUMNS = [
  "dataset_name",
  "version",
  "ordinal",
  "area_code",
  "enterprise_id",
  "line",
  "field",
  "rule",
  "expected",
  "received",
];

/** The rejects of the newest version are kept; those of versions before it said something about rows that are gone. */
async function writeRejects(tx: Tx, { request, version, rejects }: Commit, areaCode: string): Promise<void> {
  await tx.query("delete from dataset_reject where dataset_name = $1", [request.dataset]);
  if (rejects.length === 0) return;
  function* lines(): Generator<string> {
    let ordinal = 0;
    for (const { areaCode: area, enterpriseId, line, field, rule, expected, received } of rejects) {
      const cells = [
        request.dataset,
        version,
        ++ordinal,
        area ?? areaCode,
        enterpriseId,
        line,
        field,
        rule,
        expected,
        received,
      ];
      yield `${cells.map(copyCell).join("\t")}\n`;
    }
  }
  await tx.copy("dataset_reject", REJECT_COLUMNS, lines());
}
