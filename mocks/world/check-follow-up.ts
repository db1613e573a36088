import type { CheckBody } from "#contract/field/bodies.ts";
import type { HazardStep } from "#contract/field/hazard-words.ts";
import type { FieldRecord } from "#contract/field/records.ts";
import { type CheckedDoor, idMaker, makeCheck, type Person, type SentRecord } from "./door-checks.ts";
import { FIELD_CREW } from "./field-history.ts";
import { between, chance, intBetween, type Rng, rng } from "./rng.ts";
import { DAY, HOUR, midnight } from "./time.ts";

const DISPATCHER: Person = { account: "enterprise", name: "企业调度员", role: "dispatcher" };
const WORDS: Readonly<Partial<Record<HazardStep, string>>> = {
  fix: "已按要求整改，现场检漏合格",
  recheck_pass: "复查合格",
  close: "资料齐全，同意销号",
};

function stepRecord(r: Rng, of: SentRecord, who: Person, step: HazardStep, hazardId: string, at: number): SentRecord {
  const newId = idMaker(r, at);
  const record: FieldRecord = {
    ...of.record,
    id: newId(),
    kind: "hazard_event",
    form: { id: "hazard-event", version: 1 },
    author: who.account,
    device: { ...of.record.device, id: `phone-${who.account}` },
    startedAt: new Date(at - 240_000).toISOString(),
    finishedAt: new Date(at).toISOString(),
    place: of.record.place === null ? null : { ...of.record.place, at: new Date(at - 60_000).toISOString() },
    body: { hazardId, step, photos: [], dueAt: null, grade: null, note: WORDS[step] ?? "" },
    attachments: [],
  };
  return { record, who, owner: of.owner, files: [] };
}

/** A time between nine and five of an instant's day. */
const atWork = (r: Rng, at: number): number => midnight(at) + Math.round(between(r, 9, 17) * HOUR);

const another = (account: string, n: number): Person => {
  const others = FIELD_CREW.filter((person) => person.account !== account);
  return others[n % others.length] ?? FIELD_CREW[0];
};

/** What became of the hazards that checks found: most older ones are repaired, looked at again and closed, each by whom it is for. Oldest first. */
export function followHazards(seed: number, checks: readonly SentRecord[], asOf: number): SentRecord[] {
  const steps = checks.flatMap((check, n) => {
    const { finishedAt, author } = check.record;
    return (check.record.body as CheckBody).hazards.flatMap(({ id }) => {
      const r = rng(seed, `hazard ${id}`);
      if (chance(r, 0.2)) return [];
      const fixed = atWork(r, Date.parse(finishedAt) + intBetween(r, 2, 9) * DAY);
      const rechecked = atWork(r, fixed + intBetween(r, 1, 4) * DAY);
      const closed = atWork(r, rechecked + intBetween(r, 1, 2) * DAY);
      const whole = [
        stepRecord(r, check, check.who, "fix", id, fixed),
        stepRecord(r, check, another(author, n), "recheck_pass", id, rechecked),
        stepRecord(r, check, DISPATCHER, "close", id, closed),
      ];
      return whole.filter(({ record }) => Date.parse(record.finishedAt) < asOf - HOUR);
    });
  });
  return steps.sort((a, b) => Date.parse(a.record.finishedAt) - Date.parse(b.record.finishedAt));
}

/** A visit that was drawn for a second look. */
export interface DrawnVisit {
  readonly customerId: string;
  readonly author: string;
  readonly taskId: string;
}

/**
 * Second looks at drawn visits within the last days, by others than before: of four one waits still, one door stays shut, and one finds what
 * the first did not tell of.
 */
export function secondLooks(
  seed: number,
  drawn: readonly DrawnVisit[],
  doors: readonly CheckedDoor[],
  first: readonly SentRecord[],
  asOf: number,
): SentRecord[] {
  return drawn.flatMap(({ customerId, author, taskId }, n) => {
    const door = doors.find(({ id }) => id === customerId);
    const before = first.find(
      ({ record }) => (record.body as CheckBody).customerId === customerId && record.author === author,
    );
    if (door === undefined || before === undefined || n % 4 === 3) return [];
    const r = rng(seed, `second look ${taskId}`);
    const at = midnight(asOf) - intBetween(r, 1, 4) * DAY + 15 * HOUR + n * 20 * 60_000;
    const who = another(author, n);
    if (n % 6 === 4) return [makeCheck(r, { door, who, at, outcome: "nobody_home", taskId })];
    const notes = new Map((before.record.body as CheckBody).hazards.map(({ item, note }) => [item, note] as const));
    if (n % 6 === 2) notes.set("D5", "软管表面龟裂，首检未记录");
    return [makeCheck(r, { door, who, at, outcome: "entered", taskId, faults: { notes } })];
  });
}
