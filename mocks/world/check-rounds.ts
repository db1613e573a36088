import type { CheckBody } from "#contract/field/bodies.ts";
import type { VisitOutcome } from "#contract/field/words.ts";
import { type CheckedDoor, makeCheck, type Person, type SentRecord, type Visit } from "./door-checks.ts";
import { FIELD_CREW } from "./field-history.ts";
import { between, chance, intBetween, type Rng, rng, weighted } from "./rng.ts";
import { DAY, HOUR, hourOfDay, midnight, weekday } from "./time.ts";

/** Days before today in which doors were visited, and doors of one street that are one walk. */
const DAYS = 84;
export const ROUND_DOORS = 6;
const MIN = 60_000;

/** Who knocks at the doors of bottled gas. */
const BOTTLED_CREW: readonly Person[] = [{ account: "liu.na", name: "刘娜" }];
const crewOf = ({ gasKind }: CheckedDoor): readonly Person[] => (gasKind === "lpg" ? BOTTLED_CREW : FIELD_CREW);

const BY_DAY = { entered: 66, nobody_home: 20, refused: 6, vacant: 4, not_in_use: 2, wrong_address: 2 } as const;
const IN_THE_EVENING = { entered: 82, nobody_home: 9, refused: 6, vacant: 2, not_in_use: 1 } as const;
/** Rounds begin in the morning, after noon, and when people are at home. */
const BEGINS_H = [9, 14, 18] as const;

const outcomeAt = (r: Rng, at: number): VisitOutcome =>
  weighted<VisitOutcome>(r, hourOfDay(at) >= 17 ? IN_THE_EVENING : BY_DAY);

/** The later, the more: rounds lie closer together towards today, and none on a Sunday. */
function dayOfRound(asOf: number, n: number, rounds: number): number {
  const back = 1 + Math.round(DAYS * ((rounds - 1 - n) / rounds) ** 1.7);
  const day = midnight(asOf) - back * DAY;
  return weekday(day) === 0 ? day - DAY : day;
}

/** One walk along a street; doors where nobody was at home are tried again in an evening of the next days. */
function round(r: Rng, doors: readonly CheckedDoor[], who: Person, begins: number, asOf: number): Visit[] {
  const visits: Visit[] = [];
  let at = begins;
  for (const door of doors) {
    const outcome = outcomeAt(r, at);
    visits.push({ door, who, at, outcome });
    at += outcome === "entered" ? Math.round(between(r, 17, 24) * MIN) : Math.round(between(r, 5, 8) * MIN);
    const again = midnight(begins) + intBetween(r, 4, 9) * DAY + 18 * HOUR + intBetween(r, 20, 80) * MIN;
    if (outcome === "nobody_home" && again < asOf - HOUR && chance(r, 0.7))
      visits.push({ door, who, at: again, outcome: outcomeAt(r, again) });
  }
  return visits;
}

/** What a supervisor should look at twice: too short at the door, far from it, and a photo that came with another record. */
function plantOddities(visits: readonly Visit[]): Visit[] {
  const let_in = visits.filter(({ outcome }) => outcome === "entered");
  const [hasty, far] = [let_in.at(-9), let_in.at(-14)];
  return visits.map((visit) => {
    if (visit === hasty) return { ...visit, dwellS: 48 };
    return visit === far ? { ...visit, offM: 870 } : visit;
  });
}

/** `sent` with the first photo of another record in the place of its own. */
function withPhotoOf(sent: SentRecord, other: SentRecord): SentRecord {
  const [own, taken] = [sent, other].map(({ record }) => record.attachments.find(({ kind }) => kind === "photo"));
  const bytes = other.files.find(({ id }) => id === taken?.id)?.bytes;
  if (own === undefined || taken === undefined || bytes === undefined) return sent;
  const attachments = sent.record.attachments.map((entry) =>
    entry.id === own.id ? { ...entry, bytes: taken.bytes, sha256: taken.sha256 } : entry,
  );
  const files = sent.files.map((file) => (file.id === own.id ? { ...file, bytes } : file));
  return { ...sent, record: { ...sent.record, attachments }, files };
}

const isEntered = ({ record }: SentRecord) => (record.body as CheckBody).outcome === "entered";

/**
 * Household checks of the weeks before `asOf`, oldest first; the same for the same seed. Several inspectors, each along a street at a time;
 * some doors stay shut, some people refuse, some things are found wrong.
 * @param doors neighbours one after the other, `ROUND_DOORS` for each round
 */
export function checkRounds(seed: number, doors: readonly CheckedDoor[], asOf: number): SentRecord[] {
  const rounds = Math.floor(doors.length / ROUND_DOORS);
  const visits: Visit[] = [];
  for (let n = 0; n < rounds; n += 1) {
    const street = doors.slice(n * ROUND_DOORS, (n + 1) * ROUND_DOORS);
    const [first] = street;
    if (first === undefined) continue;
    const r = rng(seed, `round ${n}`);
    const crew = crewOf(first);
    const begins =
      dayOfRound(asOf, n, rounds) + (BEGINS_H[n % BEGINS_H.length] ?? 9) * HOUR + intBetween(r, 0, 30) * MIN;
    visits.push(...round(r, street, crew[n % crew.length] as Person, begins, asOf));
  }
  const inOrder = plantOddities(visits.sort((a, b) => a.at - b.at));
  const sent = inOrder.map((visit, n) => makeCheck(rng(seed, `check ${n} ${visit.door.id}`), visit));
  const entered = sent.filter(isEntered);
  const [copy, source] = [entered.at(-5), entered.at(-11)];
  return sent.map((one) => (one === copy && source !== undefined ? withPhotoOf(one, source) : one));
}
