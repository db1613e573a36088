import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

interface FinishFootProps {
  /** Whether what is shown is on the phone. */
  readonly disk: "saved" | "saving" | "failed";
  /** The form was to be finished and could not be kept: it stays as it is. */
  readonly hasFailed: boolean;
  /** What the button that finishes says. */
  readonly label: string;
  readonly isHindered?: boolean;
  readonly onFinish: () => void;
  /** What hinders, in words. */
  readonly lack?: ReactNode;
}

/** What was to be kept on the phone was not. */
export function NotSaved() {
  const { t } = useTranslation();
  return (
    <p className="field-wrong" role="alert">
      {t("field.check.notSaved")}
    </p>
  );
}

/** Under the thumb of each form: what hinders, whether the form is on the phone, and the button that finishes it. */
export function FinishFoot({ disk, hasFailed, label, isHindered = false, onFinish, lack }: FinishFootProps) {
  const { t } = useTranslation();
  return (
    <div className="field-finish">
      {hasFailed && <NotSaved />}
      {lack}
      <div className="field-row">
        <span className="quiet">{t(`field.disk.${disk}`)}</span>
        <button type="button" className="button main field-main" disabled={isHindered} onClick={onFinish}>
          {label}
        </button>
      </div>
    </div>
  );
}
