import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { fieldHazardQuery } from "#api/field.ts";
import type { Hazard, HazardEvent } from "#contract/field/hazards.ts";
import { formatInstant } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { WarningMark } from "#ui/mark.tsx";
import { Failed, Skeleton } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { useField } from "#panels/field/field-context.tsx";
import { useFieldHazards } from "#panels/field/use-field-data.ts";
import { useHazardName } from "./hazards-page.tsx";
import { StepForm } from "./step-form.tsx";
import { stepsFor } from "./steps.ts";

const GRADE_MARK = { major: "red", general: "orange", minor: "yellow" } as const;

/** One hazard: what, until when, its way so far, and what can be done about it here. */
export function HazardPage({ id }: { readonly id: string }) {
  const { outbox } = useField();
  const detail = useQuery(fieldHazardQuery(outbox.ledger, id));
  const list = useFieldHazards();
  const kept = list.data?.value.hazards.find((hazard) => hazard.id === id);
  if (detail.isPending) return <Skeleton lines={8} />;
  const hazard = detail.data?.value.hazard ?? kept;
  if (!hazard) return <Failed error={detail.error} onRetry={() => void detail.refetch()} />;
  const { events = [], rule, next } = detail.data?.value ?? {};
  return (
    <article className="field-check">
      <Head hazard={hazard} clause={rule?.clause.text ?? null} />
      <StepForm hazard={hazard} steps={stepsFor(hazard, detail.data?.isFresh ? (next ?? []) : null)} />
      <Way events={events} />
    </article>
  );
}

function Head({ hazard, clause }: { readonly hazard: Hazard; readonly clause: string | null }) {
  const { t } = useTranslation();
  const nameOf = useHazardName();
  const language = languageNow();
  return (
    <header className="field-door">
      <h2>
        <WarningMark level={GRADE_MARK[hazard.grade]} /> {nameOf(hazard)}
      </h2>
      <p>
        {[t(`gas.hazardGrade.${hazard.grade}`), t(`field.hazard.state.${hazard.state}`), hazard.areaName].join(" · ")}
      </p>
      {hazard.note && <p>{hazard.note}</p>}
      <p className={hazard.isOverdue ? "field-wrong" : ""}>
        {hazard.dueAt
          ? t("field.notice.due", { time: formatInstant(hazard.dueAt, language) })
          : t("field.notice.dueLater")}
        {hazard.isOverdue && (
          <>
            {" · "}
            <WarningMark level="red" /> {t("field.hazard.overdue")}
          </>
        )}
      </p>
      {clause && (
        <p className="quiet" lang="zh-CN">
          {clause}
        </p>
      )}
      {hazard.isCut && <p className="field-wrong">{t("field.hazard.isCut")}</p>}
    </header>
  );
}

/** Each change: who, when, what. */
function Way({ events }: { readonly events: readonly HazardEvent[] }) {
  const { t } = useTranslation();
  if (events.length === 0) return null;
  return (
    <Section title={t("field.hazard.way")}>
      <ol className="field-list">
        {events.map(({ id, step, at, byName, note }) => (
          <li key={id}>
            <b>{t(`field.hazard.step.${step}`)}</b>{" "}
            <small className="quiet">{`${formatInstant(at, languageNow())} · ${byName}`}</small>
            {note && <p>{note}</p>}
          </li>
        ))}
      </ol>
    </Section>
  );
}
