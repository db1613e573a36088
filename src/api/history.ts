import { queryOptions } from "@tanstack/react-query";
import {
  findPastAlarm,
  listAnnotations,
  listPastAlarms,
  removeAnnotation,
  writeAnnotation,
} from "#contract/history.ts";
import type { Body } from "#contract/route.ts";
import { call } from "./client.ts";

const iso = (at: number) => new Date(at).toISOString();
const RECENT_MS = 60_000;

/** Alarms that were up within a span (ms since 1970). */
export const pastAlarmsQuery = (from: number, to: number) =>
  queryOptions({
    queryKey: ["past-alarms", from, to],
    queryFn: ({ signal }) => call(listPastAlarms, { query: { from: iso(from), to: iso(to) }, signal }),
    staleTime: RECENT_MS,
  });

/** The alarm that rang next after an instant, or last before it; null when there is none. */
export const askPastAlarm = async (at: number, direction: "after" | "before") =>
  (await call(findPastAlarm, { query: { at: iso(at), direction } })).alarm;

export const annotationsQuery = (tags: readonly string[], from: number, to: number) =>
  queryOptions({
    queryKey: ["annotations", tags, from, to],
    queryFn: ({ signal }) =>
      call(listAnnotations, { query: { tags: tags.join(","), from: iso(from), to: iso(to) }, signal }),
    enabled: tags.length > 0,
    staleTime: RECENT_MS,
  });

export const sendAnnotation = (body: Body<typeof writeAnnotation>) => call(writeAnnotation, { body });
export const takeAnnotationBack = (id: string) => call(removeAnnotation, { params: { id } });
