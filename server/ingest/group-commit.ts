import { setTimeout as pause } from "node:timers/promises";

export interface GroupCommitOptions<Item, Result> {
  /** Stores items in one transaction; results in their order. Throws when nothing of it was stored. */
  write(items: readonly Item[]): Promise<readonly Result[]>;
  /**
   * What stands for an item the database will never take (a data error that comes back when it stands alone), after whatever is to be written
   * of it. When that cannot be written, the item is tried again.
   */
  refuse(item: Item, cause: unknown): Promise<Result>;
  readonly maxItems?: number;
  /** How long the first item of a group waits for company, ms. */
  readonly lingerMs?: number;
  /** How long a group is tried again while the database does not answer, ms; then those who wait are told. */
  readonly giveUpMs?: number;
  onRetry?(cause: unknown, attempt: number): void;
}

export interface GroupCommit<Item, Result> {
  /** Settles after the commit that holds every one of `items`; rejects when they could not be stored. */
  add(items: readonly Item[]): Promise<Result[]>;
  /** Items waiting or being written. */
  readonly pending: number;
  /** Resolves once fewer than `items` are pending, whoever added what was: at once, or after the write that brings it there. */
  whenBelow(items: number): Promise<void>;
  /** Writes what is waiting and takes no more. */
  close(): Promise<void>;
}

/** Short, because a device that sends one message and waits for its acknowledgement (many do after a reconnect) is no faster than this. */
const LINGER_MS = 10;
/** After a group of so many the next waits so many times as long: many senders do not wait for each other, and a transaction costs as much as a hundred readings. */
const CROWDS = [
  { size: 512, lingers: 8 },
  { size: 64, lingers: 3 },
] as const;
const lingersAfter = (size: number): number => CROWDS.find((crowd) => size >= crowd.size)?.lingers ?? 1;

interface Waiting<Item, Result> {
  readonly items: readonly Item[];
  readonly settle: PromiseWithResolvers<Result[]>;
}

/** Classes 22 and 23 of SQLSTATE: the data are at fault, and trying again will not help. */
export const isDataError = (cause: unknown): boolean =>
  cause instanceof Error && "code" in cause && /^2[23]/.test(String(cause.code));

/** Writes a group; a single item with a data error is refused. */
async function writeOrRefuse<Item, Result>(
  { write, refuse }: GroupCommitOptions<Item, Result>,
  items: readonly Item[],
): Promise<readonly Result[]> {
  try {
    return await write(items);
  } catch (cause) {
    if (items.length > 1 || !isDataError(cause)) throw cause;
    return [await refuse(items[0] as Item, cause)];
  }
}

/** Writes a group, again while the database does not answer; halves one with a data error until the item at fault stands alone. */
async function store<Item, Result>(
  options: GroupCommitOptions<Item, Result>,
  items: readonly Item[],
  until: number,
  attempt = 1,
): Promise<readonly Result[]> {
  try {
    return await writeOrRefuse(options, items);
  } catch (cause) {
    if (items.length > 1 && isDataError(cause)) {
      const middle = items.length >> 1;
      const left = await store(options, items.slice(0, middle), until);
      return [...left, ...(await store(options, items.slice(middle), until))];
    }
    if (performance.now() >= until) throw cause;
    options.onRetry?.(cause, attempt);
    await pause(Math.min(50 * 2 ** attempt, 1000));
    return store(options, items, until, attempt + 1);
  }
}

/** As many of the first waiting as fit into `maxItems`, at least one. */
function firstGroup<Item, Result>(queue: readonly Waiting<Item, Result>[], maxItems: number) {
  let size = queue[0]?.items.length ?? 0;
  let end = 1;
  while (end < queue.length && size + (queue[end]?.items.length ?? 0) <= maxItems) {
    size += queue[end]?.items.length ?? 0;
    end += 1;
  }
  return { group: queue.slice(0, end), size };
}

/** Who waits until there is less to write. */
function createLookouts() {
  let waiting: { readonly below: number; readonly go: () => void }[] = [];
  return {
    wait: (below: number, pending: number) =>
      pending < below ? Promise.resolve() : new Promise<void>((go) => waiting.push({ below, go })),
    tell(pending: number) {
      const told = waiting.filter(({ below }) => pending < below);
      waiting = waiting.filter(({ below }) => pending >= below);
      for (const { go } of told) go();
    },
  };
}

/** Many small writes become few transactions; each caller waits for the one that holds its own. One transaction at a time. */
export function createGroupCommit<Item, Result>(options: GroupCommitOptions<Item, Result>): GroupCommit<Item, Result> {
  const { maxItems = 4000, lingerMs = LINGER_MS, giveUpMs = 10_000 } = options;
  let queue: Waiting<Item, Result>[] = [];
  let queued = 0;
  let writing = 0;
  let lastSize = 0;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  let isClosed = false;
  const lookouts = createLookouts();

  async function writeFirst(): Promise<void> {
    const { group, size } = firstGroup(queue, maxItems);
    queue = queue.slice(group.length);
    queued -= size;
    writing = size;
    lastSize = size;
    const items = group.flatMap((w) => w.items);
    try {
      const results = await store(options, items, performance.now() + giveUpMs);
      let at = 0;
      for (const waiting of group) {
        waiting.settle.resolve(results.slice(at, at + waiting.items.length));
        at += waiting.items.length;
      }
    } catch (cause) {
      for (const waiting of group) waiting.settle.reject(cause);
    }
    writing = 0;
    lookouts.tell(queued);
  }
  async function run(): Promise<void> {
    do await writeFirst();
    while (queued >= maxItems || (isClosed && queued > 0));
    running = null;
    if (queued > 0) arm();
  }
  function flush() {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    running ??= run();
  }
  function arm() {
    if (queued >= maxItems) flush();
    else timer ??= setTimeout(flush, lingersAfter(lastSize) * lingerMs);
  }

  return {
    add(items) {
      if (isClosed) return Promise.reject(new Error("ingest is closed"));
      if (items.length === 0) return Promise.resolve([]);
      const settle = Promise.withResolvers<Result[]>();
      queue.push({ items, settle });
      queued += items.length;
      if (running === null) arm();
      return settle.promise;
    },
    get pending() {
      return queued + writing;
    },
    whenBelow: (below) => lookouts.wait(below, queued + writing),
    async close() {
      isClosed = true;
      if (queued > 0) flush();
      await running;
    },
  };
}
