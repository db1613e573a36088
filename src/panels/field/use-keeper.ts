import { useState } from "react";
import { useStore } from "zustand";
import { type DraftKeeper, keepDraft } from "#api/outbox/draft-keeper.ts";
import { useField, useLedger } from "./field-context.tsx";

/** The draft of an id, opened for writing; null until the ledger has been read, or when there is no such draft. */
export function useKeeper<T>(id: string, titleOf: (content: T) => string): DraftKeeper<T> | null {
  const { outbox } = useField();
  const draft = useLedger(({ drafts }) => drafts.find((one) => one.id === id));
  const [keeper, setKeeper] = useState<DraftKeeper<T> | null>(null);
  if (keeper?.id === id) return keeper;
  if (!draft) return null;
  // The draft as the ledger has it now begins the keeper; later writes are the keeper's own.
  const made = keepDraft<T>(outbox, draft, titleOf);
  setKeeper(made);
  return made;
}

/** What a keeper holds; drawn again at every change. */
export const useKept = <T>(keeper: DraftKeeper<T>) => useStore(keeper.store);
