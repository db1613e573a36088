import Hls from "hls.js/light";
import type { Engine } from "./engine.ts";

/** The same address with the token that is good now. */
export function withToken(url: string, token: string): string {
  const address = new URL(url, "http://page");
  if (!address.searchParams.has("k")) return url;
  address.searchParams.set("k", token);
  return url.startsWith("/") ? `${address.pathname}${address.search}` : address.href;
}

/** So many times in a row the library mends a stream by itself; pictures that come begin the count anew. */
const MOST_REPAIRS = 2;

/**
 * HLS, by the Media Source Extensions. What the library calls fatal is often one piece that was gone when it was asked for: loading or decoding is begun
 * again in place, before the whole stream is given up.
 */
export const playHls: Engine = ({ video, url, token, onFailed }) => {
  const hls = new Hls({
    // Its worker would be a blob, which the page's policy forbids.
    enableWorker: false,
    liveSyncDurationCount: 2,
    liveMaxLatencyDurationCount: 6,
    backBufferLength: 10,
    xhrSetup: (request, address) => request.open("GET", withToken(address, token()), true),
  });
  let repairs = 0;
  let isOpen = false;
  hls.on(Hls.Events.FRAG_BUFFERED, () => {
    repairs = 0;
  });
  hls.on(Hls.Events.ERROR, (_, { fatal, type, details }) => {
    if (!fatal) return;
    repairs += 1;
    if (!isOpen || repairs > MOST_REPAIRS) onFailed(details);
    else if (type === Hls.ErrorTypes.MEDIA_ERROR) hls.recoverMediaError();
    else if (type === Hls.ErrorTypes.NETWORK_ERROR) hls.startLoad();
    else onFailed(details);
  });
  hls.on(Hls.Events.MANIFEST_PARSED, () => {
    isOpen = true;
    void video.play().catch(() => {});
  });
  hls.loadSource(new URL(url, location.href).href);
  hls.attachMedia(video);
  return () => hls.destroy();
};
