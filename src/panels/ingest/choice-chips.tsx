import { useTranslation } from "react-i18next";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";

export interface ChoiceChipsProps<T extends string> {
  /** What is chosen between, for readers. */
  readonly label: string;
  readonly choices: readonly { readonly id: T; readonly word: string; readonly count: number }[];
  readonly chosen: T | null;
  readonly onChoose: (choice: T | null) => void;
}

/** All, or one of some words with its number. */
export function ChoiceChips<T extends string>({ label, choices, chosen, onChoose }: ChoiceChipsProps<T>) {
  const { t } = useTranslation();
  return (
    <fieldset className="ingest-chips" aria-label={label}>
      <button type="button" aria-pressed={chosen === null} onClick={() => onChoose(null)}>
        {t("ingest.all")}
      </button>
      {choices.map(({ id, word, count }) => (
        <button key={id} type="button" aria-pressed={chosen === id} onClick={() => onChoose(chosen === id ? null : id)}>
          {word} <span className="number">{formatNumber(count, languageNow())}</span>
        </button>
      ))}
    </fieldset>
  );
}
