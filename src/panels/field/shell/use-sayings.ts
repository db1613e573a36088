import { useCallback, useEffect, useState } from "react";

const SHOWN_MS = 5000;

/** Short sentences about what has just happened; each goes by itself. */
export function useSayings() {
  const [sayings, setSayings] = useState<readonly string[]>([]);
  const say = useCallback((text: string) => setSayings((before) => [...before, text]), []);
  useEffect(() => {
    if (sayings.length === 0) return;
    const timer = setTimeout(() => setSayings([]), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [sayings]);
  return { sayings, say };
}
