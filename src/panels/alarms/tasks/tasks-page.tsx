import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { tasksQuery } from "#api/alarms.ts";
import { More } from "#panels/more.tsx";
import { Answer } from "#panels/answer.tsx";
import { openAlarm } from "#state/alarm-view.ts";
import { useStores, useView } from "#state/stores.tsx";
import { Empty } from "#ui/notice.tsx";
import { TaskCard } from "./task-card.tsx";

/** Tasks that alarms became, followed to their end. */
export function TasksPage() {
  const { t } = useTranslation();
  const { view } = useStores();
  const area = useView((v) => v.area);
  const [isMine, setMine] = useState(false);
  const [isEnded, setEnded] = useState(false);
  const tasks = useInfiniteQuery(
    tasksQuery({
      mine: isMine ? "yes" : "no",
      state: isEnded ? "ended" : "open",
      ...(area === null ? {} : { area }),
    }),
  );
  return (
    <>
      <fieldset className="alarm-filters" aria-label={t("alarm.task.label")}>
        <div className="alarm-filter-line">
          <button type="button" className="button outlined chip" aria-pressed={isMine} onClick={() => setMine(!isMine)}>
            {t("alarm.task.mine")}
          </button>
          <button
            type="button"
            className="button outlined chip"
            aria-pressed={isEnded}
            onClick={() => setEnded(!isEnded)}
          >
            {t("alarm.task.ended")}
          </button>
        </div>
      </fieldset>
      <div className="alarm-scroll">
        <Answer query={tasks} lines={6}>
          {({ pages }) => {
            const found = pages.flatMap((page) => page.tasks);
            if (found.length === 0) return <Empty>{t("alarm.task.empty")}</Empty>;
            return (
              <>
                <ul className="alarm-cards">
                  {found.map((task) => (
                    <li key={task.id}>
                      <TaskCard task={task} />
                      <button type="button" className="link" onClick={() => openAlarm(view, task.alarmId)}>
                        {t("alarm.task.toAlarm")}
                      </button>
                    </li>
                  ))}
                </ul>
                <More query={tasks} />
              </>
            );
          }}
        </Answer>
      </div>
    </>
  );
}
