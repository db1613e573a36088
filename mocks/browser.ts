import { setupWorker } from "msw/browser";
import divisionsCsv from "#contract/facts/hebei-divisions.csv?raw";
import outlines from "#contract/facts/indicative-outlines.json";
import unitsCsv from "#contract/facts/supervision-units.csv?raw";
import type { MockContext, MockMemory } from "./handlers/answer.ts";
import { mockHandlers } from "./handlers/handlers.ts";
import { buildMockHouse } from "./handlers/house.ts";
import { mockLive } from "./handlers/live.ts";
import { parseDivisions, parseUnits } from "./world/divisions.ts";
import { countyRings } from "./world/land.ts";

const KEY = "gas.mock-account";

/** Stays signed in over a reload, as the real cookie does. */
const memory: MockMemory = {
  get: () => sessionStorage.getItem(KEY),
  set: (account) => (account === null ? sessionStorage.removeItem(KEY) : sessionStorage.setItem(KEY, account)),
};

/** Answers the contract inside the browser. Tiles, scripts and everything else go to the server that serves the page. */
export async function startMocks(): Promise<void> {
  const divisions = parseDivisions(divisionsCsv);
  const units = parseUnits(unitsCsv, divisions);
  const house = buildMockHouse({ divisions, units, outlines: countyRings(outlines) });
  const context: MockContext = { house, memory, now: () => Date.now() };
  await setupWorker(...mockHandlers(context), mockLive(context)).start({ quiet: true, onUnhandledFrame: "bypass" });
}
