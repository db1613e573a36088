/*
 * On a slow line the day's work is asked for before the code that shows it is there. Light, for the sign-in page carries it: what is asked for
 * stands here as an address, and a test holds it to the contract.
 */

/** What api/field.ts asks first. */
export const DAY_ADDRESS = "/api/field/tasks?limit=200";

/** A question that is on its way; its answer is null where there was no line. `at`: when it was asked, UTC ms. */
export interface Begun {
  readonly at: number;
  readonly answer: Promise<Response | null>;
}

let begun: Begun | null = null;

/** Begins to ask for the day of who has just been found signed in, or forgets what was asked for somebody before. */
export const askDay = (isAsked: boolean, ask: (path: string) => Promise<Response> = fetch): void => {
  begun = isAsked ? { at: Date.now(), answer: ask(DAY_ADDRESS).catch(() => null) } : null;
};

/** The question that is on its way, handed over once. */
export const takeBegun = (): Begun | null => {
  const taken = begun;
  begun = null;
  return taken;
};
