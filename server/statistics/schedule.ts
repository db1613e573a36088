import { randomUUID } from "node:crypto";
import type { FastifyBaseLogger } from "fastify";
import type { Scope } from "#contract/scope.ts";
import { StatisticsQuery } from "#contract/statistics.ts";
import type { Db } from "#server/db/db.ts";
import { freeze } from "./freeze.ts";
import { insertReport, type Schedule, setNext, takeDue } from "./keep.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const CHINA_MS = 8 * HOUR_MS;
/** Reports are made at six in the morning of the province, when the night's uploads are in. */
const AT_HOUR = 6;

/** When the report of a schedule is made next after `now`: each day, each Monday, each first of a month, at six (Asia/Shanghai). */
export function nextTime(every: Schedule, now: Date): Date {
  const local = new Date(now.getTime() + CHINA_MS);
  const [year, month, date] = [local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()];
  const at = (y: number, m: number, d: number) => new Date(Date.UTC(y, m, d, AT_HOUR) - CHINA_MS);
  const today = at(year, month, date);
  if (every === "day") return today > now ? today : new Date(today.getTime() + DAY_MS);
  if (every === "week") {
    const toMonday = (8 - local.getUTCDay()) % 7;
    const monday = new Date(today.getTime() + toMonday * DAY_MS);
    return monday > now ? monday : new Date(monday.getTime() + 7 * DAY_MS);
  }
  const first = at(year, month, 1);
  return first > now ? first : at(year, month + 1, 1);
}

export interface ScheduleDeps {
  readonly db: Db;
  readonly log: Pick<FastifyBaseLogger, "error" | "info">;
  readonly now: () => number;
}

/** Freezes the report that has been due longest, under its owner's scope; false when none is due. Late by days, one is made, not many. */
export async function makeDue({ db, log, now }: ScheduleDeps): Promise<boolean> {
  const due = await db.asSystem(async (tx) => {
    const view = await takeDue(tx, new Date(now()));
    // Before it is made: one that fails is not tried again and again.
    if (view) await setNext(tx, view.id, nextTime(view.every, new Date(now())));
    return view;
  });
  if (due === null) return false;
  const scope: Scope = { level: due.level, areaCode: due.areaCode, enterpriseId: due.enterpriseId || null };
  try {
    const query = StatisticsQuery.parse(due.query);
    const { answer, text, sha256 } = await db.as(scope, (tx) => freeze(tx, scope, query));
    const known = new Date(answer.known);
    const { owner, ownerName, name, id: viewId } = due;
    const report = {
      id: randomUUID(),
      scope,
      name,
      viewId,
      owner,
      ownerName,
      measure: query.measure,
      known,
      text,
      sha256,
    };
    await db.asSystem((tx) => insertReport(tx, report));
    log.info({ view: due.id, report: report.id }, "a scheduled report was frozen");
  } catch (error) {
    log.error({ err: error, view: due.id }, "a scheduled report could not be made");
  }
  return true;
}

const LOOK_MS = 60_000;

/** Looks once a minute for reports that are due; answers how to stop, which waits for the one that is being made. */
export function startSchedules(deps: ScheduleDeps): () => Promise<void> {
  let isOn = true;
  let work = Promise.resolve();
  const look = async () => {
    try {
      while (isOn && (await makeDue(deps)));
    } catch (error) {
      if (isOn) deps.log.error({ err: error }, "scheduled reports could not be looked for");
    }
  };
  const timer = setInterval(() => {
    work = work.then(look);
  }, LOOK_MS);
  timer.unref();
  return async () => {
    isOn = false;
    clearInterval(timer);
    await work;
  };
}
