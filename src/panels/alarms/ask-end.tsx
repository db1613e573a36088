import { useTranslation } from "react-i18next";

export interface AskEndProps {
  /** What the button says that sends the form. */
  readonly send: string;
  readonly isReady: boolean;
  readonly onClose: () => void;
}

/** The end of a dialog's form: away without a change, or send it. */
export function AskEnd({ send, isReady, onClose }: AskEndProps) {
  const { t } = useTranslation();
  return (
    <p className="ask-end">
      <button type="button" className="button" onClick={onClose}>
        {t("alarm.action.cancel")}
      </button>
      <button type="submit" className="button main" disabled={!isReady}>
        {send}
      </button>
    </p>
  );
}
