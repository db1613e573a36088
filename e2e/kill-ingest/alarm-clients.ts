import { WebSocket } from "ws";
import type { LiveAlarms, LiveAlarmsReset } from "#contract/alarm-live.ts";
import { LIVE_PATH } from "#contract/live-socket.ts";
import { SESSION_COOKIE } from "#contract/session.ts";

/** A page that follows alarms: on each new line it says the last number it was told. */
export interface AlarmClient {
  /** Alarms it was told began, in the order it heard of them. */
  readonly raised: readonly string[];
  /** Events told twice, or with a number not above the one before. */
  readonly outOfOrder: number;
  readonly resets: number;
  /** When it was last answered after a new line, ms of performance.now(). */
  readonly resumedAt: number;
  readonly isOn: boolean;
  close(): void;
}

const RETRY_MS = 200;

export function startClient(port: number, token: string): AlarmClient {
  const raised: string[] = [];
  let last = 0;
  let newest = 0;
  let outOfOrder = 0;
  let resets = 0;
  let resumedAt = 0;
  let isOn = false;
  let isClosed = false;
  let socket: WebSocket | null = null;
  let timer: NodeJS.Timeout | undefined;

  function hear(message: LiveAlarms | LiveAlarmsReset) {
    if (!isOn) resumedAt = performance.now();
    isOn = true;
    last = message.seq;
    if (message.type === "alarms_reset") {
      resets += 1;
      return;
    }
    const limits = new Set(message.alarms.filter(({ condition }) => condition === "limits").map(({ id }) => id));
    for (const { seq, kind, alarmId } of message.events) {
      if (seq <= newest) outOfOrder += 1;
      newest = seq;
      if (kind === "raised" && limits.has(alarmId)) raised.push(alarmId);
    }
  }
  function connect() {
    const line = new WebSocket(`ws://127.0.0.1:${port}${LIVE_PATH}`, {
      headers: { cookie: `${SESSION_COOKIE}=${token}` },
    });
    socket = line;
    line.on("open", () => line.send(JSON.stringify({ type: "alarms", after: last })));
    line.on("message", (data: Buffer, isBinary: boolean) => {
      if (isBinary) return;
      const message = JSON.parse(data.toString()) as { type: string };
      if (message.type === "alarms" || message.type === "alarms_reset") hear(message as LiveAlarms | LiveAlarmsReset);
    });
    line.on("error", () => undefined);
    line.on("close", () => {
      isOn = false;
      if (!isClosed) timer = setTimeout(connect, RETRY_MS * (0.5 + Math.random()));
    });
  }
  connect();
  return {
    raised,
    get outOfOrder() {
      return outOfOrder;
    },
    get resets() {
      return resets;
    },
    get resumedAt() {
      return resumedAt;
    },
    get isOn() {
      return isOn;
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      socket?.terminate();
    },
  };
}
