import { type Language, loadWords } from "#lib/i18n/i18n.ts";

/** What everybody needs who is signed in, with their words. */
export async function fetchHouse(language: Language): Promise<typeof import("./app.tsx")> {
  const [house] = await Promise.all([import("./app.tsx"), loadWords(language)]);
  return house;
}
