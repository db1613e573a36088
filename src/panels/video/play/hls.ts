import Hls from "hls.js/light";
import type { Engine } from "./engine.ts";

/** The same address with the token that is good now. */
export function withToken(url: string, token: string): string {
  const address = new URL(url, "http://page");
  if (!address.searchParams.has("k")) return url;
  address.searchParams.set("k", token);
  return url.startsWith("/") ? `${address.pathname}${address.search}` : address.href;
}

/** HLS, by the Media Source Extensions. */
export const playHls: Engine = ({ video, url, token, onFailed }) => {
  const hls = new Hls({
    // Its worker would be a blob, which the page's policy forbids.
    enableWorker: false,
    liveSyncDurationCount: 2,
    liveMaxLatencyDurationCount: 6,
    backBufferLength: 10,
    xhrSetup: (request, address) => request.open("GET", withToken(address, token()), true),
  });
  hls.on(Hls.Events.ERROR, (_, { fatal, details }) => {
    if (fatal) onFailed(details);
  });
  hls.on(Hls.Events.MANIFEST_PARSED, () => void video.play().catch(() => {}));
  hls.loadSource(new URL(url, location.href).href);
  hls.attachMedia(video);
  return () => hls.destroy();
};
