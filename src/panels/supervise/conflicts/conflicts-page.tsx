import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { conflictsQuery } from "#api/conflicts.ts";
import { CONFLICT_STATES, type ConflictLine, type ConflictState } from "#contract/field/conflicts.ts";
import type { RecordKind } from "#contract/field/words.ts";
import { formatMinute } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { More } from "#panels/more.tsx";
import { Answer } from "#panels/answer.tsx";
import { useStores, useView } from "#state/stores.tsx";
import { openConflict, superviseOf } from "#state/supervise.ts";
import { Empty } from "#ui/notice.tsx";
import { KindPicker, Picker } from "../picker.tsx";
import { kindWord } from "../words.ts";
import { ConflictDetail } from "./conflict-detail.tsx";
import { takeFocus } from "./take-focus.ts";
import "#panels/admin/admin.css";
import "./conflicts.css";

/** Contents that came under one id: their list, or the one that is open. */
export function ConflictsPage() {
  const conflict = useView((view) => superviseOf(view).conflict);
  const [state, setState] = useState<ConflictState>("open");
  const [kind, setKind] = useState<RecordKind | null>(null);
  const [author, setAuthor] = useState<string | null>(null);
  // Where the list goes on when one is shut again.
  const [last, setLast] = useState<string | null>(null);
  if (conflict !== null) return <ConflictDetail key={conflict} id={conflict} />;
  return (
    <List
      {...{ state, kind, author, last }}
      onState={setState}
      onKind={setKind}
      onAuthor={setAuthor}
      onOpen={(id) => setLast(id)}
    />
  );
}

interface ListProps {
  readonly state: ConflictState;
  readonly kind: RecordKind | null;
  readonly author: string | null;
  readonly last: string | null;
  readonly onState: (state: ConflictState) => void;
  readonly onKind: (kind: RecordKind | null) => void;
  readonly onAuthor: (author: string | null) => void;
  readonly onOpen: (id: string) => void;
}

function List({ state, kind, author, last, onState, onKind, onAuthor, onOpen }: ListProps) {
  const { t } = useTranslation();
  const { view } = useStores();
  const { area, enterprise } = useView(({ area, enterprise }) => ({ area, enterprise }));
  const ask = { area, enterprise, kind, state };
  const list = useInfiniteQuery(conflictsQuery({ ...ask, author }));
  const everybody = useInfiniteQuery(conflictsQuery({ ...ask, author: null }));
  const authors = new Map(
    everybody.data?.pages.flatMap((page) => page.conflicts.map((one) => [one.author, one.authorName] as const)),
  );
  if (author !== null && !authors.has(author)) authors.set(author, author);
  return (
    <>
      <p className="conflict-about quiet">{t("conflicts.about")}</p>
      <div className="supervise-tools">
        <Picker
          label={t("conflicts.stateLabel")}
          value={state}
          words={CONFLICT_STATES.map((one) => [one, t(`conflicts.state.${one}`)])}
          onPick={(one) => onState(one ?? "open")}
        />
        <KindPicker value={kind} onPick={onKind} />
        <Picker
          label={t("conflicts.authorLabel")}
          value={author}
          any={t("conflicts.anyAuthor")}
          words={[...authors]}
          onPick={onAuthor}
        />
      </div>
      <Answer query={list} lines={9}>
        {({ pages }) => {
          const lines = pages.flatMap((page) => page.conflicts);
          if (lines.length === 0) return <Empty>{t(`conflicts.none.${state}`)}</Empty>;
          return (
            <>
              <ul className="supervise-list">
                {lines.map((line) => (
                  <li key={line.id}>
                    <Row
                      line={line}
                      isLast={line.id === last}
                      onOpen={() => {
                        onOpen(line.id);
                        openConflict(view, line.id);
                      }}
                    />
                  </li>
                ))}
              </ul>
              <More query={list} />
            </>
          );
        }}
      </Answer>
    </>
  );
}

interface RowProps {
  readonly line: ConflictLine;
  /** It was open a moment ago: the keyboard goes on from here. */
  readonly isLast: boolean;
  readonly onOpen: () => void;
}

function Row({ line, isLast, onOpen }: RowProps) {
  const { t } = useTranslation();
  const time = formatMinute(line.at, languageNow());
  return (
    <button
      type="button"
      className="supervise-line"
      title={t("conflicts.open", { name: line.authorName, time })}
      ref={isLast ? takeFocus : undefined}
      onClick={onOpen}
    >
      <span className="supervise-line-top">
        <strong>{kindWord(t, line.kind)}</strong>
        <span>{line.authorName}</span>
        <time dateTime={line.at}>{time}</time>
        <span className={line.resolution === null ? "conflict-waits" : "quiet"}>
          {line.resolution === null ? t("conflicts.waiting") : t(`conflicts.decide.resolution.${line.resolution}`)}
        </span>
      </span>
      <span className="quiet">
        {[line.areaName, line.enterpriseName].filter((part) => part !== "").join(" · ")}
        {line.resolvedAt !== null &&
          ` · ${t("conflicts.decidedBy", { by: line.resolvedBy ?? "", time: formatMinute(line.resolvedAt, languageNow()) })}`}
      </span>
    </button>
  );
}
