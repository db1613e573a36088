import type { Receipt } from "#contract/field/records.ts";
import { PAUSE_MS } from "./backoff.ts";
import type { DeviceRecord, FileEntry, Reason, RecordState, Upload } from "./ledger.ts";
import type { Told } from "./wire.ts";

const RANK: Readonly<Record<RecordState, number>> = { saved: 0, attention: 1, received: 1, accepted: 2, counted: 3 };
const CALM = { failures: 0, notBefore: 0 } as const;

/** Which files are whole at the server, by its own word; of those it misses, how far they had come. */
function uploadsOf({ sealed, uploads }: DeviceRecord, missing: readonly string[]): Readonly<Record<string, Upload>> {
  const lacks = new Set(missing);
  return Object.fromEntries(
    sealed.attachments.flatMap(({ id, bytes }): [string, Upload][] => {
      const before = uploads[id];
      if (!lacks.has(id)) return [[id, { sent: bytes, isDone: true }]];
      return before && !before.isDone ? [[id, before]] : [];
    }),
  );
}

const reasonsOf = ({ reasons, detail }: Receipt): Reason[] =>
  reasons.length === 0 ? [{ code: "newer_reason", detail }] : reasons.map((code) => ({ code, detail }));

const CONFLICT: Reason = { code: "conflict", detail: null };

/** What a person decided about ours, where the receipt is of another content under this id; until then it is a conflict. */
function afterOther(record: DeviceRecord, { contents = [] }: Receipt): DeviceRecord {
  const own = contents.find(({ hash }) => hash === record.hash);
  if (own?.fate === "counts" && own.receipt) return afterReceipt(record, { ...own.receipt, hash: record.hash });
  const isDecided = own?.fate === "set_aside";
  const detail = [own?.by, own?.note].filter(Boolean).join(": ");
  return afterRefusal(record, isDecided ? { code: "set_aside", detail: detail || null } : CONFLICT, true);
}

function afterReceipt(record: DeviceRecord, receipt: Receipt): DeviceRecord {
  if (receipt.hash !== record.hash) return afterOther(record, receipt);
  const state: RecordState = receipt.state === "held" ? "attention" : receipt.state;
  // Answers may come late, or twice; what was counted stays so.
  if (RANK[state] < RANK[record.state]) return record;
  const isHeld = receipt.state === "held";
  const uploads = uploadsOf(record, receipt.missing);
  const isNews = record.state !== state || JSON.stringify(record.receipt) !== JSON.stringify(receipt);
  if (!isNews) return record;
  return { ...record, ...CALM, state, isHeld, reasons: isHeld ? reasonsOf(receipt) : [], receipt, uploads };
}

/** It needs a person. What was accepted before stays so; what is said again is no news. */
function afterRefusal(record: DeviceRecord, reason: Reason, isHeld: boolean): DeviceRecord {
  if (RANK[record.state] >= RANK.accepted) return record;
  if (record.state === "attention" && record.isHeld === isHeld && record.reasons[0]?.code === reason.code)
    return record;
  return { ...record, ...CALM, state: "attention", isHeld, reasons: [reason] };
}

/** A record as it is after the server has spoken. */
export function afterTold(record: DeviceRecord, told: Told): DeviceRecord {
  if (told.is === "receipt") return afterReceipt(record, told.receipt);
  if (told.is === "unknown") {
    // A server that was set back to an older state has lost it: it goes out once more, as long as its files are here.
    return record.isFreed
      ? record
      : { ...record, ...CALM, state: "saved", isHeld: false, reasons: [], receipt: null, uploads: {} };
  }
  if (told.is === "conflict")
    return told.receipt === null ? afterRefusal(record, CONFLICT, true) : afterOther(record, told.receipt);
  return afterRefusal(record, told.reason, false);
}

export const afterUpload = (record: DeviceRecord, file: string, upload: Upload): DeviceRecord => ({
  ...record,
  ...CALM,
  uploads: { ...record.uploads, [file]: upload },
});

/** A file cannot be taken, or the device has lost it: the record needs a person, although the server keeps its words. */
export const afterLoss = (record: DeviceRecord, reason: Reason): DeviceRecord => ({
  ...record,
  ...CALM,
  state: "attention",
  isHeld: false,
  reasons: [reason],
});

export const afterFailure = (record: DeviceRecord, notBefore: number): DeviceRecord => ({
  ...record,
  failures: record.failures + 1,
  notBefore,
});

/** A person has asked for another try. */
export const again = (record: DeviceRecord): DeviceRecord =>
  record.state === "attention" ? { ...record, ...CALM, state: "saved", isHeld: false, reasons: [] } : record;

/** The first file of which the server does not hold every byte. */
export const nextFile = ({ sealed, uploads }: DeviceRecord): FileEntry | undefined =>
  sealed.attachments.find(({ id }) => uploads[id]?.isDone !== true);

export type Act =
  | { readonly is: "submit"; readonly record: DeviceRecord }
  | { readonly is: "upload"; readonly record: DeviceRecord }
  | { readonly is: "ask"; readonly records: readonly DeviceRecord[] }
  | { readonly is: "wait"; readonly ms: number | null };

/** At most so many records are asked after in one request: as many as `listReceipts` takes. */
const ASK_AT_ONCE = 100;

export interface Due {
  /** UTC milliseconds. */
  readonly now: number;
  /** When the server is to be asked again what became of records. */
  readonly askAt: number;
}

const byUrgency = (a: DeviceRecord, b: DeviceRecord): number =>
  Number(b.isUrgent) - Number(a.isUrgent) || a.savedAt - b.savedAt || (a.id < b.id ? -1 : 1);

const isAtServer = ({ state, isHeld }: DeviceRecord): boolean =>
  state === "received" || state === "accepted" || (state === "attention" && isHeld);

/**
 * What to do next: words first, then pictures, then asking what became of it. A record that waits, or needs a person, never holds up another.
 * `wait` with null: nothing is left to do.
 */
export function nextAct(records: readonly DeviceRecord[], { now, askAt }: Due): Act {
  const open = [...records].sort(byUrgency);
  const toSubmit = open.filter(({ state }) => state === "saved");
  const toUpload = open.filter((r) => isAtServer(r) && r.state !== "accepted" && nextFile(r));
  // Behind a clock that was set back, a pause would last as long as the clock was ahead.
  const isReady = ({ notBefore }: DeviceRecord) => notBefore <= now || notBefore > now + PAUSE_MS.longest;
  const submit = toSubmit.find(isReady);
  if (submit) return { is: "submit", record: submit };
  const upload = toUpload.find(isReady);
  if (upload) return { is: "upload", record: upload };
  const pauses = [...toSubmit, ...toUpload].map(({ notBefore }) => notBefore - now);
  const toAsk = open.filter((r) => isAtServer(r) && (r.state === "accepted" || !nextFile(r)));
  if (toAsk.length > 0) {
    if (askAt <= now || askAt > now + PAUSE_MS.longest) return { is: "ask", records: toAsk.slice(0, ASK_AT_ONCE) };
    pauses.push(askAt - now);
  }
  return { is: "wait", ms: pauses.length > 0 ? Math.min(...pauses) : null };
}
