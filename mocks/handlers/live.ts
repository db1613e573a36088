import { ws } from "msw";
import { LiveAsk } from "#contract/live-frame.ts";
import { LIVE_CLOSE, LIVE_PATH } from "#contract/live-socket.ts";
import type { MockContext } from "./answer.ts";
import { streamMock } from "./live-frames.ts";

/** `/live` for code that opens its socket on the page; the SPA's worker is served by scripts/dev-mock.ts. */
export const mockLive = (context: MockContext) =>
  ws.link(`*${LIVE_PATH}`).addEventListener("connection", ({ client }) => {
    if (context.memory.get() === null) {
      client.close(LIVE_CLOSE.signedOut, "signed out");
      return;
    }
    const stream = streamMock(context.house, (message) => client.send(message), context.now);
    client.addEventListener("message", ({ data }) => {
      const asked = typeof data === "string" ? LiveAsk.safeParse(JSON.parse(data)) : null;
      if (asked?.success) stream.hear(asked.data);
    });
    client.addEventListener("close", stream.stop);
  });
