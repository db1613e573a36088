import type { CustomerClass, GasKind, HazardGrade } from "../gas.ts";
import type { Answer, CheckBody } from "./bodies.ts";
import type { Checklist, ChecklistItem, OutcomeRule } from "./checklists.ts";
import type { ManifestEntry } from "./records.ts";

/* How a checklist is read: the one reading that the form on the device and the server's check share. Pure. */

/** Whose door it is. */
export interface Door {
  readonly gasKind: GasKind;
  readonly class: CustomerClass;
}

type Answers = Readonly<Record<string, Answer>>;

/** Whether an item is asked at this door, given the answers so far. */
export function isAsked({ when }: ChecklistItem, door: Door, answers: Answers): boolean {
  if (when.gasKinds && !when.gasKinds.includes(door.gasKind)) return false;
  if (when.classes && !when.classes.includes(door.class)) return false;
  if (!when.answer) return true;
  const given = answers[when.answer.item]?.value;
  return given !== undefined && given !== null && when.answer.is.some((wanted) => wanted === given);
}

/** Items asked at a door, in order. */
export const itemsFor = (list: Checklist, door: Door, answers: Answers): ChecklistItem[] =>
  list.items.filter((item) => isAsked(item, door, answers));

/**
 * Whether an answer says that something is not as it should be. No answer, and an answer of another type, is not bad: it is missing.
 * @param day day of the visit, YYYY-MM-DD, against which dates are held
 */
export function isBad(item: ChecklistItem, answer: Answer | undefined, day: string): boolean {
  const value = answer?.value;
  if (value === undefined || value === null) return false;
  if (item.kind === "confirm") return value === false;
  if (item.kind === "date") return typeof value === "string" && value < day;
  if (item.kind === "choice") return item.choices.some((choice) => choice.code === value && choice.isBad);
  if (item.kind !== "number" || typeof value !== "number") return false;
  return (item.min !== null && value < item.min) || (item.max !== null && value > item.max);
}

/** What is not there yet; a form names it beside its field, the server flags it. */
export type Missing =
  | { readonly what: "answer" | "photo"; readonly item: string }
  | { readonly what: "file"; readonly kind: string }
  | { readonly what: "signature" | "place" | "note" };

export const outcomeRule = (list: Checklist, outcome: string): OutcomeRule | undefined =>
  list.outcomes.find((rule) => rule.outcome === outcome);

function missingAnswers(list: Checklist, door: Door, { answers }: CheckBody, day: string): Missing[] {
  return itemsFor(list, door, answers).flatMap((item): Missing[] => {
    const answer = answers[item.id];
    const isAnswered = answer?.value !== undefined && answer.value !== null && answer.value !== "";
    if (!isAnswered) return item.isRequired ? [{ what: "answer", item: item.id }] : [];
    const wantsPhoto = item.photo === "always" || (item.photo === "when_bad" && isBad(item, answer, day));
    return wantsPhoto && (answer.photos ?? []).length === 0 ? [{ what: "photo", item: item.id }] : [];
  });
}

/** What a check lacks of what its outcome and its list ask for; empty = whole. An outcome that the list does not know asks for nothing. */
export function missingOf(
  list: Checklist,
  door: Door,
  check: CheckBody,
  files: readonly Pick<ManifestEntry, "kind">[],
  hasPlace: boolean,
  day: string,
): Missing[] {
  const rule = outcomeRule(list, check.outcome);
  if (!rule) return [];
  const missing: Missing[] = rule.needsAnswers ? missingAnswers(list, door, check, day) : [];
  for (const kind of rule.files) if (!files.some((file) => file.kind === kind)) missing.push({ what: "file", kind });
  if (rule.needsSignature && check.signature === null && !check.isSignatureRefused) missing.push({ what: "signature" });
  if (rule.needsPlace && !hasPlace) missing.push({ what: "place" });
  if (rule.needsNote && check.note.trim() === "") missing.push({ what: "note" });
  return missing;
}

const RANK: Readonly<Record<HazardGrade, number>> = { major: 0, general: 1, minor: 2 };

/** The worse of two grades. */
export const worse = (a: HazardGrade, b: HazardGrade): HazardGrade => (RANK[a] <= RANK[b] ? a : b);

export interface RuledHazard {
  readonly item: string;
  readonly code: string;
  readonly grade: HazardGrade;
}

/** The hazards that bad answers make by rule, in the order of the list. */
export function hazardsOf(list: Checklist, door: Door, answers: Answers, day: string): RuledHazard[] {
  return itemsFor(list, door, answers).flatMap((item) =>
    item.hazard && isBad(item, answers[item.id], day)
      ? [{ item: item.id, code: item.hazard.code, grade: item.hazard.grade }]
      : [],
  );
}
