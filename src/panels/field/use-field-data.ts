import { useQuery } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { checklistsQuery, fieldHazardsQuery, fieldTasksQuery } from "#api/field.ts";
import type { StorageFault } from "#api/outbox/device-db.ts";
import { packCaches, packOwner } from "#api/pack-caches.ts";
import type { Checklist } from "#contract/field/checklists.ts";
import { useField } from "./field-context.tsx";

/** The day's work: fresh, or as it was kept. */
export const useFieldTasks = () => useQuery(fieldTasksQuery(useField().outbox.ledger));

export const useChecklists = () => useQuery(checklistsQuery(useField().outbox.ledger));

export const useFieldHazards = () => useQuery(fieldHazardsQuery(useField().outbox.ledger));

/**
 * Asks for everything that a day without a network needs, as soon as the app is open. `isWhole`: tasks and checklists are on this phone, and the
 * product itself too (a service worker answers for it). `fault`: why the phone will not take one of them.
 */
export function useProvisions(): { readonly isWhole: boolean; readonly fault: StorageFault | null } {
  const tasks = useFieldTasks();
  const lists = useChecklists();
  useFieldHazards();
  const isInstalled = useSyncExternalStore(onController, hasController);
  const owner = packOwner(useField().me);
  useEffect(() => {
    if (isInstalled) void renewEngine(owner).catch(() => {});
  }, [isInstalled, owner]);
  return {
    isWhole: tasks.data?.isKept === true && lists.data?.isKept === true && isInstalled,
    fault: tasks.data?.fault ?? lists.data?.fault ?? null,
  };
}

/** Where there is a map pack: after a new version of the page its map must come along too, while there is a line. */
async function renewEngine(owner: string): Promise<void> {
  if ((await packCaches(owner)).length === 0) return;
  const { keepEngineOf } = await import("#api/map-pack.ts");
  await keepEngineOf(owner);
}

const hasController = (): boolean => Boolean(navigator.serviceWorker?.controller);

function onController(listener: () => void): () => void {
  navigator.serviceWorker?.addEventListener("controllerchange", listener);
  return () => navigator.serviceWorker?.removeEventListener("controllerchange", listener);
}

/** The list a form was begun on, or the newest of its name where that version is not here any more. */
export function listOf(
  lists: readonly Checklist[],
  form: { readonly id: string; readonly version: number } | null,
): Checklist | undefined {
  const named = form ? lists.filter(({ id }) => id === form.id) : lists;
  const newest = [...named].sort((a, b) => b.version - a.version)[0];
  return named.find(({ version }) => version === form?.version) ?? newest;
}
