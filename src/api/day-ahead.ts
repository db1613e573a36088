import { takeBegun } from "./ahead.ts";

/** An answer that waited longer is not the day's any more. */
const FRESH_MS = 60_000;

/** The answer about the day that was asked for ahead, once; null where there is none, or no line: then it is to be asked for anew. */
export async function takeDay(now = Date.now()): Promise<Response | null> {
  const taken = takeBegun();
  return taken !== null && now - taken.at < FRESH_MS ? await taken.answer : null;
}
