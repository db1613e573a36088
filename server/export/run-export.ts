import { rename, rm, stat } from "node:fs/promises";
import type { ExportFault } from "#contract/exports.ts";
import { BadQuery } from "#server/features/bad-query.ts";
import type { Format, SinkPlan } from "./sink.ts";
import { ChangedMeanwhile, type ExportFacts, type ExportSource } from "./source.ts";

/** Why a file was not made, in a word that the page knows. */
export class ExportFailure extends Error {
  readonly fault: ExportFault;

  constructor(fault: ExportFault, cause?: unknown) {
    super(`the export failed: ${fault}`, cause === undefined ? undefined : { cause });
    this.fault = fault;
  }
}

export function faultOf(cause: unknown): ExportFault {
  if (cause instanceof ExportFailure) return cause.fault;
  if (cause instanceof BadQuery) return "bad_query";
  if (cause instanceof ChangedMeanwhile) return "changed_meanwhile";
  return (cause as { code?: unknown } | null)?.code === "ENOSPC" ? "no_space" : "internal";
}

export interface ExportRun {
  readonly source: ExportSource;
  readonly format: Format;
  readonly facts: Omit<ExportFacts, "origins">;
  readonly headings: SinkPlan["headings"];
  /** The file, whole or not there: while it is written it has another name. */
  readonly file: string;
  readonly signal: AbortSignal;
  /** Hears of each page: rows so far, and of how many. */
  readonly onProgress: (rows: number, of: number) => void;
}

/** Lets whoever waits for this thread have their turn between two pages. */
const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));

async function writeOnce(
  { source, format, facts, headings, signal, onProgress }: ExportRun,
  part: string,
): Promise<number> {
  const [of, origins] = [await source.count(), await source.origins()];
  if (format.mostRows !== undefined && of > format.mostRows) throw new ExportFailure("too_many_rows");
  const { name, columns, geometry } = source;
  const sink = await format.open({ file: part, name, columns, geometry, facts: { ...facts, origins }, headings });
  let rows = 0;
  try {
    await source.read(
      format.form,
      async (page) => {
        await sink.write(page);
        rows += page.length;
        if (format.mostRows !== undefined && rows > format.mostRows) throw new ExportFailure("too_many_rows");
        onProgress(rows, of);
        await breathe();
      },
      signal,
    );
    await sink.end();
  } finally {
    await sink.abandon();
  }
  return rows;
}

/**
 * Makes one file of a source. Rows that an import changes in the middle are read once more from the beginning. Throws `ExportFailure`,
 * `BadQuery`, or the signal's reason; what was written is then gone.
 */
export async function runExport(run: ExportRun): Promise<{ rows: number; bytes: number }> {
  const part = `${run.file}.part`;
  const attempt = async () => {
    await rm(part, { force: true });
    return await writeOnce(run, part);
  };
  try {
    const rows = await attempt().catch((cause: unknown) => {
      if (cause instanceof ChangedMeanwhile) return attempt();
      throw cause;
    });
    run.signal.throwIfAborted();
    const { size } = await stat(part);
    await rename(part, run.file);
    return { rows, bytes: size };
  } finally {
    await rm(part, { force: true });
  }
}
