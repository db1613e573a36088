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

/** Who is there, and whoever is signed in once their house and screen have come. A failure of either comes up when it is drawn. */
export async function findSession(language: Language): Promise<Session> {
  // On its way while the server is asked; whoever signs in types meanwhile.
  const house = fetchHouse(language);
  house.catch(() => {});
  const session = await askSession();
  if (session.is === "in") await Promise.allSettled([house, fetchScreenOf(session.me)]);
  return session;
}

/**
 * Asks who is there and has their page fetched before anything is drawn: on a slow phone a picture of waiting, drawn by scripts, holds up for half a second
 * the page that is already there. Whoever is not known by `mostMs` sees that it waits.
 */
export async function beginOpening(language: Language, mostMs = MOST_MS): Promise<Opening> {
  const found = findSession(language);
  const patience = new Promise<Session>((resolve) => setTimeout(() => resolve({ is: "asked" }), mostMs));
  return { first: await Promise.race([found, patience]), found };
}
