import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useField } from "#panels/field/field-context.tsx";
import { Icon } from "#ui/icon.tsx";
import { useWorks } from "./use-works.ts";

/** How many works near pipes are known and how many were not told of in time; leads to them. */
export function WorksLine() {
  const { t } = useTranslation();
  const { open } = useField();
  const [now] = useState(() => Date.now());
  const known = useWorks(now);
  if (!known || known.works.length === 0) return null;
  const pressing = known.works.filter(({ clock }) => clock === "overdue" || clock === "begun").length;
  return (
    <ul className="field-tasks">
      <li>
        <button type="button" className="field-task" onClick={() => open({ is: "works", list: "open" })}>
          <Icon name="alarm" />
          <span className="field-task-words">
            <b>{t("field.works.line", { count: known.works.length })}</b>
            <small className="quiet">{t("field.works.pressing", { count: pressing })}</small>
          </span>
        </button>
      </li>
    </ul>
  );
}
