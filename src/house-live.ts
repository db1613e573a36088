import type { QueryClient } from "@tanstack/react-query";
import { keepAlarms } from "#api/alarm-book.ts";
import { followCameras } from "#api/cameras.ts";
import { followHazards } from "#api/hazard-news.ts";
import { connectLive } from "#api/live.ts";
import { openPast } from "#api/past.ts";
import type { Me } from "#contract/session.ts";
import { openRinging } from "#panels/alarms/ring/open-ringing.ts";
import { addHazardNews } from "#state/hazard-news.ts";
import { watchWish } from "#state/live-wish.ts";
import type { Stores } from "#state/stores.tsx";
import { runPlayer } from "#state/time.ts";

/** Shows what is live, or the moment of the past that the view names; answers how to stop. */
function openTime({ view, live, shown, time }: Stores): () => void {
  const stopPlayer = runPlayer(view, time);
  const stopPast = openPast({
    moment: () => view.getState().time,
    onMoment: (listener) => view.subscribe((now, before) => void (now.time !== before.time && listener())),
    live,
    shown,
    tell: (told) => time.setState(told),
    now: () => Date.now() + live.getState().clockSkewMs,
  });
  return () => {
    stopPlayer();
    stopPast();
  };
}

/** Keeps live values and alarms coming for what the person looks at, and has alarms heard; answers how to stop. */
export function openLive(stores: Stores, me: Me, queries: QueryClient): () => void {
  const stopPast = openTime(stores);
  const line = connectLive(stores.live, {
    onAlarms: (message) => alarms.hear(message),
    onCameras: (message) => cameras.hear(message),
    onHazard: (message) => hazards.hear(message),
  });
  const cameras = followCameras({ queries, follow: line.followCameras });
  const alarms = keepAlarms({ book: stores.alarms, follow: line.followAlarms, onNews: stores.alarmNews.say });
  const hazards = followHazards({
    queries,
    follow: line.followHazards,
    onNews: (hazard) => addHazardNews(stores.hazardNews, hazard),
  });
  const stopRinging = openRinging(stores, me);
  const stopWish = watchWish(stores, line.subscribe);
  return () => {
    stopWish();
    stopRinging();
    alarms.stop();
    cameras.stop();
    line.stop();
    stopPast();
  };
}
