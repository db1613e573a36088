import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { wipe } from "#api/outbox/wipe.ts";
import type { DeviceRecord } from "#api/outbox/ledger.ts";
import { useSignOut } from "#panels/shell/tools.tsx";
import { problemWords } from "#ui/problem-words.ts";
import { Section } from "#ui/section.tsx";
import { useField } from "#panels/field/field-context.tsx";

/** Signing out takes everything of this account off the phone; first it makes sure that nothing is on the phone alone. */
export function LeaveSection({ onSignedOut }: { readonly onSignedOut: () => void }) {
  const { t } = useTranslation();
  const { outbox } = useField();
  const [unsent, setUnsent] = useState<readonly DeviceRecord[] | null>(null);
  const [drafts, setDrafts] = useState(0);
  const ask = async () => {
    setDrafts((await outbox.ledger.drafts()).length);
    setUnsent(await outbox.unsent());
  };
  return (
    <Section title={t("shell.user.signOut")}>
      <button type="button" className="button outlined phone-out" onClick={() => void ask()}>
        {t("shell.user.signOut")}
      </button>
      {unsent && (
        <LeaveDialog
          unsent={unsent.length}
          drafts={drafts}
          onClosed={() => setUnsent(null)}
          onSignedOut={onSignedOut}
        />
      )}
    </Section>
  );
}

interface LeaveDialogProps {
  readonly unsent: number;
  readonly drafts: number;
  readonly onClosed: () => void;
  readonly onSignedOut: () => void;
}

/** With anything unsent the phone keeps it, for this account alone; only a phone with nothing unsent is wiped. */
function LeaveDialog({ unsent, drafts, onClosed, onSignedOut }: LeaveDialogProps) {
  const { t } = useTranslation();
  const { outbox, me } = useField();
  const dialog = useRef<HTMLDialogElement>(null);
  const isClean = unsent === 0 && drafts === 0;
  // Only once the server has let go: a failed sign-out leaves everything as it was.
  const signOut = useSignOut(() => {
    const wiping = isClean ? wipe(outbox, me.account) : Promise.resolve();
    void wiping.catch(() => {}).finally(onSignedOut);
  });
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="field-dialog" aria-label={t("shell.user.signOut")} onClose={onClosed}>
      <p>{isClean ? t("field.leave.clean") : t("field.leave.unsent", { count: unsent, drafts })}</p>
      {signOut.isError && (
        <p className="field-wrong" role="alert">
          {t("shell.user.signOutFailed", { reason: problemWords(signOut.error) })}
        </p>
      )}
      <div className="field-row">
        <button type="button" className="button outlined" onClick={onClosed}>
          {t("field.cancel")}
        </button>
        <button type="button" className="button main" disabled={signOut.isPending} onClick={() => signOut.mutate()}>
          {t(isClean ? "field.leave.wipe" : "field.leave.keep")}
        </button>
      </div>
    </dialog>
  );
}
