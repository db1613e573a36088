import { keepPreviousData, type QueryClient, queryOptions } from "@tanstack/react-query";
import { getFieldKpis } from "#contract/field/kpis.ts";
import { listFieldRules, whatIfRule } from "#contract/field/rules.ts";
import { drawSampling, getSampling, listSamplings } from "#contract/field/samplings.ts";
import { listFieldTasks, revealCustomer } from "#contract/field/tasks.ts";
import type { Body } from "#contract/route.ts";
import { call } from "./client.ts";

const MINUTE = 60_000;

/** Whose figures, and of which days: first and last, YYYY-MM-DD. */
export interface FiguresAsk {
  readonly area: string | null;
  readonly enterprise: string | null;
  readonly from: string;
  readonly to: string;
}

/** Figures with both their numbers. */
export const figuresQuery = ({ area, enterprise, from, to }: FiguresAsk) =>
  queryOptions({
    queryKey: ["field-figures", area, enterprise, from, to],
    queryFn: ({ signal }) =>
      call(getFieldKpis, { query: { ...(area && { area }), ...(enterprise && { enterprise }), from, to }, signal }),
    staleTime: MINUTE / 2,
    refetchInterval: MINUTE,
    placeholderData: keepPreviousData,
  });

/** Doors whose day has come by a day and that nobody entered since, the first due first. */
export const dueDoorsQuery = (area: string | null, enterprise: string | null, dueBy: string) =>
  queryOptions({
    queryKey: ["field-due-doors", area, enterprise, dueBy],
    queryFn: ({ signal }) =>
      call(listFieldTasks, {
        query: {
          whose: "all",
          kind: "check",
          state: "open",
          dueBy,
          limit: 100,
          ...(area && { area }),
          ...(enterprise && { enterprise }),
        },
        signal,
      }),
    staleTime: MINUTE,
  });

/** Rules in all their versions. They change seldom. */
export const fieldRulesQuery = queryOptions({
  queryKey: ["field-rules"],
  queryFn: async ({ signal }) => (await call(listFieldRules, { query: {}, signal })).rules,
  staleTime: 5 * MINUTE,
});

/** What other terms of a rule would ask for; nothing is changed. */
export const tryRule = (id: string, body: Body<typeof whatIfRule>) => call(whatIfRule, { params: { id }, body });

const SAMPLINGS = "field-samplings";

export const samplingsQuery = (area: string | null) =>
  queryOptions({
    queryKey: [SAMPLINGS, "list", area],
    queryFn: ({ signal }) => call(listSamplings, { query: { ...(area && { area }) }, signal }),
    staleTime: MINUTE / 2,
    refetchInterval: MINUTE,
  });

/** One draw with each of its visits and what the second look found. */
export const samplingQuery = (id: string) =>
  queryOptions({
    queryKey: [SAMPLINGS, "one", id],
    queryFn: ({ signal }) => call(getSampling, { params: { id }, signal }),
    staleTime: MINUTE / 2,
    refetchInterval: MINUTE,
  });

/** Draws visits and makes a task of each. The id makes a draw sent twice one. */
export const drawSecondLooks = (body: Body<typeof drawSampling>) => call(drawSampling, { body });

export const forgetSamplings = (queries: QueryClient): Promise<void> =>
  queries.invalidateQueries({ queryKey: [SAMPLINGS] });

/** A resident's name, telephone and address, against a purpose that is written down. Kept nowhere: each reading is one line of the audit trail. */
export const revealPerson = (id: string, body: Body<typeof revealCustomer>) =>
  call(revealCustomer, { params: { id }, body });
