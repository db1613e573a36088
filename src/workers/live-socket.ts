import { LiveConnection, type Socket } from "./live-connection.ts";
import type { FromWorker, LiveWish, ToWorker } from "./live-messages.ts";

const CHECK_MS = 500;

/** Worker side: owns the WebSocket and posts one message at a time, the next only when the page has shown the last. */
export function serveLive(): void {
  let connection: LiveConnection | null = null;
  let isPageReady = true;
  let hasNews = false;

  const post = () => {
    if (connection === null || !isPageReady || !hasNews) return;
    isPageReady = false;
    hasNews = false;
    const message: FromWorker = connection.drain();
    self.postMessage(message, { transfer: message.rows ? [message.rows.bytes] : [] });
  };
  let wish: LiveWish = {};
  const start = (url: string) => {
    connection = new LiveConnection({
      open: () => new WebSocket(url) as Socket,
      now: Date.now,
      random: Math.random,
      onNews: () => {
        hasNews = true;
        post();
      },
    });
    connection.subscribe(wish);
    setInterval(() => connection?.check(), CHECK_MS);
  };
  self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
    if (data.type === "connect") start(data.url);
    else if (data.type === "wake") connection?.wake();
    else if (data.type === "subscribe") {
      wish = data.wish;
      connection?.subscribe(wish);
    } else {
      if (data.bytes) connection?.give(data.bytes);
      isPageReady = true;
      post();
    }
  };
}
