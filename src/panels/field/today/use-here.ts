import { useEffect, useState } from "react";
import type { Fix } from "#contract/field/records.ts";
import { askPosition } from "#panels/field/evidence/position.ts";

/** Where the person stands, asked once and again by `renew`; null while it is not known. */
export function useHere(): { readonly here: Fix | null; readonly renew: () => void } {
  const [here, setHere] = useState<Fix | null>(null);
  const [asks, setAsks] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each wish to know asks again
  useEffect(() => {
    let isLeft = false;
    void askPosition().then((fix) => {
      if (fix && !isLeft) setHere(fix);
    });
    return () => {
      isLeft = true;
    };
  }, [asks]);
  return { here, renew: () => setAsks((before) => before + 1) };
}
