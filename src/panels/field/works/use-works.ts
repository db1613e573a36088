import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { fieldWorksQuery } from "#api/field.ts";
import { byUrgency, clockOf } from "#contract/field/work-clock.ts";
import type { FieldWork, WorkRule } from "#contract/field/works.ts";
import { useField, useLedger } from "#panels/field/field-context.tsx";
import { type KnownWork, worksHere } from "./works-here.ts";

export type TimedWork = KnownWork & Pick<FieldWork, "clock" | "noticeBy" | "lacks">;

/** The rule about notices as the server last told it; null = there is none, undefined = it was never told. */
export const useWorkRule = (): WorkRule | null | undefined =>
  useQuery(fieldWorksQuery(useField().outbox.ledger)).data?.value.rule;

/** Works that are not over, the most pressing first: as the server told, with what this phone has told since. null while nothing is known. */
export function useWorks(
  nowMs: number,
): { readonly rule: WorkRule | null; readonly works: readonly TimedWork[] } | null {
  const told = useQuery(fieldWorksQuery(useField().outbox.ledger)).data?.value;
  const records = useLedger((view) => view.records);
  return useMemo(() => {
    if (told === undefined) return null;
    const works = worksHere(told.works, records).map((work) => ({ ...work, ...clockOf(work, told.rule, nowMs) }));
    return { rule: told.rule, works: works.toSorted(byUrgency) };
  }, [told, records, nowMs]);
}
