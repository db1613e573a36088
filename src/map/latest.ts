/** Calls `apply` at most once per frame, with the newest value; the ones between are never seen. */
export function latestPerFrame<T>(
  apply: (value: T) => void,
  onFrame: (run: FrameRequestCallback) => unknown = (run) => requestAnimationFrame(run),
) {
  let queued: { value: T } | null = null;
  return (value: T): void => {
    const waiting = queued !== null;
    queued = { value };
    if (waiting) return;
    onFrame(() => {
      const next = queued;
      queued = null;
      if (next) apply(next.value);
    });
  };
}
