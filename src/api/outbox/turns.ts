/** What the loop of a sender needs of the page; given by tests. */
export interface TurnParts {
  /** Milliseconds until the next step; 0 at once, null until woken. */
  readonly step: () => Promise<number | null>;
  readonly onError: (error: unknown) => void;
  readonly setTimer: (work: () => void, ms: number) => () => void;
}

/** After an error of the device itself (its storage is gone), the next try is this much later. */
const AFTER_ERROR_MS = 5000;

export interface Turns {
  /** Takes steps until stopped; resolves then. */
  run(): Promise<void>;
  /** Takes the next step now, whatever was agreed. */
  wake(): void;
  stop(): void;
}

/** Takes one step after the other, waiting in between as long as each says. A wake during a step is not missed. */
export function createTurns({ step, onError, setTimer }: TurnParts): Turns {
  let isStopped = false;
  let isWoken = false;
  let rise: (() => void) | null = null;

  const rest = (ms: number | null): Promise<void> =>
    new Promise((resolve) => {
      if (isWoken || isStopped) return resolve();
      const callOff = ms === null ? () => {} : setTimer(() => rise?.(), ms);
      rise = () => {
        callOff();
        rise = null;
        resolve();
      };
    });

  return {
    async run() {
      while (!isStopped) {
        isWoken = false;
        let ms: number | null = AFTER_ERROR_MS;
        try {
          ms = await step();
        } catch (error) {
          onError(error);
        }
        if (ms !== 0) await rest(ms);
      }
    },
    wake() {
      isWoken = true;
      rise?.();
    },
    stop() {
      isStopped = true;
      rise?.();
    },
  };
}
