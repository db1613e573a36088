import { LiveConnection, type Socket } from "./live-connection.ts";
import type { FromWorker, ToWorker } from "./live-messages.ts";

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
    const { rows } = message;
    const transfer = rows ? [rows.seqs.buffer, rows.values.buffer, rows.at.buffer, rows.states.buffer] : [];
    self.postMessage(message, { transfer });
  };
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
    setInterval(() => connection?.check(), CHECK_MS);
  };
  self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
    if (data.type === "connect") start(data.url);
    else if (data.type === "wake") connection?.wake();
    else {
      isPageReady = true;
      post();
    }
  };
}
