/** A `reject` keeps the row out; a `warn` takes it and says what looks wrong; a `note` says what was changed on the way in. */
export type Severity = "reject" | "warn" | "note";

/** One thing to say about one row (or, with line 0, about the file). */
export interface Finding {
  readonly severity: Severity;
  readonly line: number;
  readonly field: string | null;
  /** Stable name; its words are in words.ts. */
  readonly rule: string;
  readonly expected: string;
  readonly received: string;
  /** Whose row it was, as far as that is known: who may see the finding. */
  readonly areaCode: string | null;
  readonly enterpriseId: string | null;
}

/** Warnings and notes beyond this many of one rule are counted, not kept: a million would say no more than the first thousand. */
export const KEPT_PER_RULE = 1000;

/** Gathers findings of one import. Every rejected row is kept; of warnings and notes the first of each rule and all counts. */
export class Findings {
  readonly rejects: Finding[] = [];
  readonly remarks: Finding[] = [];
  /** rule → number of findings, all of them. */
  readonly counts = new Map<string, number>();
  readonly #rejectedLines = new Set<number>();

  /** Rows rejected; a row with three faults counts once. */
  get rejectedRows(): number {
    return this.#rejectedLines.size;
  }

  /** Counts warnings or notes of a rule that were found but not fetched. */
  addUnkept(rule: string, count: number): void {
    if (count > 0) this.counts.set(rule, (this.counts.get(rule) ?? 0) + count);
  }

  add(finding: Finding): void {
    const count = (this.counts.get(finding.rule) ?? 0) + 1;
    this.counts.set(finding.rule, count);
    if (finding.severity === "reject") {
      this.rejects.push(finding);
      this.#rejectedLines.add(finding.line);
    } else if (count <= KEPT_PER_RULE) this.remarks.push(finding);
  }
}
