import {
  PIPES_MOST,
  type PlanAsk,
  type PlanPreview,
  type PlanReason,
  ROUNDS_MOST,
} from "#contract/field/patrol-plans.ts";
import type { Tx } from "#server/db/db.ts";
import { ProblemError } from "#server/http/problem.ts";
import { duePipes, type PlanRules, planRules } from "./due-pipes.ts";
import { type DuePipe, type Round, roundsOf } from "./rounds.ts";

export interface Planned {
  readonly rounds: readonly Round[];
  readonly preview: PlanPreview;
  readonly rules: PlanRules;
}

const metres = (pipes: readonly DuePipe[], of: (pipe: DuePipe) => boolean = () => true) =>
  pipes.reduce((sum, pipe) => sum + (of(pipe) ? pipe.lengthM : 0), 0);

function reasonsOf(due: readonly DuePipe[], { paces, rules }: PlanRules, today: string): PlanReason[] {
  const byRule = Map.groupBy(due, ({ ruleId }) => ruleId);
  return [...byRule]
    .map(([ruleId, pipes]): PlanReason => {
      const rule = rules.get(ruleId);
      const pace = paces.find((one) => one.ruleId === ruleId);
      return {
        ruleId,
        ruleName: rule?.name ?? ruleId,
        clause: rule?.clause ?? "",
        source: rule?.source ?? "",
        everyDays: pace?.everyDays ?? 0,
        agedDays: pace?.agedDays ?? 0,
        pipes: pipes.length,
        lengthM: metres(pipes),
        neverM: metres(pipes, ({ isNever }) => isNever),
        overdueM: metres(pipes, ({ dueOn, isNever }) => isNever || dueOn < today),
        agedM: metres(pipes, ({ isAged }) => isAged),
      };
    })
    .toSorted((a, b) => b.lengthM - a.lengthM || (a.ruleId < b.ruleId ? -1 : 1));
}

async function enterprisesOf(tx: Tx, rounds: readonly Round[]): Promise<PlanPreview["enterprises"]> {
  const byOwner = Map.groupBy(rounds, ({ enterpriseId }) => enterpriseId);
  const rows = await tx.query<{ id: string; name: string }>("select id, name from enterprise where id = any ($1)", [
    [...byOwner.keys()],
  ]);
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return [...byOwner]
    .map(([id, own]) => ({
      id,
      name: names.get(id) ?? id,
      rounds: own.length,
      pipes: own.reduce((sum, { pipes }) => sum + pipes.length, 0),
      lengthM: own.reduce((sum, { lengthM }) => sum + lengthM, 0),
    }))
    .toSorted((a, b) => b.lengthM - a.lengthM || (a.id < b.id ? -1 : 1));
}

function tooMuch(what: string, most: number, got: number): ProblemError {
  const issues = [{ at: "body.area", expected: `at most ${most} ${what}`, received: String(got) }];
  return new ProblemError("bad_request", "Too much is due for one plan: name a smaller area or an earlier day.", {
    issues,
  });
}

/** What is due by the rules, as rounds, in the transaction's sight. Throws a 400 where it is too much for one plan. */
export async function planFromRules(tx: Tx, ask: PlanAsk, today: string): Promise<Planned> {
  const rules = await planRules(tx, ask.kind, today);
  const { due, busyM } = await duePipes(tx, ask, rules.paces, today);
  if (due.length > PIPES_MOST) throw tooMuch("pipes", PIPES_MOST, due.length);
  const rounds = roundsOf(due, ask.roundM);
  if (rounds.length > ROUNDS_MOST) throw tooMuch("rounds", ROUNDS_MOST, rounds.length);
  const preview = {
    rounds: rounds.length,
    pipes: due.length,
    lengthM: metres(due),
    busyM,
    reasons: reasonsOf(due, rules, today),
    enterprises: await enterprisesOf(tx, rounds),
  };
  return { rounds, preview, rules };
}
