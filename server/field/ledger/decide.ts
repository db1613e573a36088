import { uuidV7 } from "#contract/field/canonical.ts";
import { type Conflict, LASTING_KINDS, type Refusal, RESOLUTIONS, type Resolution } from "#contract/field/conflicts.ts";
import type { FieldRecord } from "#contract/field/records.ts";
import type { Tx } from "#server/db/db.ts";
import type { Sender } from "#server/field/sight.ts";
import { type FoundConflict, recordOf } from "./conflicts.ts";
import type { Ledger } from "./receive.ts";
import { CannotStand, restore, settleWorks, withdraw } from "./withdraw.ts";

/** What became of a step with a conflict. `same`: this very step was taken before. */
export type Decided =
  | { readonly is: "done" | "same" }
  /** `detail` in words for a person who reads English. */
  | { readonly is: "refused"; readonly detail: string };

export interface ConflictStep {
  /** The step's own id. */
  readonly id: string;
  readonly note: string;
  readonly by: Sender;
}

const subjectOf = ({ kind, body }: FieldRecord): unknown =>
  kind === "check" ? body["customerId"] : kind === "hazard_event" ? body["hazardId"] : null;

/** Why the other content may not stand in place of the first; null = it may. */
function refuseOther(first: FieldRecord, other: FieldRecord): Refusal | null {
  if (first.kind === "hazard_event" && other.kind === "hazard_event") return "step";
  if (first.author !== other.author) return "author";
  if (first.kind !== other.kind || subjectOf(first) !== subjectOf(other)) return "subject";
  return null;
}

/** The work that a content tells of, which goes by another one after a decision. */
function worksOf({ content }: FoundConflict["branches"][number]): string[] {
  const { kind, body } = recordOf(content);
  const work = kind === "work_notice" ? body["workId"] : null;
  return typeof work === "string" ? [work] : [];
}

/** Which resolutions cannot be, and why. What only the books can say (a door that is gone) is found out when it is tried. */
export function refusalsOf({ branches, line, isReplaced, stands }: FoundConflict): Conflict["refused"] {
  const [first, other] = branches.map(({ content }) => recordOf(content));
  const [firstKept, otherKept] = branches.map(({ isKept }) => isKept);
  const isOtherUnder = stands === branches[1]?.hash;
  const isBeside = branches[1]?.counts === true && !isOtherUnder;
  const why = (resolution: Resolution): Refusal | null => {
    if (resolution === "as_is") return null;
    if (first === undefined || other === undefined) return "gone";
    if (resolution !== "keep_first" && (first.kind === "consent" || other.kind === "consent")) return "consent";
    if (isBeside && resolution !== "keep_both" && LASTING_KINDS.includes(line.kind)) return "laid";
    const moves = resolution === "keep_other" ? !isOtherUnder : isOtherUnder;
    if (moves && isReplaced) return "replaced";
    if (resolution !== "keep_first" && !otherKept) return "gone";
    if (moves && resolution !== "keep_other" && !firstKept) return "gone";
    return resolution === "keep_other" && otherKept && firstKept ? refuseOther(first, other) : null;
  };
  const refused = RESOLUTIONS.map((resolution) => [resolution, why(resolution)] as const);
  return Object.fromEntries(refused.filter(([, reason]) => reason !== null));
}

async function stand(tx: Tx, ledger: Ledger, by: Sender, branch: FoundConflict["branches"][number]): Promise<void> {
  const { hold } = await ledger.again(tx, by, recordOf(branch.content), branch.hash);
  if (hold !== null) throw new CannotStand(`The ${branch.which} content cannot stand: ${hold.detail}.`);
}

/** Takes the other content in beside the first, under an id of its own that is made once. */
async function standBeside(tx: Tx, ledger: Ledger, by: Sender, found: FoundConflict, nowMs: number): Promise<string> {
  const { branchId, branches, line } = found;
  if (branchId !== null) {
    await restore(tx, branchId, nowMs);
    return branchId;
  }
  const other = branches.find(({ which }) => which === "other");
  if (other?.isKept !== true) throw new CannotStand("The other content was given up after 30 days.");
  const id = uuidV7(nowMs);
  const record: FieldRecord = { ...recordOf(other.content), id, cameUnder: line.recordId, cameAs: other.hash };
  const { hold } = await ledger.branch(tx, by, record, other.sentBy ?? record.author);
  if (hold !== null) throw new CannotStand(`The other content cannot stand beside the first: ${hold.detail}.`);
  return id;
}

