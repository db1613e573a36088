import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { cancelPatrolPlan, listPatrolPlans, makePatrolPlan, previewPatrolPlan } from "#contract/field/patrol-plans.ts";
import type { Body } from "#contract/route.ts";
import { call } from "./client.ts";

const MINUTE = 60_000;
const PLANS = "patrol-plans";

export type PlanAsked = Body<typeof previewPatrolPlan>;

/** Plans made from the rules, the newest first. */
export const plansQuery = (area: string | null) =>
  queryOptions({
    queryKey: [PLANS, "list", area],
    queryFn: async ({ signal }) => (await call(listPatrolPlans, { query: { ...(area && { area }) }, signal })).plans,
    staleTime: MINUTE / 2,
    refetchInterval: MINUTE,
  });

/** What is due by the rules; nothing is changed. */
export const planPreviewQuery = (ask: PlanAsked) =>
  queryOptions({
    queryKey: [PLANS, "preview", ask],
    queryFn: ({ signal }) => call(previewPatrolPlan, { body: ask, signal }),
    staleTime: MINUTE / 2,
  });

/** Makes a task of each round. The id makes a plan sent twice one. */
export const makePlan = (body: Body<typeof makePatrolPlan>) => call(makePatrolPlan, { body });

export const cancelPlan = (id: string, reason: string) => call(cancelPatrolPlan, { params: { id }, body: { reason } });

export const forgetPlans = (queries: QueryClient): Promise<void> => queries.invalidateQueries({ queryKey: [PLANS] });
