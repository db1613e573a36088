import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Hazard } from "#contract/field/hazards.ts";
import { HAZARD_GRADES, type HazardGrade } from "#contract/gas.ts";
import { formatInstant, formatMinute } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { WarningMark } from "#ui/mark.tsx";
import { Empty, Failed, Skeleton } from "#ui/notice.tsx";
import { useField } from "#panels/field/field-context.tsx";
import { useFieldHazards } from "#panels/field/use-field-data.ts";

const GRADE_MARK = { major: "red", general: "orange", minor: "yellow" } as const;

/** Open hazards in sight by grade and deadline. */
export function HazardsPage() {
  const { t } = useTranslation();
  const hazards = useFieldHazards();
  const [grade, setGrade] = useState<HazardGrade | null>(null);
  if (hazards.isPending) return <Skeleton lines={8} />;
  if (!hazards.data) return <Failed error={hazards.error} onRetry={() => void hazards.refetch()} />;
  const { value, at, isFresh } = hazards.data;
  const shown = value.hazards.filter((hazard) => grade === null || hazard.grade === grade);
  return (
    <>
      <fieldset className="choice field-orders" aria-label={t("field.hazard.byGrade")}>
        {HAZARD_GRADES.map((name) => (
          <button
            key={name}
            type="button"
            className="button outlined"
            aria-pressed={grade === name}
            onClick={() => setGrade(grade === name ? null : name)}
          >
            <WarningMark level={GRADE_MARK[name]} />
            {`${t(`field.hazard.short.${name}`)} ${value.open[name]}`}
          </button>
        ))}
      </fieldset>
      {shown.length === 0 && <Empty>{t("shell.phone.noHazards")}</Empty>}
      <ul className="field-tasks">
        {shown.map((hazard) => (
          <HazardRow key={hazard.id} hazard={hazard} />
        ))}
      </ul>
      <p className="notice">
        {t(isFresh ? "field.today.asOf" : "field.today.asOfKept", { time: formatInstant(at, languageNow()) })}
      </p>
    </>
  );
}

/** What a hazard is, in words: its checklist item or finding, else its note. */
export function useHazardName(): (hazard: Pick<Hazard, "code" | "note">) => string {
  const { t, i18n } = useTranslation();
  return ({ code, note }) => {
    if (code !== null && i18n.exists(`field.finding.${code}`)) return t(`field.finding.${code as "other"}`);
    return note || code || t("field.hazard.unnamed");
  };
}

function HazardRow({ hazard }: { readonly hazard: Hazard }) {
  const { t } = useTranslation();
  const { open } = useField();
  const nameOf = useHazardName();
  return (
    <li>
      <button type="button" className="field-task" onClick={() => open({ is: "hazard", hazard: hazard.id })}>
        <WarningMark level={GRADE_MARK[hazard.grade]} />
        <span className="field-task-words">
          <b>{nameOf(hazard)}</b>
          <small>
            {[
              t(`gas.hazardGrade.${hazard.grade}`),
              t(`field.hazard.state.${hazard.state}`),
              hazard.dueAt ? t("field.notice.due", { time: formatMinute(hazard.dueAt, languageNow()) }) : null,
            ]
              .filter(Boolean)
              .join(" · ")}
          </small>
          <small className={hazard.isOverdue ? "field-wrong" : "quiet"}>
            {hazard.isOverdue && <WarningMark level="red" />}
            {hazard.isOverdue ? ` ${t("field.hazard.overdue")}` : hazard.areaName}
          </small>
        </span>
      </button>
    </li>
  );
}
