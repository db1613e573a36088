import { createStore } from "zustand/vanilla";

/** Minutes that alarms may be silenced for; nobody can silence them for good. */
export const SILENCE_MINUTES = [1, 3, 10] as const;
export type SilenceMinutes = (typeof SILENCE_MINUTES)[number];
const MOST_SILENCE_MS = 10 * 60_000;

export interface AlarmSound {
  /** ms since 1970 by this device's clock; in the past = alarms are heard. */
  readonly silencedUntil: number;
  /** The browser lets no sound out before somebody has touched the page. */
  readonly isBlocked: boolean;
}

export const createAlarmSound = () => createStore<AlarmSound>(() => ({ silencedUntil: 0, isBlocked: false }));
export type AlarmSoundStore = ReturnType<typeof createAlarmSound>;

export const silence = (store: AlarmSoundStore, minutes: SilenceMinutes, now = Date.now()) =>
  store.setState({ silencedUntil: now + minutes * 60_000 });

export const endSilence = (store: AlarmSoundStore) => store.setState({ silencedUntil: 0 });

/** ms of silence that are left. A clock that was set back lengthens nothing beyond the most there may be. */
export const silenceLeftMs = ({ silencedUntil }: Pick<AlarmSound, "silencedUntil">, now: number): number => {
  const left = silencedUntil - now;
  return left > 0 && left <= MOST_SILENCE_MS ? left : 0;
};
