import { lazy, startTransition, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FieldTask } from "#contract/field/tasks.ts";
import { formatInstant } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { ConsentCard } from "#panels/field/consent/consent-parts.tsx";
import { useField, useLedger } from "#panels/field/field-context.tsx";
import { useFieldTasks, useProvisions } from "#panels/field/use-field-data.ts";
import { Icon } from "#ui/icon.tsx";
import { Empty, Failed, Skeleton } from "#ui/notice.tsx";
import { laidOut, ORDERS, type Order } from "./order.ts";
import { TaskMap } from "./task-map.tsx";
import { TaskRow } from "./task-row.tsx";
import { Unfinished } from "./unfinished.tsx";
import { useHere } from "./use-here.ts";
import { WorkDay } from "./work-day.tsx";

/** Not needed for the first screen: it comes after it. */
const WorksLine = lazy(async () => ({ default: (await import("#panels/field/works/works-line.tsx")).WorksLine }));

/** Tasks that this phone holds a sealed record for: done here, whatever the server knows by now. */
function useDoneHere(): ReadonlySet<string> {
  const records = useLedger((view) => view.records);
  return new Set(records.flatMap(({ sealed }) => (sealed.taskId === null ? [] : [sealed.taskId])));
}

/** A screenful: the first doors stand before a slow phone has made the others. */
const FIRST_ROWS = 10;

/** False while the first screen is made, true right after it has been seen. */
function useRest(): boolean {
  const [isDue, setDue] = useState(false);
  useEffect(() => startTransition(() => setDue(true)), []);
  return isDue;
}

/** The day's work: what is next and why, as a list or as places. */
export function TodayPage() {
  const tasks = useFieldTasks();
  if (tasks.isPending) return <Skeleton lines={8} />;
  if (!tasks.data) return <Failed error={tasks.error} onRetry={() => void tasks.refetch()} />;
  return <Day told={tasks.data} />;
}

function Day({
  told: { value, at, isFresh },
}: {
  readonly told: NonNullable<ReturnType<typeof useFieldTasks>["data"]>;
}) {
  const { t } = useTranslation();
  const done = useDoneHere();
  const { isWhole, fault } = useProvisions();
  const hasRest = useRest();
  const open = value.tasks.filter(({ id }) => !done.has(id));
  return (
    <>
      <ConsentCard />
      <WorkDay doneCount={value.tasks.length - open.length} total={value.tasks.length} />
      <Unfinished />
      {hasRest && (
        <Suspense>
          <WorksLine />
        </Suspense>
      )}
      <TaskList
        tasks={open}
        most={hasRest ? open.length : FIRST_ROWS}
        rule={languageNow() === "en" ? value.rule.en : value.rule.zh}
      />
      {hasRest && (
        <p className="notice">
          {t(isFresh ? "field.today.asOf" : "field.today.asOfKept", { time: formatInstant(at, languageNow()) })}
          <br />
          {fault === null
            ? t(isWhole ? "field.today.offlineReady" : "field.today.offlineNotReady")
            : t("field.today.offlineNever", { why: t(`field.fault.${fault}`) })}
        </p>
      )}
    </>
  );
}

interface TaskListProps {
  readonly tasks: readonly FieldTask[];
  /** So many rows at most. */
  readonly most: number;
  readonly rule: string;
}

function TaskList({ tasks, most, rule }: TaskListProps) {
  const { t } = useTranslation();
  const { open } = useField();
  const [order, setOrder] = useState<Order>("next");
  const [isMap, setMap] = useState(false);
  const { here, renew } = useHere();
  if (tasks.length === 0) return <Empty>{t("field.today.none")}</Empty>;
  const groups = laidOut(tasks, order, here?.lngLat ?? null);
  const shown = groups.flatMap((group) => group.tasks);
  const numberOf = new Map(shown.map(({ id }, i) => [id, i + 1]));
  const openTask = (task: FieldTask) => open({ is: "task", task: task.id });
  return (
    <section aria-label={t("field.today.tasks")}>
      <div className="field-orders">
        <fieldset className="choice" aria-label={t("field.today.order")}>
          {ORDERS.map((name) => (
            <button
              key={name}
              type="button"
              className="button outlined"
              aria-pressed={order === name}
              onClick={() => {
                setOrder(name);
                if (name === "near") renew();
              }}
            >
              {t(`field.order.${name}`)}
            </button>
          ))}
        </fieldset>
        <button type="button" className="button outlined" aria-pressed={isMap} onClick={() => setMap(!isMap)}>
          <Icon name="map" />
          {t("field.today.map")}
        </button>
      </div>
      {order === "next" && <p className="field-rule quiet">{rule}</p>}
      {order === "near" && !here && <p className="field-rule quiet">{t("field.today.noPosition")}</p>}
      {isMap && <TaskMap tasks={shown} here={here} onChosen={openTask} />}
      {groups.map((group) => (
        <div key={group.name ?? ""}>
          {group.name !== null && <h3 className="field-group">{`${group.name} (${group.tasks.length})`}</h3>}
          <ul className="field-tasks">
            {group.tasks
              .filter(({ id }) => (numberOf.get(id) ?? 0) <= most)
              .map((task) => (
                <TaskRow
                  key={task.id}
                  task={task}
                  number={numberOf.get(task.id) ?? 0}
                  here={here?.lngLat ?? null}
                  onChosen={() => openTask(task)}
                />
              ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
