import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { alarmKpisQuery } from "#api/alarms.ts";
import { type getAlarmKpis, KPI_TARGETS } from "#contract/alarm-kpis.ts";
import type { Reply } from "#contract/route.ts";
import { formatAge, formatMinute, formatNumber, formatPercent } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { useView } from "#state/stores.tsx";
import { BarTable } from "#ui/bar-table.tsx";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { LevelCounts } from "../level-counts.tsx";
import { RingCourse } from "./ring-course.tsx";

type Kpis = Reply<typeof getAlarmKpis>;

const SPANS = [
  ["day", 1],
  ["week", 7],
  ["month", 30],
] as const;
const MOST_OPERATORS = 20;

/** How well the alarms themselves do, by the measures of ISA-18.2, each beside its target. */
export function KpisPage() {
  const { t } = useTranslation();
  const { area, enterprise } = useView((v) => ({ area: v.area, enterprise: v.enterprise }));
  const [days, setDays] = useState<number>(1);
  const [operators, setOperators] = useState(1);
  const kpis = useQuery(alarmKpisQuery({ days, area, enterprise, operators }));
  return (
    <>
      <fieldset className="alarm-filters" aria-label={t("alarm.kpi.span")}>
        <div className="alarm-filter-line">
          {SPANS.map(([name, length]) => (
            <button
              key={name}
              type="button"
              className="button outlined chip"
              aria-pressed={days === length}
              onClick={() => setDays(length)}
            >
              {t(`alarm.kpi.${name}`)}
            </button>
          ))}
          <label>
            {t("alarm.kpi.operators")}
            <input
              type="number"
              min={1}
              max={MOST_OPERATORS}
              value={operators}
              onChange={(event) =>
                setOperators(Math.min(MOST_OPERATORS, Math.max(1, Math.round(Number(event.target.value) || 1))))
              }
            />
          </label>
        </div>
      </fieldset>
      <div className="alarm-scroll">
        <Answer query={kpis} lines={12}>
          {(data) => <Figures kpis={data} days={days} />}
        </Answer>
      </div>
    </>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: ReactNode;
  readonly target?: string;
  /** Whether the target is met; undefined = there is none. */
  readonly isMet?: boolean;
}

function Figure({ name, value, target, isMet }: FigureProps) {
  const { t } = useTranslation();
  return (
    <div className="kpi">
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong>
        {target && <span className="quiet">{target}</span>}
        {isMet !== undefined && (
          <span className={isMet ? "kpi-good" : "kpi-bad"}>{isMet ? t("alarm.kpi.good") : t("alarm.kpi.bad")}</span>
        )}
      </dd>
    </div>
  );
}

function Figures({ kpis, days }: { readonly kpis: Kpis; readonly days: number }) {
  const { t } = useTranslation();
  const language = languageNow();
  const number = (value: number, digits = 0) => formatNumber(value, language, digits);
  const share = (value: number) => formatPercent(value, language);
  const age = (seconds: number | null) => (seconds === null ? "–" : formatAge(seconds, language));
  const { per10Min, flood, ackSeconds } = kpis;
  return (
    <>
      <Section title={t("alarm.kpi.rings")} unit={number(kpis.rings)}>
        <RingCourse
          course={kpis.course}
          label={days > 3 ? t("alarm.kpi.courseHour") : t("alarm.kpi.course")}
          format={(at) => formatMinute(at, language)}
        />
        <dl className="kpis">
          <Figure
            name={t("alarm.kpi.per10")}
            value={number(per10Min.mean, 2)}
            target={t("alarm.kpi.per10Target", { good: KPI_TARGETS.per10MinGood, most: KPI_TARGETS.per10MinMost })}
            isMet={per10Min.mean <= KPI_TARGETS.per10MinGood}
          />
          <Figure name={t("alarm.kpi.overTwo")} value={share(per10Min.shareOverTwo)} />
          <Figure name={t("alarm.kpi.max")} value={number(per10Min.max, 1)} />
          <Figure
            name={t("alarm.kpi.flood")}
            value={share(flood.share)}
            target={`${t("alarm.kpi.floodTarget", { share: share(KPI_TARGETS.floodShare) })} · ${t("alarm.kpi.floodCount", { count: flood.count, minutes: number(flood.minutes), most: number(flood.most, 1) })}`}
            isMet={flood.share <= KPI_TARGETS.floodShare}
          />
          <Figure
            name={t("alarm.kpi.ack")}
            value={
              ackSeconds.count === 0
                ? t("alarm.kpi.ackNone")
                : t("alarm.kpi.ackValue", { median: age(ackSeconds.median), p90: age(ackSeconds.p90) })
            }
          />
          <Figure
            name={t("alarm.kpi.byLevel")}
            value={kpis.rings === 0 ? number(0) : <LevelCounts counts={kpis.byLevel} />}
          />
          <Figure name={t("alarm.kpi.shelved")} value={number(kpis.shelved)} />
          <Figure
            name={t("alarm.kpi.folded")}
            value={t("alarm.kpi.foldedValue", { alarms: kpis.folded.alarms, incidents: kpis.folded.incidents })}
          />
        </dl>
      </Section>
      <Section
        title={t("alarm.kpi.topTen")}
        unit={t("alarm.kpi.topTenShare", { share: share(kpis.topTenShare), target: share(KPI_TARGETS.topTenShare) })}
      >
        {kpis.topTen.length === 0 ? (
          <Empty>{t("alarm.kpi.empty")}</Empty>
        ) : (
          <BarTable
            caption={t("alarm.kpi.topTen")}
            labelHead={t("alarm.kpi.source")}
            valueHead={t("alarm.kpi.count")}
            rows={kpis.topTen.map(({ tagId, tagName, ruleId, rings }) => ({
              key: `${tagId}/${ruleId}`,
              label: tagName,
              value: rings,
              text: number(rings),
            }))}
          />
        )}
      </Section>
      <Troubles kpis={kpis} />
    </>
  );
}

/** Sources that ring too often, and alarms that stand for too long. */
function Troubles({ kpis }: { readonly kpis: Kpis }) {
  const { t } = useTranslation();
  const language = languageNow();
  const number = (value: number) => formatNumber(value, language);
  return (
    <>
      <Section title={t("alarm.kpi.chattering")} unit={number(kpis.chatteringCount)}>
        {kpis.chattering.length === 0 ? (
          <Empty>{t("alarm.kpi.noChatter")}</Empty>
        ) : (
          <ul>
            {kpis.chattering.map(({ tagId, tagName, ruleId, rings }) => (
              <li key={`${tagId}/${ruleId}`} className="alarm-line">
                <span className="alarm-name">{tagName}</span>
                <span>{number(rings)}</span>
              </li>
            ))}
          </ul>
        )}
        <Unlisted all={kpis.chatteringCount} shown={kpis.chattering.length} />
      </Section>
      <Section
        title={t("alarm.kpi.stale", { hours: KPI_TARGETS.staleH })}
        unit={`${number(kpis.staleCount)} · ${t("alarm.kpi.staleTarget", { most: KPI_TARGETS.staleMost })}`}
      >
        {kpis.stale.length === 0 ? (
          <Empty>{t("alarm.kpi.noStale")}</Empty>
        ) : (
          <ul>
            {kpis.stale.map(({ alarmId, tagName, hours }) => (
              <li key={alarmId} className="alarm-line">
                <span className="alarm-name">{tagName}</span>
                <span>{t("alarm.kpi.hours", { hours: number(hours) })}</span>
              </li>
            ))}
          </ul>
        )}
        <Unlisted all={kpis.staleCount} shown={kpis.stale.length} />
      </Section>
    </>
  );
}

/** How many a list leaves out. */
function Unlisted({ all, shown }: { readonly all: number; readonly shown: number }) {
  const { t } = useTranslation();
  return all > shown ? <p className="quiet">{t("alarm.kpi.shown", { shown, left: all - shown })}</p> : null;
}
