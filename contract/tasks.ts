import { z } from "zod";
import { ALARM_ROLES, AlarmId } from "./alarms.ts";
import { Instant, route } from "./route.ts";
import { AreaCode, BUSINESS_ROLES, EnterpriseId, Role } from "./scope.ts";

/**
 * The way of a task: 派单 dispatched → 接单 accepted → 到场 on_scene → 处置 handled → 销号 closed.
 * Branches: declined (by the person) and cancelled (by who sent it) end it; then another may be sent.
 */
export const TASK_STEPS = ["dispatched", "accepted", "on_scene", "handled", "closed", "declined", "cancelled"] as const;
export const TaskStep = z.enum(TASK_STEPS);
export type TaskStep = (typeof TASK_STEPS)[number];

/** Which steps may follow a step. The last three are ends. */
export const NEXT_TASK_STEPS: Readonly<Record<TaskStep, readonly TaskStep[]>> = {
  dispatched: ["accepted", "declined", "cancelled"],
  accepted: ["on_scene", "declined", "cancelled"],
  on_scene: ["handled", "cancelled"],
  handled: ["closed", "on_scene", "cancelled"],
  closed: [],
  declined: [],
  cancelled: [],
};

export const Task = z.object({
  id: z.string(),
  alarmId: AlarmId,
  areaCode: AreaCode,
  enterpriseId: EnterpriseId,
  step: TaskStep,
  assigneeId: z.string(),
  assigneeName: z.string(),
  note: z.string(),
  /** On the scene by then: 30 minutes after dispatch unless said otherwise. */
  dueAt: Instant,
  isLate: z.boolean(),
  createdAt: Instant,
  createdBy: z.string(),
  steps: z.array(z.object({ step: TaskStep, at: Instant, by: z.string(), note: z.string() })),
});
export type Task = z.infer<typeof Task>;

export const Assignee = z.object({ id: z.string(), name: z.string(), role: Role, openTasks: z.int() });
export type Assignee = z.infer<typeof Assignee>;

export const listAssignees = route({
  path: "/api/alarms/:id/assignees",
  who: ALARM_ROLES,
  summary: "People whom an alarm can be sent to: whoever may see it and goes out or sends out",
  params: z.object({ id: AlarmId }),
  reply: z.object({ assignees: z.array(Assignee) }),
});

export const dispatchAlarm = route({
  method: "POST",
  path: "/api/alarms/:id/dispatch",
  who: ALARM_ROLES,
  summary: "Makes a task of an alarm for a person",
  params: z.object({ id: AlarmId }),
  body: z.object({
    assigneeId: z.string().min(1).max(80),
    note: z.string().trim().max(500).default(""),
    dueAt: Instant.optional(),
  }),
  reply: Task,
});

export const listTasks = route({
  path: "/api/tasks",
  who: BUSINESS_ROLES,
  summary: "Tasks in scope, newest first, in pages",
  query: z.object({
    alarm: AlarmId.optional(),
    area: AreaCode.optional(),
    mine: z.enum(["yes", "no"]).default("no"),
    state: z.enum(["open", "ended", "any"]).default("open"),
    cursor: z.string().max(256).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  reply: z.object({ tasks: z.array(Task), next: z.string().nullable() }),
});

export const getTask = route({
  path: "/api/tasks/:id",
  who: BUSINESS_ROLES,
  summary: "One task with every step it took",
  params: z.object({ id: z.string().min(1).max(80) }),
  reply: Task,
});

export const stepTask = route({
  method: "POST",
  path: "/api/tasks/:id/steps",
  who: BUSINESS_ROLES,
  summary:
    "Takes a task one step on. Accepting, arriving, handling and declining are the assignee's; closing and cancelling a dispatcher's",
  params: z.object({ id: z.string().min(1).max(80) }),
  body: z.object({ step: TaskStep, note: z.string().trim().max(500).default("") }),
  reply: Task,
});
