import { TAG_STATES } from "#contract/gas.ts";
import { useStores } from "#state/stores.tsx";
import { useNow } from "#ui/use-now.ts";

/** How many sensors in sight the screen shows in each state, counted anew each second; index in TAG_STATES. null before any are known. */
export function useStateCounts(): readonly number[] | null {
  const { shown } = useStores();
  useNow();
  const { columns } = shown.getState();
  return columns === null ? null : countStates(columns.state);
}

export function countStates(states: Uint8Array): readonly number[] {
  const counts = TAG_STATES.map(() => 0);
  for (const state of states) if (state < counts.length) counts[state] = (counts[state] as number) + 1;
  return counts;
}
