import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { incidentQuery, incidentsQuery } from "#api/alarms.ts";
import type { Incident } from "#contract/incidents.ts";
import { formatMinute } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { More } from "#panels/more.tsx";
import { Answer } from "#panels/answer.tsx";
import { useWhere } from "#panels/use-where.ts";
import { openAlarm, openIncident } from "#state/alarm-view.ts";
import { useStores, useView } from "#state/stores.tsx";
import { IconButton } from "#ui/icon-button.tsx";
import { WarningMark } from "#ui/mark.tsx";
import { Empty } from "#ui/notice.tsx";
import { LevelCounts } from "../level-counts.tsx";
import { useFly } from "../use-fly.ts";

/** One line for each cause, not for each alarm; why alarms lie together is said, and a press unfolds them. */
export function IncidentsPage() {
  const { t } = useTranslation();
  const { where } = useWhere();
  const chosen = useView((v) => v.alarms.incident);
  const [isOpenOnly, setOpenOnly] = useState(true);
  const incidents = useInfiniteQuery(incidentsQuery({ ...where, state: isOpenOnly ? "open" : "any" }));
  return (
    <>
      <fieldset className="alarm-filters" aria-label={t("alarm.filter.label")}>
        <div className="alarm-filter-line">
          <button
            type="button"
            className="button outlined chip"
            aria-pressed={isOpenOnly}
            onClick={() => setOpenOnly(!isOpenOnly)}
          >
            {t("alarm.incidents.openOnly")}
          </button>
        </div>
      </fieldset>
      <div className="alarm-scroll">
        <Answer query={incidents} lines={9}>
          {({ pages }) => {
            const found = pages.flatMap((page) => page.incidents);
            const isElsewhere = chosen !== null && found.every(({ id }) => id !== chosen);
            if (found.length === 0 && chosen === null) return <Empty>{t("alarm.incidents.empty")}</Empty>;
            return (
              <>
                <ul className="alarm-cards" aria-label={t("alarm.incidents.label")}>
                  {isElsewhere && <NamedIncident id={chosen} />}
                  {found.map((incident) => (
                    <li key={incident.id}>
                      <IncidentCard incident={incident} isUnfolded={incident.id === chosen} />
                    </li>
                  ))}
                </ul>
                <More query={incidents} />
              </>
            );
          }}
        </Answer>
      </div>
    </>
  );
}

/** An incident that a link names and the list does not hold: closed, or of another area. */
function NamedIncident({ id }: { readonly id: string }) {
  const incident = useQuery(incidentQuery(id));
  return (
    <li>
      <Answer query={incident} lines={2}>
        {(found) => <IncidentCard incident={found} isUnfolded />}
      </Answer>
    </li>
  );
}

function IncidentCard({ incident, isUnfolded }: { readonly incident: Incident; readonly isUnfolded: boolean }) {
  const { t } = useTranslation();
  const { view, camera } = useStores();
  const fly = useFly();
  const language = languageNow();
  const { firstOut, cause, bbox } = incident;
  const title = cause?.name ?? firstOut.stationName;
  const place = cause?.lngLat ?? null;
  return (
    <article className="incident" aria-label={title}>
      <p className="alarm-line">
        <span className="alarm-mark">
          <WarningMark level={incident.level} />
        </span>
        <strong className="alarm-name">{title}</strong>
        {(place !== null || bbox !== null) && (
          <IconButton
            icon="pin"
            label={t("alarm.action.fly")}
            onClick={() => {
              if (bbox !== null && incident.alarms > 1) camera.say({ kind: "fit", bbox });
              else if (place !== null) fly({ lngLat: place });
              else if (bbox !== null) camera.say({ kind: "fit", bbox });
            }}
          />
        )}
      </p>
      <p>{`${t("alarm.incidents.why")}：${t(`alarm.reason.${incident.reason}`)}`}</p>
      {cause === null && incident.reason !== "single" && incident.reason !== "flood" && (
        <p className="quiet">{t("alarm.incidents.hiddenCause")}</p>
      )}
      <p className="alarm-line lower">
        <span className="alarm-name">
          {t("alarm.incidents.count", {
            alarms: incident.alarms,
            open: incident.open,
            wanting: incident.unacknowledged,
          })}
        </span>
        <LevelCounts counts={incident.byLevel} />
      </p>
      <p className="quiet">
        {t("alarm.incidents.first", {
          name: firstOut.tagName,
          station: firstOut.stationName,
          time: formatMinute(firstOut.at, language),
        })}
      </p>
      {incident.escalatedTo && (
        <p>{t("alarm.detail.escalated", { level: t(`alarm.escalation.${incident.escalatedTo}`) })}</p>
      )}
      {incident.closedAt && (
        <p className="quiet">{t("alarm.incidents.closed", { time: formatMinute(incident.closedAt, language) })}</p>
      )}
      <button
        type="button"
        className="link"
        aria-expanded={isUnfolded}
        onClick={() => openIncident(view, isUnfolded ? null : incident.id)}
      >
        {isUnfolded ? t("alarm.incidents.fold") : t("alarm.incidents.unfold")}
      </button>
      {isUnfolded && <Members id={incident.id} />}
    </article>
  );
}

function Members({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const language = languageNow();
  const incident = useQuery(incidentQuery(id));
  return (
    <Answer query={incident} lines={4}>
      {({ members }) => (
        <ol className="incident-members" aria-label={t("alarm.incidents.members")}>
          {members.map((alarm) => (
            <li key={alarm.id} className="alarm-line">
              <WarningMark level={alarm.level} />
              <button type="button" className="link alarm-name" onClick={() => openAlarm(view, alarm.id)}>
                {`${alarm.stationName} · ${alarm.tagName}`}
              </button>
              {alarm.isFirstOut && <span>{t("alarm.list.firstOut")}</span>}
              <span className="quiet">{t(`alarm.state.${alarm.state}`)}</span>
              <time className="quiet" dateTime={alarm.raisedAt}>
                {formatMinute(alarm.raisedAt, language)}
              </time>
            </li>
          ))}
        </ol>
      )}
    </Answer>
  );
}
