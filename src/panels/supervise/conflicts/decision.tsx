import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "#api/api-error.ts";
import { decideConflict, forgetConflicts, takeDecisionBack } from "#api/conflicts.ts";
import { uuidV7 } from "#contract/field/canonical.ts";
import { type Conflict, LASTING_KINDS, RESOLUTIONS, type Resolution } from "#contract/field/conflicts.ts";
import { formatMinute } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { AskEnd } from "#panels/alarms/ask-end.tsx";
import { problemWords } from "#ui/problem-words.ts";
import { Section } from "#ui/section.tsx";

/** What was decided and how to take it back, or the choice between the two. */
export function Decision({ conflict }: { readonly conflict: Conflict }) {
  const { t } = useTranslation();
  const { line, may } = conflict;
  const isOpen = line.resolution === null;
  return (
    <Section title={t(isOpen ? "conflicts.decide.title" : "conflicts.decided.title")}>
      {line.resolution !== null && (
        <p>
          <strong>{t(`conflicts.decide.resolution.${line.resolution}`)}</strong>{" "}
          <span className="quiet">
            {line.resolvedAt !== null &&
              t("conflicts.decidedBy", {
                by: line.resolvedBy ?? "",
                time: formatMinute(line.resolvedAt, languageNow()),
              })}
          </span>
        </p>
      )}
      {may !== "decide" && <p className="quiet">{t(`conflicts.decide.${may}`)}</p>}
      {may === "decide" && (isOpen ? <DecideForm conflict={conflict} /> : <TakeBack id={line.id} />)}
    </Section>
  );
}

const LEAST = 2;

interface StepInput {
  readonly send: (id: string, note: string) => Promise<Conflict>;
}

/** One step with its reason. What was typed stays when it fails; sent twice it is one, for its id is made once. */
function useStep({ send }: StepInput) {
  const queries = useQueryClient();
  // Not crypto.randomUUID: a page without HTTPS has none.
  const [id] = useState(() => uuidV7(Date.now()));
  const [note, setNote] = useState("");
  const work = useMutation({
    mutationFn: () => send(id, note),
    // Also where it failed: somebody may have been quicker.
    onSettled: () => forgetConflicts(queries),
  });
  return { note, setNote, work, isReady: note.trim().length >= LEAST && !work.isPending };
}

function DecideForm({ conflict: { line, refused } }: { readonly conflict: Conflict }) {
  const { t } = useTranslation();
  const [resolution, setResolution] = useState<Resolution | null>(null);
  const step = useStep({
    send: (id, note) => decideConflict(line.id, { id, note, resolution: resolution ?? "as_is" }),
  });
  const isReady = step.isReady && resolution !== null && refused[resolution] === undefined;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) step.work.mutate();
  };
  return (
    <form className="supervise-form conflict-form" onSubmit={onSubmit} aria-label={t("conflicts.decide.title")}>
      <fieldset>
        <legend>{t("conflicts.decide.legend")}</legend>
        {RESOLUTIONS.map((one) => {
          const why = refused[one];
          return (
            <label key={one} className="conflict-choice">
              <input
                type="radio"
                name="resolution"
                value={one}
                checked={resolution === one}
                disabled={why !== undefined}
                onChange={() => setResolution(one)}
              />
              <span>
                <strong>{t(`conflicts.decide.resolution.${one}`)}</strong>
                <span className="quiet">
                  {why === undefined ? t(`conflicts.decide.means.${one}`) : t(`conflicts.decide.refused.${why}`)}
                </span>
                {one === "keep_both" && why === undefined && LASTING_KINDS.includes(line.kind) && (
                  <span>{t("conflicts.decide.lasts")}</span>
                )}
              </span>
            </label>
          );
        })}
      </fieldset>
      <p className="quiet">{t("conflicts.decide.hazards")}</p>
      <Reason label={t("conflicts.decide.note")} step={step} />
      <p className="ask-end">
        <button type="submit" className="button main" disabled={!isReady}>
          {step.work.isPending ? t("conflicts.decide.sending") : t("conflicts.decide.send")}
        </button>
      </p>
    </form>
  );
}

function TakeBack({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const [isAsked, setAsked] = useState(false);
  if (!isAsked)
    return (
      <button type="button" className="button outlined" onClick={() => setAsked(true)}>
        {t("conflicts.decided.reopen")}
      </button>
    );
  return <TakeBackForm id={id} onClose={() => setAsked(false)} />;
}

function TakeBackForm({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const step = useStep({ send: (own, note) => takeDecisionBack(id, { id: own, note }) });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (step.isReady) step.work.mutate();
  };
  return (
    <form className="supervise-form conflict-form" onSubmit={onSubmit} aria-label={t("conflicts.decided.reopen")}>
      <p className="quiet">{t("conflicts.decided.keeps")}</p>
      <Reason label={t("conflicts.decided.reopenNote")} step={step} />
      <AskEnd send={t("conflicts.decided.send")} isReady={step.isReady} onClose={onClose} />
    </form>
  );
}

interface ReasonProps {
  readonly label: string;
  readonly step: ReturnType<typeof useStep>;
}

/** The reason, and what came of sending it. Ctrl+Enter sends. */
function Reason({ label, step: { note, setNote, work } }: ReasonProps) {
  const { t } = useTranslation();
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
  };
  const isRefused = work.error instanceof ApiError && work.error.status === 409;
  return (
    <>
      <label>
        {label}
        <textarea
          rows={2}
          maxLength={500}
          required
          value={note}
          onKeyDown={onKeyDown}
          onChange={({ target }) => setNote(target.value)}
        />
      </label>
      {work.isPaused && (
        <p className="notice slim" role="status">
          {t("conflicts.decide.offline")}
        </p>
      )}
      {work.isError && (
        <p className="notice failed" role="alert">
          {isRefused
            ? t("conflicts.decide.refusedNow")
            : t("conflicts.decide.failed", { reason: problemWords(work.error) })}
        </p>
      )}
    </>
  );
}
