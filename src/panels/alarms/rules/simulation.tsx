import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { tryRule } from "#api/alarms.ts";
import type { RuleBody } from "#contract/alarm-rules.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { RingCourse } from "#panels/alarms/kpis/ring-course.tsx";
import { problemWords } from "#ui/problem-words.ts";
import { LevelCounts } from "../level-counts.tsx";

const DAYS = [7, 30] as const;

/** "This rule would have rung 14 times": tried on kept readings before it goes live. `rule` is null while it is not whole. */
export function Simulation({ rule }: { readonly rule: RuleBody | null }) {
  const { t } = useTranslation();
  const language = languageNow();
  const [days, setDays] = useState<number>(30);
  const tried = useMutation({
    mutationFn: (asked: { readonly rule: RuleBody; readonly days: number }) => tryRule(asked.rule, asked.days),
  });
  const found = tried.data;
  return (
    <fieldset className="rule-trial">
      <legend>{t("alarm.rules.simulate")}</legend>
      <p className="alarm-line">
        <select
          aria-label={t("alarm.rules.days")}
          value={days}
          onChange={(event) => setDays(Number(event.target.value))}
        >
          {DAYS.map((length) => (
            <option key={length} value={length}>
              {length}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="button outlined"
          disabled={rule === null || tried.isPending}
          onClick={() => rule && tried.mutate({ rule, days })}
        >
          {tried.isPending ? t("alarm.rules.simulating") : t("alarm.rules.simulate")}
        </button>
      </p>
      {tried.isError && (
        <p className="notice failed" role="alert">
          {t("alarm.rules.failed", { reason: problemWords(tried.error) })}
        </p>
      )}
      {found && (
        <div role="status">
          <p>
            <strong>
              {t("alarm.rules.wouldHave", {
                days: tried.variables?.days ?? days,
                count: found.rings,
              })}
            </strong>
            {` · ${t("alarm.rules.inForce", { count: found.rangInForce })}`}
          </p>
          <p className="quiet">
            {t("alarm.rules.tried", {
              tried: found.tagsTried,
              matched: found.tagsMatched,
              readings: formatNumber(found.readings, language),
            })}
          </p>
          <RingCourse
            course={found.byDay.map(({ day, rings }) => ({ at: day, rings }))}
            label={t("alarm.rules.byDay")}
            format={(day) => day}
          />
          <LevelCounts counts={found.byLevel} />
          {found.worst.length > 0 && (
            <ul aria-label={t("alarm.rules.worst")}>
              {found.worst.map(({ tagId, tagName, rings, minutes }) => (
                <li key={tagId} className="alarm-line">
                  <span className="alarm-name">{tagName}</span>
                  <span>{formatNumber(rings, language)}</span>
                  <span className="quiet">
                    {t("alarm.rules.minutes", { minutes: formatNumber(minutes, language) })}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </fieldset>
  );
}
