import { useTranslation } from "react-i18next";
import { isUnsent } from "#api/outbox/ledger.ts";
import { useField, useLedger } from "#panels/field/field-context.tsx";

import { useNewVersion } from "./use-new-version.ts";

export interface StateLineProps {
  readonly hasEnded: boolean;
  readonly onSignInAgain: () => void;
}

/** How many records are on this phone alone, and whether they are on their way: always in sight. */
export function UnsentBadge() {
  const { t } = useTranslation();
  const { go } = useField();
  const { mood, records } = useLedger((view) => view);
  const unsent = records.filter(isUnsent).length;
  const attention = records.filter(({ state }) => state === "attention").length;
  const word =
    attention > 0 ? t("field.line.attention", { count: attention }) : t("field.line.unsent", { count: unsent });
  return (
    <button type="button" className="button field-unsent" onClick={() => go({ tab: "mine", open: null })}>
      {unsent === 0 && attention === 0 ? t("field.line.allSent") : word}
      {unsent > 0 && <small>{t(`field.mood.${mood}`)}</small>}
    </button>
  );
}

/** What keeps work from being kept or sent, and what to do about it. */
export function StateLine({ hasEnded, onSignInAgain }: StateLineProps) {
  const { t } = useTranslation();
  const { mood, fault } = useLedger(({ mood, fault }) => ({ mood, fault }));
  const { isWaiting, takeOver } = useNewVersion();
  if (fault)
    return (
      <p className="field-line failed" role="alert">
        {t(`field.fault.${fault}`)}
      </p>
    );
  if (hasEnded || mood === "signed_out")
    return (
      <div className="field-line" role="alert">
        <span>{t("field.line.signedOut")}</span>
        <button type="button" className="button outlined" onClick={onSignInAgain}>
          {t("field.line.signIn")}
        </button>
      </div>
    );
  if (isWaiting)
    return (
      <div className="field-line" role="status">
        <span>{t("field.line.newVersion")}</span>
        <button type="button" className="button outlined" onClick={takeOver}>
          {t("field.line.takeOver")}
        </button>
      </div>
    );
  if (mood === "offline")
    return (
      <p className="field-line" role="status">
        {t("field.line.offline")}
      </p>
    );
  return null;
}
