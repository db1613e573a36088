import mpegts from "mpegts.js";
import type { Engine } from "./engine.ts";

mpegts.LoggingControl.enableAll = false;

/** Seconds behind the newest picture at which the player leaps forward, and how far behind it then stands. */
const MOST_BEHIND_S = 3;
const BEHIND_S = 0.5;
/** Less than this is not waited for. */
const LAST_S = 0.2;

/** Runs once everything that has been received is played. */
function whenDrained(video: HTMLVideoElement, run: () => void): void {
  const look = () => {
    const { buffered, currentTime } = video;
    const end = buffered.length === 0 ? 0 : buffered.end(buffered.length - 1);
    if (end - currentTime > LAST_S) return;
    video.removeEventListener("timeupdate", look);
    run();
  };
  video.addEventListener("timeupdate", look);
  look();
}

/** FLV over HTTP or a WebSocket. Sound is left out: cameras speak G.711, which no browser plays in FLV. */
export const playFlv: Engine = ({ video, url, onFailed }) => {
  const address = new URL(url, location.href);
  if (address.pathname.endsWith("/ws.flv")) address.protocol = address.protocol.replace("http", "ws");
  const player = mpegts.createPlayer(
    { type: "flv", isLive: true, hasAudio: false, url: address.href },
    {
      // Its worker would be a blob, which the page's policy forbids; it is little work.
      enableWorker: false,
      enableStashBuffer: false,
      liveBufferLatencyChasing: true,
      liveBufferLatencyMaxLatency: MOST_BEHIND_S,
      liveBufferLatencyMinRemain: BEHIND_S,
      autoCleanupSourceBuffer: true,
      autoCleanupMaxBackwardDuration: 20,
      autoCleanupMinBackwardDuration: 10,
    },
  );
  player.on(mpegts.Events.ERROR, (kind: unknown, detail: unknown) => onFailed(`${String(kind)} ${String(detail)}`));
  player.on(mpegts.Events.LOADING_COMPLETE, () => whenDrained(video, () => onFailed("the stream has ended")));
  player.attachMediaElement(video);
  player.load();
  // A stop before the first picture rejects it; that it does not play is seen by the clock.
  Promise.resolve(player.play()).catch(() => {});
  return () => player.destroy();
};
