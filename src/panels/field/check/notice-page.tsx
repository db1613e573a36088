import { useTranslation } from "react-i18next";
import type { DeviceRecord } from "#api/outbox/ledger.ts";
import type { CheckBody } from "#contract/field/bodies.ts";
import type { FieldRecord } from "#contract/field/records.ts";
import { formatInstant } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { WarningMark } from "#ui/mark.tsx";
import { Empty } from "#ui/notice.tsx";
import { useFileUrl } from "#panels/field/evidence/file-url.ts";
import { useField, useLedger } from "#panels/field/field-context.tsx";
import { listOf, useChecklists } from "#panels/field/use-field-data.ts";

const GRADE_MARK = { major: "red", general: "orange", minor: "yellow" } as const;

/** The page that the resident is given: what was found, until when, and by whom. Printed as it stands. */
export function NoticePage({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const record = useLedger(({ records }) => records.find((one) => one.id === id));
  const { open } = useField();
  if (!record) return <Empty>{t("field.record.gone")}</Empty>;
  return (
    <article className="field-notice">
      <Sheet {...record} />
      <div className="field-row field-noprint">
        <button type="button" className="button outlined" onClick={() => open(null)}>
          {t("field.notice.done")}
        </button>
        <button type="button" className="button main field-main" onClick={() => window.print()}>
          {t("field.notice.print")}
        </button>
      </div>
    </article>
  );
}

function Sheet({ sealed, title, receipt }: Pick<DeviceRecord, "sealed" | "title" | "receipt">) {
  const { t } = useTranslation();
  const { me } = useField();
  const lists = useChecklists();
  const language = languageNow();
  const body = sealed.body as unknown as CheckBody;
  const list = listOf(lists.data?.value.checklists ?? [], sealed.form);
  // The deadline is the server's to set, by the rule in force; without a line it is told later.
  const dueWords = (id: string) => {
    const due = receipt?.hazards.find((hazard) => hazard.id === id)?.dueAt;
    return due ? t("field.notice.due", { time: formatInstant(due, language) }) : t("field.notice.dueLater");
  };
  const signature = sealed.attachments.find(({ id }) => id === body.signature);
  return (
    <>
      <h2>{t("field.notice.title")}</h2>
      <p>{t("field.notice.intro", { address: title, time: formatInstant(sealed.finishedAt, language) })}</p>
      {body.hazards.length === 0 ? (
        <p>{t("field.notice.nothing")}</p>
      ) : (
        <ol className="field-list">
          {body.hazards.map((hazard) => {
            const item = list?.items.find(({ id }) => id === hazard.item);
            const grade = hazard.grade ?? "minor";
            return (
              <li key={hazard.id}>
                <strong>
                  <WarningMark level={GRADE_MARK[grade]} /> {t(`gas.hazardGrade.${grade}`)} ·{" "}
                  {item ? (language === "en" ? item.textEn : item.text) : hazard.item}
                </strong>
                {item && (
                  <p className="quiet" lang="zh-CN">
                    {item.clause.text}
                  </p>
                )}
                {hazard.note && <p>{hazard.note}</p>}
                <p>{dueWords(hazard.id)}</p>
              </li>
            );
          })}
        </ol>
      )}
      <p>{t("field.notice.emergency")}</p>
      <dl className="field-facts">
        <dt>{t("field.notice.inspector")}</dt>
        <dd>{`${me.name} · ${me.enterpriseName ?? me.areaName}`}</dd>
        <dt>{t("field.notice.number")}</dt>
        <dd>{sealed.id}</dd>
        <dt>{t("field.notice.resident")}</dt>
        <dd>
          {signature ? (
            <SignatureImage {...signature} />
          ) : body.isSignatureRefused ? (
            t("field.sign.refused")
          ) : (
            "________________"
          )}
        </dd>
      </dl>
    </>
  );
}

function SignatureImage(file: FieldRecord["attachments"][number]) {
  const { t } = useTranslation();
  const url = useFileUrl(file);
  if (url === null || url === "gone") return <>{t("field.sign.done")}</>;
  return <img src={url} alt={t("field.sign.done")} />;
}
