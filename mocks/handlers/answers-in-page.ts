import { getResponse } from "msw";
import type { Me } from "#contract/session.ts";
import { mockMe } from "./accounts.ts";
import { browserFacts } from "./browser-facts.ts";
import { mockHandlers } from "./handlers.ts";
import { buildMockHouse, MOCK_AS_OF } from "./house.ts";

const house = buildMockHouse(browserFacts());
let account: string | null = null;
const memory = {
  get: () => account,
  set: (name: string | null) => {
    account = name;
  },
};
const handlers = mockHandlers({ house, memory, now: () => MOCK_AS_OF });

/** What stands between page and mocks: null lets a request through to them, an Error is a network that failed. */
export type Between = (request: Request) => Answer | Promise<Answer>;
type Answer = Response | Error | null;

/** Answers `fetch` from the mocks without a service worker, until the returned function is called. For tests in a browser. */
export function answerFromMocks(between: Between = () => null): () => void {
  const real = window.fetch;
  window.fetch = async (input, init) => {
    const request = new Request(input instanceof Request ? input : new URL(String(input), location.href), init);
    const instead = await between(request);
    if (instead instanceof Error) throw instead;
    return instead ?? (await getResponse(handlers, request)) ?? real(input, init);
  };
  return () => {
    window.fetch = real;
  };
}

/** Signs an account in (or nobody), as if its cookie were there. */
export function signInToMocks(name: string): Me {
  memory.set(name);
  const me = mockMe(house, name);
  if (!me) throw new Error(`the mocks have no account ${name}`);
  return me;
}

export const signOutOfMocks = () => memory.set(null);
