import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { IMPORT_KINDS } from "#contract/import-fields.ts";
import type { Db, Tx } from "#server/db/db.ts";
import { FieldMap, readFieldMap } from "./check/columns.ts";
import { loadContext, mayReplace } from "./check/context.ts";
import { Findings } from "./check/findings.ts";
import { finding, type Report } from "./check/row.ts";
import { commitDataset, findDataset } from "./commit.ts";
import {
  type ImportProgress,
  ImportRefused,
  type ImportRequest,
  type ImportResult,
  MAX_REJECTS,
} from "./import-options.ts";
import { checkReferences, rejectDuplicates, rejectForeignIds } from "./load/references.ts";
import { STAGING, stagingOf } from "./load/staging.ts";
import { openSource } from "./read/open.ts";
import { FileProblem, type Source } from "./row.ts";
import { RowStream } from "./row-stream.ts";

/** Thrown to leave the transaction without keeping anything; carries what a dry run found. */
class Leave extends Error {
  readonly result: ImportResult;
  constructor(result: ImportResult) {
    super("a dry run keeps nothing");
    this.result = result;
  }
}

/**
 * Imports one file into one dataset, in one transaction: rows are staged in a temporary table, checked against the database, and
 * take the place of the dataset's old rows all at once. When anything throws, or the process dies, the old rows are still there.
 * @throws {ImportRefused} when the file cannot be used or too much of it is wrong; other errors are the database's.
 */
export async function importFile(
  db: Db,
  request: ImportRequest,
  onProgress: (progress: ImportProgress) => void = () => {},
): Promise<ImportResult> {
  const started = performance.now();
  const findings = new Findings();
  let source: Source | null = null;
  try {
    const map = await readMap(request);
    const fingerprint = await fingerprintOf(request, map);
    source = await openSource(request.file, { layer: request.layer ?? null, encoding: request.encoding ?? null });
    const job: Job = { request, map, fingerprint, source, findings, onProgress, started };
    return await db.asSystem((tx) => inTransaction(tx, job));
  } catch (error) {
    if (error instanceof Leave) return error.result;
    if (error instanceof FileProblem) throw new ImportRefused(error, null);
    throw error;
  } finally {
    await source?.close();
  }
}

async function readMap({ map, kind }: ImportRequest): Promise<FieldMap> {
  if (!map) return FieldMap.parse({});
  const text = await readFile(map, "utf8").catch(() => {
    throw new FileProblem("map_broken", "a field map file that can be read", map);
  });
  return readFieldMap(text, IMPORT_KINDS[kind]);
}

/** The bytes of the file, and whatever of the request would read them differently. */
async function fingerprintOf(request: ImportRequest, map: FieldMap): Promise<string> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(request.file)) hash.update(chunk as Buffer);
  } catch (error) {
    throw new FileProblem("file_missing", "a file that can be read", (error as Error).message);
  }
  const { kind, crs, axis, layer, encoding, reviewNumber } = request;
  const how = [kind, crs, axis, layer, encoding, reviewNumber].map((part) => part ?? null);
  return hash.update(JSON.stringify([how, map])).digest("hex");
}

interface Job {
  readonly request: ImportRequest;
  readonly map: FieldMap;
  readonly fingerprint: string;
  readonly source: Source;
  readonly findings: Findings;
  readonly onProgress: (progress: ImportProgress) => void;
  readonly started: number;
}

