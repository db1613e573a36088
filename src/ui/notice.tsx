import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import "./button.css";
import "./notice.css";
import { problemWords } from "./problem-words.ts";

/** Grey lines where text will be; they appear only when waiting takes longer than a glance. */
export function Skeleton({ lines = 4 }: { readonly lines?: number }) {
  const { t } = useTranslation();
  return (
    <div className="skeleton" role="status">
      <span className="seen-by-readers-only">{t("shell.state.loading")}</span>
      {Array.from({ length: lines }, (_, line) => line).map((line) => (
        <span key={line} className={line % 3 === 2 ? "short" : ""} />
      ))}
    </div>
  );
}

/** Nothing to show, and what would fill it. */
export const Empty = ({ children }: { readonly children: ReactNode }) => <p className="notice empty">{children}</p>;

export interface FailedProps {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}

/** What failed and what to do. No permission and no network are told apart from a fault. */
export function Failed({ error, onRetry }: FailedProps) {
  const { t } = useTranslation();
  const { code, requestId } = (error ?? {}) as { code?: unknown; requestId?: unknown };
  if (code === "forbidden")
    return (
      <div className="notice" role="alert">
        <strong>{t("shell.state.forbidden")}</strong>
        <p>{t("shell.state.forbiddenHint")}</p>
      </div>
    );
  return (
    <div className="notice failed" role="alert">
      <strong>{code === "offline" ? t("shell.state.offline") : t("shell.state.failed")}</strong>
      <p>{problemWords(error)}</p>
      {typeof requestId === "string" && <p className="quiet">{requestId}</p>}
      {onRetry && (
        <button type="button" className="button outlined" onClick={onRetry}>
          {t("shell.state.retry")}
        </button>
      )}
    </div>
  );
}
