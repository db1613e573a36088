import { lazy } from "react";
import { askDay } from "#api/ahead.ts";
import { worksInField } from "#api/remembered-me.ts";
import type { Me } from "#contract/session.ts";

export const PHONE = "(max-width: 600px)";

const fetchDesk = () => import("#panels/shell/desk.tsx");
const fetchPhone = () => import("#panels/phone/phone.tsx");
const fetchField = () => import("#panels/field/field-app.tsx");

export const Desk = lazy(async () => ({ default: (await fetchDesk()).Desk }));
export const Phone = lazy(async () => ({ default: (await fetchPhone()).Phone }));
export const FieldApp = lazy(async () => ({ default: (await fetchField()).FieldApp }));
export const Wall = lazy(async () => ({ default: (await import("#panels/wall/wall.tsx")).Wall }));

/**
 * Begins to fetch the screen that a person is going to see, and in the field their day, and opens their ledger, while the rest of the house is
 * still on its way. Failures come up when it is shown, too.
 */
export function fetchScreenOf(me: Me): Promise<unknown> {
  const isPhone = window.matchMedia(PHONE).matches;
  const isField = isPhone && worksInField(me);
  askDay(isField);
  if (isField) return fetchField().then(({ openFieldAhead }) => openFieldAhead(me));
  return isPhone ? fetchPhone() : fetchDesk();
}
