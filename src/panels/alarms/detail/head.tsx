import { useTranslation } from "react-i18next";
import { formatInstant } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Facts } from "#panels/asset/facts.tsx";
import { EnterpriseLink, PlaceLink } from "#panels/asset/links.tsx";
import { openIncident } from "#state/alarm-view.ts";
import { useStores } from "#state/stores.tsx";
import { WarningMark } from "#ui/mark.tsx";
import { Section } from "#ui/section.tsx";
import { useAlarmText } from "../alarm-text.ts";
import type { AlarmFull } from "./alarm-detail.tsx";

/** Level and state first, then the numbers with their times. */
export function Head({ alarm }: { readonly alarm: AlarmFull }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const text = useAlarmText();
  const language = languageNow();
  const time = (at: string | null) => (at === null ? null : formatInstant(at, language));
  const { hold } = alarm;
  return (
    <Section title={t(`alarm.condition.${alarm.condition}`)} unit={t(`gas.tagKind.${alarm.tagKind}`)}>
      <p className={`alarm-head ${alarm.state}`}>
        <span className="alarm-mark">
          <WarningMark level={alarm.level} />
        </span>
        <strong>{t(`gas.warningLevel.${alarm.level}`)}</strong>
        <span>{t(`alarm.state.${alarm.state}`)}</span>
        {alarm.peakLevel !== alarm.level && (
          <span className="quiet">{t("alarm.detail.worst", { level: t(`gas.warningLevel.${alarm.peakLevel}`) })}</span>
        )}
      </p>
      <p className="alarm-notes">
        {[
          alarm.leakConfirmed && t("alarm.list.leak"),
          alarm.gasVerdict && t(`alarm.verdict.${alarm.gasVerdict}`),
          alarm.isFirstOut && t("alarm.list.firstOut"),
          alarm.chattering && t("alarm.list.chattering"),
          alarm.rings > 1 && t("alarm.list.rings", { count: alarm.rings }),
          alarm.escalatedTo && t("alarm.detail.escalated", { level: t(`alarm.escalation.${alarm.escalatedTo}`) }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      <Facts
        facts={[
          { label: t("alarm.detail.value"), value: text.amount(alarm, alarm.lastValue) },
          {
            label: t("alarm.detail.limit"),
            value:
              alarm.limit === null
                ? null
                : `${alarm.side ? `${t(`alarm.side.${alarm.side}`)} ` : ""}${text.amount(alarm, alarm.limit)}`,
          },
          { label: t("alarm.detail.raisedValue"), value: text.amount(alarm, alarm.value) },
          { label: t("alarm.detail.peak"), value: text.amount(alarm, alarm.peak) },
          { label: t("alarm.detail.raised"), value: time(alarm.raisedAt) },
          ...(alarm.clearedAt ? [{ label: t("alarm.detail.cleared"), value: time(alarm.clearedAt) }] : []),
          { label: t("alarm.detail.acked"), value: time(alarm.ackedAt) ?? t("alarm.detail.notAcked") },
          ...(alarm.ackedBy
            ? [
                {
                  label: t("alarm.dialog.comment"),
                  value: t("alarm.detail.ackedBy", {
                    name: alarm.ackedBy,
                    comment: alarm.ackComment || t("alarm.detail.never"),
                  }),
                },
              ]
            : []),
          ...(hold
            ? [
                {
                  label: t("alarm.detail.held", { kind: t(`alarm.hold.${hold.kind}`), reason: hold.reason }),
                  value:
                    hold.until === null
                      ? t("alarm.detail.heldWhile")
                      : t("alarm.detail.heldUntil", { by: hold.by ?? "", time: formatInstant(hold.until, language) }),
                },
              ]
            : []),
          { label: t("asset.area"), value: <PlaceLink code={alarm.areaCode} name={alarm.areaName} /> },
          {
            label: t("asset.enterprise"),
            value: <EnterpriseLink id={alarm.enterpriseId} name={alarm.enterpriseName} />,
          },
          {
            label: t("alarm.detail.incident"),
            value: (
              <button type="button" className="link" onClick={() => openIncident(view, alarm.incidentId)}>
                {t("alarm.action.openIncident")}
              </button>
            ),
          },
          {
            label: t("alarm.detail.rule"),
            value: t("alarm.detail.ruleValue", { name: alarm.ruleName, version: alarm.ruleVersion }),
          },
        ]}
      />
    </Section>
  );
}
