import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import { WARNING_LEVELS } from "#contract/gas.ts";
import { DAY_MS } from "#lib/day.ts";
import { formatInstant } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import type { TimedAlarm } from "#lib/past-alarms.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export interface TimeSliderProps {
  /** Begin of the day, ms since 1970. */
  readonly day: number;
  readonly at: number;
  readonly now: number;
  readonly alarms: readonly TimedAlarm[];
  /** Hours whose values are held. */
  readonly held: ReadonlySet<number>;
  readonly onMove: (at: number) => void;
}

const share = (time: number, day: number) => `${Math.min(1, Math.max(0, (time - day) / DAY_MS)) * 100}%`;

/** Minutes that a key moves. */
function stepOf({ key, shiftKey }: KeyboardEvent): number | null {
  const one = shiftKey ? 10 : 1;
  const steps: Record<string, number> = {
    ArrowLeft: -one,
    ArrowDown: -one,
    ArrowRight: one,
    ArrowUp: one,
    PageDown: -60,
    PageUp: 60,
  };
  return steps[key] ?? null;
}

/** One day of the province as a line: hours, what is held, alarms by level, and the moment, dragged or moved by keys. */
export function TimeSlider({ day, at, now, alarms, held, onMove }: TimeSliderProps) {
  const { t } = useTranslation();
  const track = useRef<HTMLDivElement>(null);
  const end = Math.min(now, day + DAY_MS - MINUTE_MS);

  const move = (time: number) => onMove(Math.min(end, Math.max(day, time)));
  const follow = (event: PointerEvent) => {
    const box = track.current?.getBoundingClientRect();
    if (!box) return;
    move(day + Math.round((((event.clientX - box.left) / box.width) * DAY_MS) / MINUTE_MS) * MINUTE_MS);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = stepOf(event);
    const to = event.key === "Home" ? day : event.key === "End" ? end : step === null ? null : at + step * MINUTE_MS;
    if (to === null) return;
    event.preventDefault();
    move(to);
  };

  return (
    <div className="time-track" ref={track}>
      <div className="time-held" aria-hidden="true">
        {[...held]
          .filter((hour) => hour >= day && hour < day + DAY_MS)
          .map((hour) => (
            <i key={hour} style={{ left: share(hour, day), width: `${100 / 24}%` }} />
          ))}
      </div>
      <div className="time-hours" aria-hidden="true">
        {[0, 3, 6, 9, 12, 15, 18, 21, 24].map((hour) => (
          <span key={hour} style={{ left: share(day + hour * HOUR_MS, day) }}>
            {hour}
          </span>
        ))}
      </div>
      <AlarmTicks alarms={alarms} day={day} />
      {now < day + DAY_MS && <i className="time-ahead" style={{ left: share(now, day) }} />}
      <div
        className="time-thumb"
        role="slider"
        tabIndex={0}
        aria-label={t("history.time.slider")}
        aria-valuemin={0}
        aria-valuemax={24 * 60}
        aria-valuenow={Math.round((at - day) / MINUTE_MS)}
        aria-valuetext={formatInstant(at, languageNow())}
        style={{ left: share(at, day) }}
        onKeyDown={onKeyDown}
      />
      <div
        className="time-touch"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          follow(event);
        }}
        onPointerMove={(event) => event.buttons === 1 && follow(event)}
      />
    </div>
  );
}

/** Alarms nearer than this to each other are one mark: of thousands a day none is told apart anyway. */
const TICKS = 288;

/** For each span the worst level that rang in it. */
function ticksOf(alarms: readonly TimedAlarm[], day: number) {
  const worst = new Map<number, number>();
  for (const { from, level } of alarms) {
    const place = Math.floor(((from - day) / DAY_MS) * TICKS);
    const rank = WARNING_LEVELS.indexOf(level);
    if (place >= 0 && place < TICKS) worst.set(place, Math.min(rank, worst.get(place) ?? rank));
  }
  return [...worst];
}

const AlarmTicks = ({ alarms, day }: Pick<TimeSliderProps, "alarms" | "day">) => (
  <div className="time-alarms" aria-hidden="true">
    {ticksOf(alarms, day).map(([place, rank]) => (
      <i key={place} className={WARNING_LEVELS[rank]} style={{ left: `${((place + 0.5) / TICKS) * 100}%` }} />
    ))}
  </div>
);
