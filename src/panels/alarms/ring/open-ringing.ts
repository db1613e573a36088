import type { Alarm } from "#contract/alarms.ts";
import type { Me } from "#contract/session.ts";
import { ringsFor } from "#lib/alarm-audience.ts";
import { i18n } from "#lib/i18n/i18n.ts";
import { silenceLeftMs } from "#state/alarm-sound.ts";
import { openAlarm } from "#state/alarm-view.ts";
import type { Stores } from "#state/stores.tsx";
import { answersAlarms } from "../answers.ts";
import { notify } from "./notify.ts";
import { createRinger, ringingOf } from "./ringer.ts";
import { createSounder } from "./sound.ts";

const CHECK_MS = 1000;

const broughtTo = ({ escalatedTo }: Pick<Alarm, "escalatedTo">): string | null =>
  escalatedTo && i18n.t("alarm.detail.escalated", { level: i18n.t(`alarm.escalation.${escalatedTo}`) });

/**
 * Has alarms heard by who answers them, as soon as they are brought to their level, and told by the browser while nobody looks at the page;
 * answers how to stop.
 */
export function openRinging({ alarms, alarmNews, alarmSound, view }: Stores, me: Me): () => void {
  if (!answersAlarms(me.role)) return () => {};
  const sounder = createSounder((isBlocked) => alarmSound.setState({ isBlocked }));
  const hears = ringsFor(me.scope.level);
  const ringer = createRinger({
    hears,
    now: Date.now,
    play: sounder.play,
    silenceLeft: (now) => silenceLeftMs(alarmSound.getState(), now),
    open: () => alarms.getState().open.values(),
  });
  const stopNews = alarmNews.listen((news) => {
    ringer.hear(news);
    const [first] = ringingOf(news, hears);
    if (!first || document.visibilityState === "visible") return;
    const words = {
      title: i18n.t("alarm.notify.title", { level: i18n.t(`gas.warningLevel.${first.level}`), name: first.tagName }),
      body: [broughtTo(first), first.stationName, first.areaName].filter(Boolean).join(" · "),
    };
    notify(first, words, () => openAlarm(view, first.id));
  });
  const timer = setInterval(ringer.check, CHECK_MS);
  return () => {
    clearInterval(timer);
    stopNews();
    sounder.stop();
  };
}
