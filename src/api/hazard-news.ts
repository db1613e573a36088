import type { QueryClient } from "@tanstack/react-query";
import { LiveHazard } from "#contract/field/hazard-live.ts";

/** What all questions about hazards begin with: one that became known makes them all old. */
export const HAZARDS = "desk-hazards";
/** What nobody tells of (steps taken elsewhere) is asked for again after so long. */
export const AGAIN_MS = 60_000;

/** Everything that tells of hazards is asked for anew. */
export const forgetHazards = (queries: QueryClient): Promise<void> =>
  queries.invalidateQueries({ queryKey: [HAZARDS] });

export interface FollowHazardsInput {
  readonly queries: QueryClient;
  /** Asks the live connection for major hazards from now on. */
  readonly follow: () => void;
  readonly onNews: (hazard: LiveHazard) => void;
}

/** Has major hazards told as they become known: each is passed on, and all that shows hazards is brought up. */
export function followHazards({ queries, follow, onNews }: FollowHazardsInput) {
  follow();
  return {
    hear: (message: unknown): void => {
      const told = LiveHazard.safeParse(message);
      if (!told.success) return;
      onNews(told.data);
      void forgetHazards(queries);
    },
  };
}
