import { createHash } from "node:crypto";
import type { CheckBody } from "#contract/field/bodies.ts";
import { uuidV7 } from "#contract/field/canonical.ts";
import type { Door } from "#contract/field/checklist-rules.ts";
import { HOUSEHOLD_CHECK } from "#contract/field/household-check.ts";
import type { FieldRecord, ManifestEntry } from "#contract/field/records.ts";
import type { AttachmentKind, VisitOutcome } from "#contract/field/words.ts";
import type { LngLat } from "#contract/route.ts";
import { dayIn } from "#model/field/due.ts";
import { drawShot, type Scene } from "#mocks/pictures/door-pictures.ts";
import { fillIn, type Faults, pickFaults } from "./door-answers.ts";
import { between, chance, intBetween, type Rng } from "./rng.ts";

/** A customer's door as the inspector finds it. */
export interface CheckedDoor extends Door {
  readonly id: string;
  readonly areaCode: string;
  readonly enterpriseId: string;
  readonly lngLat: LngLat;
}

export interface Person {
  readonly account: string;
  readonly name: string;
  /** Without it, an inspector. */
  readonly role?: "inspector" | "dispatcher";
}

/** A record as it lies on the phone, with the bytes of its files. */
export interface SentRecord {
  readonly record: FieldRecord;
  readonly who: Person;
  readonly owner: { readonly areaCode: string; readonly enterpriseId: string };
  readonly files: readonly { readonly id: string; readonly bytes: Uint8Array<ArrayBuffer> }[];
}

export interface Visit {
  readonly door: CheckedDoor;
  readonly who: Person;
  /** ms since 1970 when the inspector stood at the door. */
  readonly at: number;
  readonly outcome: VisitOutcome;
  readonly taskId?: string | null;
  /** What is wrong there; without it, chance says. */
  readonly faults?: Faults;
  /** Seconds at the door; without it, as long as the outcome takes. */
  readonly dwellS?: number;
  /** Metres that the phone thinks it is away from the door. */
  readonly offM?: number;
}

const NOTES: Readonly<Partial<Record<VisitOutcome, readonly string[]>>> = {
  refused: ["住户称刚检查过，拒绝入户", "住户不便，拒绝入户，已告知风险"],
  not_in_use: ["住户称停用，表后阀已关"],
  wrong_address: ["门牌与档案不符，现场无此户"],
};
const DWELL_S: Readonly<Partial<Record<VisitOutcome, readonly [number, number]>>> = { entered: [300, 900] };
const BRIEF_S = [60, 200] as const;
const M_PER_DEGREE = 111_195;

/** Ids that come of the seed, so that the same seed gives the same record. */
export const idMaker = (r: Rng, at: number) => (): string =>
  uuidV7(
    at,
    Uint8Array.from({ length: 10 }, () => Math.floor(r() * 256)),
  );

/** Photos, notices and signatures of one record. */
function evidenceOf(r: Rng, at: number, newId: () => string, digits: string) {
  const entries: ManifestEntry[] = [];
  const files: { id: string; bytes: Uint8Array<ArrayBuffer> }[] = [];
  const take = (kind: AttachmentKind, scene: Scene, item: string | null, isMarked = false): string => {
    const bytes = drawShot(r, { scene, at: at + entries.length * 40_000, digits, isMarked });
    const id = newId();
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    entries.push({ id, kind, mime: "image/png", bytes: bytes.length, sha256, item });
    files.push({ id, bytes });
    return id;
  };
  return { entries, files, take };
}

const SCENE_OF: Readonly<Record<string, Scene>> = {
  A: "pipe",
  B: "pipe",
  C: "meter",
  D: "hose",
  E: "hose",
  F: "meter",
  G: "cylinder",
};

function bodyOf(
  r: Rng,
  visit: Visit,
  day: string,
  evidence: ReturnType<typeof evidenceOf>,
  newId: () => string,
): CheckBody {
  const { door, outcome } = visit;
  const note = NOTES[outcome];
  const base: CheckBody = {
    customerId: door.id,
    outcome,
    answers: {},
    hazards: [],
    meterCode: null,
    isMeterScanned: false,
    signature: null,
    isSignatureRefused: false,
    photos: [],
    appointment: null,
    note: note === undefined ? "" : (note[intBetween(r, 0, note.length - 1)] ?? ""),
  };
  if (outcome !== "entered") {
    const isNotice = outcome === "nobody_home" || outcome === "refused";
    return { ...base, photos: [evidence.take(isNotice ? "notice" : "photo", isNotice ? "notice" : "door", null)] };
  }
  const faults = visit.faults ?? pickFaults(r, door);
  const filled = fillIn(r, door, faults, day, {
    id: newId,
    photo: (item, isBad) => evidence.take("photo", SCENE_OF[item.group] ?? "pipe", item.id, isBad),
  });
  const isSigned = chance(r, 0.85);
  return {
    ...base,
    ...filled,
    hazards: [...filled.hazards],
    meterCode: `M${door.id.slice(-6)}`,
    isMeterScanned: chance(r, 0.8),
    signature: isSigned ? evidence.take("signature", "signature", null) : null,
    isSignatureRefused: !isSigned,
  };
}

/** A visit as the inspector's phone sends it: whole by its checklist, whatever its outcome. */
export function makeCheck(r: Rng, visit: Visit): SentRecord {
  const { door, who, at, outcome, taskId = null, offM = between(r, 1, 12) } = visit;
  const [least, most] = DWELL_S[outcome] ?? BRIEF_S;
  const endsAt = at + (visit.dwellS ?? intBetween(r, least, most)) * 1000;
  const newId = idMaker(r, endsAt);
  const evidence = evidenceOf(r, at, newId, `${intBetween(r, 10_000, 99_999_999)}`);
  const body = bodyOf(r, visit, dayIn(endsAt), evidence, newId);
  const [lng, lat] = door.lngLat;
  const record: FieldRecord = {
    id: newId(),
    kind: "check",
    form: { id: HOUSEHOLD_CHECK.id, version: HOUSEHOLD_CHECK.version },
    author: who.account,
    device: { id: `phone-${who.account}`, app: "1.0.0", platform: "demo" },
    startedAt: new Date(at).toISOString(),
    finishedAt: new Date(endsAt).toISOString(),
    clockOffsetMs: Math.round(between(r, -2000, 2000)),
    place: {
      lngLat: [lng, Math.round((lat + offM / M_PER_DEGREE) * 1e7) / 1e7],
      accuracyM: intBetween(r, 4, 18),
      at: new Date(at + 20_000).toISOString(),
      isMock: false,
    },
    taskId,
    replaces: null,
    body,
    attachments: evidence.entries,
  };
  const { areaCode, enterpriseId } = door;
  return { record, who, owner: { areaCode, enterpriseId }, files: evidence.files };
}
