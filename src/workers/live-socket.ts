import { type ConnectionOptions, LiveConnection, type Socket } from "./live-connection.ts";
import type {
  AlarmsFromWorker,
  CamerasFromWorker,
  FromWorker,
  HazardFromWorker,
  LiveWish,
  ToWorker,
} from "./live-messages.ts";

const CHECK_MS = 500;

export interface LivePostInput extends Pick<ConnectionOptions, "now" | "random"> {
  readonly open: (url: string) => Socket;
  readonly post: (
    message: FromWorker | AlarmsFromWorker | CamerasFromWorker | HazardFromWorker,
    transfer: Transferable[],
  ) => void;
}

/**
 * One connection and the page it serves: one message at a time, the next only when the page has shown the last. What comes meanwhile
 * gathers in the connection, which holds each tag once.
 */
export function createLivePost({ open, post, now, random }: LivePostInput) {
  let connection: LiveConnection | null = null;
  let wish: LiveWish = {};
  let alarmsAfter: number | null = null;
  let camerasSince: string | null = null;
  let followsHazards = false;
  let isPageReady = true;
  let hasNews = false;

  const postNews = () => {
    if (connection === null || !isPageReady || !hasNews) return;
    isPageReady = false;
    hasNews = false;
    const message = connection.drain();
    post(message, message.rows ? [message.rows.bytes] : []);
  };
  const onNews = () => {
    hasNews = true;
    postNews();
  };
  const start = (url: string) => {
    const onAlarms = (alarms: AlarmsFromWorker["alarms"]) => post({ alarms }, []);
    const onCameras = (cameras: CamerasFromWorker["cameras"]) => post({ cameras }, []);
    const onHazard = (hazard: HazardFromWorker["hazard"]) => post({ hazard }, []);
    connection = new LiveConnection({ open: () => open(url), now, random, onNews, onAlarms, onCameras, onHazard });
    connection.subscribe(wish);
    if (alarmsAfter !== null) connection.followAlarms(alarmsAfter);
    if (camerasSince !== null) connection.followCameras(camerasSince);
    if (followsHazards) connection.followHazards();
  };
  return {
    hear(data: ToWorker): void {
      if (data.type === "connect") start(data.url);
      else if (data.type === "wake") connection?.wake();
      else if (data.type === "subscribe") {
        wish = data.wish;
        connection?.subscribe(wish);
      } else if (data.type === "alarms") {
        alarmsAfter = data.after;
        connection?.followAlarms(data.after);
      } else if (data.type === "cameras") {
        camerasSince = data.since;
        connection?.followCameras(data.since);
      } else if (data.type === "hazards") {
        followsHazards = true;
        connection?.followHazards();
      } else {
        if (data.bytes) connection?.give(data.bytes);
        isPageReady = true;
        postNews();
      }
    },
    /** To be called about twice a second. */
    check: () => connection?.check(),
    /** Rows that wait for the page. */
    waiting: () => connection?.waiting ?? 0,
  };
}

/** Worker side: owns the WebSocket. */
export function serveLive(): void {
  const line = createLivePost({
    open: (url) => new WebSocket(url) as Socket,
    post: (message, transfer) => self.postMessage(message, { transfer }),
    now: Date.now,
    random: Math.random,
  });
  setInterval(line.check, CHECK_MS);
  self.onmessage = ({ data }: MessageEvent<ToWorker>) => line.hear(data);
}
