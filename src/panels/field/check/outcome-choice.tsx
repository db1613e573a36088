import { useTranslation } from "react-i18next";
import type { Checklist } from "#contract/field/checklists.ts";
import type { VisitOutcome } from "#contract/field/words.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Section } from "#ui/section.tsx";

interface OutcomeChoiceProps {
  readonly list: Checklist;
  readonly chosen: VisitOutcome | null;
  readonly onChosen: (outcome: VisitOutcome) => void;
}

/** How the visit went. Each outcome is a result, with evidence of its own. */
export function OutcomeChoice({ list, chosen, onChosen }: OutcomeChoiceProps) {
  const { t } = useTranslation();
  const isEnglish = languageNow() === "en";
  return (
    <Section title={t("field.check.outcome")}>
      <fieldset className="choice field-choice" aria-label={t("field.check.outcome")}>
        {list.outcomes.map(({ outcome, text, textEn }) => (
          <button
            key={outcome}
            type="button"
            className="button outlined"
            aria-pressed={chosen === outcome}
            onClick={() => onChosen(outcome)}
          >
            {isEnglish ? textEn : text}
          </button>
        ))}
      </fieldset>
    </Section>
  );
}
