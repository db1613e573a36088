import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { pastWaysQuery } from "#api/history.ts";
import { seesWays, WAYS_MOST } from "#contract/field/coverage.ts";
import { DAY_MS, dayOf } from "#lib/day.ts";
import { waysAt } from "#lib/ways-then.ts";
import { useMe } from "#panels/me.ts";
import { useStores, useView } from "#state/stores.tsx";
import { showWays } from "#state/time.ts";
import { problemWords } from "#ui/problem-words.ts";

/** Whether the map shows where inspectors were, with how many are known of. Nothing for who may not know. */
export function WaysChoice({ at }: { readonly at: number }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const { role } = useMe();
  const isOn = useView(({ ways }) => ways === true);
  const day = dayOf(at);
  const query = useQuery({ ...pastWaysQuery(day, day + DAY_MS), enabled: isOn && seesWays(role) });
  if (!seesWays(role)) return null;
  const people = isOn && query.data ? waysAt(query.data.tracks, at) : null;
  const said = query.isError
    ? t("history.time.waysFailed", { reason: problemWords(query.error) })
    : people === null
      ? null
      : t("history.time.waysThen", {
          count: people.length,
          out: people.filter(({ place }) => place !== null).length,
        });
  return (
    <>
      <button
        type="button"
        className="button outlined"
        aria-pressed={isOn}
        title={t("history.time.waysHint")}
        onClick={() => showWays(view, !isOn)}
      >
        {t("history.time.ways")}
      </button>
      {isOn && said !== null && (
        <span className="quiet time-ways" role="status">
          {said}
          {query.data?.isCut && ` ${t("history.time.alarmsCut", { count: WAYS_MOST })}`}
        </span>
      )}
    </>
  );
}
