interface Job<T> {
  readonly promise: Promise<T>;
  readonly stop: AbortController;
  waiters: number;
}

/**
 * Runs a piece of work once for all who ask for it at the same time. Each may leave by its own signal; the work itself is
 * stopped when the last has left.
 */
export function sharedWork<T>(run: (key: string, signal: AbortSignal) => Promise<T>) {
  const jobs = new Map<string, Job<T>>();

  const start = (key: string): Job<T> => {
    const stop = new AbortController();
    const promise = run(key, stop.signal).finally(() => {
      if (jobs.get(key)?.stop === stop) jobs.delete(key);
    });
    const job: Job<T> = { promise, stop, waiters: 0 };
    jobs.set(key, job);
    return job;
  };

  return (key: string, signal?: AbortSignal): Promise<T> => {
    if (signal?.aborted) return Promise.reject(signal.reason);
    const job = jobs.get(key) ?? start(key);
    job.waiters += 1;
    if (!signal) return job.promise;
    return new Promise<T>((resolve, reject) => {
      const leave = () => {
        job.waiters -= 1;
        if (job.waiters === 0) {
          jobs.delete(key);
          job.stop.abort(signal.reason);
        }
        reject(signal.reason);
      };
      signal.addEventListener("abort", leave, { once: true });
      job.promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
    });
  };
}
