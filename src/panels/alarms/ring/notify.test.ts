import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { alarmOf } from "../testing/alarms.ts";
import { askToNotify, notify, notifyState } from "./notify.ts";

/** A browser's notices, as a desk's are. */
class Notice {
  static permission: NotificationPermission = "granted";
  static readonly shown: Notice[] = [];
  static requestPermission = async () => {
    Notice.permission = "granted";
    return Notice.permission;
  };
  onclick: (() => void) | null = null;
  isClosed = false;
  readonly title: string;
  readonly options: NotificationOptions;
  constructor(title: string, options: NotificationOptions) {
    this.title = title;
    this.options = options;
    Notice.shown.push(this);
  }
  close() {
    this.isClosed = true;
  }
}

const focus = vi.fn();
beforeEach(() => {
  Notice.permission = "granted";
  Notice.shown.splice(0);
  focus.mockClear();
  vi.stubGlobal("Notification", Notice);
  vi.stubGlobal("window", { focus });
});
afterEach(() => vi.unstubAllGlobals());

const WORDS = { title: "橙色报警 出站压力", body: "正定县分输站" };

test("an alarm is told outside the page; a press brings the page forward and opens it", () => {
  const opened = vi.fn();
  notify(alarmOf({ incidentId: "I7" }), WORDS, opened);
  const [notice] = Notice.shown;
  // One notice for an incident: the browser replaces the one of the same tag.
  expect(notice).toMatchObject({ title: WORDS.title, options: { body: WORDS.body, tag: "I7" } });
  expect(opened).not.toHaveBeenCalled();
  notice?.onclick?.();
  expect([focus.mock.calls.length, opened.mock.calls.length, notice?.isClosed]).toEqual([1, 1, true]);
});

test("nothing is told before the person let it, nor where the browser has no notices", async () => {
  Notice.permission = "default";
  notify(alarmOf(), WORDS, () => {});
  expect(Notice.shown).toEqual([]);
  expect(notifyState()).toBe("default");
  expect(await askToNotify()).toBe("granted");
  notify(alarmOf(), WORDS, () => {});
  expect(Notice.shown).toHaveLength(1);
  vi.stubGlobal("Notification", undefined);
  expect([notifyState(), await askToNotify()]).toEqual(["unsupported", "unsupported"]);
  notify(alarmOf(), WORDS, () => {});
  expect(Notice.shown).toHaveLength(1);
});
