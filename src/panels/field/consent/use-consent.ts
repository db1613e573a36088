import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { fieldConsentQuery } from "#api/field.ts";
import { fieldRecord } from "#api/outbox/field-record.ts";
import { CONSENT_FORM, CONSENT_TEXT, type ConsentAnswer, type ConsentBody } from "#contract/field/consent.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { useField, useLedger } from "#panels/field/field-context.tsx";
import { answerOf } from "./answer.ts";

export interface Consent {
  /** False until this phone and the server have said what they know. */
  readonly isKnown: boolean;
  readonly answer: ConsentAnswer | null;
  /** Seals the answer as a record. A phone that cannot keep it says so in the line at the top. */
  readonly say: (state: ConsentBody["state"]) => Promise<void>;
}

/** What the person answered to being seen on patrols, and how they answer. */
export function useConsent(): Consent {
  const { t } = useTranslation();
  const { outbox, me, say } = useField();
  const { records, isReady } = useLedger(({ records, isReady }) => ({ records, isReady }));
  const told = useQuery(fieldConsentQuery(outbox.ledger));
  return {
    isKnown: isReady && !told.isPending,
    answer: answerOf(records, told.data?.value.consent ?? null),
    say: async (state) => {
      const body: ConsentBody = { state, version: CONSENT_TEXT.version, language: languageNow() };
      const record = fieldRecord({
        id: outbox.newId(),
        kind: "consent",
        form: { id: CONSENT_FORM, version: CONSENT_TEXT.version },
        author: me.account,
        startedAt: new Date().toISOString(),
        place: null,
        taskId: null,
        body,
        attachments: [],
      });
      const title = t(`field.consent.${state}`);
      // Ahead of tracks that wait: they are shown, or not, by what it says.
      await outbox.seal(record, title, true).then(
        () => say(t("field.consent.saved")),
        () => {},
      );
    },
  };
}
