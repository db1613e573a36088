import type { FieldTask } from "#contract/field/tasks.ts";
import type { LngLat } from "#contract/route.ts";
import { lineM } from "#lib/measure.ts";

/** How the day's tasks are laid out. */
export const ORDERS = ["next", "street", "near"] as const;
export type Order = (typeof ORDERS)[number];

export interface TaskGroup {
  /** Street or village and building; null where the tasks stand by themselves. */
  readonly name: string | null;
  readonly tasks: readonly FieldTask[];
}

const byOrder = (a: FieldTask, b: FieldTask): number => a.order - b.order || (a.id < b.id ? -1 : 1);

/** Metres from a place to a task. */
export const metresTo = (here: LngLat, { lngLat }: Pick<FieldTask, "lngLat">): number => lineM([here, lngLat]);

const placeOf = ({ street, building }: FieldTask): string => [street, building].filter(Boolean).join(" ");

function byStreet(tasks: readonly FieldTask[]): TaskGroup[] {
  const groups = new Map<string, FieldTask[]>();
  for (const task of [...tasks].sort(byOrder)) {
    const name = placeOf(task);
    groups.set(name, [...(groups.get(name) ?? []), task]);
  }
  return [...groups].map(([name, members]) => ({ name: name || null, tasks: members }));
}

/**
 * The tasks in the order asked for: `next` as the server ranks them, `street` by street and building in the order in which each first comes up,
 * `near` by distance from `here` (the server's order where the place is not known). Every task is in exactly one group.
 */
export function laidOut(tasks: readonly FieldTask[], order: Order, here: LngLat | null): readonly TaskGroup[] {
  if (tasks.length === 0) return [];
  if (order === "street") return byStreet(tasks);
  const sorted = [...tasks].sort(byOrder);
  if (order === "near" && here) sorted.sort((a, b) => metresTo(here, a) - metresTo(here, b));
  return [{ name: null, tasks: sorted }];
}
