export interface OnDemandOptions {
  /** It has come, it could not be had, or it may be asked for again. */
  readonly onChange: () => void;
  /** Told why it could not be had, and null when it has come. */
  readonly onProblem: (cause: unknown) => void;
  readonly later: (run: () => void, ms: number) => unknown;
  /** After this it is asked for again. */
  readonly retryMs: number;
}

/** Something that is fetched when it is first wanted, kept, and wanted again a while after it could not be had. */
export function onDemand<T>(ask: () => Promise<T>, { onChange, onProblem, later, retryMs }: OnDemandOptions) {
  let value: T | null = null;
  let isAsked = false;
  let hasFailed = false;
  const came = (next: T) => {
    value = next;
    hasFailed = false;
    onProblem(null);
    onChange();
  };
  const failed = (cause: unknown) => {
    hasFailed = true;
    onProblem(cause);
    onChange();
    later(() => {
      isAsked = false;
      onChange();
    }, retryMs);
  };
  return {
    value: (): T | null => value,
    hasFailed: () => hasFailed,
    want: () => {
      if (isAsked) return;
      isAsked = true;
      ask().then(came, failed);
    },
  };
}
