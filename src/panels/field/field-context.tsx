import { createContext, type ReactNode, useContext } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { Outbox, OutboxView } from "#api/outbox/outbox.ts";
import type { Me } from "#contract/session.ts";
import type { Open, Place } from "./place.ts";

/** What every screen of the field app stands on. */
export interface Field {
  readonly outbox: Outbox;
  readonly me: Me;
  readonly place: Place;
  readonly go: (place: Place) => void;
  /** Opens something over the tab, or with null goes back to it. */
  readonly open: (open: Open | null) => void;
  /** Says something in passing at the foot of the screen. */
  readonly say: (text: string) => void;
}

const Context = createContext<Field | null>(null);

export const FieldProvider = ({ field, children }: { readonly field: Field; readonly children: ReactNode }) => (
  <Context value={field}>{children}</Context>
);

export function useField(): Field {
  const field = useContext(Context);
  if (!field) throw new Error("no FieldProvider above this component");
  return field;
}

/** A part of what the ledger holds; drawn again when that part changes. */
export const useLedger = <T,>(pick: (view: OutboxView) => T): T => useStore(useField().outbox.view, useShallow(pick));
