import type { HazardMessage } from "./live-messages.ts";

/** What to ask of major hazards on each new line: on the first from now on, later all that became known since the line before was heard last. */
export class HazardsAsk {
  #isFollowed = false;
  #wasAsked = false;
  /** Of the last one told; null = none yet. */
  #toldAt: string | null = null;

  follow(): void {
    this.#isFollowed = true;
  }

  told({ knownAt }: HazardMessage): void {
    if (this.#toldAt === null || Date.parse(knownAt) > Date.parse(this.#toldAt)) this.#toldAt = knownAt;
  }

  /**
   * What to say on a line that has just opened; null while nobody listens.
   * @param heardAt server time of the last frame of the line before, ms since 1970; 0 = none was heard
   */
  text(heardAt: number): string | null {
    if (!this.#isFollowed) return null;
    // The last frame is from after the last hazard that was told, but a hazard may be known seconds before it is told.
    const since = this.#wasAsked && heardAt > 0 ? new Date(heardAt - OVERLAP_MS).toISOString() : null;
    this.#wasAsked = true;
    return JSON.stringify({ type: "hazards", after: later(this.#toldAt, since) });
  }
}

/** One told twice has the same id: the page tells it once. */
const OVERLAP_MS = 10_000;

const later = (a: string | null, b: string | null): string | null =>
  a === null || (b !== null && Date.parse(b) > Date.parse(a)) ? b : a;
