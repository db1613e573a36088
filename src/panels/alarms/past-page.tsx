import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type PastAsk, pastAlarmsQuery } from "#api/alarms.ts";
import { WARNING_LEVELS } from "#contract/gas.ts";
import { formatMinute } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { More } from "#panels/more.tsx";
import { Answer } from "#panels/answer.tsx";
import { useWhere } from "#panels/use-where.ts";
import { filterAlarms, openAlarm, toggled } from "#state/alarm-view.ts";
import { useStores, useView } from "#state/stores.tsx";
import { WarningMark } from "#ui/mark.tsx";
import { Empty } from "#ui/notice.tsx";

/** Alarms that are over, newest first. */
export function PastPage() {
  const { t } = useTranslation();
  const { view } = useStores();
  const language = languageNow();
  const { where } = useWhere();
  const { levels, kinds } = useView((v) => v.alarms);
  const asked: PastAsk = {
    ...where,
    ...(levels.length > 0 ? { level: levels.join(",") } : {}),
    ...(kinds.length > 0 ? { kind: kinds.join(",") } : {}),
  };
  const past = useInfiniteQuery(pastAlarmsQuery(asked));
  return (
    <>
      <fieldset className="alarm-filters" aria-label={t("alarm.filter.label")}>
        <div className="alarm-filter-line">
          {WARNING_LEVELS.map((level) => (
            <button
              key={level}
              type="button"
              className="button outlined chip"
              aria-pressed={levels.includes(level)}
              onClick={() => filterAlarms(view, { levels: toggled(levels, level) })}
            >
              <WarningMark level={level} />
              {t(`gas.warningLevel.${level}`)}
            </button>
          ))}
        </div>
      </fieldset>
      <div className="alarm-scroll">
        <Answer query={past} lines={9}>
          {({ pages }) => {
            const alarms = pages.flatMap((page) => page.alarms);
            if (alarms.length === 0) return <Empty>{t("alarm.kpi.empty")}</Empty>;
            return (
              <>
                <ul className="alarm-cards">
                  {alarms.map((alarm) => (
                    <li key={alarm.id}>
                      <span className="alarm-line">
                        <WarningMark level={alarm.peakLevel} />
                        <button type="button" className="link alarm-name" onClick={() => openAlarm(view, alarm.id)}>
                          {alarm.tagName}
                        </button>
                        <time dateTime={alarm.raisedAt}>{formatMinute(alarm.raisedAt, language)}</time>
                      </span>
                      <span className="alarm-line lower">
                        <span className="alarm-name">{`${alarm.stationName} · ${alarm.areaName}`}</span>
                        <span>{alarm.ackedBy}</span>
                      </span>
                    </li>
                  ))}
                </ul>
                <More query={past} />
              </>
            );
          }}
        </Answer>
      </div>
    </>
  );
}
