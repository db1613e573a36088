import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { acknowledge, confirmLeakOf, shelve, unshelve } from "#api/alarms.ts";
import type { Alarm, BulkReply } from "#contract/alarms.ts";
import { formatList } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { problemWords } from "#ui/problem-words.ts";
import { AskEnd } from "../ask-end.tsx";

/** What a person is about to do with some alarms. */
export interface Ask {
  readonly kind: "acknowledge" | "shelve" | "unshelve" | "confirmLeak";
  readonly alarms: readonly Alarm[];
}

export interface AskDialogProps {
  readonly ask: Ask;
  readonly onClose: (isDone: boolean) => void;
}

const SHELVE_MIN = [30, 60, 120, 240, 480, 1440] as const;
const SHELVE_USUAL_MIN = 60;
/** What the contract asks for at least. */
const SHORTEST_REASON = 2;

function send({ kind, alarms }: Ask, comment: string, minutes: number): Promise<BulkReply> {
  const ids = alarms.map(({ id }) => id);
  if (kind === "shelve") return shelve(ids, comment, Date.now() + minutes * 60_000);
  if (kind === "unshelve") return unshelve(ids, comment);
  if (kind === "confirmLeak") return confirmLeakOf(ids, comment);
  return acknowledge(ids, comment);
}

/** Asks for comment or reason before something is done to alarms; says what was not done and why. Esc leaves all as it was. */
export function AskDialog({ ask, onClose }: AskDialogProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [comment, setComment] = useState("");
  const [minutes, setMinutes] = useState<number>(SHELVE_USUAL_MIN);
  const hintId = useId();
  const work = useMutation({
    mutationFn: () => send(ask, comment.trim(), minutes),
    onSuccess: ({ refused }) => {
      void queries.invalidateQueries({ queryKey: ["alarm"] });
      void queries.invalidateQueries({ queryKey: ["incidents"] });
      if (refused.length === 0) onClose(true);
    },
  });
  const { kind, alarms } = ask;
  const needsReason = kind === "shelve" || kind === "confirmLeak";
  const isReady = !needsReason || comment.trim().length >= SHORTEST_REASON;
  const hint = kind === "unshelve" ? null : t(`alarm.dialog.${kind}Hint`);
  const refused = work.data?.refused ?? [];

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady && !work.isPending) work.mutate();
  };
  return (
    <Dialog title={t(`alarm.dialog.${kind}`, { count: alarms.length })} onClose={() => onClose(work.isSuccess)}>
      <form className="ask" onSubmit={onSubmit}>
        {hint && (
          <p className="quiet" id={hintId}>
            {hint}
          </p>
        )}
        {kind === "shelve" && (
          <label>
            {t("alarm.dialog.until")}
            <select value={minutes} onChange={(event) => setMinutes(Number(event.target.value))}>
              {SHELVE_MIN.map((length) => (
                <option key={length} value={length}>
                  {length < 60
                    ? t("alarm.dialog.forMinutes", { minutes: length })
                    : t("alarm.dialog.forHours", { hours: length / 60 })}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          {needsReason ? t("alarm.dialog.reason") : t("alarm.dialog.commentOptional")}
          <textarea
            rows={3}
            maxLength={500}
            autoFocus
            value={comment}
            aria-describedby={hint ? hintId : undefined}
            onChange={(event) => setComment(event.target.value)}
          />
        </label>
        {work.isError && (
          <p className="notice failed" role="alert">
            {t("alarm.dialog.failed", { reason: problemWords(work.error) })}
          </p>
        )}
        {refused.length > 0 && (
          <p className="notice" role="alert">
            {t("alarm.dialog.refused", {
              count: refused.length,
              why: formatList([...new Set(refused.map(({ why }) => t(`alarm.dialog.why.${why}`)))], languageNow()),
            })}
          </p>
        )}
        <AskEnd
          send={t(`alarm.action.${kind}`)}
          isReady={isReady && !work.isPending}
          onClose={() => onClose(work.isSuccess)}
        />
      </form>
    </Dialog>
  );
}

export interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A modal dialog: the browser keeps the focus inside and closes it with Esc. Ctrl+Enter sends the form in it. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className="alarm-dialog"
      aria-label={title}
      onClose={onClose}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter" && event.ctrlKey) dialog.current?.querySelector("form")?.requestSubmit();
      }}
    >
      <h2>{title}</h2>
      {children}
    </dialog>
  );
}
