import { uuidV7 } from "#contract/field/canonical.ts";
import { CONSENT_FORM, CONSENT_TEXT, type ConsentBody } from "#contract/field/consent.ts";
import type { FieldRecord } from "#contract/field/records.ts";
import { FIELD_CREW } from "./field-history.ts";
import { rng } from "./rng.ts";
import { DAY } from "./time.ts";

const DAYS_BEFORE = 20;
/** Who does not want to be seen: their metres count, their ways are nobody's. */
const DECLINED = "zhao.min";

/** What the made-up crew answered before their first patrol; the same for the same seed. */
export function fieldConsents(seed: number, asOf: number): { record: FieldRecord; name: string }[] {
  return FIELD_CREW.map(({ account, name }, n) => {
    const r = rng(seed, `consent ${account}`);
    const at = asOf - DAYS_BEFORE * DAY + n * 60_000;
    const time = new Date(at).toISOString();
    const body: ConsentBody = {
      state: account === DECLINED ? "declined" : "accepted",
      version: CONSENT_TEXT.version,
      language: "zh-CN",
    };
    const record: FieldRecord = {
      id: uuidV7(
        at,
        Uint8Array.from({ length: 10 }, () => Math.floor(r() * 256)),
      ),
      kind: "consent",
      form: { id: CONSENT_FORM, version: CONSENT_TEXT.version },
      author: account,
      device: { id: `phone-${account}`, app: "1.0.0", platform: "demo" },
      startedAt: time,
      finishedAt: time,
      clockOffsetMs: 0,
      place: null,
      taskId: null,
      replaces: null,
      body,
      attachments: [],
    };
    return { record, name };
  });
}
