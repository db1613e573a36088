import type { Answer, CheckBody, FoundHazard } from "#contract/field/bodies.ts";
import { type Door, hazardsOf, itemsFor, type Missing, missingOf } from "#contract/field/checklist-rules.ts";
import type { Checklist } from "#contract/field/checklists.ts";
import type { Fix, ManifestEntry } from "#contract/field/records.ts";
import type { VisitOutcome } from "#contract/field/words.ts";

/** A household check as it is filled in. Kept whole at every answer; becomes a `CheckBody` when it is finished. */
export interface CheckDraft {
  readonly taskId: string | null;
  readonly customerId: string;
  readonly address: string;
  readonly door: Door;
  readonly form: { readonly id: string; readonly version: number };
  /** ISO instant. */
  readonly startedAt: string;
  readonly place: Fix | null;
  readonly outcome: VisitOutcome | null;
  readonly answers: Readonly<Record<string, Answer>>;
  readonly meterCode: string;
  readonly isMeterScanned: boolean;
  readonly signature: string | null;
  readonly isSignatureRefused: boolean;
  readonly photos: readonly string[];
  readonly appointment: { readonly from: string; readonly to: string; readonly note: string } | null;
  readonly note: string;
  /** Whether the resident was told of what was found. */
  readonly isNotified: boolean;
  /** The id of each hazard, by the item that makes it: given once, so that a form opened twice makes one hazard. */
  readonly hazardIds: Readonly<Record<string, string>>;
}

/** Sets one answer; its photos stay. */
export const answered = (draft: CheckDraft, item: string, more: Partial<Answer>): CheckDraft => ({
  ...draft,
  answers: { ...draft.answers, [item]: { ...(draft.answers[item] ?? { value: null }), ...more } as Answer },
});

/** A file has come for an item, or for the visit as a whole. */
export function withPhoto(draft: CheckDraft, item: string | null, photo: string): CheckDraft {
  if (item === null) return { ...draft, photos: [...draft.photos, photo] };
  return answered(draft, item, { photos: [...(draft.answers[item]?.photos ?? []), photo] });
}

export function withoutPhoto(draft: CheckDraft, item: string | null, photo: string): CheckDraft {
  const keep = (id: string) => id !== photo;
  if (item === null) return { ...draft, photos: draft.photos.filter(keep) };
  return answered(draft, item, { photos: (draft.answers[item]?.photos ?? []).filter(keep) });
}

/** Gives every hazard that the answers make an id, if it has none yet. */
export function withHazardIds(draft: CheckDraft, list: Checklist, day: string, newId: () => string): CheckDraft {
  const bare = hazardsOf(list, draft.door, draft.answers, day).filter(({ item }) => !draft.hazardIds[item]);
  if (bare.length === 0) return draft;
  return {
    ...draft,
    hazardIds: { ...draft.hazardIds, ...Object.fromEntries(bare.map(({ item }) => [item, newId()])) },
  };
}

function foundIn(draft: CheckDraft, list: Checklist, day: string): FoundHazard[] {
  return hazardsOf(list, draft.door, draft.answers, day).flatMap(({ item, grade }) => {
    const id = draft.hazardIds[item];
    if (!id) return [];
    const answer = draft.answers[item];
    return [{ id, item, grade, note: answer?.note ?? "", photos: answer?.photos ?? [], isNotified: draft.isNotified }];
  });
}

/** Answers of items that are asked at this door as it stands now; what an earlier answer has made idle is left out. */
function livingAnswers(draft: CheckDraft, list: Checklist): Record<string, Answer> {
  const asked = new Set(itemsFor(list, draft.door, draft.answers).map(({ id }) => id));
  return Object.fromEntries(Object.entries(draft.answers).filter(([id]) => asked.has(id)));
}

/** The body of the record, as it would be sealed now. */
export function bodyOf(draft: CheckDraft, list: Checklist, day: string): CheckBody {
  const isEntered = draft.outcome === "entered";
  return {
    customerId: draft.customerId,
    outcome: draft.outcome ?? "entered",
    answers: isEntered ? livingAnswers(draft, list) : {},
    hazards: isEntered ? foundIn(draft, list, day) : [],
    meterCode: draft.meterCode.trim() || null,
    isMeterScanned: draft.isMeterScanned,
    signature: isEntered ? draft.signature : null,
    isSignatureRefused: isEntered && draft.isSignatureRefused,
    photos: [...draft.photos],
    appointment: isEntered ? null : draft.appointment,
    note: draft.note,
  };
}

/** Files that the record names; what was taken for an answer that is idle now is not sent. */
export function manifestOf(body: CheckBody, files: readonly ManifestEntry[]): ManifestEntry[] {
  const named = new Set<string>([
    ...body.photos,
    ...(body.signature ? [body.signature] : []),
    ...Object.values(body.answers).flatMap(({ photos }) => photos ?? []),
  ]);
  return files.filter(({ id }) => named.has(id));
}

/** What the form still lacks; `outcome` when not even that is chosen. */
export function lacks(
  draft: CheckDraft,
  list: Checklist,
  files: readonly ManifestEntry[],
  day: string,
): readonly (Missing | { readonly what: "outcome" })[] {
  if (draft.outcome === null) return [{ what: "outcome" }];
  const body = bodyOf(draft, list, day);
  return missingOf(list, draft.door, body, manifestOf(body, files), draft.place !== null, day);
}
