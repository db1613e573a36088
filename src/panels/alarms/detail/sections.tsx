import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { tagAlarmsQuery } from "#api/alarms.ts";
import { formatInstant, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { NearbyCameras } from "#panels/video/nearby-cameras.tsx";
import { openAlarm } from "#state/alarm-view.ts";
import { useStores } from "#state/stores.tsx";
import { watchCamera } from "#state/video.ts";
import { select } from "#state/view.ts";
import { Icon } from "#ui/icon.tsx";
import { WarningMark } from "#ui/mark.tsx";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import type { AlarmFull } from "./alarm-detail.tsx";

interface Props {
  readonly alarm: AlarmFull;
}

/** The rule's steps, one a line. */
export function Procedure({ text }: { readonly text: string }) {
  const { t } = useTranslation();
  const steps = text.split("\n").filter((line) => line.trim() !== "");
  return (
    <Section title={t("alarm.detail.procedure")}>
      {steps.length === 0 ? (
        <Empty>{t("alarm.detail.noProcedure")}</Empty>
      ) : (
        <ol className="alarm-steps">
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
    </Section>
  );
}

export function Contact({ contact }: { readonly contact: AlarmFull["contact"] }) {
  const { t } = useTranslation();
  const isWhole = contact !== null && contact.phone !== "" && !contact.phone.includes("*");
  return (
    <Section title={t("alarm.detail.contact")}>
      {contact === null ? (
        <Empty>{t("alarm.detail.noContact")}</Empty>
      ) : (
        <p className="alarm-line">
          <span className="alarm-name">{[contact.name, t("alarm.detail.dutyLine")].filter(Boolean).join(" · ")}</span>
          {isWhole ? (
            <a className="alarm-phone" href={`tel:${contact.phone}`}>
              {contact.phone}
            </a>
          ) : (
            <span>{contact.phone || t("alarm.detail.never")}</span>
          )}
        </p>
      )}
    </Section>
  );
}

/** Cameras of the station, or where it has none the nearest around it; a press opens the picture. */
export function Cameras({ alarm }: { readonly alarm: Pick<AlarmFull, "cameras" | "lngLat"> }) {
  const { t } = useTranslation();
  const { view } = useStores();
  if (alarm.cameras.length === 0) return <NearbyCameras at={alarm.lngLat} title={t("alarm.detail.cameras")} />;
  return (
    <Section title={t("alarm.detail.cameras")}>
      <ul>
        {alarm.cameras.map(({ id, name }) => (
          <li key={id} className="alarm-line">
            <span className="alarm-name">{name}</span>
            <button type="button" className="button" onClick={() => watchCamera(view, id)}>
              <Icon name="camera" size={16} />
              {t("alarm.action.openCamera")}
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What other tags near say: whether it is the gas or the gauge. */
export function Neighbours({ alarm }: Props) {
  const { t } = useTranslation();
  const { view } = useStores();
  const language = languageNow();
  const open = (stationId: string) => select(view, { kind: "station", id: stationId });
  return (
    <Section
      title={t("alarm.detail.neighbours")}
      tools={
        <button type="button" className="button" onClick={() => open(alarm.stationId)}>
          <Icon name="station" size={16} />
          {t("alarm.action.openStation")}
        </button>
      }
    >
      {alarm.neighbours.length === 0 ? (
        <Empty>{t("alarm.detail.noNeighbours")}</Empty>
      ) : (
        <ul>
          {alarm.neighbours.map((tag) => (
            <li key={tag.tagId} className="alarm-line">
              <button type="button" className="link alarm-name" onClick={() => open(tag.stationId)}>
                {tag.stationId === alarm.stationId ? tag.name : `${tag.stationName} · ${tag.name}`}
              </button>
              {tag.alarmId !== null && (
                <button type="button" className="link" onClick={() => openAlarm(view, tag.alarmId)}>
                  {t("alarm.detail.rings")}
                </button>
              )}
              <span title={tag.at === null ? undefined : formatInstant(tag.at, language)}>
                {tag.value === null ? t("alarm.detail.never") : `${formatNumber(tag.value, language, 2)} ${tag.unit}`}
              </span>
              <small className="quiet">
                {tag.stationId === alarm.stationId
                  ? t("alarm.detail.sameStation")
                  : t("alarm.detail.metres", { m: formatNumber(tag.distanceM, language) })}
              </small>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** Other alarms of the same tag: whether this is new, or comes every night. */
export function TagHistory({ alarm }: Props) {
  const { t } = useTranslation();
  const { view } = useStores();
  const language = languageNow();
  const past = useQuery(tagAlarmsQuery(alarm.tagId, alarm.seq));
  return (
    <Section title={t("alarm.detail.history")} unit={t("alarm.detail.ringsIn30Days", { count: alarm.ringsIn30Days })}>
      <Answer query={past} lines={3}>
        {(alarms) => {
          const others = alarms.filter(({ id }) => id !== alarm.id);
          if (others.length === 0) return <Empty>{t("alarm.detail.noHistory")}</Empty>;
          return (
            <ul>
              {others.map(({ id, level, state, raisedAt }) => (
                <li key={id} className="alarm-line">
                  <WarningMark level={level} />
                  <button type="button" className="link alarm-name" onClick={() => openAlarm(view, id)}>
                    {formatInstant(raisedAt, language)}
                  </button>
                  <span className="quiet">{t(`alarm.state.${state}`)}</span>
                </li>
              ))}
            </ul>
          );
        }}
      </Answer>
    </Section>
  );
}
