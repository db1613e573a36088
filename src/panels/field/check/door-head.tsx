import { useTranslation } from "react-i18next";
import type { FieldTask } from "#contract/field/tasks.ts";
import { formatInstant, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import type { CheckDraft } from "./check-draft.ts";

interface DoorHeadProps {
  readonly draft: CheckDraft;
  readonly task: FieldTask | undefined;
}

/** Whose door it is, where the phone thinks it stands, and what was found the last time. */
export function DoorHead({ draft, task }: DoorHeadProps) {
  const { t } = useTranslation();
  const language = languageNow();
  const { customer, previous } = task ?? {};
  return (
    <header className="field-door">
      <h2>{draft.address}</h2>
      <p>
        {[
          t(`gas.gasKind.${draft.door.gasKind}`),
          t(`gas.customerClass.${draft.door.class}`),
          customer?.name,
          customer?.phone,
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      <p className="quiet">
        {draft.place
          ? t("field.check.placed", { metres: formatNumber(draft.place.accuracyM, language) })
          : t("field.check.notPlaced")}
      </p>
      <p className="quiet">
        {previous
          ? t("field.check.previous", {
              time: formatInstant(previous.at, language),
              outcome: t(`field.outcome.${previous.outcome}`),
              hazards: previous.hazards.length,
            })
          : t("field.check.noPrevious")}
      </p>
    </header>
  );
}
