import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sendAnnotation, takeAnnotationBack } from "#api/history.ts";
import { ANNOTATION_ROLES, type Annotation, type HistoryTag, NOTE_LENGTH } from "#contract/history.ts";
import { localText, localTime } from "#lib/day.ts";
import { formatMinute } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { useMe } from "#panels/me.ts";
import { IconButton } from "#ui/icon-button.tsx";
import { problemWords } from "#ui/problem-words.ts";
import { Section } from "#ui/section.tsx";
import { type History, useReplay } from "./use-history.ts";

export interface HistoryNotesProps {
  readonly query: History["notes"];
  readonly tags: readonly HistoryTag[];
  /** Where a new note begins, ms since 1970. */
  readonly at: number;
}

/** What people noted within the span, numbered as in the chart, and a form for one more. */
export function HistoryNotes({ query, tags, at }: HistoryNotesProps) {
  const { t } = useTranslation();
  const me = useMe();
  const mayWrite = ANNOTATION_ROLES.some((role) => role === me.role);
  return (
    <Section title={t("history.notes")}>
      <Answer query={query} lines={2}>
        {({ annotations }) =>
          annotations.length === 0 ? (
            <p className="quiet">{t("history.noNotes")}</p>
          ) : (
            <ol className="history-list">
              {annotations.map((note, i) => (
                <NoteRow key={note.id} note={note} number={i + 1} isMine={note.author === me.account} />
              ))}
            </ol>
          )
        }
      </Answer>
      {mayWrite && tags.length > 0 && <NoteForm tags={tags} at={at} />}
    </Section>
  );
}

function NoteRow({ note, number, isMine }: { note: Annotation; number: number; isMine: boolean }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const replay = useReplay();
  const language = languageNow();
  const remove = useMutation({
    mutationFn: () => takeAnnotationBack(note.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["annotations"] }),
  });
  return (
    <li>
      <b className="history-number">{number}</b>
      <span className="history-name">
        {note.note}
        <span className="quiet">
          {`${formatMinute(note.at, language)} · ${t("history.noteBy", { author: note.authorName, time: formatMinute(note.writtenAt, language) })}`}
        </span>
        {remove.isError && (
          <span role="alert">{t("history.noteRemoveFailed", { reason: problemWords(remove.error) })}</span>
        )}
      </span>
      {isMine && (
        <button type="button" className="button" disabled={remove.isPending} onClick={() => remove.mutate()}>
          {t("history.noteRemove")}
        </button>
      )}
      <IconButton icon="play" label={t("history.replay")} onClick={() => replay(Date.parse(note.at))} />
    </li>
  );
}

/** A note is kept in the form until the server has it; sent again it keeps its id, so that it is stored once. */
function NoteForm({ tags, at }: { readonly tags: readonly HistoryTag[]; readonly at: number }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [id, setId] = useState(() => crypto.randomUUID());
  const [text, setText] = useState("");
  const [when, setWhen] = useState<string | null>(null);
  const [tag, setTag] = useState("");
  const tagId = tags.some((each) => each.id === tag) ? tag : (tags[0]?.id ?? "");
  const send = useMutation({
    mutationFn: () =>
      sendAnnotation({ id, tagId, note: text, at: new Date(localTime(when ?? "") ?? at).toISOString(), until: null }),
    onSuccess: () => {
      setId(crypto.randomUUID());
      setText("");
      setWhen(null);
      return queries.invalidateQueries({ queryKey: ["annotations"] });
    },
  });
  return (
    <form
      className="history-note"
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate();
      }}
    >
      <input
        type="text"
        aria-label={t("history.note")}
        placeholder={t("history.note")}
        value={text}
        maxLength={NOTE_LENGTH}
        required
        onChange={({ target }) => setText(target.value)}
      />
      <input
        type="datetime-local"
        aria-label={t("history.noteAt")}
        value={when ?? localText(at)}
        onChange={({ target }) => setWhen(target.value)}
      />
      {tags.length > 1 && (
        <select aria-label={t("history.noteTag")} value={tagId} onChange={({ target }) => setTag(target.value)}>
          {tags.map(({ id: each, name }) => (
            <option key={each} value={each}>
              {name}
            </option>
          ))}
        </select>
      )}
      <button type="submit" className="button outlined" disabled={send.isPending || text.trim() === ""}>
        {send.isPending ? t("history.noteSending") : t("history.noteSend")}
      </button>
      {send.isError && <p role="alert">{t("history.noteFailed", { reason: problemWords(send.error) })}</p>}
    </form>
  );
}