async function inTransaction(tx: Tx, job: Job): Promise<ImportResult> {
  const { request, fingerprint, source, findings } = job;
  const { kind, dataset } = request;
  await tx.query("select pg_advisory_xact_lock(hashtext('dataset'), hashtext($1))", [dataset]);
  const old = await findDataset(tx, dataset);
  if (old && old.kind !== kind) throw new FileProblem("dataset_kind", `${old.kind}, as dataset ${dataset} holds`, kind);
  const context = await loadContext(tx, kind, request.account ?? null);
  if (old && !mayReplace(context, old)) {
    throw new FileProblem("dataset_foreign", `a dataset of the account's own area and enterprise`, dataset);
  }
  const stream = new RowStream(source, kind, job.map, context, findings, request);
  if (old && old.sha256 === fingerprint && !request.force && !request.dryRun) {
    const result = resultOf(job, stream, "unchanged", old.version, old.rows);
    return { ...result, rejectedRows: old.rejected, rowsRead: old.rows + old.rejected };
  }
  const accepted = await stage(tx, job, stream);
  const version = (old?.version ?? 0) + 1;
  refuseTooMany(request, resultOf(job, stream, "checked", version, accepted));
  job.onProgress({ phase: "replace", share: 1, rows: stream.rowsRead });
  await commitDataset(tx, {
    request,
    version,
    fingerprint,
    accepted,
    rejects: findings.rejects,
    rejectedRows: findings.rejectedRows,
    counts: findings.counts,
    sourceCrs: stream.placing?.crs.code ?? null,
    areas: context.areas,
  });
  if (request.dryRun) throw new Leave(resultOf(job, stream, "checked", version, accepted));
  return resultOf(job, stream, "imported", version, accepted);
}

/** Rows into the temporary table, then what only the database can tell about them. Returns how many are left. */
async function stage(tx: Tx, { request, findings, onProgress }: Job, stream: RowStream): Promise<number> {
  const { kind, dataset } = request;
  const report: Report = (...said) => findings.add(finding(...said));
  const staging = stagingOf(kind);
  await tx.exec(staging.ddl);
  const onShare = (share: number) => onProgress({ phase: "read", share, rows: stream.rowsRead });
  const text = heldBack(stream.copyText(staging, onShare));
  await tx.copy(STAGING, staging.columns, text.chunks());
  text.check();
  onProgress({ phase: "check", share: 1, rows: stream.rowsRead });
  await tx.query(`analyze ${STAGING}`);
  await rejectDuplicates(tx, kind, report);
  await rejectForeignIds(tx, kind, dataset, report);
  await checkReferences(tx, kind, findings);
  const [counted] = await tx.query<{ rows: number }>(`select count(*) as rows from ${STAGING}`);
  const accepted = Number(counted?.rows ?? Number.NaN);
  if (accepted + findings.rejectedRows !== stream.rowsRead)
    throw new Error(
      `${stream.rowsRead} rows read, ${accepted} accepted, ${findings.rejectedRows} rejected: these do not add up`,
    );
  return accepted;
}

/**
 * What goes wrong with the file is thrown after the COPY has ended in good order: an error inside it would cost the native engine its
 * connection, and the person would hear of that instead of their file.
 */
function heldBack(chunks: AsyncGenerator<string>) {
  let failure: { cause: unknown } | null = null;
  return {
    async *chunks(): AsyncGenerator<string> {
      try {
        yield* chunks;
      } catch (cause) {
        failure = { cause };
      }
    },
    check(): void {
      if (failure) throw (failure as { cause: unknown }).cause;
    },
  };
}

function resultOf(
  { request, source, findings, started }: Job,
  stream: RowStream,
  outcome: ImportResult["outcome"],
  version: number,
  accepted: number,
): ImportResult {
  return {
    dataset: request.dataset,
    kind: request.kind,
    outcome,
    version,
    rowsRead: stream.rowsRead,
    accepted,
    rejectedRows: findings.rejectedRows,
    format: source.format,
    encoding: source.encoding,
    sourceCrs: stream.placing?.crs.code ?? null,
    said: stream.placing?.said ?? [],
    rejects: findings.rejects,
    remarks: findings.remarks,
    counts: findings.counts,
    ms: performance.now() - started,
  };
}

function refuseTooMany(request: ImportRequest, result: ImportResult): void {
  const { rowsRead, rejectedRows, accepted } = result;
  const most = request.maxRejects ?? MAX_REJECTS;
  if (rejectedRows > rowsRead * most) {
    const share = `${((100 * rejectedRows) / rowsRead).toFixed(1)} % (${rejectedRows} of ${rowsRead})`;
    throw new ImportRefused(
      new FileProblem("too_many_rejects", `at most ${most * 100} % of the rows rejected`, share),
      result,
    );
  }
  if (accepted === 0)
    throw new ImportRefused(new FileProblem("no_rows", "a row that can be taken", `${rowsRead} rows`), result);
}
