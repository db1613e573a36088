import { useState } from "react";
import { useTranslation } from "react-i18next";
import { askPastAlarm } from "#api/history.ts";
import { DAY_MS, localText, localTime } from "#lib/day.ts";
import { nextRing, timed } from "#lib/past-alarms.ts";
import { useStores, useTime, useView } from "#state/stores.tsx";
import { SPEEDS, type Speed, setPlaying, setSpeed, showLive, showPast, stepPast } from "#state/time.ts";
import { IconButton } from "#ui/icon-button.tsx";
import { problemWords } from "#ui/problem-words.ts";
import { useNow } from "#ui/use-now.ts";
import { AlarmsThen } from "./alarms-then.tsx";
import "./time.css";
import { TimeSlider } from "./time-slider.tsx";
import { usePastAlarms } from "./use-past-alarms.ts";
import { useTimeKeys } from "./use-time-keys.ts";
import { WaysChoice } from "./ways-choice.tsx";

/** Whoever goes into the past begins a little before now. */
const ENTER_BACK_MS = 10 * 60_000;

/** Over the map's foot: a button while live, the whole bar in the past. */
export function TimeBar() {
  const at = useView(({ time }) => time);
  return at === null ? <EnterButton /> : <PastBar at={at} />;
}

function EnterButton() {
  const { t } = useTranslation();
  const { view } = useStores();
  const enter = () => showPast(view, Date.now() - ENTER_BACK_MS);
  useTimeKeys(false, enter);
  return (
    <button type="button" className="button outlined time-enter" title={t("history.time.enterHint")} onClick={enter}>
      {t("history.time.enter")}
    </button>
  );
}

function PastBar({ at }: { readonly at: number }) {
  const { t } = useTranslation();
  const { view, time } = useStores();
  const { held, isPlaying } = useTime(({ held: hours, isPlaying: plays }) => ({ held: hours, isPlaying: plays }));
  const now = useNow();
  const past = usePastAlarms(at);
  const [said, setSaid] = useState<string | null>(null);

  const toAlarm = async (direction: "after" | "before") => {
    setPlaying(time, false);
    setSaid(null);
    try {
      const next = await nextAlarm(past, at, direction);
      if (next === null) setSaid(t("history.time.noAlarmMore"));
      // The minute in which it stands: a moment shows what was measured up to it.
      else showPast(view, Math.ceil(next / MINUTE_MS) * MINUTE_MS);
    } catch (cause) {
      setSaid(t("history.time.alarmsFailed", { reason: problemWords(cause) }));
    }
  };
  const step = (minutes: number) => stepPast(view, minutes);
  useTimeKeys(true, (wish) => {
    if (wish === "enter") showLive(view);
    else if (wish === "play") setPlaying(time, !isPlaying);
    else if (wish === "back" || wish === "forward") step(wish === "back" ? -1 : 1);
    else void toAlarm(wish === "alarmBack" ? "before" : "after");
  });

  return (
    <section className="time-bar" aria-label={t("history.time.bar")}>
      <div className="time-row">
        <IconButton icon="alarmBack" label={t("history.time.alarmBack")} onClick={() => void toAlarm("before")} />
        <IconButton icon="stepBack" label={t("history.time.back")} onClick={() => step(-1)} />
        <IconButton
          icon={isPlaying ? "pause" : "play"}
          label={isPlaying ? t("history.time.pause") : t("history.time.play")}
          onClick={() => setPlaying(time, !isPlaying)}
        />
        <IconButton icon="stepForward" label={t("history.time.forward")} onClick={() => step(1)} />
        <IconButton icon="alarmForward" label={t("history.time.alarmForward")} onClick={() => void toAlarm("after")} />
        <SpeedChoice />
        <span className="time-space" />
        <WaysChoice at={at} />
        <AlarmsThen at={at} past={past} />
        <DayChoice at={at} now={now} />
      </div>
      <TimeSlider
        day={past.day}
        at={at}
        now={now}
        alarms={past.alarms}
        held={held}
        onMove={(to) => showPast(view, to)}
      />
      <BarNote said={said} />
    </section>
  );
}

const MINUTE_MS = 60_000;

/** When the next alarm rang: of those of the day when they are all known and it lies within, else asked for. */
async function nextAlarm(
  { alarms, day, query }: ReturnType<typeof usePastAlarms>,
  at: number,
  direction: "after" | "before",
) {
  const known = query.data?.isCut ? [] : alarms.filter(({ from }) => from >= day && from < day + DAY_MS);
  const near = nextRing(known, at, direction);
  if (near !== null) return near;
  const found = await askPastAlarm(direction === "after" ? at : at - MINUTE_MS + 1, direction);
  return found && timed(found).from;
}

function SpeedChoice() {
  const { t } = useTranslation();
  const { time } = useStores();
  const speed = useTime((now) => now.speed);
  return (
    <select
      aria-label={t("history.time.speed")}
      value={speed}
      onChange={({ target }) => setSpeed(time, Number(target.value) as Speed)}
    >
      {SPEEDS.map((minutes) => (
        <option key={minutes} value={minutes}>
          {t("history.time.speedOf", { minutes })}
        </option>
      ))}
    </select>
  );
}

function DayChoice({ at, now }: { readonly at: number; readonly now: number }) {
  const { t } = useTranslation();
  const { view } = useStores();
  return (
    <>
      <IconButton icon="back" label={t("history.time.dayBack")} onClick={() => showPast(view, at - DAY_MS)} />
      <input
        type="datetime-local"
        aria-label={t("history.time.jump")}
        value={localText(at)}
        max={localText(now)}
        onChange={({ target }) => {
          const to = localTime(target.value);
          if (to !== null) showPast(view, to);
        }}
      />
      <IconButton
        icon="right"
        label={t("history.time.dayForward")}
        disabled={at + MINUTE_MS > now}
        onClick={() => showPast(view, at + DAY_MS)}
      />
    </>
  );
}

function BarNote({ said }: { readonly said: string | null }) {
  const { t } = useTranslation();
  const { load, problem } = useTime((now) => ({ load: now.load, problem: now.problem }));
  const isByPressure = useView((view) => view.colorBy === "pressure" || view.pipeFilter.only.pressure !== undefined);
  const words =
    load === "failed"
      ? t("history.time.failed", { reason: problemWords(problem) })
      : load === "loading"
        ? t("history.time.loading")
        : (said ?? (isByPressure ? t("history.time.pressureNow") : t("history.time.stillNow")));
  return (
    <p className="time-note" role="status">
      {words}
    </p>
  );
}
