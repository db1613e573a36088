import type { Outbox } from "#api/outbox/outbox.ts";
import type { LeakSurveyBody } from "#contract/field/bodies.ts";
import type { Json } from "#contract/field/canonical.ts";
import { LEAK_SURVEY, type LeakUnit, leakLevel, limitsOf } from "#contract/field/leak-form.ts";

/** A leak survey as it is filled in. */
export interface LeakDraft {
  readonly taskId: string | null;
  readonly patrolId: string | null;
  readonly startedAt: string;
  readonly method: LeakSurveyBody["method"];
  readonly instrument: LeakSurveyBody["instrument"];
  readonly unit: LeakUnit;
  readonly readings: LeakSurveyBody["readings"];
  readonly note: string;
}

export const isSurvey = ({ kind }: { readonly kind: string }): boolean => kind === "leak_survey";

const NO_INSTRUMENT: LeakDraft["instrument"] = { name: "", serial: "", calibratedUntil: null };

/** Opens the survey that is on its way for a task or patrol, or begins one; answers its draft's id, once it is on disk. */
export async function beginSurvey(
  outbox: Outbox,
  of: Pick<LeakDraft, "taskId" | "patrolId"> & { readonly title: string },
  nowMs: number,
): Promise<string> {
  const { title, ...at } = of;
  const begun = outbox.view.getState().drafts.find((draft) => {
    const content = draft.content as unknown as LeakDraft;
    return isSurvey(draft) && content.taskId === at.taskId && content.patrolId === at.patrolId;
  });
  if (begun) return begun.id;
  const last = lastInstrument(outbox);
  const content: LeakDraft = {
    ...at,
    startedAt: new Date(nowMs).toISOString(),
    method: "on_foot",
    instrument: last?.instrument ?? NO_INSTRUMENT,
    unit: last?.unit ?? "ppm",
    readings: [],
    note: "",
  };
  const id = outbox.newId();
  await outbox.saveDraft({
    id,
    kind: "leak_survey",
    title,
    changedAt: nowMs,
    content: content as unknown as Json,
    files: [],
  });
  return id;
}

/** The instrument of the last survey on this phone, and the unit it was read in: it is mostly the same one. */
function lastInstrument(outbox: Outbox): Pick<LeakDraft, "instrument" | "unit"> | null {
  const last = [...outbox.view.getState().records].filter(isSurvey).sort((a, b) => b.savedAt - a.savedAt)[0];
  if (last === undefined) return null;
  const { instrument, readings } = last.sealed.body as unknown as LeakSurveyBody;
  return { instrument, unit: readings[0]?.unit ?? "ppm" };
}

/** A number as it was typed, when the instrument can show it in the unit; null when it cannot. */
export function readingOf(text: string, unit: LeakUnit): number | null {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  return leakLevel(LEAK_SURVEY, { value, unit }) === null ? null : value;
}

/** The most that can be shown in a unit, and the step. */
export const rangeOf = (unit: LeakUnit): { readonly max: number; readonly step: number } =>
  limitsOf(LEAK_SURVEY, unit) ?? { max: 0, step: 1 };

/** What a survey still lacks: it cannot be told of without them. */
export const surveyLack = ({ instrument, readings }: LeakDraft): "instrument" | "readings" | null =>
  instrument.name.trim() === "" ? "instrument" : readings.length === 0 ? "readings" : null;

export const surveyBody = ({ patrolId, method, instrument, readings, note }: LeakDraft): LeakSurveyBody => ({
  patrolId,
  method,
  instrument,
  pipes: [],
  readings,
  note,
});
