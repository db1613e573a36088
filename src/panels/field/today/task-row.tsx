import { useTranslation } from "react-i18next";
import type { FieldTask } from "#contract/field/tasks.ts";
import type { LngLat } from "#contract/route.ts";
import { formatNumber, formatShortDay } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { doorName } from "#panels/field/check/begin-check.ts";
import { metresTo } from "./order.ts";
import { useWhyWords } from "./why-words.ts";

interface TaskRowProps {
  readonly task: FieldTask;
  /** Its place in the list, and on the sketch map. */
  readonly number: number;
  readonly here: LngLat | null;
  readonly onChosen: () => void;
}

/** One task: where, what, until when, how far, and why it stands here. */
export function TaskRow({ task, number, here, onChosen }: TaskRowProps) {
  const { t } = useTranslation();
  const why = useWhyWords();
  const language = languageNow();
  const metres = here ? metresTo(here, task) : null;
  return (
    <li>
      <button type="button" className="field-task" onClick={onChosen}>
        <span className="field-number" aria-hidden="true">
          {number}
        </span>
        <span className="field-task-words">
          <b>{doorName(task)}</b>
          <small>
            {[
              t(`field.taskKind.${task.kind}`),
              task.customer ? t(`gas.gasKind.${task.customer.gasKind}`) : null,
              t("field.today.due", { day: formatShortDay(task.dueOn, language) }),
              metres === null ? null : t("field.today.away", { metres: formatNumber(metres, language) }),
            ]
              .filter(Boolean)
              .join(" · ")}
          </small>
          <small className="quiet">{why(task)}</small>
        </span>
      </button>
    </li>
  );
}
