import { setupWorker } from "msw/browser";
import type { MockContext, MockMemory } from "./handlers/answer.ts";
import { browserFacts } from "./handlers/browser-facts.ts";
import { mockHandlers } from "./handlers/handlers.ts";
import { buildMockHouse } from "./handlers/house.ts";
import { mockLive } from "./handlers/live.ts";

const KEY = "gas.mock-account";

/** Stays signed in over a reload, as the real cookie does. */
const memory: MockMemory = {
  get: () => sessionStorage.getItem(KEY),
  set: (account) => (account === null ? sessionStorage.removeItem(KEY) : sessionStorage.setItem(KEY, account)),
};

/** Answers the contract inside the browser. Tiles, scripts and everything else go to the server that serves the page. */
export async function startMocks(): Promise<void> {
  const context: MockContext = { house: buildMockHouse(browserFacts()), memory, now: () => Date.now() };
  await setupWorker(...mockHandlers(context), mockLive(context)).start({ quiet: true, onUnhandledFrame: "bypass" });
}
