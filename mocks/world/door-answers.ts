import type { Answer, FoundHazard } from "#contract/field/bodies.ts";
import { isAsked, isBad, type Door } from "#contract/field/checklist-rules.ts";
import type { ChecklistItem } from "#contract/field/checklists.ts";
import { HOUSEHOLD_CHECK } from "#contract/field/household-check.ts";
import { addDays } from "#model/field/due.ts";
import { between, chance, intBetween, pick, type Rng, weighted } from "./rng.ts";

/** What inspectors write about what they find wrong, by item; items that are not here are always found right. */
const FAULTS: Readonly<Record<string, readonly string[]>> = {
  D2: ["软管长 2.6 m，已告知更换", "软管过长，拖在地面"],
  D4: ["软管穿墙入橱柜", "软管穿过推拉门"],
  D5: ["软管表面龟裂", "软管一端未卡固"],
  D6: ["软管已过使用年限"],
  B2: ["立管支架松动、局部锈蚀"],
  B4: ["燃气管上缠绕电线", "管道上悬挂杂物"],
  E1: ["灶具无熄火保护装置"],
  A4: ["灶台旁堆放纸箱"],
  F3: ["家用报警器已过有效期"],
  G2: ["气瓶距灶具约 0.3 m"],
};
const GRAVE: Readonly<Record<string, string>> = {
  E4: "热水器烟道脱落，已当场停用并告知",
  A3: "同室使用煤炉，已当场告知撤除",
};

export interface Faults {
  /** Items that are answered badly, with the words for them. */
  readonly notes: ReadonlyMap<string, string>;
}

/** Picks what is wrong at a door: mostly nothing. */
export function pickFaults(r: Rng, door: Door): Faults {
  const notes = new Map<string, string>();
  const roll = r();
  if (roll > 0.78) {
    const fitting = Object.entries(FAULTS).filter(([id]) => fits(id, door));
    for (let i = roll > 0.93 ? 2 : 1; i > 0; i -= 1) {
      const [id, words] = pick(r, fitting);
      notes.set(id, pick(r, words));
    }
  }
  if (roll < 0.03) {
    const [id, note] = pick(r, Object.entries(GRAVE));
    notes.set(id, note);
  }
  return { notes };
}

function fits(id: string, door: Door): boolean {
  const item = HOUSEHOLD_CHECK.items.find((one) => one.id === id);
  return item !== undefined && isAsked(item, door, {});
}

function valueFor(r: Rng, { id, kind }: ChecklistItem, isFault: boolean, day: string): Answer["value"] {
  if (kind === "confirm") return !isFault;
  if (kind === "choice") return weighted(r, { forced: 6, balanced: 2, none: 2 });
  if (kind === "date") return addDays(day, isFault ? -intBetween(r, 40, 400) : intBetween(r, 90, 2600));
  if (id === "B5") return Math.round(between(r, 1.9, 2.6) * 100) / 100;
  if (id === "C3") return intBetween(r, 240, 4800);
  if (id === "D2") return Math.round((isFault ? between(r, 2.2, 3.1) : between(r, 0.9, 1.8)) * 10) / 10;
  return Math.round((isFault ? between(r, 0.2, 0.4) : between(r, 0.6, 1.4)) * 10) / 10;
}

export interface Filled {
  readonly answers: Readonly<Record<string, Answer>>;
  readonly hazards: readonly FoundHazard[];
}

/**
 * Fills the checklist in for a door, item by item as the form asks them.
 * @param day of the visit, YYYY-MM-DD
 * @param photo takes a photo for an item, and gives its id
 */
export function fillIn(
  r: Rng,
  door: Door,
  { notes }: Faults,
  day: string,
  make: { photo(item: ChecklistItem, isBad: boolean): string; id(): string },
): Filled {
  const answers: Record<string, Answer> = {};
  const hazards: FoundHazard[] = [];
  for (const item of HOUSEHOLD_CHECK.items) {
    if (notes.has("E4") && item.id === "E3") answers.E3 = { value: "natural" };
    if (answers[item.id] !== undefined || !isAsked(item, door, answers)) continue;
    const note = notes.get(item.id);
    if (note === undefined && !item.isRequired && item.id !== "C3" && chance(r, 0.4)) continue;
    const value = valueFor(r, item, note !== undefined, day);
    const isWrong = isBad(item, { value }, day);
    const hasPhoto = item.photo === "always" || (item.photo === "when_bad" && isWrong);
    const photos = hasPhoto ? [make.photo(item, isWrong)] : [];
    answers[item.id] = { value, ...(note === undefined ? {} : { note }), ...(hasPhoto ? { photos } : {}) };
    if (isWrong && item.hazard !== null)
      hazards.push({ id: make.id(), item: item.id, grade: null, note: note ?? "", photos, isNotified: true });
  }
  return { answers, hazards };
}
