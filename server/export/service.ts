import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { FastifyBaseLogger } from "fastify";
import type { ExportJob, ExportWish } from "#contract/exports.ts";
import type { Session } from "#server/auth/sessions.ts";
import { findNames } from "#server/db/areas.ts";
import { appendAudit } from "#server/db/audit.ts";
import type { Db } from "#server/db/db.ts";
import {
  type ExportDetail,
  failInterrupted,
  findExportJob,
  insertExportJob,
  listExportJobs,
  purgeExportJobs,
  removeExportJob,
  updateExportJob,
} from "#server/db/export-jobs.ts";
import { ProblemError } from "#server/http/problem.ts";
import { VERSION } from "#server/version.ts";
import { CollectionSource } from "./collection-source.ts";
import { FORMATS } from "./formats.ts";
import { faultOf, runExport } from "./run-export.ts";
import type { ExportFacts, ExportSource } from "./source.ts";
import { StatisticsSource } from "./statistics-source.ts";

const KEPT_DAYS = 7;
const DAY_MS = 86_400_000;
const PERSON_AT_ONCE = 3;
const TOLD_EVERY_MS = 1_000;
const SILENT_S = 60;
const SWEEP_MS = 600_000;

interface Work {
  readonly id: string;
  readonly session: Session;
  readonly wish: ExportWish;
  readonly source: ExportSource;
  readonly scopeName: string;
  readonly ip: string;
  readonly startedAt: number;
  readonly cancel: AbortController;
}

export interface ExportServiceOptions {
  readonly db: Db;
  /** Folder of the files. */
  readonly folder: string;
  readonly log: Pick<FastifyBaseLogger, "error" | "info">;
  readonly now?: () => number;
}

/** Exports as jobs: a few at a time, each with its progress in the table `job`, its file in a folder for a week, and its traces in the audit trail. */
export class ExportService {
  readonly #options: ExportServiceOptions;
  readonly #now: () => number;
  readonly #queue: Work[] = [];
  /** Accounts of exports that are being written down: they stand in line already. */
  readonly #opening: string[] = [];
  readonly #running = new Map<string, { readonly work: Work; readonly done: Promise<void> }>();
  readonly #atOnce: number;
  #sweptAt = 0;
  #isClosed = false;

  constructor(options: ExportServiceOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#atOnce = options.db.engine === "native" ? 2 : 1;
  }

  /** Begins an export, or throws `bad_request` (no such format of this table), `BadQuery` (the filter) or `conflict` (too many at once). */
  async start(session: Session, wish: ExportWish, ip: string): Promise<ExportJob> {
    const { db } = this.#options;
    const source: ExportSource =
      wish.statistics === undefined
        ? new CollectionSource(db, session.scope, wish)
        : await StatisticsSource.open(db, session.scope, wish.statistics);
    const format = FORMATS[wish.format];
    if (format.needsPlace && source.geometry === null)
      throw new ProblemError(
        "bad_request",
        `${wish.collection} have no place: they cannot be a file of the format ${wish.format}.`,
      );
    this.#admit(session.account);
    const id = randomUUID();
    this.#opening.push(session.account);
    try {
      this.#queue.push(await this.#writeDown(session, wish, id, ip, source));
    } finally {
      this.#opening.splice(this.#opening.indexOf(session.account), 1);
    }
    this.#next();
    return await this.get(session, id);
  }

