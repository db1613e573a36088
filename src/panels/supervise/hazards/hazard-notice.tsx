import { useTranslation } from "react-i18next";
import { formatClock } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { seeHazardNews } from "#state/hazard-news.ts";
import { useHazardNews, useStores } from "#state/stores.tsx";
import { openHazard } from "#state/supervise.ts";
import "#ui/button.css";
import { WarningMark } from "#ui/mark.tsx";
import { useHazardName } from "./words.ts";
import "./hazards.css";

/** Major hazards that became known while the page was open, until somebody has looked. */
export function HazardNotice() {
  const { t } = useTranslation();
  const { view, hazardNews, camera } = useStores();
  const nameOf = useHazardName();
  const waiting = useHazardNews((news) => news.waiting);
  const [newest] = waiting;
  if (newest === undefined) return null;
  const open = () => {
    const [lng, lat] = newest.lngLat;
    camera.say({ kind: "fly", lng, lat, zoom: 16 });
    openHazard(view, newest.hazardId);
    seeHazardNews(hazardNews, newest.hazardId);
  };
  return (
    <div className="hazard-notice" role="alert">
      <WarningMark level="red" />
      <span>
        <strong>{t("board.news.title", { count: waiting.length })}</strong>
        <span className="quiet">
          {nameOf(newest)} · {t("board.news.at", { time: formatClock(newest.foundAt, languageNow()) })}
        </span>
      </span>
      <button type="button" className="button main" onClick={open}>
        {t("board.news.open")}
      </button>
      <button type="button" className="button outlined" onClick={() => seeHazardNews(hazardNews, null)}>
        {t("board.news.seen")}
      </button>
    </div>
  );
}
