import { type ReactNode, useCallback, useMemo } from "react";
import { openLedgerAhead } from "#api/outbox/idb-ledger.ts";
import type { Outbox } from "#api/outbox/outbox.ts";
import type { Me } from "#contract/session.ts";
import { useMe } from "#panels/me.ts";
import { Skeleton } from "#ui/notice.tsx";
import "#panels/phone/phone.css";
import "./field.css";
import "./forms.css";
import { FieldProvider } from "./field-context.tsx";
import { FieldFrame } from "./shell/field-frame.tsx";
import { useOutbox } from "./shell/use-outbox.ts";
import { usePlace } from "./shell/use-place.ts";
import { useSayings } from "./shell/use-sayings.ts";

export interface FieldAppProps {
  readonly map: ReactNode;
  /** The server no longer knows the session. Work goes on; sending waits. */
  readonly hasEnded: boolean;
  readonly onSignedOut: () => void;
  /** Brings the sign-in page; what is on the device stays. */
  readonly onSignInAgain: () => void;
}

/** Has what an inspector works with opened while the rest of the page is still read. */
export const openFieldAhead = (me: Pick<Me, "account">): void => openLedgerAhead(me.account);

/** The inspector's phone: the day's work, with or without a network. */
export function FieldApp(props: FieldAppProps) {
  const outbox = useOutbox();
  if (!outbox) return <Skeleton lines={8} />;
  return <Opened {...props} outbox={outbox} />;
}

function Opened({ map, hasEnded, onSignedOut, onSignInAgain, outbox }: FieldAppProps & { readonly outbox: Outbox }) {
  const me = useMe();
  const { place, go } = usePlace(me.account);
  const { sayings, say } = useSayings();
  const open = useCallback((next: typeof place.open) => go({ ...place, open: next }), [go, place]);
  const field = useMemo(() => ({ outbox, me, place, go, open, say }), [outbox, me, place, go, open, say]);
  return (
    <FieldProvider field={field}>
      <FieldFrame map={map} hasEnded={hasEnded} onSignedOut={onSignedOut} onSignInAgain={onSignInAgain} />
      <p className="field-said" role="status">
        {sayings.at(-1)}
      </p>
    </FieldProvider>
  );
}
