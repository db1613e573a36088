import type { HazardState } from "#contract/field/hazard-words.ts";
import { HAZARD_STATES } from "#contract/field/hazard-words.ts";
import type { HazardGrade } from "#contract/gas.ts";
import type { LoopState } from "#model/field/hazard-loop.ts";
import type { Tx } from "#server/db/db.ts";
import type { Owner } from "./sight.ts";

/** A hazard to be worked with: where it stands, and whose it is. */
export interface HazardAt extends Owner {
  readonly id: string;
  readonly loop: LoopState;
}

interface Row extends Owner {
  readonly id: string;
  readonly state: string;
  readonly grade: HazardGrade;
  readonly foundAt: Date;
  readonly dueAt: Date | null;
  readonly isCut: boolean;
  readonly isExtended: boolean;
  readonly pressed: number;
  readonly assignee: string | null;
  readonly closedAt: Date | null;
}

/** A file's own word for a state that we do not know counts as found: it is open, and somebody has to grade it. */
export const stateOf = (word: string): HazardState => HAZARD_STATES.find((state) => state === word) ?? "found";

/** Holds the row until the transaction ends: of two people who take a step, the second sees what the first did. */
export async function holdHazard(tx: Tx, id: string): Promise<HazardAt | null> {
  const [row] = await tx.query<Row>(
    `select id, area_code as "areaCode", enterprise_id as "enterpriseId", state, grade, found_at as "foundAt", due_at as "dueAt",
            is_cut as "isCut", is_extended as "isExtended", pressed, assignee, closed_at as "closedAt"
       from hazard where id = $1 for update`,
    [id],
  );
  if (row === undefined) return null;
  const { areaCode, enterpriseId, foundAt, dueAt, closedAt, state, ...loop } = row;
  return {
    id,
    areaCode,
    enterpriseId,
    loop: {
      ...loop,
      state: stateOf(state),
      foundAt: foundAt.getTime(),
      dueAt: dueAt?.getTime() ?? null,
      closedAt: closedAt?.getTime() ?? null,
    },
  };
}

/** Writes where a hazard stands now. */
export async function saveHazard(tx: Tx, id: string, to: LoopState, assigneeName: string | null): Promise<void> {
  await tx.query(
    `update hazard set state = $2, grade = $3, due_at = $4, is_cut = $5, is_extended = $6, pressed = $7, assignee = $8,
            assignee_name = case when $8::text is null then null when $9::text is null then assignee_name else $9 end, closed_at = $10
      where id = $1`,
    [
      id,
      to.state,
      to.grade,
      to.dueAt === null ? null : new Date(to.dueAt),
      to.isCut,
      to.isExtended,
      to.pressed,
      to.assignee,
      assigneeName,
      to.closedAt === null ? null : new Date(to.closedAt),
    ],
  );
}

/** Whether a step of this id was taken before. */
export async function hasEvent(tx: Tx, id: string): Promise<boolean> {
  return (await tx.query("select 1 from hazard_event where id = $1", [id])).length > 0;
}
