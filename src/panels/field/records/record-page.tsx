import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { DeviceRecord } from "#api/outbox/ledger.ts";
import { formatInstant, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { lazyOffice } from "#panels/office-words.ts";
import { WarningMark } from "#ui/mark.tsx";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { Thumb } from "#panels/field/evidence/photos.tsx";
import { useField, useLedger } from "#panels/field/field-context.tsx";
import { StateMark } from "./state-mark.tsx";

const LeakReadings = lazyOffice(() => import("#panels/field/leak/leak-readings.tsx"), "LeakReadings");

const GRADE_MARK = { major: "red", general: "orange", minor: "yellow" } as const;

/** One record: where it stands, what the server said of it, and its evidence. */
export function RecordPage({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const record = useLedger(({ records }) => records.find((one) => one.id === id));
  if (!record) return <Empty>{t("field.record.gone")}</Empty>;
  return (
    <article className="field-check">
      <header className="field-door">
        <h2>{record.title}</h2>
        <StateMark state={record.state} />
      </header>
      <Reasons record={record} />
      <Receipt record={record} />
      {record.kind === "leak_survey" && (
        <Suspense>
          <LeakReadings body={record.sealed.body} form={record.sealed.form} />
        </Suspense>
      )}
      <Files record={record} />
      <Actions record={record} />
    </article>
  );
}

function Reasons({ record: { id, reasons, isHeld } }: { readonly record: DeviceRecord }) {
  const { t } = useTranslation();
  const { outbox } = useField();
  if (reasons.length === 0) return null;
  return (
    <Section title={t("field.state.attention")}>
      {reasons.map(({ code, detail }) => (
        <div key={code}>
          <p className="field-wrong">{t(`field.reason.${code}`)}</p>
          {detail && <p className="quiet">{detail}</p>}
        </div>
      ))}
      <p>{t(isHeld ? "field.record.held" : "field.record.onlyHere")}</p>
      <button type="button" className="button outlined" onClick={() => void outbox.tryAgain(id)}>
        {t("field.record.again")}
      </button>
    </Section>
  );
}

function Receipt({ record: { sealed, savedAt, receipt } }: { readonly record: DeviceRecord }) {
  const { t } = useTranslation();
  const language = languageNow();
  const rows: readonly (readonly [string, string | null | undefined])[] = [
    [t("field.state.saved"), formatInstant(savedAt, language)],
    [t("field.state.received"), receipt?.receivedAt],
    [t("field.state.accepted"), receipt?.acceptedAt],
    [t("field.state.counted"), receipt?.countedAt],
  ];
  return (
    <Section title={t("field.record.receipt")}>
      <dl className="field-facts">
        {rows.map(([label, at], i) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{at ? (i === 0 ? at : formatInstant(at, language)) : "—"}</dd>
          </div>
        ))}
        <div>
          <dt>{t("field.record.number")}</dt>
          <dd>{sealed.id}</dd>
        </div>
      </dl>
      {(receipt?.hazards ?? []).map(({ id, grade, dueAt }) => (
        <p key={id}>
          <WarningMark level={GRADE_MARK[grade]} /> {t(`gas.hazardGrade.${grade}`)}
          {dueAt && ` · ${t("field.notice.due", { time: formatInstant(dueAt, language) })}`}
        </p>
      ))}
    </Section>
  );
}

function Files({ record: { sealed, uploads } }: { readonly record: DeviceRecord }) {
  const { t } = useTranslation();
  if (sealed.attachments.length === 0) return null;
  const sent = sealed.attachments.filter(({ id }) => uploads[id]?.isDone).length;
  return (
    <Section
      title={t("field.record.files")}
      unit={t("field.record.filesSent", { sent, all: formatNumber(sealed.attachments.length, languageNow()) })}
    >
      <div className="field-photos">
        {sealed.attachments
          .filter(({ mime }) => mime.startsWith("image/"))
          .map((file, n) => (
            <Thumb key={file.id} file={file} label={`${t("field.photo.label")} ${n + 1}`} />
          ))}
      </div>
    </Section>
  );
}

function Actions({ record: { id, kind } }: { readonly record: DeviceRecord }) {
  const { t } = useTranslation();
  const { open } = useField();
  if (kind !== "check") return null;
  return (
    <div className="field-finish">
      <button type="button" className="button outlined field-main" onClick={() => open({ is: "notice", record: id })}>
        {t("field.record.notice")}
      </button>
    </div>
  );
}
