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

/** Tells of an alarm outside the page. One notice for an incident: the newer takes the older one's place. */
export function notify(alarm: Pick<Alarm, "incidentId">, { title, body }: NoticeWords, onOpen: () => void): void {
  if (notifyState() !== "granted") return;
  const options = { body, tag: alarm.incidentId, icon: "/icon.svg" };
  try {
    const notice = new Notification(title, options);
    notice.onclick = () => {
      window.focus();
      onOpen();
      notice.close();
    };
  } catch {
    // Phones show notices only from a service worker; without one, sound and list tell all the same.
    void navigator.serviceWorker
      ?.getRegistration()
      .then((worker) => worker?.showNotification(title, options))
      .catch(() => undefined);
  }
}
