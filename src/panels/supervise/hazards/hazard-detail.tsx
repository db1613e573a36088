import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ApiError } from "#api/api-error.ts";
import { deskHazardQuery } from "#api/hazards.ts";
import type { getHazard, HazardEvent } from "#contract/field/hazards.ts";
import type { Reply } from "#contract/route.ts";
import { formatInstant } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { useStores } from "#state/stores.tsx";
import { openHazard, openRecord } from "#state/supervise.ts";
import "#ui/button.css";
import { WarningMark } from "#ui/mark.tsx";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { Facts } from "../facts.tsx";
import { FieldFile } from "../field-file.tsx";
import { Person } from "../person.tsx";
import { nearPipeWords } from "../near-pipe-words.ts";
import { DeskSteps } from "./desk-steps.tsx";
import { GRADE_MARK, useHazardName } from "./words.ts";

type Found = Reply<typeof getHazard>;
const PLACE_ZOOM = 17;

/** One hazard: what it is and whose, its deadline and the rule behind it, what may be done now, and every change with who and when. */
export function HazardDetail({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const hazard = useQuery(deskHazardQuery(id));
  const isMissing = hazard.error instanceof ApiError && hazard.error.status === 404;
  return (
    <>
      <div className="supervise-tools">
        <button type="button" className="button outlined" onClick={() => openHazard(view, null)}>
          {t("board.back")}
        </button>
      </div>
      {isMissing ? (
        <Empty>{t("board.missing")}</Empty>
      ) : (
        <Answer query={hazard} lines={9}>
          {(found) => <Detail found={found} />}
        </Answer>
      )}
    </>
  );
}

function Detail({ found }: { readonly found: Found }) {
  const { t } = useTranslation();
  const { view, camera } = useStores();
  const nameOf = useHazardName();
  const { hazard, rule, events } = found;
  const [lng, lat] = hazard.lngLat;
  const { recordId } = hazard;
  return (
    <>
      <div className="hazard-head">
        <WarningMark level={GRADE_MARK[hazard.grade]} />
        <h3>{nameOf(hazard)}</h3>
        <span className={hazard.isOverdue ? "hazard-late" : "quiet"}>
          {hazard.isOverdue ? t("field.hazard.overdue") : t(`field.hazard.state.${hazard.state}`)}
        </span>
      </div>
      <div className="hazard-tools">
        <button
          type="button"
          className="button outlined"
          onClick={() => camera.say({ kind: "fly", lng, lat, zoom: PLACE_ZOOM })}
        >
          {t("board.fly")}
        </button>
        {recordId !== null && (
          <button type="button" className="button outlined" onClick={() => openRecord(view, recordId)}>
            {t("board.record")}
          </button>
        )}
      </div>
      <Section title={t("board.facts")}>
        <HazardFacts found={found} />
        <p className="quiet" lang="zh-CN">
          {rule.clause.text} {rule.clause.source && `（${rule.clause.source}）`}
        </p>
      </Section>
      <DeskSteps found={found} />
      {hazard.customerId !== null && <Person customerId={hazard.customerId} />}
      <Section title={t("field.hazard.way")}>
        <ol className="supervise-journal">
          {events.map((event) => (
            <Change key={event.id} event={event} />
          ))}
        </ol>
      </Section>
    </>
  );
}

function HazardFacts({ found: { hazard, rule } }: { readonly found: Found }) {
  const { t } = useTranslation();
  const instant = (at: string) => formatInstant(at, languageNow());
  return (
    <Facts
      rows={[
        [t("board.axis.grade"), t(`gas.hazardGrade.${hazard.grade}`)],
        [t("board.axis.state"), t(`field.hazard.state.${hazard.state}`)],
        [t("board.found"), instant(hazard.foundAt)],
        [t("board.axis.due"), hazard.dueAt === null ? t("board.noDue") : instant(hazard.dueAt)],
        [t("board.rule"), rule.days === null ? t("board.nextVisit") : t("board.days", { days: rule.days })],
        [t("board.axis.climbed"), hazard.climbedTo && t(`board.climbed.${hazard.climbedTo}`)],
        [t("field.hazard.step.press"), hazard.pressed > 0 ? t("board.pressed", { count: hazard.pressed }) : null],
        [t("field.hazard.step.cut"), hazard.isCut ? t("field.hazard.isCut") : null],
        [t("board.area"), hazard.areaName],
        [t("board.enterprise"), hazard.enterpriseId === "" ? t("board.noEnterprise") : hazard.enterpriseName],
        [t("board.pipe"), hazard.pipeId && nearPipeWords(t, { ...hazard, pipeId: hazard.pipeId })],
        [t("board.assignee"), hazard.assigneeName],
        [t("board.steps.note"), hazard.note],
      ]}
    />
  );
}

/** A change as it stands in the ledger; it can neither be edited nor removed. */
function Change({ event }: { readonly event: HazardEvent }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const { recordId } = event;
  const isLate = Date.parse(event.knownAt) - Date.parse(event.at) > LATE_MS;
  return (
    <li>
      <p>
        <strong>{t(`field.hazard.step.${event.step}`)}</strong> {event.byName}{" "}
        <time className="quiet" dateTime={event.at}>
          {formatInstant(event.at, languageNow())}
        </time>
      </p>
      {isLate && <p className="quiet">{t("board.knownLate", { time: formatInstant(event.knownAt, languageNow()) })}</p>}
      {event.note !== "" && <p>{event.note}</p>}
      {event.files.length > 0 && (
        <ul className="supervise-photos">
          {event.files.map((file) => (
            <li key={file}>
              <FieldFile id={file} mime="image/jpeg" isWhole />
            </li>
          ))}
        </ul>
      )}
      {recordId !== null && (
        <button type="button" className="button outlined chip" onClick={() => openRecord(view, recordId)}>
          {t("board.stepRecord")}
        </button>
      )}
    </li>
  );
}

/** Known so long after it was done: told from a phone without a network. */
const LATE_MS = 300_000;
