import type { DatasetKind } from "#contract/dataset.ts";
import type { Finding } from "./check/findings.ts";
import type { Axis } from "./place/convert.ts";
import type { Said } from "./place/sniff.ts";
import type { FileProblem } from "./row.ts";

/** What is to be imported, and how, as far as a person says it. */
export interface ImportRequest {
  readonly file: string;
  readonly kind: DatasetKind;
  /** Name of the dataset that this file replaces. */
  readonly dataset: string;
  readonly crs?: string | null;
  readonly axis?: Axis | null;
  /** Path of a field map file. */
  readonly map?: string | null;
  readonly layer?: string | null;
  readonly encoding?: string | null;
  /** 审图号 of official boundaries, for the map's footer. */
  readonly reviewNumber?: string | null;
  /** Account on whose behalf: rows outside its area are rejected. None = the operator of the machine. */
  readonly account?: string | null;
  /** Share of rejected rows, 0 to 1, above which nothing is taken. 0 = every row must be right. */
  readonly maxRejects?: number;
  /** Import again although the same file is already there. */
  readonly force?: boolean;
  /** Check everything, change nothing. */
  readonly dryRun?: boolean;
}

export const MAX_REJECTS = 0.2;

export interface ImportProgress {
  readonly phase: "read" | "check" | "replace";
  /** 0 to 1 of reading; 1 after it. */
  readonly share: number;
  readonly rows: number;
}

export interface ImportResult {
  readonly dataset: string;
  readonly kind: DatasetKind;
  readonly outcome: "imported" | "unchanged" | "checked";
  readonly version: number;
  readonly rowsRead: number;
  readonly accepted: number;
  readonly rejectedRows: number;
  readonly format: string;
  readonly encoding: string;
  readonly sourceCrs: string | null;
  /** What was found out about the file and taken for granted. */
  readonly said: readonly Said[];
  readonly rejects: readonly Finding[];
  /** Warnings and notes, the first thousand of each rule. */
  readonly remarks: readonly Finding[];
  readonly counts: ReadonlyMap<string, number>;
  readonly ms: number;
}

/** Nothing was taken and what was there before stays. `result` says what was found so far, null when the file could not be read at all. */
export class ImportRefused extends Error {
  readonly problem: FileProblem;
  readonly result: ImportResult | null;
  constructor(problem: FileProblem, result: ImportResult | null) {
    super(problem.message, { cause: problem });
    this.name = "ImportRefused";
    this.problem = problem;
    this.result = result;
  }
}
