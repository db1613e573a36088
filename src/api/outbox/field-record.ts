import type { Json } from "#contract/field/canonical.ts";
import type { FieldRecord, Fix, ManifestEntry } from "#contract/field/records.ts";
import type { RecordKind } from "#contract/field/words.ts";
import { clockOffsetMs } from "./browser-parts.ts";

/** Which writing of records this is, for whoever reads an envelope years later. */
const APP = "gas-one-map field/1";
const DEVICE_KEY = "gas.device";

/** A name of this device by which its records can be told from another's: made by chance, says nothing of the person. */
export function deviceId(): string {
  try {
    const kept = localStorage.getItem(DEVICE_KEY);
    if (kept) return kept;
    const made = crypto.randomUUID();
    localStorage.setItem(DEVICE_KEY, made);
    return made;
  } catch {
    return "unnamed";
  }
}

export interface RecordAsked {
  readonly id: string;
  readonly kind: RecordKind;
  readonly form: { readonly id: string; readonly version: number };
  readonly author: string;
  /** ISO instant by this device's clock. */
  readonly startedAt: string;
  readonly place: Fix | null;
  readonly taskId: string | null;
  readonly body: object;
  readonly attachments: readonly ManifestEntry[];
}

/** The record as it travels and is hashed. */
export const fieldRecord = ({
  id,
  kind,
  form,
  author,
  startedAt,
  place,
  taskId,
  body,
  attachments,
}: RecordAsked): FieldRecord => ({
  id,
  kind,
  form: { ...form },
  author,
  device: { id: deviceId(), app: APP, platform: navigator.userAgent.slice(0, 200) },
  startedAt,
  finishedAt: new Date().toISOString(),
  clockOffsetMs: clockOffsetMs(),
  place,
  taskId,
  replaces: null,
  // What JSON cannot say (undefined members) is dropped here, before it is hashed.
  body: JSON.parse(JSON.stringify(body)) as Record<string, Json> as FieldRecord["body"],
  attachments: [...attachments],
});
