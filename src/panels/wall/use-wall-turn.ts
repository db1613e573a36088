import { useEffect } from "react";
import { ringingOf } from "#panels/alarms/ring/ringer.ts";
import { useStores } from "#state/stores.tsx";

/** A wall stays so long with what rang before it turns to the next. */
const STAY_MS = 20_000;
const ZOOM = 13;

/** Has the map of a wall turn by itself to what rings; in a flood it stays where it is, for it would only spin. */
export function useWallTurn(): void {
  const { alarmNews, camera } = useStores();
  useEffect(() => {
    let turnedAt = Number.NEGATIVE_INFINITY;
    return alarmNews.listen((news) => {
      const [worst] = ringingOf(news);
      const now = performance.now();
      if (!worst || news.flood !== null || now - turnedAt < STAY_MS) return;
      turnedAt = now;
      const [lng, lat] = worst.lngLat;
      camera.say({ kind: "fly", lng, lat, zoom: ZOOM });
    });
  }, [alarmNews, camera]);
}
