import { useCallback, useEffect, useState } from "react";
import { type Place, readPlace } from "#panels/field/place.ts";

const keyOf = (account: string) => `gas.field.place:${account}`;

function kept(account: string): string | null {
  try {
    return localStorage.getItem(keyOf(account));
  } catch {
    return null;
  }
}

/**
 * Where in the app the person is. It outlives a reload and a killed tab; the phone's own "back" closes what is open over a tab before it leaves the
 * app.
 */
export function usePlace(account: string): { readonly place: Place; readonly go: (place: Place) => void } {
  const [place, setPlace] = useState(() => readPlace(kept(account)));

  const move = useCallback(
    (next: Place) => {
      setPlace(next);
      try {
        localStorage.setItem(keyOf(account), JSON.stringify(next));
      } catch {
        // The next start begins at home.
      }
      document.querySelector(".phone-body")?.scrollTo(0, 0);
    },
    [account],
  );
  const go = useCallback(
    (next: Place) => {
      const wasOpen = place.open !== null;
      if (next.open !== null && !wasOpen) history.pushState({ ...history.state, field: true }, "");
      move(next);
    },
    [place.open, move],
  );
  useEffect(() => {
    const back = () => {
      if (place.open !== null) move({ ...place, open: null });
    };
    addEventListener("popstate", back);
    return () => removeEventListener("popstate", back);
  }, [place, move]);
  return { place, go };
}
