import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { browserParts } from "#api/outbox/browser-parts.ts";
import { type Outbox, openOutbox } from "#api/outbox/outbox.ts";
import { meQuery } from "#api/session.ts";
import { useMe } from "#panels/me.ts";

/** The ledger of the signed-in account on this phone, open as long as the screen is; null in the first moment. */
export function useOutbox(): Outbox | null {
  const queries = useQueryClient();
  const { account } = useMe();
  const [outbox, setOutbox] = useState<Outbox | null>(null);
  useEffect(() => {
    const csrf = {
      get: () => queries.getQueryData(meQuery.queryKey)?.csrf || null,
      set: (token: string) =>
        void queries.setQueryData(meQuery.queryKey, (me) => (me ? { ...me, csrf: token } : undefined)),
    };
    const opened = openOutbox(browserParts(account, csrf));
    setOutbox(opened);
    // Asks that the system does not clear the phone's storage when it runs low; the answer changes nothing here.
    void navigator.storage?.persist?.();
    return () => {
      setOutbox(null);
      opened.close();
    };
  }, [account, queries]);
  return outbox;
}
