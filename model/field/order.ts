import type { TaskReason } from "#contract/field/tasks.ts";
import type { HazardGrade } from "#contract/gas.ts";
import type { LngLat } from "#contract/route.ts";

/** What the order knows of a task. */
export interface Candidate {
  readonly id: string;
  readonly lngLat: LngLat;
  /** Days until it is due; negative = past due. */
  readonly daysLeft: number;
  /** Tries in a row that nobody let in. */
  readonly tries: number;
  readonly isCritical: boolean;
  readonly worstHazard: HazardGrade | null;
  readonly openHazards: number;
  /** Minutes until an appointment begins and ends; null = none. */
  readonly appointment: { readonly fromMin: number; readonly toMin: number } | null;
  /** Share of visits at this hour hereabouts that were let in; null = too few to say. */
  readonly likelyHome: number | null;
  /** Days to the heating season, where the check before it is not done; null = not asked. */
  readonly heatingDays: number | null;
  /** Street or village with building: those that agree are one way. */
  readonly place: string | null;
}

export interface Why {
  readonly reason: TaskReason;
  readonly value: number;
  readonly points: number;
}

export interface Ordered {
  readonly id: string;
  readonly points: number;
  /** The strongest first. */
  readonly why: readonly Why[];
}

/** The order in one sentence, shown beside the list. */
export const ORDER_RULE = {
  zh: "约定时间将到的最先，其次是隐患、逾期、重点用户和采暖前未检的，再按离得近、同楼同街、这个时段常有人在家加分，多次不遇的减分；从每一户出发再找下一户。",
  en: "Appointments that are near come first; then hazards, what is overdue, critical customers and checks due before the heating season; nearness, the same building and hours at which people are at home add, tries in vain take away; from each door the next is sought.",
};

const HAZARD: Readonly<Record<HazardGrade, number>> = { major: 120, general: 40, minor: 10 };
const NEAR_POINTS = 60;
/** At this distance nearness is worth a third. */
const NEAR_M = 400;
const M_PER_DEG = 111_195;

const metres = ([lng1, lat1]: LngLat, [lng2, lat2]: LngLat): number =>
  Math.hypot((lng2 - lng1) * Math.cos((lat1 * Math.PI) / 180), lat2 - lat1) * M_PER_DEG;

function appointmentPoints({ fromMin, toMin }: { fromMin: number; toMin: number }): number {
  if (toMin < 0) return 20;
  if (fromMin <= 60) return 200;
  // Agreed for later: whoever comes before finds nobody.
  return -150;
}

/** What speaks for a task wherever the person stands. */
function standing(task: Candidate, neighbours: number): Why[] {
  const why: Why[] = [];
  const add = (reason: TaskReason, value: number, points: number) => {
    if (points !== 0) why.push({ reason, value: Math.round(value), points: Math.round(points) });
  };
  if (task.appointment !== null) add("appointment", task.appointment.fromMin, appointmentPoints(task.appointment));
  if (task.worstHazard !== null) add("hazard", task.openHazards, HAZARD[task.worstHazard]);
  if (task.daysLeft < 0) add("overdue", -task.daysLeft, Math.min(100, 30 - 2 * task.daysLeft));
  else add("due_soon", task.daysLeft, Math.max(0, 30 - task.daysLeft));
  if (task.isCritical) add("critical", 1, 25);
  if (task.heatingDays !== null) add("heating", task.heatingDays, task.heatingDays <= 45 ? 30 : 10);
  if (task.likelyHome !== null) add("likely_home", task.likelyHome * 100, (task.likelyHome - 0.5) * 40);
  if (task.tries > 0) add("tried", task.tries, -Math.min(32, 8 * task.tries));
  if (neighbours > 0) add("same_street", neighbours, Math.min(15, 3 * neighbours));
  return why;
}

/**
 * Puts tasks in the order in which to do them: the best from where the person stands, then the best from there, and so on. The same tasks
 * give the same order, whatever order they come in. n² in the number of tasks: a few hundred at once.
 * @param from where the person stands; null = nearness counts from the first task on
 */
export function orderTasks(tasks: readonly Candidate[], from: LngLat | null): Ordered[] {
  const together = new Map<string, number>();
  for (const { place } of tasks) if (place !== null) together.set(place, (together.get(place) ?? 0) + 1);
  const left = tasks
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((task) => {
      const why = standing(task, task.place === null ? 0 : (together.get(task.place) ?? 1) - 1);
      return { task, why, points: why.reduce((sum, { points }) => sum + points, 0) };
    });
  const ordered: Ordered[] = [];
  let at = from;
  while (left.length > 0) {
    const here = at;
    const near = ({ task }: (typeof left)[number]) =>
      here === null ? 0 : NEAR_POINTS * Math.exp(-metres(here, task.lngLat) / NEAR_M);
    let best = 0;
    let bestPoints = Number.NEGATIVE_INFINITY;
    left.forEach((one, i) => {
      const points = one.points + near(one);
      if (points > bestPoints) {
        best = i;
        bestPoints = points;
      }
    });
    const [chosen] = left.splice(best, 1);
    if (chosen === undefined) break;
    const nearness = Math.round(near(chosen));
    const why: Why[] =
      here === null || nearness === 0
        ? chosen.why
        : [...chosen.why, { reason: "near", value: Math.round(metres(here, chosen.task.lngLat)), points: nearness }];
    ordered.push({
      id: chosen.task.id,
      points: chosen.points + nearness,
      why: why.toSorted((a, b) => Math.abs(b.points) - Math.abs(a.points)),
    });
    at = chosen.task.lngLat;
  }
  return ordered;
}