  #admit(account: string): void {
    const works = [...this.#queue, ...[...this.#running.values()].map(({ work }) => work)];
    const open = [...this.#opening, ...works.map(({ session }) => session.account)];
    if (open.filter((one) => one === account).length >= PERSON_AT_ONCE)
      throw new ProblemError(
        "conflict",
        `At most ${PERSON_AT_ONCE} exports of one person run at once; wait or cancel one.`,
      );
  }

  /** The job in its table, and its trace in the audit trail. */
  async #writeDown(session: Session, wish: ExportWish, id: string, ip: string, source: ExportSource): Promise<Work> {
    const { db } = this.#options;
    const format = FORMATS[wish.format];
    const { areaCode, enterpriseId } = session.scope;
    const { areaName, enterpriseName } = await db.as(session.scope, (tx) => findNames(tx, areaCode, enterpriseId));
    const scopeName = enterpriseName ?? areaName ?? areaCode;
    const startedAt = this.#now();
    const stamp = new Date(startedAt).toISOString().slice(0, 16).replace(/[-:]/g, "");
    const fileName = `${source.zh}-${scopeName}-${stamp}Z.${format.extension}`.replace(/[\\/:*?"<>|\s]+/g, "_");
    const detail: ExportDetail = {
      account: session.account,
      wish,
      rows: 0,
      bytes: 0,
      fault: null,
      fileName,
      keptUntil: null,
    };
    await db.asSystem(async (tx) => {
      await insertExportJob(tx, id, session.scope, detail);
      await appendAudit(tx, {
        action: "export.started",
        account: session.account,
        subject: id,
        areaCode,
        enterpriseId,
        ip,
        detail: { ...wish },
      });
    });
    return { id, session, wish, source, scopeName, ip, startedAt, cancel: new AbortController() };
  }

  async list(session: Session): Promise<ExportJob[]> {
    await this.#sweep();
    return await this.#options.db.as(session.scope, (tx) => listExportJobs(tx, session.account));
  }

  async get(session: Session, id: string): Promise<ExportJob> {
    const job = await this.#options.db.as(session.scope, (tx) => findExportJob(tx, session.account, id));
    if (job === null) throw new ProblemError("not_found", "There is no export in sight.");
    return job;
  }

  /** Cancels one that is under way; takes an ended one away with its file. */
  async remove(session: Session, id: string, ip: string): Promise<void> {
    const job = await this.get(session, id);
    const { db } = this.#options;
    const isOpen = job.state === "queued" || job.state === "running";
    if (isOpen) await this.#stop(id);
    const { areaCode, enterpriseId } = session.scope;
    await db.asSystem(async (tx) => {
      if (isOpen) await updateExportJob(tx, id, { state: "cancelled", progress: job.progress, detail: {} });
      else await removeExportJob(tx, id);
      const action = isOpen ? "export.cancelled" : "export.removed";
      await appendAudit(tx, { action, account: session.account, subject: id, areaCode, enterpriseId, ip });
    });
    if (!isOpen) await rm(this.#fileOf(job), { force: true });
  }

  /** The path of a finished export's file; each time it is taken stands in the audit trail. */
  async take(session: Session, id: string, ip: string): Promise<{ job: ExportJob; file: string }> {
    const job = await this.get(session, id);
    if (job.state !== "done") throw new ProblemError("conflict", "The export has not ended with a file.");
    const { areaCode, enterpriseId } = session.scope;
    await this.#options.db.asSystem((tx) =>
      appendAudit(tx, { action: "export.taken", account: session.account, subject: id, areaCode, enterpriseId, ip }),
    );
    return { job, file: this.#fileOf(job) };
  }

  /** Stops what runs: it is told as interrupted. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#queue.length = 0;
    const running = [...this.#running.values()];
    for (const { work } of running) work.cancel.abort();
    await Promise.all(running.map(({ done }) => done));
  }

  #fileOf({ id, wish }: Pick<ExportJob, "id" | "wish">): string {
    return join(this.#options.folder, `${id}.${FORMATS[wish.format].extension}`);
  }

  async #stop(id: string): Promise<void> {
    const at = this.#queue.findIndex((work) => work.id === id);
    if (at !== -1) this.#queue.splice(at, 1);
    const running = this.#running.get(id);
    running?.work.cancel.abort();
    await running?.done;
  }

  #next(): void {
    if (this.#isClosed || this.#running.size >= this.#atOnce) return;
    const work = this.#queue.shift();
    if (work === undefined) return;
    const done = this.#work(work)
      .catch((err: unknown) =>
        this.#options.log.error({ err, export: work.id }, "an export's end could not be written down"),
      )
      .finally(() => {
        this.#running.delete(work.id);
        this.#next();
      });
    this.#running.set(work.id, { work, done });
  }

  async #work(work: Work): Promise<void> {
    const { db, folder, log } = this.#options;
    const { id, wish, source, cancel } = work;
    await mkdir(folder, { recursive: true });
    let toldAt = 0;
    let telling: Promise<unknown> = Promise.resolve();
    const tell = (rows: number, of: number) => {
      if (this.#now() - toldAt < TOLD_EVERY_MS) return;
      toldAt = this.#now();
      const change = {
        state: "running" as const,
        progress: of === 0 ? 0 : Math.min(rows / of, 0.999),
        detail: { rows },
      };
      telling = telling.then(() => db.asSystem((tx) => updateExportJob(tx, id, change))).catch(() => undefined);
    };
    tell(0, 0);
    try {
      const run = {
        source,
        format: FORMATS[wish.format],
        facts: this.#facts(work),
        headings: wish.headings,
        file: this.#fileOf(work),
      };
      const { rows, bytes } = await runExport({ ...run, signal: cancel.signal, onProgress: tell });
      await telling;
      await this.#finish(work, { rows, bytes, keptUntil: new Date(this.#now() + KEPT_DAYS * DAY_MS).toISOString() });
    } catch (cause) {
      await telling;
      if (cancel.signal.aborted && !this.#isClosed) return;
      const fault = this.#isClosed ? "interrupted" : faultOf(cause);
      if (fault === "internal") log.error({ err: cause, export: id }, "an export failed");
      await db.asSystem((tx) => updateExportJob(tx, id, { state: "failed", progress: 0, detail: { fault } }));
    }
  }

  async #finish({ id, session, ip }: Work, detail: Pick<ExportDetail, "rows" | "bytes" | "keptUntil">): Promise<void> {
    const { areaCode, enterpriseId } = session.scope;
    await this.#options.db.asSystem(async (tx) => {
      await updateExportJob(tx, id, { state: "done", progress: 1, detail });
      await appendAudit(tx, {
        action: "export.done",
        account: session.account,
        subject: id,
        areaCode,
        enterpriseId,
        ip,
        detail,
      });
    });
  }

  #facts({ session, wish, source, scopeName, startedAt }: Work): Omit<ExportFacts, "origins"> {
    return {
      title: source.zh,
      account: session.account,
      person: session.name,
      at: new Date(startedAt).toISOString(),
      scope: session.scope,
      scopeName,
      query: wish,
      software: `gas-one-map ${VERSION}`,
    };
  }

  /** Now and then: what a process left in the middle, and files past their time. */
  async #sweep(): Promise<void> {
    if (this.#now() - this.#sweptAt < SWEEP_MS) return;
    this.#sweptAt = this.#now();
    const mine = [...this.#queue.map(({ id }) => id), ...this.#running.keys()];
    const gone = await this.#options.db.asSystem(async (tx) => {
      await failInterrupted(tx, mine, SILENT_S);
      return await purgeExportJobs(tx, KEPT_DAYS);
    });
    const extensions = Object.values(FORMATS).map(({ extension }) => extension);
    await Promise.all(
      gone.flatMap((id) =>
        extensions.map((extension) => rm(join(this.#options.folder, `${id}.${extension}`), { force: true })),
      ),
    );
  }
}
