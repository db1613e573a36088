import type { HttpHandler } from "msw";
import {
  cancelPatrolPlan,
  listPatrolPlans,
  makePatrolPlan,
  type PatrolPlan,
  previewPatrolPlan,
} from "#contract/field/patrol-plans.ts";
import { clockOf } from "#contract/field/work-clock.ts";
import { listFieldWorks } from "#contract/field/works.ts";
import type { Me } from "#contract/session.ts";
import { answer, type MockContext } from "./answer.ts";

/** A plan that was walked last month. */
export const MOCK_PLAN = "019a9d5e-6c00-7000-8000-00000000000c";

const DUE = { rounds: 3, pipes: 41, lengthM: 12_400 };

const WORK_RULE = {
  id: "work-notice",
  version: 1,
  noticeDays: 5,
  needsPlan: true,
  needsGuard: true,
  clause: "施工单位提前五日书面告知",
  source: "河北省燃气管理条例 第四十三条",
};
const WORK = {
  id: "019a9d5e-6c00-7000-8000-00000000000d",
  areaCode: "130123",
  enterpriseId: "E-130123-01",
  name: "道路改造",
  contractor: "路桥公司",
  how: "found" as const,
  noticedAt: null,
  to: null,
  plan: "asked" as const,
  guard: "none" as const,
  isOver: false,
  lngLat: [114.57, 38.15] as [number, number],
  recordId: "019a9d5e-6c00-7000-8000-000000000001",
};

/** A work that begins in two days and was not told of. */
function worksAt(nowMs: number) {
  const work = {
    ...WORK,
    from: new Date(nowMs + 2 * 86_400_000).toISOString(),
    toldAt: new Date(nowMs - 86_400_000).toISOString(),
  };
  return [{ ...work, ...clockOf(work, WORK_RULE, nowMs) }];
}

/** Plans from the rules, in the page's memory: what is due is always the same; and works near pipes. */
export function fieldPlanHandlers({ now }: MockContext, who: () => Me | null): HttpHandler[] {
  const plans: PatrolPlan[] = [
    {
      ...DUE,
      id: MOCK_PLAN,
      kind: "patrol",
      areaCode: "130123",
      dueBy: "2026-10-31",
      roundM: 5000,
      madeAt: "2026-10-20T01:00:00.000Z",
      byName: "县级监管员",
      open: 0,
      done: DUE.rounds,
      cancelled: 0,
    },
  ];
  const change = (id: string, to: Partial<PatrolPlan>) => {
    const at = plans.findIndex((plan) => plan.id === id);
    const before = plans[at];
    if (before === undefined) return null;
    const after = { ...before, ...to, cancelled: before.cancelled + before.open };
    plans[at] = after;
    return after;
  };
  return [
    answer(listFieldWorks, who, () => ({
      asOf: new Date(now()).toISOString(),
      rule: WORK_RULE,
      works: worksAt(now()),
    })),
    answer(previewPatrolPlan, who, ({ body: { kind, area, enterprise } }) => ({
      ...DUE,
      busyM: plans.some(({ open }) => open > 0) ? 12_400 : 0,
      reasons: [
        {
          ruleId: kind === "patrol" ? "patrol-low" : "leak-weak",
          ruleName: kind === "patrol" ? "低压管线巡线" : "铸铁管和无防腐钢管泄漏检测",
          clause: kind === "patrol" ? "低压管线每周至每月一次" : "铸铁管、无防腐钢管每半年一次",
          source: "行业惯例",
          everyDays: kind === "patrol" ? 30 : 183,
          agedDays: kind === "patrol" ? 30 : 91,
          pipes: DUE.pipes,
          lengthM: DUE.lengthM,
          neverM: 1200,
          overdueM: 3400,
          agedM: kind === "patrol" ? 0 : 2000,
        },
      ],
      enterprises: [{ ...DUE, id: enterprise ?? `E-${area}`, name: "示例燃气公司" }],
    })),
    answer(makePatrolPlan, who, ({ body: { id, kind, area, dueBy, roundM }, me }) => {
      const before = plans.find((plan) => plan.id === id);
      if (before !== undefined) return before;
      const made: PatrolPlan = {
        ...DUE,
        ...{ id, kind, dueBy, roundM, areaCode: area },
        madeAt: new Date(now()).toISOString(),
        byName: me.name,
        open: DUE.rounds,
        done: 0,
        cancelled: 0,
      };
      plans.unshift(made);
      return made;
    }),
    answer(listPatrolPlans, who, () => ({ plans: [...plans] })),
    answer(cancelPatrolPlan, who, ({ params: { id } }) => change(id, { open: 0 })),
  ];
}
