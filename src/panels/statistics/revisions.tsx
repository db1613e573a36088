import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { revisionsQuery } from "#api/statistics-behind.ts";
import type { Statistics, StatisticsAsk } from "#contract/statistics.ts";
import type { Revision } from "#contract/statistics-behind.ts";
import { formatDay, formatMinute } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { statisticsOf } from "#state/statistics.ts";
import { useView } from "#state/stores.tsx";
import { Section } from "#ui/section.tsx";
import { useMinute } from "./use-minute.ts";
import { figureText, measureUnit } from "./words.ts";
import "#ui/select.css";

const DAY_MS = 86_400_000;
const SINCES = { day: 1, week: 7, month: 30 } as const;
type Since = keyof typeof SINCES;
const isSince = (text: string): text is Since => Object.hasOwn(SINCES, text);

export interface RevisionsProps {
  readonly ask: StatisticsAsk;
  readonly answer: Statistics;
}

/** Why the figure is another than it was: what became known, from whom, in time or late. */
export function Revisions({ ask, answer }: RevisionsProps) {
  const { t } = useTranslation();
  const [since, setSince] = useState<Since>("day");
  const now = useMinute();
  const { compare, known, row } = useView((view) => {
    const s = statisticsOf(view);
    return { compare: s.compare, known: s.since, row: s.cell?.row ?? null };
  });
  const from = compare === "known" && known !== null ? known : new Date(now - SINCES[since] * DAY_MS).toISOString();
  const query = useQuery(revisionsQuery(ask, from, row));
  const sign = (value: number) => `${value > 0 ? "+" : ""}${figureText(answer.measure, value)}`;
  return (
    <Section
      title={t("statistics.why")}
      unit={measureUnit(answer.measure)}
      tools={
        <label className="quiet">
          {t("statistics.since")}{" "}
          <select
            className="select"
            value={since}
            disabled={compare === "known"}
            onChange={({ target }) => isSince(target.value) && setSince(target.value)}
          >
            {(Object.keys(SINCES) as Since[]).map((one) => (
              <option key={one} value={one}>
                {t(`statistics.sinces.${one}`)}
              </option>
            ))}
          </select>
        </label>
      }
    >
      <Answer query={query} lines={3}>
        {({ before, after, revisions, others }) => (
          <>
            <p className="strong">
              {t("statistics.moved", {
                before: figureText(answer.measure, before),
                after: figureText(answer.measure, after),
              })}
            </p>
            {revisions.length === 0 && <p className="quiet">{t("statistics.still")}</p>}
            <ul className="statistics-revisions">
              {revisions.map((revision) => (
                <RevisionLine
                  key={`${revision.knownAt} ${revision.areaCode} ${revision.enterpriseId} ${revision.source}`}
                  revision={revision}
                  change={revision.change === null ? "<5" : sign(revision.change)}
                />
              ))}
            </ul>
            {others !== 0 && <p className="quiet">{t("statistics.otherRevisions", { change: sign(others) })}</p>}
          </>
        )}
      </Answer>
    </Section>
  );
}

const FIRST_DAY = "1900-01-01";

function RevisionLine({ revision, change }: { readonly revision: Revision; readonly change: string }) {
  const { t } = useTranslation();
  const { areaName, areaCode, enterpriseName, enterpriseId, reason, knownAt, from, to, source, fileName } = revision;
  const language = languageNow();
  const days = from === to ? formatDay(from, language) : `${formatDay(from, language)} – ${formatDay(to, language)}`;
  return (
    <li>
      <strong>
        {t("statistics.revision", { change, where: areaName ?? areaCode, reason: t(`statistics.reason.${reason}`) })}
      </strong>
      <span className="quiet">
        {[
          enterpriseName ?? enterpriseId,
          fileName ?? source,
          ...(from <= FIRST_DAY ? [] : [days]),
          formatMinute(knownAt, language),
        ]
          .filter((part) => part !== "")
          .join(" · ")}
      </span>
    </li>
  );
}
