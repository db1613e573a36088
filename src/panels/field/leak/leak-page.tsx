import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DraftKeeper } from "#api/outbox/draft-keeper.ts";
import { fieldRecord } from "#api/outbox/field-record.ts";
import { LEAK_METHODS, LEAK_SURVEY, LEAK_UNITS, leakLevel, limitsOf } from "#contract/field/leak-form.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { useField, useLedger } from "#panels/field/field-context.tsx";
import { FinishFoot } from "#panels/field/finish-foot.tsx";
import { beginFinding } from "#panels/field/patrol/patrol-draft.ts";
import { useKeeper, useKept } from "#panels/field/use-keeper.ts";
import { WarningMark } from "#ui/mark.tsx";
import { Empty, Skeleton } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { AddReading } from "./add-reading.tsx";
import { type LeakDraft, surveyBody, surveyLack } from "./leak-draft.ts";
import { LevelMark } from "./level-mark.tsx";

type Parts = { readonly keeper: DraftKeeper<LeakDraft> };

/** Readings of a leak survey: method, instrument, and each value with its place. */
export function LeakPage({ draft }: { readonly draft: string }) {
  const { t } = useTranslation();
  const isReady = useLedger((view) => view.isReady);
  const keeper = useKeeper<LeakDraft>(draft, () => t("field.kind.leak_survey"));
  if (!isReady) return <Skeleton lines={6} />;
  if (!keeper) return <Empty>{t("field.check.gone")}</Empty>;
  return (
    <article className="field-check">
      <Instrument keeper={keeper} />
      <Readings keeper={keeper} />
      <Note keeper={keeper} />
      <FinishSurvey keeper={keeper} />
    </article>
  );
}

function Instrument({ keeper }: Parts) {
  const { t } = useTranslation();
  const { method, instrument } = useKept(keeper).content;
  const set = (more: Partial<LeakDraft["instrument"]>) =>
    keeper.change((draft) => ({ ...draft, instrument: { ...draft.instrument, ...more } }));
  return (
    <Section title={t("fieldMore.leak.instrument")}>
      <fieldset className="choice field-choice" aria-label={t("fieldMore.leak.methodTitle")}>
        {LEAK_METHODS.map((name) => (
          <button
            key={name}
            type="button"
            className="button outlined"
            aria-pressed={method === name}
            onClick={() => keeper.change((draft) => ({ ...draft, method: name }))}
          >
            {t(`fieldMore.leak.method.${name}`)}
          </button>
        ))}
      </fieldset>
      <div className="field-fields">
        {(["name", "serial"] as const).map((key) => (
          <label key={key} className="field-stack">
            {t(`fieldMore.leak.${key}`)}
            <input
              className="field-input"
              value={instrument[key]}
              maxLength={80}
              onChange={(event) => set({ [key]: event.target.value })}
            />
          </label>
        ))}
        <label className="field-stack">
          {t("fieldMore.leak.calibrated")}
          <input
            className="field-input"
            type="date"
            value={instrument.calibratedUntil ?? ""}
            onChange={(event) => set({ calibratedUntil: event.target.value || null })}
          />
        </label>
      </div>
    </Section>
  );
}

function Readings({ keeper }: Parts) {
  const { t } = useTranslation();
  const { outbox, open } = useField();
  const { readings, unit, patrolId } = useKept(keeper).content;
  const language = languageNow();
  const limits = limitsOf(LEAK_SURVEY, unit);
  const isDangerous = readings.some((reading) => leakLevel(LEAK_SURVEY, reading) === "danger");
  const drop = (n: number) =>
    keeper.change((draft) => ({ ...draft, readings: draft.readings.filter((_, i) => i !== n) }));
  const report = async () => {
    // A phone that cannot keep it says so in the line at the top.
    const id = await beginFinding(outbox, patrolId, Date.now()).catch(() => null);
    if (id) open({ is: "finding", draft: id });
  };
  return (
    <Section title={t("fieldMore.leak.readings")}>
      <fieldset className="choice" aria-label={t("fieldMore.leak.unit")}>
        {LEAK_UNITS.map((name) => (
          <button
            key={name}
            type="button"
            className="button outlined"
            aria-pressed={unit === name}
            onClick={() => keeper.change((draft) => ({ ...draft, unit: name }))}
          >
            {name}
          </button>
        ))}
      </fieldset>
      {limits && (
        <p className="quiet">
          {t("fieldMore.leak.limits", {
            max: formatNumber(limits.max, language),
            suspect: formatNumber(limits.suspectFrom, language, 2),
            danger: formatNumber(limits.dangerFrom, language),
            unit,
          })}
        </p>
      )}
      <ol className="field-list">
        {readings.map((reading, n) => (
          <li key={reading.at} className="field-row">
            <b>{`${formatNumber(reading.value, language, 2)} ${reading.unit}`}</b>
            <LevelMark level={leakLevel(LEAK_SURVEY, reading)} />
            <span>{reading.on}</span>
            <button type="button" className="button outlined" onClick={() => drop(n)}>
              {t("fieldMore.leak.drop", { n: n + 1 })}
            </button>
          </li>
        ))}
      </ol>
      {isDangerous && (
        <div role="alert">
          <p className="field-wrong">
            <WarningMark level="red" /> {t("fieldMore.leak.danger")}
          </p>
          <button type="button" className="button main" onClick={() => void report()}>
            {t("field.patrol.report")}
          </button>
        </div>
      )}
      <AddReading keeper={keeper} />
    </Section>
  );
}

function Note({ keeper }: Parts) {
  const { t } = useTranslation();
  const { note } = useKept(keeper).content;
  return (
    <Section title={t("field.check.note")}>
      <textarea
        className="field-input"
        rows={2}
        maxLength={2000}
        aria-label={t("field.check.note")}
        value={note}
        onChange={(event) => keeper.change((draft) => ({ ...draft, note: event.target.value }))}
      />
    </Section>
  );
}

function FinishSurvey({ keeper }: Parts) {
  const { t } = useTranslation();
  const { outbox, me, go, place, say } = useField();
  const { content, disk } = useKept(keeper);
  const [hasFailed, setFailed] = useState(false);
  const lack = surveyLack(content);
  const seal = async () => {
    try {
      await keeper.settle();
      const { content: last } = keeper.store.getState();
      const { id, version } = LEAK_SURVEY;
      await outbox.seal(
        fieldRecord({
          id: keeper.id,
          kind: "leak_survey",
          form: { id, version },
          author: me.account,
          startedAt: last.startedAt,
          place: null,
          taskId: last.taskId,
          body: surveyBody(last),
          attachments: [],
        }),
        t("field.kind.leak_survey"),
        last.readings.some((reading) => leakLevel(LEAK_SURVEY, reading) === "danger"),
      );
      say(t("fieldMore.leak.saved"));
      go({ ...place, open: last.patrolId === null ? null : { is: "patrol", draft: last.patrolId } });
    } catch {
      setFailed(true);
    }
  };
  return (
    <FinishFoot
      disk={disk}
      hasFailed={hasFailed}
      lack={lack && <p className="quiet">{t(`fieldMore.leak.lack.${lack}`)}</p>}
      label={t("field.check.finish")}
      isHindered={lack !== null}
      onFinish={() => void seal()}
    />
  );
}
