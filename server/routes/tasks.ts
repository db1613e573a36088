import { randomUUID } from "node:crypto";
import { ALARM_ROLES } from "#contract/alarms.ts";
import type { Role } from "#contract/scope.ts";
import {
  dispatchAlarm,
  getTask,
  listAssignees,
  listTasks,
  NEXT_TASK_STEPS,
  stepTask,
  type Task,
  type TaskStep,
} from "#contract/tasks.ts";
import type { Session } from "#server/auth/sessions.ts";
import { findAlarm } from "#server/db/alarms.ts";
import {
  findTask,
  insertTask,
  listAssignees as readAssignees,
  listTasks as readTasks,
  takeStep,
} from "#server/db/tasks.ts";
import type { Routes } from "#server/deps.ts";
import { notFound, ProblemError } from "#server/http/problem.ts";
import { keyOf, toCursor } from "./cursor.ts";
import { noteDeed } from "./deed.ts";
import { serve } from "./serve.ts";

/** On the scene within thirty minutes. */
const DUE_MS = 30 * 60_000;

const BY_ASSIGNEE: ReadonlySet<TaskStep> = new Set(["accepted", "on_scene", "handled", "declined"]);
const sendsOut = (role: Role) => ALARM_ROLES.some((r) => r === role);

/** Why a person may not take this step with this task; null when they may. A dispatcher may speak for the one sent, who is on the phone. */
function objection(task: Task, step: TaskStep, { account, role }: Session): ProblemError | null {
  const next = NEXT_TASK_STEPS[task.step];
  if (!next.includes(step)) {
    const expected = next.length === 0 ? "nothing: the task has ended" : next.join(" or ");
    const issues = [{ at: "body.step", expected, received: step }];
    return new ProblemError("conflict", `The task stands at ${task.step}.`, { issues });
  }
  const isOwn = BY_ASSIGNEE.has(step) && task.assigneeId === account;
  return isOwn || sendsOut(role)
    ? null
    : new ProblemError("forbidden", "The step is the assignee's, or a dispatcher's.");
}

/** From an alarm to a person and to the end of the work. */
export const taskRoutes: Routes = (app, { db, alarms }) => {
  serve(app, listAssignees, async ({ scope, params: { id } }) => {
    const alarm = await db.as(scope, (tx) => findAlarm(tx, id));
    if (alarm === null) throw notFound("alarm");
    return { assignees: await db.asSystem((tx) => readAssignees(tx, alarm, scope.level)) };
  });

  serve(app, dispatchAlarm, async ({ session, scope, request, params: { id }, body }) => {
    const alarm = await db.as(scope, (tx) => findAlarm(tx, id));
    if (alarm === null) throw notFound("alarm");
    if (alarm.state === "normal") throw new ProblemError("conflict", "The alarm is over.");
    const taskId = `K-${randomUUID()}`;
    const { areaCode, enterpriseId } = alarm;
    const dueAt = body.dueAt ?? new Date(alarms.service.now() + DUE_MS).toISOString();
    const assignee = await db.asSystem(async (tx) => {
      const [person] = await readAssignees(tx, alarm, scope.level, body.assigneeId);
      if (person === undefined) {
        const issues = [{ at: "body.assigneeId", expected: "one of the alarm's assignees", received: body.assigneeId }];
        throw new ProblemError("bad_request", "Nobody of that name can be sent.", { issues });
      }
      const task = { id: taskId, alarmId: id, areaCode, enterpriseId, note: body.note, dueAt, by: session.name };
      await insertTask(tx, { ...task, assignee: person.id, assigneeName: person.name });
      await noteDeed(tx, session, request.ip, "alarm.dispatch", id, { taskId, assignee: person.id });
      return person;
    });
    // The task is kept whatever comes; when the alarm was over in this moment, its journal ends without it.
    await alarms.service.dispatch(id, taskId, { name: session.name, comment: assignee.name });
    return await one(scope, taskId);
  });

  const one = async (scope: Session["scope"], id: string) => {
    const task = await db.as(scope, (tx) => findTask(tx, id));
    if (task === null) throw notFound("task");
    return task;
  };

  serve(app, listTasks, async ({ session, scope, query: { mine, cursor, ...where } }) => {
    const asked = { ...where, assignee: mine === "yes" ? session.account : null, after: keyOf(cursor) };
    const { tasks, next } = await db.as(scope, (tx) => readTasks(tx, asked));
    return { tasks: [...tasks], next: next && toCursor(next.join("\n")) };
  });

  serve(app, getTask, async ({ scope, params: { id } }) => await one(scope, id));

  serve(app, stepTask, async ({ session, scope, request, params: { id }, body: { step, note: words } }) => {
    const task = await one(scope, id);
    const why = objection(task, step, session);
    if (why !== null) throw why;
    await db.asSystem(async (tx) => {
      const isTaken = await takeStep(tx, id, task.step, step, session.name, words);
      if (!isTaken) throw new ProblemError("conflict", "Somebody else has taken a step with this task just now.");
      await noteDeed(tx, session, request.ip, "task.step", id, { step, alarm: task.alarmId });
    });
    return await one(scope, id);
  });
};
