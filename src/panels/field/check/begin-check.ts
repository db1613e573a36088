import type { Json } from "#contract/field/canonical.ts";
import type { Checklist } from "#contract/field/checklists.ts";
import type { FieldTask } from "#contract/field/tasks.ts";
import type { Draft } from "#api/outbox/ledger.ts";
import type { Outbox } from "#api/outbox/outbox.ts";
import type { CheckDraft } from "./check-draft.ts";

/** What a door is called in lists: where it is, else what the task calls it. */
export const doorName = ({ customer, title }: FieldTask): string => customer?.address ?? title;

const emptyCheck = (task: FieldTask, list: Checklist, nowMs: number): CheckDraft => ({
  taskId: task.id,
  customerId: task.customer?.id ?? task.id,
  address: doorName(task),
  door: { gasKind: task.customer?.gasKind ?? "urban_ng", class: task.customer?.class ?? "residential" },
  form: { id: list.id, version: list.version },
  startedAt: new Date(nowMs).toISOString(),
  place: null,
  outcome: null,
  answers: {},
  meterCode: "",
  isMeterScanned: false,
  signature: null,
  isSignatureRefused: false,
  photos: [],
  appointment: null,
  note: "",
  isNotified: false,
  hazardIds: {},
});

/** The form of a door that was begun and is not finished. */
export const checkOnItsWay = (drafts: readonly Draft[], taskId: string): Draft | undefined =>
  drafts.find(({ kind, content }) => kind === "check" && (content as unknown as CheckDraft).taskId === taskId);

/** Opens the form of a door: the one begun before, if there is one, else a new one. Answers its draft's id, once it is on disk. */
export async function beginCheck(outbox: Outbox, task: FieldTask, list: Checklist, nowMs: number): Promise<string> {
  const begun = checkOnItsWay(outbox.view.getState().drafts, task.id);
  if (begun) return begun.id;
  const id = outbox.newId();
  const content = emptyCheck(task, list, nowMs) as unknown as Json;
  await outbox.saveDraft({ id, kind: "check", title: doorName(task), changedAt: nowMs, content, files: [] });
  return id;
}
