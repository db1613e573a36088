import { lazy, Suspense } from "react";
import { useStore } from "zustand";
import type { ModeOverlayProps } from "./mode-overlay.tsx";

const ModeOverlay = lazy(async () => ({ default: (await import("./mode-overlay.tsx")).ModeOverlay }));

/** What a mode of analysis draws over the map; fetched with the first mode that is taken in hand. */
export function ModeInHand(props: ModeOverlayProps) {
  const isInHand = useStore(props.model, ({ mode }) => mode !== null);
  return isInHand ? (
    <Suspense>
      <ModeOverlay {...props} />
    </Suspense>
  ) : null;
}
