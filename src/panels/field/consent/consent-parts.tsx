import { useTranslation } from "react-i18next";
import { CONSENT_TEXT } from "#contract/field/consent.ts";
import { formatMinute } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Section } from "#ui/section.tsx";
import { isToAsk } from "./answer.ts";
import { type Consent, useConsent } from "./use-consent.ts";

function Sentences() {
  const { t } = useTranslation();
  const said = languageNow() === "en" ? CONSENT_TEXT.en : CONSENT_TEXT.zh;
  return (
    <>
      {said.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <p className="quiet">{t("field.consent.version", { version: CONSENT_TEXT.version, day: CONSENT_TEXT.from })}</p>
    </>
  );
}

/** Both answers stand side by side, alike. */
function Answers({ consent: { answer, say } }: { readonly consent: Consent }) {
  const { t } = useTranslation();
  const now = isToAsk(answer) ? null : answer?.state;
  return (
    <fieldset className="choice" aria-label={t("field.consent.title")}>
      {(["accepted", "declined"] as const).map((state) => (
        <button
          key={state}
          type="button"
          className="button outlined"
          aria-pressed={now === state}
          disabled={now === state}
          onClick={() => void say(state)}
        >
          {t(state === "declined" && now === "accepted" ? "field.consent.withdraw" : `field.consent.do.${state}`)}
        </button>
      ))}
    </fieldset>
  );
}

/** Asks whether the person may be seen on patrols, once for each version of the text; work goes on meanwhile. */
export function ConsentCard() {
  const { t } = useTranslation();
  const consent = useConsent();
  if (!consent.isKnown || !isToAsk(consent.answer)) return null;
  return (
    <Section title={t("field.consent.title")}>
      <Sentences />
      <Answers consent={consent} />
    </Section>
  );
}

/** What the person answered, when, to which text; and another answer. */
export function ConsentSection() {
  const { t } = useTranslation();
  const consent = useConsent();
  const { isKnown, answer } = consent;
  if (!isKnown) return null;
  return (
    <Section title={t("field.consent.title")}>
      <p>
        {answer === null
          ? t("field.consent.unasked")
          : t("field.consent.now", {
              answer: t(`field.consent.${answer.state}`),
              time: formatMinute(answer.at, languageNow()),
              version: answer.version,
            })}
      </p>
      <details>
        <summary>{t("field.consent.text")}</summary>
        <Sentences />
      </details>
      <Answers consent={consent} />
    </Section>
  );
}