/** Makes that content count which a person has decided for. Returns the id of the record that the other one is, or null. */
async function carryOut(
  tx: Tx,
  ledger: Ledger,
  by: Sender,
  found: FoundConflict,
  resolution: Resolution,
  nowMs: number,
): Promise<string | null> {
  const [first, other] = found.branches;
  if (resolution === "as_is" || first === undefined || other === undefined) return found.branchId;
  const isOtherUnder = found.stands === other.hash;
  const isBeside = other.counts && !isOtherUnder;
  if (isBeside && resolution !== "keep_both" && found.branchId !== null)
    await withdraw(tx, found.branchId, found.line.recordId, nowMs);
  if (resolution === "keep_other") {
    if (!isOtherUnder) await stand(tx, ledger, by, other);
    return found.branchId;
  }
  if (isOtherUnder) await stand(tx, ledger, by, first);
  if (resolution === "keep_first" || isBeside) return found.branchId;
  return await standBeside(tx, ledger, by, found, nowMs);
}

async function journal(
  tx: Tx,
  { id, note, by }: ConflictStep,
  { line }: FoundConflict,
  step: "decided" | "reopened",
  resolution: Resolution | null,
): Promise<void> {
  await tx.query(
    `insert into field_conflict_event (id, conflict_id, n, area_code, enterprise_id, step, resolution, by_account, by_name, note)
     select $1, $2, coalesce(max(n), 0) + 1, $3, $4, $5, $6, $7, $8, $9 from field_conflict_event where conflict_id = $2`,
    [id, line.id, line.areaCode, line.enterpriseId, step, resolution, by.account, by.name, note],
  );
}

/** Holds the conflict's row until the transaction ends; says whether this step was taken before, or the conflict is not as it must be. */
async function hold(tx: Tx, { id }: ConflictStep, found: FoundConflict, mustBeOpen: boolean): Promise<Decided | null> {
  const [row] = await tx.query<{ isOpen: boolean }>(
    `select resolved_at is null as "isOpen" from field_conflict where id = $1 for update`,
    [found.line.id],
  );
  const [taken] = await tx.query<{ conflict: string }>(
    "select conflict_id as conflict from field_conflict_event where id = $1",
    [id],
  );
  if (taken !== undefined)
    return taken.conflict === found.line.id ? { is: "same" } : { is: "refused", detail: "This id is another step's." };
  if (row?.isOpen === mustBeOpen) return null;
  return { is: "refused", detail: mustBeOpen ? "Somebody has decided already." : "It is open already." };
}

/**
 * Writes a person's decision down and makes it so, in the caller's transaction. Throws `CannotStand` where it cannot be; then nothing may stay.
 * `find` reads the conflict within the transaction.
 */
export async function decide(
  tx: Tx,
  ledger: Ledger,
  find: (tx: Tx) => Promise<FoundConflict | null>,
  step: ConflictStep & { readonly resolution: Resolution },
  nowMs: number,
): Promise<Decided> {
  const seen = await find(tx);
  if (seen === null) return { is: "refused", detail: "The conflict is gone." };
  const before = await hold(tx, step, seen, true);
  if (before !== null) return before;
  // Read anew: who was faster may have changed what counts.
  const found = (await find(tx)) ?? seen;
  const refusal = refusalsOf(found)[step.resolution];
  if (refusal !== undefined) return { is: "refused", detail: `${step.resolution} cannot be: ${refusal}.` };
  const { areaCode, enterpriseId } = found.line;
  // Whoever decides, it stays whose it is: a way goes on to count for the enterprise whose person walked it.
  const judge = { ...step.by, standsFor: { areaCode, enterpriseId } };
  const branchId = await carryOut(tx, ledger, judge, found, step.resolution, nowMs);
  if (step.resolution !== "as_is") await settleWorks(tx, found.branches.flatMap(worksOf));
  await tx.query(
    `update field_conflict set resolved_at = now(), resolved_by = $2, resolution = $3, note = $4, branch_id = $5 where id = $1`,
    [found.line.id, step.by.name, step.resolution, step.note, branchId],
  );
  await journal(tx, step, found, "decided", step.resolution);
  return { is: "done" };
}

/** Takes a decision back; what counts goes on to count until it is decided anew. */
export async function reopen(tx: Tx, found: FoundConflict, step: ConflictStep): Promise<Decided> {
  const before = await hold(tx, step, found, false);
  if (before !== null) return before;
  await tx.query(
    "update field_conflict set resolved_at = null, resolved_by = null, resolution = null, note = null where id = $1",
    [found.line.id],
  );
  await journal(tx, step, found, "reopened", null);
  return { is: "done" };
}
