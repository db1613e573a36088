import { useTranslation } from "react-i18next";
import { problemWords } from "#ui/problem-words.ts";

/** Why what the page had made was not handed over ({@link ./use-take.ts}). */
export function NotTaken({ error }: { readonly error: unknown }) {
  const { t } = useTranslation();
  return (
    <p className="notice failed slim" role="alert">
      {t("shell.state.notTaken", { reason: problemWords(error) })}
    </p>
  );
}
