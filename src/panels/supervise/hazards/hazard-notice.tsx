import { useTranslation } from "react-i18next";
import type { LiveHazard } from "#contract/field/hazard-live.ts";
import { formatClock } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { seeHazardNews } from "#state/hazard-news.ts";
import { useHazardNews, useLive, useStores, useView } from "#state/stores.tsx";
import { openHazard } from "#state/supervise.ts";
import "#ui/button.css";
import { WarningMark } from "#ui/mark.tsx";
import { useNow } from "#ui/use-now.ts";
import { useHazardName } from "./words.ts";
import "./hazards.css";

/** Nobody touches a wall: what it tells it tells for so long. */
const ON_WALL_MS = 600_000;

/** Major hazards that became known while the page was open: at a desk until somebody has looked, on a wall for ten minutes. */
export function HazardNotice() {
  const { view, hazardNews, camera } = useStores();
  const isWall = useView((v) => v.wall);
  const skewMs = useLive((live) => live.clockSkewMs);
  const now = useNow() + skewMs;
  const all = useHazardNews((news) => news.waiting);
  const waiting = isWall ? all.filter(({ knownAt }) => now - Date.parse(knownAt) < ON_WALL_MS) : all;
  const [newest] = waiting;
  if (newest === undefined) return null;
  const open = () => {
    const [lng, lat] = newest.lngLat;
    camera.say({ kind: "fly", lng, lat, zoom: 16 });
    openHazard(view, newest.hazardId);
    seeHazardNews(hazardNews, newest.hazardId);
  };
  const seen = () => seeHazardNews(hazardNews, null);
  return <Notice newest={newest} count={waiting.length} {...(!isWall && { onOpen: open, onSeen: seen })} />;
}

interface NoticeProps {
  readonly newest: LiveHazard;
  readonly count: number;
  readonly onOpen?: () => void;
  readonly onSeen?: () => void;
}

function Notice({ newest, count, onOpen, onSeen }: NoticeProps) {
  const { t } = useTranslation();
  const nameOf = useHazardName();
  return (
    <div className="hazard-notice" role="alert">
      <WarningMark level="red" />
      <span>
        <strong>{t("board.news.title", { count })}</strong>
        <span className="quiet">
          {nameOf(newest)} · {t("board.news.at", { time: formatClock(newest.foundAt, languageNow()) })}
        </span>
      </span>
      {onOpen && (
        <button type="button" className="button main" onClick={onOpen}>
          {t("board.news.open")}
        </button>
      )}
      {onSeen && (
        <button type="button" className="button outlined" onClick={onSeen}>
          {t("board.news.seen")}
        </button>
      )}
    </div>
  );
}
