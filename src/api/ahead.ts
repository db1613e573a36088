/*
 * On a slow line the day's work is asked for before the code that shows it is there. Light, for the sign-in page carries it: what is asked for
 * stands here as an address, and a test holds it to the contract.
 */

/** What api/field.ts asks first. */
export const DAY_ADDRESS = "/api/field/tasks?limit=200";
/** An answer that waited longer is not the day's any more. */
const FRESH_MS = 60_000;

let begun: { readonly at: number; readonly answer: Promise<Response | null> } | null = null;

/** Begins to ask for the day of who has just been found signed in; whatever was asked for somebody before is forgotten. */
export function askDay(ask: typeof fetch = fetch, now = Date.now()): void {
  const headers = { accept: "application/json" };
  begun = { at: now, answer: ask(DAY_ADDRESS, { credentials: "same-origin", headers }).catch(() => null) };
}

/** Nobody is there any more whose day it is. */
export const forgetDay = (): void => {
  begun = null;
};

/** The answer that is on its way, once; null where there is none, or no line: then it is to be asked for anew. */
export async function takeDay(now = Date.now()): Promise<Response | null> {
  const taken = begun;
  begun = null;
  return taken !== null && now - taken.at < FRESH_MS ? await taken.answer : null;
}
