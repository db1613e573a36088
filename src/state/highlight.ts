import { createStore } from "zustand/vanilla";

/** An area pointed at in a panel, to be shown on the map as if the pointer were over it. Nothing is kept. */
export const createHighlightStore = () => createStore<{ readonly area: string | null }>(() => ({ area: null }));
export type HighlightStore = ReturnType<typeof createHighlightStore>;
