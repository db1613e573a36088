import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Draft } from "#api/outbox/ledger.ts";
import type { FieldTask } from "#contract/field/tasks.ts";
import { formatDay, formatInstant } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { useStores } from "#state/stores.tsx";
import { moveCamera } from "#state/view.ts";
import { Empty, Skeleton } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { beginCheck, checkOnItsWay, doorName } from "#panels/field/check/begin-check.ts";
import { beginPatrol, patrolOnItsWay } from "#panels/field/patrol/patrol-draft.ts";
import { useField, useLedger } from "#panels/field/field-context.tsx";
import { NotSaved } from "#panels/field/finish-foot.tsx";
import type { LeakDraft } from "#panels/field/leak/leak-draft.ts";
import { listOf, useChecklists, useFieldTasks } from "#panels/field/use-field-data.ts";
import { Unfinished } from "./unfinished.tsx";
import { useWhyWords } from "./why-words.ts";

const MAP_ZOOM = 17;

/** One task before it is begun: whose door, why now, what was found the last time. */
export function TaskPage({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const tasks = useFieldTasks();
  if (tasks.isPending) return <Skeleton lines={6} />;
  const task = tasks.data?.value.tasks.find((one) => one.id === id);
  if (!task)
    return (
      <>
        <Empty>{t("field.task.gone")}</Empty>
        <Unfinished />
      </>
    );
  return <Task task={task} />;
}

function Task({ task }: { readonly task: FieldTask }) {
  const { t } = useTranslation();
  const why = useWhyWords();
  const language = languageNow();
  const { customer, previous } = task;
  return (
    <article className="field-check">
      <header className="field-door">
        <h2>{doorName(task)}</h2>
        <p>
          {[t(`field.taskKind.${task.kind}`), t("field.task.due", { day: formatDay(task.dueOn, language) })].join(
            " · ",
          )}
        </p>
        {customer && (
          <p>
            {[
              t(`gas.gasKind.${customer.gasKind}`),
              t(`gas.customerClass.${customer.class}`),
              customer.name,
              customer.phone,
              customer.isCritical ? t("field.task.critical") : null,
            ]
              .filter(Boolean)
              .join(" · ")}
          </p>
        )}
        <p className="quiet">{why(task)}</p>
        {task.appointment && (
          <p>{t("field.task.appointment", { time: formatInstant(task.appointment.from, language) })}</p>
        )}
        {task.attempts > 0 && <p>{t("field.task.attempts", { count: task.attempts })}</p>}
      </header>
      {previous && (
        <Section title={t("field.task.previous")}>
          <p>
            {t("field.check.previous", {
              time: formatInstant(previous.at, language),
              outcome: t(`field.outcome.${previous.outcome}`),
              hazards: previous.hazards.length,
            })}
          </p>
          <ul className="field-list">
            {previous.hazards.map(({ id, grade, note }) => (
              <li key={id}>{`${t(`gas.hazardGrade.${grade}`)} ${note}`}</li>
            ))}
          </ul>
        </Section>
      )}
      <Begin task={task} />
    </article>
  );
}

/** Whether what the button opens was begun before; of patrols a person is on one at a time, whatever the task. */
function isBegun({ kind, id, customer }: FieldTask, drafts: readonly Draft[]): boolean {
  if (kind === "leak_survey")
    return drafts.some((draft) => draft.kind === kind && (draft.content as unknown as LeakDraft).taskId === id);
  return (customer === null ? patrolOnItsWay(drafts) : checkOnItsWay(drafts, id)) !== undefined;
}

/** What its button says. */
function wordOf(task: FieldTask, drafts: readonly Draft[]) {
  if (task.kind === "hazard" && task.hazardId) return "field.task.begin.hazard";
  const of = task.customer === null ? "patrol" : "door";
  return isBegun(task, drafts) ? (`field.task.goOn.${of}` as const) : (`field.task.begin.${of}` as const);
}

function Begin({ task }: { readonly task: FieldTask }) {
  const { t } = useTranslation();
  const { outbox, place, go, open } = useField();
  const { view } = useStores();
  const lists = useChecklists();
  const word = useLedger(({ drafts }) => wordOf(task, drafts));
  const [hasFailed, setFailed] = useState(false);
  const isDoor = task.customer !== null;
  const list = listOf(lists.data?.value.checklists ?? [], task.checklist);
  const begin = async () => {
    try {
      if (task.kind === "hazard" && task.hazardId) return open({ is: "hazard", hazard: task.hazardId });
      if (task.kind === "leak_survey") {
        const { beginSurvey } = await import("#panels/field/leak/leak-draft.ts");
        const asked = { taskId: task.id, patrolId: null, title: doorName(task) };
        return open({ is: "leak", draft: await beginSurvey(outbox, asked, Date.now()) });
      }
      if (!isDoor) {
        const asked = { taskId: task.id, title: doorName(task) };
        return open({ is: "patrol", draft: await beginPatrol(outbox, asked, Date.now()) });
      }
      if (list) open({ is: "check", draft: await beginCheck(outbox, task, list, Date.now()) });
    } catch {
      setFailed(true);
    }
  };
  const showOnMap = () => {
    const [lng, lat] = task.lngLat;
    moveCamera(view, { lng, lat, zoom: MAP_ZOOM });
    go({ ...place, tab: "map", open: null });
  };
  return (
    <div className="field-finish">
      {hasFailed && <NotSaved />}
      {isDoor && !list && !lists.isPending && <p className="field-wrong">{t("field.task.noList")}</p>}
      <div className="field-row">
        <button type="button" className="button outlined" onClick={showOnMap}>
          {t("field.task.onMap")}
        </button>
        <button
          type="button"
          className="button main field-main"
          disabled={isDoor && !list}
          onClick={() => void begin()}
        >
          {t(word)}
        </button>
      </div>
    </div>
  );
}
