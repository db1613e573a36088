import { createStore } from "zustand/vanilla";
import type { LiveHazard } from "#contract/field/hazard-live.ts";

/** Major hazards that became known while the page was open and that the person has not looked at yet, the newest first. */
export interface HazardNews {
  readonly waiting: readonly LiveHazard[];
}

/** More than these nobody reads one by one: the board has them all. */
const MOST_WAITING = 50;

export const createHazardNews = () => createStore<HazardNews>(() => ({ waiting: [] }));
export type HazardNewsStore = ReturnType<typeof createHazardNews>;

/** Adds a hazard; one that was told before, by an earlier line or as it was graded again, stands once. */
export const addHazardNews = (store: HazardNewsStore, hazard: LiveHazard): void =>
  store.setState(({ waiting }) => ({
    waiting: [hazard, ...waiting.filter(({ hazardId }) => hazardId !== hazard.hazardId)].slice(0, MOST_WAITING),
  }));

/** The person has seen one, or all of them. */
export const seeHazardNews = (store: HazardNewsStore, hazardId: string | null): void =>
  store.setState(({ waiting }) => ({
    waiting: hazardId === null ? [] : waiting.filter((hazard) => hazard.hazardId !== hazardId),
  }));
