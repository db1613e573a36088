import type { HealthBook } from "./health-book.ts";
import type { MediaServer } from "./media-server.ts";
import { looksSame, pictureLight } from "./picture-light.ts";

const EVERY_MS = 3000;
const ANSWER_WITHIN_MS = 8000;
/** Each look makes a media server decode a picture: so many at once, and only of cameras that somebody asks for. */
const AT_ONCE = 4;
const MOST_A_ROUND = 24;
/** A camera is looked at for so long after it was last asked for. */
const WANTED_MS = 30_000;

export interface PictureOptions {
  readonly book: HealthBook;
  readonly serverOf: (cameraId: string) => { readonly server: MediaServer; readonly stream: string } | null;
  readonly now: () => number;
}

/** Gives pictures of one camera that look the same the same name. One that cannot be read is compared by its bytes. */
export function createPrints() {
  const last = new Map<string, { readonly seen: Uint8Array; readonly print: string }>();
  let count = 0;
  return (id: string, jpeg: Uint8Array): string => {
    const seen = pictureLight(jpeg) ?? jpeg;
    const before = last.get(id);
    const isSame = before !== undefined && looksSame(before.seen, seen);
    if (!isSame) count += 1;
    const print = isSame ? before.print : String(count);
    last.set(id, { seen: isSame ? before.seen : seen, print });
    return print;
  };
}

/** Looks at pictures of the cameras that are wanted, to find those that stand still. */
export function lookAtPictures({ book, serverOf, now }: PictureOptions) {
  const wanted = new Map<string, number>();
  const printOf = createPrints();
  const stop = new AbortController();
  let isBusy = false;

  const look = async (id: string): Promise<void> => {
    const found = serverOf(id);
    if (!found) return;
    try {
      const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
      const jpeg = await found.server.snapshot(found.stream, signal);
      book.tellPicture(id, printOf(id, jpeg), now());
    } catch {
      // A picture that cannot be had says nothing of whether it moves; that the server is silent is told elsewhere.
    }
  };

  const round = async (): Promise<void> => {
    for (const [id, until] of wanted) if (until < now()) wanted.delete(id);
    const due = [...wanted.keys()].filter((id) => ["live", "frozen"].includes(book.stateOf(id))).slice(0, MOST_A_ROUND);
    // Those looked at now stand last the next time.
    for (const id of due) {
      const until = wanted.get(id) ?? 0;
      wanted.delete(id);
      wanted.set(id, until);
    }
    const queue = due.values();
    const worker = async () => {
      for (const id of queue) await look(id);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  };

  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    void round().finally(() => {
      isBusy = false;
    });
  }, EVERY_MS);
  return {
    want: (id: string) => void wanted.set(id, now() + WANTED_MS),
    round,
    stop: () => {
      stop.abort();
      clearInterval(timer);
    },
  };
}
