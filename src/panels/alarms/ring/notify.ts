import type { Alarm } from "#contract/alarms.ts";

/** Whether this browser can tell of alarms while another window is in front, and whether the person let it. */
export type NotifyState = "unsupported" | "default" | "granted" | "denied";

export const notifyState = (): NotifyState =>
  typeof Notification === "undefined" ? "unsupported" : Notification.permission;

/** Asked only on a press: browsers refuse pages that ask by themselves. */
export const askToNotify = async (): Promise<NotifyState> =>
  typeof Notification === "undefined" ? "unsupported" : await Notification.requestPermission();

export interface NoticeWords {
  readonly title: string;
  readonly body: string;
}

/** What opens when a notice of the worker is pressed, by the notice's tag. */
const opens = new Map<string, () => void>();
const MOST_OPENS = 100;
let isHeard = false;

function hearPresses(workers: ServiceWorkerContainer): void {
  if (isHeard) return;
  isHeard = true;
  workers.addEventListener("message", ({ data }: MessageEvent<{ readonly pressed?: unknown } | null>) => {
    if (typeof data?.pressed === "string") opens.get(data.pressed)?.();
  });
}

/** Phones show notices only from a service worker. It is one of its own that stands over no page: `src/notice-worker.ts`. */
async function showByWorker(title: string, options: NotificationOptions & { tag: string }, onOpen: () => void) {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (!workers) return;
  hearPresses(workers);
  if (opens.size >= MOST_OPENS) opens.clear();
  opens.set(options.tag, onOpen);
  const registration = await workers.register("/notices.js", { scope: "/notices/" });
  // One that is just made shows nothing before it is active.
  const made = registration.installing;
  if (made && !registration.active)
    await new Promise<void>((resolve) => {
      made.addEventListener("statechange", () => (made.state === "activated" ? resolve() : undefined));
    });
  await registration.showNotification(title, options);
}

/** Tells of an alarm outside the page. One notice for an incident: the newer takes the older one's place. */
export function notify(alarm: Pick<Alarm, "incidentId">, { title, body }: NoticeWords, onOpen: () => void): void {
  if (notifyState() !== "granted") return;
  const options = { body, tag: alarm.incidentId, icon: "/icon-192.png" };
  try {
    const notice = new Notification(title, options);
    notice.onclick = () => {
      window.focus();
      onOpen();
      notice.close();
    };
  } catch {
    // Without a worker, sound and list tell all the same.
    showByWorker(title, options, onOpen).catch(() => {});
  }
}
