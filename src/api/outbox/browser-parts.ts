import { getMe } from "#contract/session.ts";
import { httpWire } from "./http-wire.ts";
import { idbLedger } from "./idb-ledger.ts";
import type { OutboxParts } from "./outbox.ts";
import { WireError } from "./wire.ts";

/** The token for writes: the session's, as last heard. */
export interface Csrf {
  get(): string | null;
  set(token: string): void;
}

const LOCK = (account: string) => `gas-field-sender:${account}`;

/** Server's clock less this device's, ms, as last heard; null before it has been heard. */
let offset: number | null = null;
export const clockOffsetMs = (): number | null => offset;

async function renew(csrf: Csrf): Promise<void> {
  let response: Response;
  try {
    response = await fetch(getMe.path, { credentials: "same-origin", cache: "no-store" });
  } catch (cause) {
    throw new WireError("offline", null, cause);
  }
  if (response.status === 401) throw new WireError("signed_out");
  const me: unknown = await response.json().catch(() => null);
  const token = (me as { csrf?: unknown } | null)?.csrf;
  if (!response.ok || typeof token !== "string") throw new WireError("busy");
  csrf.set(token);
}

function channel(account: string): OutboxParts["others"] {
  const line = new BroadcastChannel(`gas-field:${account}`);
  let isClosed = false;
  return {
    // A write that ends after the screen was left has nobody to tell it from here; the others read it from the disk when they wake.
    tell: () => {
      if (!isClosed) line.postMessage("changed");
    },
    hear: (listener) => {
      line.addEventListener("message", listener);
      return () => {
        line.removeEventListener("message", listener);
        isClosed = true;
        line.close();
      };
    },
  };
}

/** iOS has no background sync: whatever brings the page back to life is a chance to send. */
function onWake(listener: () => void): () => void {
  const seen = () => {
    if (document.visibilityState === "visible") listener();
  };
  addEventListener("online", listener);
  addEventListener("pageshow", seen);
  document.addEventListener("visibilitychange", seen);
  return () => {
    removeEventListener("online", listener);
    removeEventListener("pageshow", seen);
    document.removeEventListener("visibilitychange", seen);
  };
}

/** An outbox's parts in a real page. */
export function browserParts(account: string, csrf: Csrf, onOutdated?: () => void): OutboxParts {
  const wire = httpWire({
    fetch: (input, init) => fetch(input, init),
    csrf: csrf.get,
    renewCsrf: () => renew(csrf),
    now: () => Date.now(),
    onServerTime: (ms) => {
      offset = ms - Date.now();
    },
  });
  return {
    ledger: idbLedger(account, onOutdated),
    wire,
    now: () => Date.now(),
    random: () => Math.random(),
    alone: async (work, signal) => {
      await navigator.locks.request(LOCK(account), { signal }, work);
    },
    others: channel(account),
    onWake,
    setTimer: (work, ms) => {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
  };
}
