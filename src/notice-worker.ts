/*
 * Shows notices on phones, whose browsers let no page do so itself, and leads a press on one to the page. It stands over no page (its scope
 * holds none) and caches nothing: the worker that does is `service-worker.ts`.
 */

interface OpenPage {
  focus(): Promise<unknown>;
  postMessage(message: unknown): void;
}
interface NoticeScope {
  readonly clients: {
    matchAll(of: { readonly type: "window"; readonly includeUncontrolled: true }): Promise<readonly OpenPage[]>;
    openWindow(url: string): Promise<unknown>;
  };
  addEventListener(type: "notificationclick", listener: (event: PressedNotice) => void): void;
}
interface PressedNotice {
  readonly notification: { readonly tag: string; close(): void };
  waitUntil(work: Promise<unknown>): void;
}

const noticeScope = globalThis as unknown as NoticeScope;

/** The page in front takes over; without one the product is opened, where its list stands. */
async function lead(tag: string): Promise<void> {
  const [page] = await noticeScope.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (!page) {
    await noticeScope.clients.openWindow("/");
    return;
  }
  await page.focus();
  page.postMessage({ pressed: tag });
}

noticeScope.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(lead(event.notification.tag));
});
