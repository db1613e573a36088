import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SearchHit } from "#contract/area.ts";
import { useSearch } from "#panels/shell/use-search.ts";
import { problemWords } from "#ui/problem-words.ts";
import "./find-by-name.css";

export interface FindByNameProps {
  readonly label: string;
  /** What is looked for; other hits are left out. */
  readonly kind: SearchHit["kind"];
  readonly placeholder: string;
  readonly onFound: (hit: SearchHit) => void;
}

const MOST_HITS = 8;

/** A thing found by name, code or pinyin, and pressed. What was typed stands until one is. */
export function FindByName({ label, kind, placeholder, onFound }: FindByNameProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const { q, query, hits } = useSearch(typed);
  const found = hits.filter((hit) => hit.kind === kind).slice(0, MOST_HITS);
  return (
    <>
      <label>
        {label}
        <input
          type="search"
          value={typed}
          maxLength={64}
          autoComplete="off"
          placeholder={placeholder}
          onChange={(event) => setTyped(event.target.value)}
          // Enter in a form sends it; here it only ends the typing.
          onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
        />
      </label>
      {query.isError && (
        <p className="notice failed">{t("shell.search.failed", { reason: problemWords(query.error) })}</p>
      )}
      {q !== "" && query.isPending && <p className="quiet">{t("shell.search.busy")}</p>}
      {q !== "" && query.isSuccess && found.length === 0 && (
        <p className="quiet" role="status">
          {t("alarm.windows.none", { q })}
        </p>
      )}
      {found.length > 0 && (
        <ul className="found-by-name" aria-label={label}>
          {found.map((hit) => (
            <li key={hit.id}>
              <button
                type="button"
                className="button outlined"
                onClick={() => {
                  setTyped("");
                  onFound(hit);
                }}
              >
                <span className="alarm-name">{hit.name}</span>
                <span className="quiet">{hit.where}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
