import { type QueryFunctionContext, queryOptions } from "@tanstack/react-query";
import type { Json } from "#contract/field/canonical.ts";
import { listChecklists } from "#contract/field/checklists.ts";
import { getFieldConsent } from "#contract/field/consent.ts";
import { getHazard, listHazards } from "#contract/field/hazards.ts";
import { listFieldTasks } from "#contract/field/tasks.ts";
import { listFieldWorks } from "#contract/field/works.ts";
import type { AnyRoute, Reply } from "#contract/route.ts";
import { ApiError } from "./api-error.ts";
import { type Ask, call } from "./client.ts";
import { takeDay } from "./day-ahead.ts";
import { StorageError, type StorageFault } from "./outbox/device-db.ts";
import type { Ledger } from "./outbox/ledger.ts";

/** An answer of the server, fresh or as it was kept on the device. */
export interface Kept<T> {
  readonly value: T;
  /** When the server said it, UTC ms by this device's clock. */
  readonly at: number;
  readonly isFresh: boolean;
  /** It is on the device too, for when there is no line. */
  readonly isKept: boolean;
  /** Why the device would not take it; null where it has, or is about to. */
  readonly fault: StorageFault | null;
}

/** Worth falling back on what is kept: the line, the session or the server is not there, whatever was asked. */
const isAway = (error: unknown): boolean =>
  error instanceof ApiError &&
  (error.status === 0 || error.status === 401 || error.status === 429 || error.status >= 500);

interface Stored {
  readonly value: Json;
  readonly at: number;
}

/**
 * Asks the server and keeps its answer on the device; without a line, answers what was kept. Throws {@link ApiError} when there is neither. What was
 * kept by an older version of the product and is no answer any more counts as nothing. An answer is shown while it is being written: `onWritten` hears, by when it came,
 * that it is on the device, or why it is not.
 */
export async function askOrKept<T extends AnyRoute>(
  ledger: Pick<Ledger, "keep" | "kept">,
  key: string,
  to: T,
  asked: Ask<T> = {},
  onWritten: (at: number, fault: StorageFault | null) => void = () => {},
): Promise<Kept<Reply<T>>> {
  try {
    const value = await call(to, asked);
    const at = Date.now();
    // Never before the answer itself has been heard.
    const tell = (fault: StorageFault | null) => void setTimeout(() => onWritten(at, fault));
    ledger.keep(key, { value: value as Json, at }).then(
      () => tell(null),
      (error: unknown) => tell(error instanceof StorageError ? error.fault : "lost"),
    );
    return { value, at, isFresh: true, isKept: false, fault: null };
  } catch (error) {
    if (!isAway(error)) throw error;
    const stored = (await ledger.kept(key)) as unknown as Stored | undefined;
    const read = to.reply.safeParse(stored?.value);
    if (!stored || !read.success) throw error;
    return { value: read.data as Reply<T>, at: stored.at, isFresh: false, isKept: true, fault: null };
  }
}

/** Marks a question's answer, if it is still the one that came then, as kept or as not to be kept. */
const markWritten =
  ({ client, queryKey }: Pick<QueryFunctionContext, "client" | "queryKey">) =>
  (at: number, fault: StorageFault | null): void =>
    void client.setQueryData<Kept<unknown>>(queryKey, (now) =>
      now?.at === at ? { ...now, isKept: fault === null, fault } : now,
    );

const MINUTE = 60_000;

/** What all questions of the field app share: asked without a line as well, and not thrown away while the page lives. */
const ALWAYS = {
  networkMode: "always",
  staleTime: 2 * MINUTE,
  gcTime: Number.POSITIVE_INFINITY,
  retry: false,
} as const;

/** The day's work with last visits. */
export const fieldTasksQuery = (ledger: Ledger) =>
  queryOptions({
    queryKey: ["field", "tasks"],
    queryFn: (context) =>
      askOrKept(
        ledger,
        "tasks",
        listFieldTasks,
        { query: { limit: 200 }, signal: context.signal, begun: takeDay },
        markWritten(context),
      ),
    refetchInterval: 5 * MINUTE,
    ...ALWAYS,
  });

/** Every version of the checklists that is in force. */
export const checklistsQuery = (ledger: Ledger) =>
  queryOptions({
    queryKey: ["field", "checklists"],
    queryFn: (context) =>
      askOrKept(ledger, "checklists", listChecklists, { signal: context.signal }, markWritten(context)),
    ...ALWAYS,
  });

/** Hazards in sight, the most pressing first. */
export const fieldHazardsQuery = (ledger: Ledger) =>
  queryOptions({
    queryKey: ["field", "hazards"],
    queryFn: (context) =>
      askOrKept(
        ledger,
        "hazards",
        listHazards,
        { query: { state: "open", limit: 100 }, signal: context.signal },
        markWritten(context),
      ),
    ...ALWAYS,
  });

/** One hazard with every change. */
export const fieldHazardQuery = (ledger: Ledger, id: string) =>
  queryOptions({
    queryKey: ["field", "hazard", id],
    queryFn: (context) =>
      askOrKept(ledger, `hazard:${id}`, getHazard, { params: { id }, signal: context.signal }, markWritten(context)),
    ...ALWAYS,
  });

/** What the person last answered to being seen on patrols. */
export const fieldConsentQuery = (ledger: Ledger) =>
  queryOptions({
    queryKey: ["field", "consent"],
    queryFn: (context) =>
      askOrKept(ledger, "consent", getFieldConsent, { signal: context.signal }, markWritten(context)),
    ...ALWAYS,
  });

/** Third-party works near pipes. */
export const fieldWorksQuery = (ledger: Ledger) =>
  queryOptions({
    queryKey: ["field", "works"],
    queryFn: (context) => askOrKept(ledger, "works", listFieldWorks, { signal: context.signal }, markWritten(context)),
    refetchInterval: 5 * MINUTE,
    ...ALWAYS,
  });
