import { mqttTopic } from "#contract/live-frame.ts";
import { hash32 } from "#mocks/world/rng.ts";
import { type Signal, type SignalTag, signalOf } from "./values.ts";

/** A tag as a device knows it. */
export interface DeviceTag extends SignalTag {
  readonly areaCode: string;
  readonly enterpriseId: string;
  readonly samplingS: number;
}

export interface Message {
  readonly topic: string;
  readonly payload: string;
}

export interface Fleet {
  /** Messages of all devices whose time has come since the last call. Called some times a second. */
  due(now: number): Message[];
}

/** After a start every device that is not silent reports once within this, as devices do when their broker comes back. */
const FIRST_ROUND_MS = 20_000;

/** All devices of the made-up province: each tag at its own sampling, out of step with the others, its value a function of time alone. */
export function createFleet(tags: readonly DeviceTag[], seed: number, startMs: number): Fleet {
  const signals: Signal[] = tags.map((tag) => signalOf(tag, seed));
  const topics = tags.map((tag) => mqttTopic(tag.areaCode, tag.enterpriseId, tag.id));
  const periods = Float64Array.from(tags, (tag) => tag.samplingS * 1000);
  const phases = Float64Array.from(tags, (tag, i) => (hash32(`${tag.id} phase`) / 2 ** 32) * (periods[i] as number));
  const next = Float64Array.from(
    phases,
    (phase, i) => startMs + (phase / (periods[i] as number)) * Math.min(periods[i] as number, FIRST_ROUND_MS),
  );

  /** The next instant of a tag's grid after `now`: after a pause of the process nothing is made up for the time between. */
  const after = (i: number, now: number): number => {
    const period = periods[i] as number;
    const phase = phases[i] as number;
    return (Math.floor((now - phase) / period) + 1) * period + phase;
  };

  return {
    due(now) {
      const messages: Message[] = [];
      for (let i = 0; i < tags.length; i++) {
        if ((next[i] as number) > now) continue;
        next[i] = after(i, now);
        const signal = signals[i] as Signal;
        const t = Math.floor(now - signal.delayMs);
        const sample = signal.at(t);
        if (sample !== null) messages.push({ topic: topics[i] as string, payload: JSON.stringify({ t, ...sample }) });
      }
      return messages;
    },
  };
}
