import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { removeNote, statisticsNotesQuery, writeNote } from "#api/statistics-kept.ts";
import type { Statistics } from "#contract/statistics.ts";
import { formatInstant } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { statisticsOf } from "#state/statistics.ts";
import { useView } from "#state/stores.tsx";
import { IconButton } from "#ui/icon-button.tsx";
import { Failed } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { keyName } from "./words.ts";
import "#ui/select.css";

/** As much of a note as tells it from the others; the time tells those apart that begin alike. */
const MOST_LETTERS = 24;
const firstWords = (note: string): string => {
  const letters = [...note];
  return letters.length <= MOST_LETTERS ? note : `${letters.slice(0, MOST_LETTERS).join("")}…`;
};

/** Notes beside the measure's figures; one written while a line is open speaks of that line. */
export function NotesSection({ answer }: { readonly answer: Statistics }) {
  const { t } = useTranslation();
  const { measure } = answer;
  const queries = useQueryClient();
  const notes = useQuery(statisticsNotesQuery(measure));
  const line = useView((view) => statisticsOf(view).cell?.row ?? "");
  const [text, setText] = useState("");
  const refresh = () => queries.invalidateQueries({ queryKey: statisticsNotesQuery(measure).queryKey });
  const write = useMutation({
    mutationFn: writeNote,
    onSuccess: () => {
      setText("");
      return refresh();
    },
  });
  const remove = useMutation({ mutationFn: removeNote, onSuccess: refresh });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    write.mutate({ id: crypto.randomUUID(), measure, line, note: text.trim() });
  };
  const lineName = (key: string): string => {
    const found = answer.rowKeys.find((one) => one.key === key);
    return found ? keyName(t, answer.rows, found) : key;
  };
  return (
    <Section title={t("statistics.notes")}>
      <form className="statistics-form" onSubmit={submit}>
        <input
          className="select"
          required
          maxLength={1000}
          value={text}
          aria-label={t("statistics.note")}
          placeholder={line === "" ? t("statistics.note") : lineName(line)}
          onChange={({ target }) => setText(target.value)}
        />
        <button type="submit" className="button outlined" disabled={write.isPending || text.trim() === ""}>
          {t("statistics.addNote")}
        </button>
      </form>
      {write.isError && <Failed error={write.error} />}
      <Answer query={notes} lines={2}>
        {(data) =>
          data.notes.length === 0 ? (
            <p className="quiet">{t("statistics.noNotes")}</p>
          ) : (
            <ul className="statistics-kept">
              {data.notes.map((note) => (
                <li key={note.id}>
                  <span>
                    {note.line !== "" && <strong>{lineName(note.line)} </strong>}
                    {note.note}{" "}
                    <span className="quiet">
                      {t("statistics.noteBy", {
                        name: note.authorName,
                        time: formatInstant(note.writtenAt, languageNow()),
                      })}
                    </span>
                  </span>
                  {note.isMine && (
                    <IconButton
                      icon="close"
                      label={t("statistics.removeNote", {
                        words: firstWords(note.note),
                        time: formatInstant(note.writtenAt, languageNow()),
                      })}
                      disabled={remove.isPending}
                      onClick={() => remove.mutate(note.id)}
                    />
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Section>
  );
}
