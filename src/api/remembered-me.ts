import type { Me } from "#contract/session.ts";

/*
 * Who works with this phone: a page that starts without a network can only ask itself. It opens what is on the device and nothing else; whatever
 * goes to the server needs a session.
 */

const KEY = "gas.field.me";
/** Days without having seen the server after which a phone opens for nobody any more. */
export const REMEMBER_DAYS = 14;

type Keep = Pick<Storage, "getItem" | "setItem" | "removeItem">;

function storage(): Keep | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** Only those who work in the field need to begin a day without a network. */
export const worksInField = ({ role }: Pick<Me, "role">): boolean => role === "inspector";

/** Remembers who signed in, without the token: it is asked for anew when there is a line. Forgets the one before. */
export function rememberMe(me: Me, nowMs: number, keep: Keep | null = storage()): void {
  try {
    if (worksInField(me)) keep?.setItem(KEY, JSON.stringify({ me: { ...me, csrf: "" }, at: nowMs }));
    else keep?.removeItem(KEY);
  } catch {
    // Without room or permission the next start needs a network.
  }
}

export function forgetMe(keep: Keep | null = storage()): void {
  try {
    keep?.removeItem(KEY);
  } catch {
    // Nothing was kept where nothing may be kept.
  }
}

/** Who worked with this phone when it last saw the server; null when that is too long ago, or was nobody of the field. */
export function rememberedMe(nowMs: number, keep: Keep | null = storage()): Me | null {
  try {
    const { me, at } = JSON.parse(keep?.getItem(KEY) ?? "{}") as { me?: Me; at?: number };
    if (!me || typeof at !== "number" || typeof me.account !== "string" || !worksInField(me)) return null;
    // A clock that was set back does not make the time longer than a day.
    const days = (nowMs - at) / 86_400_000;
    return days < REMEMBER_DAYS && days > -2 ? me : null;
  } catch {
    return null;
  }
}
