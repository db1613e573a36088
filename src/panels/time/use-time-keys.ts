import { useEffect, useEffectEvent } from "react";

export type TimeWish = "enter" | "play" | "back" | "forward" | "alarmBack" | "alarmForward";

const WISHES: Readonly<Record<string, TimeWish>> = {
  r: "enter",
  " ": "play",
  ",": "back",
  ".": "forward",
  b: "alarmBack",
  n: "alarmForward",
};

const takesKeys = (target: EventTarget | null, key: string) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
    (key === " " && /^(BUTTON|SUMMARY|A)$/.test(target.tagName)));

/** Keys of the replay, while nobody types; live there is "enter" alone. */
export function useTimeKeys(isPast: boolean, grant: (wish: TimeWish) => void): void {
  const onWish = useEffectEvent(grant);
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey, defaultPrevented } = event;
      const wish = WISHES[key];
      if (wish === undefined || ctrlKey || metaKey || altKey || defaultPrevented || takesKeys(event.target, key))
        return;
      if ((!isPast && wish !== "enter") || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      onWish(wish);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [isPast]);
}
