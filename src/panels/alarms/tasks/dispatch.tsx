import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { alarmTasksQuery, assigneesQuery, dispatch } from "#api/alarms.ts";
import type { Alarm } from "#contract/alarms.ts";
import { Answer } from "#panels/answer.tsx";
import { useMe } from "#panels/me.ts";
import { Empty } from "#ui/notice.tsx";
import { problemWords } from "#ui/problem-words.ts";
import { Section } from "#ui/section.tsx";
import { Dialog } from "#panels/alarms/actions/ask-dialog.tsx";
import { AskEnd } from "../ask-end.tsx";
import { answersAlarms } from "../answers.ts";
import { TaskCard } from "./task-card.tsx";

/** Who was sent for an alarm and how far they are; sends somebody when nobody is on the way. */
export function Dispatch({ alarm }: { readonly alarm: Alarm }) {
  const { t } = useTranslation();
  const me = useMe();
  const tasks = useQuery(alarmTasksQuery(alarm.id));
  const [isAsking, setAsking] = useState(false);
  const isUnderWay = tasks.data?.some(({ step }) => !["closed", "declined", "cancelled"].includes(step)) ?? true;
  const maySend = answersAlarms(me.role) && alarm.state !== "normal" && !isUnderWay;
  return (
    <Section
      title={t("alarm.task.title")}
      tools={
        maySend && (
          <button type="button" className="button outlined" onClick={() => setAsking(true)}>
            {t("alarm.action.dispatch")}
          </button>
        )
      }
    >
      <Answer query={tasks} lines={2}>
        {(found) =>
          found.length === 0 ? (
            <Empty>{t("alarm.task.empty")}</Empty>
          ) : (
            <ul>
              {found.map((task) => (
                <li key={task.id}>
                  <TaskCard task={task} />
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
      {isAsking && <DispatchDialog alarm={alarm} onClose={() => setAsking(false)} />}
    </Section>
  );
}

function DispatchDialog({ alarm, onClose }: { readonly alarm: Alarm; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const people = useQuery(assigneesQuery(alarm.id));
  const [person, setPerson] = useState("");
  const [note, setNote] = useState("");
  const work = useMutation({
    mutationFn: () => dispatch(alarm.id, person, note.trim()),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["tasks"] });
      onClose();
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (person !== "" && !work.isPending) work.mutate();
  };
  return (
    <Dialog title={`${t("alarm.action.dispatch")} · ${alarm.tagName}`} onClose={onClose}>
      <form className="ask" onSubmit={onSubmit}>
        <Answer query={people} lines={2}>
          {(found) =>
            found.length === 0 ? (
              <Empty>{t("alarm.task.nobody")}</Empty>
            ) : (
              <label>
                {t("alarm.task.assignee")}
                <select value={person} onChange={(event) => setPerson(event.target.value)}>
                  <option value="">{t("alarm.task.choose")}</option>
                  {found.map(({ id, name, role, openTasks }) => (
                    <option key={id} value={id}>
                      {t("alarm.task.busy", { name, role: t(`gas.role.${role}`), count: openTasks })}
                    </option>
                  ))}
                </select>
              </label>
            )
          }
        </Answer>
        <label>
          {t("alarm.task.note")}
          <textarea rows={3} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
        </label>
        {work.isError && (
          <p className="notice failed" role="alert">
            {t("alarm.dialog.failed", { reason: problemWords(work.error) })}
          </p>
        )}
        <AskEnd send={t("alarm.action.dispatch")} isReady={person !== "" && !work.isPending} onClose={onClose} />
      </form>
    </Dialog>
  );
}
