import type { Language } from "#lib/i18n/i18n.ts";
import { fetchHouse } from "./fetch-house.ts";
import { fetchScreenOf } from "./screens.ts";
import { askSession, type Session } from "./session.ts";

/** So long what stands in index.html is left standing, ms from when the first script runs. */
const MOST_MS = 3000;

/** How a page begins. */
export interface Opening {
  /** What there is to draw first. */
  readonly first: Session;
  /** The same once it is known. */
  readonly found: Promise<Session>;
}

async function whole(house: Promise<unknown>): Promise<Session> {
  const session = await askSession();
  // A failure of either comes up when it is drawn.
  if (session.is === "in") await Promise.allSettled([house, fetchScreenOf(session.me)]);
  return session;
}

/**
 * Asks who is there and has their page fetched before anything is drawn: on a slow phone a picture of waiting, drawn by scripts, holds up for half a second
 * the page that is already there. Whoever is not known by `mostMs` sees that it waits.
 */
export async function beginOpening(language: Language, mostMs = MOST_MS): Promise<Opening> {
  const house = fetchHouse(language);
  house.catch(() => {});
  const found = whole(house);
  const patience = new Promise<Session>((resolve) => setTimeout(() => resolve({ is: "asked" }), mostMs));
  return { first: await Promise.race([found, patience]), found };
}
