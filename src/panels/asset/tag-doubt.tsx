import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { maintenanceQuery } from "#api/maintenance.ts";
import { stationQualityQuery } from "#api/telemetry.ts";
import type { TagState } from "#contract/gas.ts";
import type { TagQuality } from "#contract/telemetry.ts";
import { formatInstant, formatMinute } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { phaseOf } from "#lib/maintenance.ts";
import { StateMark } from "#ui/mark.tsx";

/** Why the tags of a station are not to be trusted, by id; of the past nothing is known. */
export function useDoubts(station: string, isLive: boolean): ReadonlyMap<string, TagQuality> {
  const { data } = useQuery({ ...stationQualityQuery(station), enabled: isLive });
  return new Map(isLive ? data?.map((tag) => [tag.tagId, tag]) : []);
}

/** Under a tag: that it is suspect, why and since when; or who works on it until when. Nothing of a tag that is neither. */
export function TagDoubt({ doubt, state }: { readonly doubt: TagQuality | undefined; readonly state: TagState }) {
  if (doubt?.quality === "maintenance") return <Work doubt={doubt} />;
  if (doubt === undefined || doubt.reasons.length === 0) return null;
  return <Suspicion doubt={doubt} isSaid={state === "suspect"} />;
}

function Suspicion({ doubt: { reasons, since }, isSaid }: { readonly doubt: TagQuality; readonly isSaid: boolean }) {
  const { t } = useTranslation();
  const parts = [
    ...reasons.map((reason) => t(`ingest.reason.${reason}`)),
    ...(since === null ? [] : [t("ingest.sinceWhen", { time: formatInstant(since, languageNow()) })]),
  ];
  return (
    <span className="tag-doubt">
      {!isSaid && (
        <>
          <StateMark state="suspect" /> {t("gas.tagState.suspect")} ·{" "}
        </>
      )}
      {parts.join(" · ")}
    </span>
  );
}

function Work({ doubt: { tagId, stationId } }: { readonly doubt: TagQuality }) {
  const { t } = useTranslation();
  const { data } = useQuery(maintenanceQuery);
  const now = Date.now();
  const open = data?.find((one) => (one.tagId === tagId || one.stationId === stationId) && phaseOf(one, now) === "now");
  if (open === undefined) return null;
  return (
    <span className="tag-doubt">
      {[open.reason, open.by, t("asset.until", { time: formatMinute(open.to, languageNow()) })].join(" · ")}
    </span>
  );
}
