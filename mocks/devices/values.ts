import type { TagKind } from "#contract/gas.ts";
import { hash32, noise01 } from "#mocks/world/rng.ts";
import type { TagRow } from "#mocks/world/rows.ts";
import { DAY, HOUR, hourOfDay, weekday } from "#mocks/world/time.ts";
import { type Excursion, excursionAt, excursionsBetween } from "./excursions.ts";
import { loadAt, slowNoise } from "./rhythm.ts";

/** What the value model needs to know about a tag. */
export interface SignalTag {
  readonly id: string;
  readonly kind: TagKind;
  readonly nominal: number;
  readonly lowAlarm: number | null;
  readonly lowWarning: number | null;
  readonly highWarning: number | null;
  readonly highAlarm: number | null;
}

export const signalTagOf = (row: TagRow): SignalTag => ({
  id: row.id,
  kind: row.kind,
  nominal: row.nominal,
  lowAlarm: row.low_alarm,
  lowWarning: row.low_warning,
  highWarning: row.high_warning,
  highAlarm: row.high_alarm,
});

/**
 * What is wrong with a sensor, if anything: `stuck` shows one value for a fortnight, `jumping` leaps, `silent` says nothing for
 * days on end, `biogas` is a methane sensor in a well with sewer gas (daily rhythm, no ethane), `late` sends hours after.
 */
export const TEMPERAMENTS = ["sound", "stuck", "jumping", "silent", "biogas", "late"] as const;
export type Temperament = (typeof TEMPERAMENTS)[number];

export interface Sample {
  readonly v: number;
  /** 0 good, 1 suspect, 2 bad. */
  readonly q: 0 | 1 | 2;
}

/** A sensor's whole life as a function of time. */
export interface Signal {
  readonly temperament: Temperament;
  /** How long after its time a value is sent, ms. */
  readonly delayMs: number;
  /** Value at an instant (ms since 1970); null while the sensor is silent. The same seed and instant give the same value. */
  at(ms: number): Sample | null;
  /** Real departures beyond a limit that begin in a span of time. */
  excursions(fromMs: number, toMs: number): Excursion[];
}

export function temperamentOf(tag: Pick<SignalTag, "id" | "kind">, seed: number): Temperament {
  const roll = hash32(`${tag.id} temperament`, seed) / 4294967296;
  if (tag.kind === "valve_position") return "sound";
  if (tag.kind === "methane" && roll < 0.05) return "biogas";
  if (roll > 0.996) return "stuck";
  if (roll > 0.992) return "jumping";
  if (roll > 0.98) return "silent";
  if (roll > 0.977) return "late";
  return "sound";
}

const FORTNIGHT = 14 * DAY;
const SILENCE_ROUND = 20 * DAY;

/** Silent sensors speak for two fifths of twenty days, then fall silent. */
const isSilent = (key: number, ms: number): boolean => {
  const phase = noise01(key, 77) * SILENCE_ROUND;
  return ((ms + phase) % SILENCE_ROUND) / SILENCE_ROUND > 0.4;
};

/** Four figures are what an instrument shows; kinds that rest at a whole number show whole numbers. */
const shown = (kind: TagKind, v: number): number => {
  if (kind === "cp_potential" || kind === "valve_position") return Math.round(v);
  return Number(v.toPrecision(4));
};

/** How much an excursion trembles at its height, as a share of how far it goes. */
const QUIVER = 0.02;

/** Value of a sound sensor with nothing going on. */
function quiet(tag: SignalTag, key: number, ms: number): number {
  const { nominal, kind } = tag;
  const slow = slowNoise(key, ms, HOUR) - 0.5;
  const quick = noise01(key, Math.floor(ms / 1000)) - 0.5;
  const hour = hourOfDay(ms);
  switch (kind) {
    case "pressure":
      return nominal * (1 + 0.012 * slow + 0.004 * quick - 0.02 * (loadAt(hour) - 0.7));
    case "flow":
      return Math.max(0, nominal * loadAt(hour) * (weekday(ms) % 6 === 0 ? 0.9 : 1) * (1 + 0.12 * slow + 0.04 * quick));
    case "temperature":
      return nominal + 5 * Math.sin(((hour - 9) / 24) * 2 * Math.PI) + 4 * slow + 0.3 * quick;
    case "tank_level":
      return tankLevel(key, ms);
    case "gas_concentration":
      return Math.max(0, nominal * (0.6 + 0.6 * slow + 0.3 * quick));
    case "methane":
      return Math.max(0, nominal * (0.7 + 0.8 * slow + 0.2 * quick));
    case "ethane":
      return Math.max(0, nominal * (0.8 + 0.5 * slow + 0.3 * quick));
    case "odorant":
      return nominal + 3.5 * slow + 0.6 * quick;
    case "cp_potential":
      return nominal + 40 * slow + 8 * quick;
    case "valve_position":
      return nominal;
  }
}

/** Emptied over two to four days, filled in an hour and a half. */
function tankLevel(key: number, ms: number): number {
  const round = (2 + 2 * noise01(key, 5)) * DAY;
  const t = (ms + noise01(key, 6) * round) % round;
  const filling = 1.5 * HOUR;
  const level = t < filling ? 30 + 52 * (t / filling) : 82 - 52 * ((t - filling) / (round - filling));
  return level + 0.4 * (noise01(key, Math.floor(ms / 60_000)) - 0.5);
}

/** Sewer gas: builds up in the still night hours, no ethane with it. */
const biogas = (key: number, ms: number): number =>
  Math.max(0.2, 4.4 + 2.6 * Math.cos(((hourOfDay(ms) - 4) / 24) * 2 * Math.PI) + 2 * (slowNoise(key, ms, HOUR) - 0.5));

/** The signal of a tag. Making one costs a few hashes; `at` is pure and cheap enough for a month of history. */
export function signalOf(tag: SignalTag, seed: number): Signal {
  const key = hash32(tag.id, seed);
  const temperament = temperamentOf(tag, seed);
  const sound = (ms: number): number => {
    const calm = temperament === "biogas" ? biogas(key, ms) : quiet(tag, key, ms);
    const out = excursionAt(tag, key, ms);
    if (!out) return calm;
    // A real departure is not level either: a sensor that repeats itself is stuck.
    const quiver = (noise01(key, Math.floor(ms / 1000)) - 0.5) * QUIVER * Math.abs(out.value - calm);
    return calm + (out.value + quiver - calm) * out.share;
  };
  return {
    temperament,
    delayMs: temperament === "late" ? Math.round((2 + 4 * noise01(key, 9)) * HOUR) : 0,
    at(ms) {
      if (temperament === "silent" && isSilent(key, ms)) return null;
      if (temperament === "stuck") {
        const since = Math.floor(ms / FORTNIGHT) * FORTNIGHT;
        return { v: shown(tag.kind, quiet(tag, key, since)), q: 0 };
      }
      const v = sound(ms);
      const isLeap = temperament === "jumping" && noise01(key, Math.floor(ms / 60_000) ^ 0x5bd1) < 0.2;
      return {
        v: shown(tag.kind, isLeap ? v * (noise01(key, Math.floor(ms / 1000)) < 0.5 ? 0.4 : 1.7) : v),
        q: isLeap ? 1 : 0,
      };
    },
    excursions(fromMs, toMs) {
      if (temperament === "stuck") return [];
      return excursionsBetween(tag, key, fromMs, toMs).filter(
        (e) => temperament !== "silent" || !isSilent(key, e.startMs),
      );
    },
  };
}
