import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorBoundary } from "#ui/error-boundary.tsx";

/** One part that fails leaves the others, and what was typed is on the device. */
export function Guarded({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const [tries, setTries] = useState(0);
  return (
    <ErrorBoundary
      key={tries}
      fallback={() => (
        <div className="notice failed" role="alert">
          <strong>{t("shell.state.crashed")}</strong>
          <p>{t("field.crashed")}</p>
          <button type="button" className="button outlined" onClick={() => setTries(tries + 1)}>
            {t("shell.state.retry")}
          </button>
        </div>
      )}
    >
      {children}
    </ErrorBoundary>
  );
}
