import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Task } from "#contract/tasks.ts";
import { formatMinute } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { openAlarmPage } from "#state/alarm-view.ts";
import { useStores } from "#state/stores.tsx";
import { Icon } from "#ui/icon.tsx";
import { notify } from "#panels/alarms/ring/notify.ts";
import { createSounder, type Sounder } from "#panels/alarms/ring/sound.ts";
import { useMyTasks } from "./use-my-tasks.ts";
import "./task-notice.css";

/** ms on, off, on. */
const SHAKE = [300, 120, 300];

/** Those among `tasks` that nobody has accepted yet, and whose ids were not there before. */
export const newlySent = (tasks: readonly Task[], before: ReadonlySet<string> | null): readonly Task[] =>
  before === null ? [] : tasks.filter(({ id, step }) => step === "dispatched" && !before.has(id));

/** Rings, shakes and tells of tasks that come while the page is open. */
function useTaskRing(tasks: readonly Task[], onOpen: () => void) {
  const { t } = useTranslation();
  const known = useRef<ReadonlySet<string> | null>(null);
  const sounder = useRef<Sounder | null>(null);
  useEffect(() => {
    const made = createSounder(() => undefined);
    sounder.current = made;
    return made.stop;
  }, []);
  useEffect(() => {
    const [first] = newlySent(tasks, known.current);
    known.current = new Set(tasks.map(({ id }) => id));
    if (first === undefined) return;
    sounder.current?.play("orange");
    navigator.vibrate?.(SHAKE);
    if (document.visibilityState === "visible") return;
    const body = t("alarm.task.due", { time: formatMinute(first.dueAt, languageNow()) });
    notify({ incidentId: first.id }, { title: t("alarm.task.sent", { count: 1 }), body }, onOpen);
  }, [tasks, onOpen, t]);
}

/** A task that waits for its person stands over every page until they have accepted or declined it. */
export function TaskNotice({ onOpen }: { readonly onOpen: () => void }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const tasks = useMyTasks();
  const open = () => {
    openAlarmPage(view, "tasks");
    onOpen();
  };
  const latest = useRef(open);
  latest.current = open;
  const steady = useRef(() => latest.current());
  useTaskRing(tasks, steady.current);
  const waiting = tasks.filter(({ step }) => step === "dispatched");
  const [first] = waiting;
  if (first === undefined) return null;
  return (
    <button type="button" className="task-notice" onClick={open}>
      <Icon name="alarm" />
      <span>
        <strong>{t("alarm.task.sent", { count: waiting.length })}</strong>
        <span className="quiet">
          {[first.note, t("alarm.task.due", { time: formatMinute(first.dueAt, languageNow()) })]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </span>
      <span className="task-notice-do">{t("alarm.task.toAccept")}</span>
    </button>
  );
}
