import { type KeyboardEvent, type RefObject, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SearchHit } from "#contract/area.ts";
import { Icon } from "#ui/icon.tsx";
import { problemWords } from "#ui/problem-words.ts";
import { useGoTo, useSearch } from "./use-search.ts";
import "./search.css";

/** Search by name, code, pinyin or initials: arrows choose, Enter goes, Esc leaves. */
export function SearchBox({ input }: { readonly input: RefObject<HTMLInputElement | null> }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const { q, query, hits } = useSearch(typed);
  const goTo = useGoTo();
  const id = useId();
  const chosen = Math.min(at, hits.length - 1);
  const isListShown = isOpen && q !== "";

  const go = (hit: SearchHit | undefined) => {
    if (!hit) return;
    setOpen(false);
    setTyped("");
    input.current?.blur();
    goTo(hit);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      setTyped("");
      setOpen(false);
      input.current?.blur();
    } else if (event.key === "Enter") {
      go(hits[chosen]);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (hits.length > 0) setAt((chosen + step + hits.length) % hits.length);
    }
  };

  return (
    <search className="search">
      <div className="search-field">
        <Icon name="search" size={16} />
        <input
          ref={input}
          role="combobox"
          aria-label={t("shell.search.label")}
          aria-expanded={isListShown}
          aria-controls={id}
          aria-autocomplete="list"
          aria-activedescendant={isListShown && hits[chosen] ? `${id}-${chosen}` : undefined}
          placeholder={t("shell.search.placeholder")}
          autoComplete="off"
          spellCheck={false}
          maxLength={64}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
            setOpen(true);
          }}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
        />
        <kbd title={t("shell.search.hint")}>/</kbd>
      </div>
      {isListShown && (
        <div className="search-list">
          {query.isError && <p className="notice">{t("shell.search.failed", { reason: problemWords(query.error) })}</p>}
          {query.isPending && <p className="notice">{t("shell.search.busy")}</p>}
          {query.isSuccess && hits.length === 0 && <p className="notice">{t("shell.search.none", { q })}</p>}
          <Hits id={id} hits={hits} chosen={chosen} onGo={go} />
        </div>
      )}
      <span className="seen-by-readers-only" aria-live="polite">
        {isListShown && query.isSuccess ? t("shell.search.count", { count: hits.length }) : ""}
      </span>
    </search>
  );
}

interface HitsProps {
  readonly id: string;
  readonly hits: readonly SearchHit[];
  readonly chosen: number;
  readonly onGo: (hit: SearchHit) => void;
}

const ICONS = { area: "area", enterprise: "building", station: "station", pipe: "pipe" } as const;

function Hits({ id, hits, chosen, onGo }: HitsProps) {
  const { t } = useTranslation();
  return (
    <div id={id} role="listbox" aria-label={t("shell.search.results")}>
      {hits.map((hit, i) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the input keeps the focus and names the chosen option
        // biome-ignore lint/a11y/useKeyWithClickEvents: the input hears Enter for the chosen option
        <div
          key={`${hit.kind}:${hit.id}`}
          id={`${id}-${i}`}
          role="option"
          aria-selected={i === chosen}
          className="search-hit"
          // The press must not take the focus from the input, or the list would close before the click.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onGo(hit)}
        >
          <Icon name={ICONS[hit.kind]} size={16} />
          <span>{hit.name}</span>
          <span className="quiet">{t(`shell.search.kind.${hit.kind}`)}</span>
          <span className="where">{hit.where}</span>
        </div>
      ))}
    </div>
  );
}
