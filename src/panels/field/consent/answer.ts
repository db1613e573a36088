import type { DeviceRecord } from "#api/outbox/ledger.ts";
import { CONSENT_TEXT, type ConsentAnswer, ConsentBody } from "#contract/field/consent.ts";

/** What this phone's records say, the newest; null = nothing. Whether the server has it yet is no matter: it was said. */
function answeredHere(records: readonly Pick<DeviceRecord, "kind" | "sealed">[]): ConsentAnswer | null {
  const said = records.flatMap(({ kind, sealed }): ConsentAnswer[] => {
    const read = kind === "consent" ? ConsentBody.safeParse(sealed.body) : null;
    return read?.success ? [{ state: read.data.state, version: read.data.version, at: sealed.finishedAt }] : [];
  });
  return said.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))[0] ?? null;
}

/** The newer of what was answered on this phone and what the server knows. */
export function answerOf(
  records: readonly Pick<DeviceRecord, "kind" | "sealed">[],
  told: ConsentAnswer | null,
): ConsentAnswer | null {
  const here = answeredHere(records);
  if (here === null || told === null) return here ?? told;
  return Date.parse(told.at) > Date.parse(here.at) ? told : here;
}

/** Whether the text in force has not been answered yet. */
export const isToAsk = (answer: ConsentAnswer | null): boolean =>
  answer === null || answer.version < CONSENT_TEXT.version;
