import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { takeStep } from "#api/alarms.ts";
import { NEXT_TASK_STEPS, type Task, type TaskStep } from "#contract/tasks.ts";
import { formatMinute } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { useMe } from "#panels/me.ts";
import { problemWords } from "#ui/problem-words.ts";
import { answersAlarms } from "../answers.ts";

/** Steps that whoever sent the task takes; the others are the assignee's. */
const SENDERS: readonly TaskStep[] = ["closed", "cancelled"];

/** One task, the way it has gone, and the steps that may follow. */
export function TaskCard({ task }: { readonly task: Task }) {
  const { t } = useTranslation();
  const language = languageNow();
  return (
    <div className="task-card">
      <p className="alarm-line">
        <strong className="alarm-name">{task.assigneeName}</strong>
        <span>{t(`alarm.task.step.${task.step}`)}</span>
        {task.isLate && <strong className="task-late">{t("alarm.task.late")}</strong>}
      </p>
      <p className="alarm-line lower">
        <span className="alarm-name">{task.note}</span>
        <span>{t("alarm.task.due", { time: formatMinute(task.dueAt, language) })}</span>
      </p>
      <ol className="task-steps">
        {task.steps.map(({ step, at, by, note }) => (
          <li key={`${step}${at}`}>
            <span>{t(`alarm.task.step.${step}`)}</span>
            <span className="quiet">{`${by} · ${formatMinute(at, language)}`}</span>
            {note && <span>{note}</span>}
          </li>
        ))}
      </ol>
      <Steps task={task} />
    </div>
  );
}

function Steps({ task }: { readonly task: Task }) {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const [note, setNote] = useState("");
  const work = useMutation({
    mutationFn: (step: TaskStep) => takeStep(task.id, step, note.trim()),
    onSuccess: () => {
      setNote("");
      void queries.invalidateQueries({ queryKey: ["tasks"] });
    },
  });
  const isMine = task.assigneeId === me.account;
  const offered = NEXT_TASK_STEPS[task.step].filter((step) =>
    SENDERS.includes(step) ? answersAlarms(me.role) : isMine,
  );
  if (offered.length === 0) return null;
  return (
    <div className="task-next">
      <input
        type="text"
        value={note}
        maxLength={500}
        aria-label={t("alarm.task.noteFor")}
        placeholder={t("alarm.task.noteFor")}
        onChange={(event) => setNote(event.target.value)}
      />
      {offered.map((step) => (
        <button
          key={step}
          type="button"
          className="button outlined"
          disabled={work.isPending}
          onClick={() => work.mutate(step)}
        >
          {t(`alarm.task.do.${step}`)}
        </button>
      ))}
      {work.isError && (
        <p className="notice failed" role="alert">
          {t("alarm.dialog.failed", { reason: problemWords(work.error) })}
        </p>
      )}
    </div>
  );
}
