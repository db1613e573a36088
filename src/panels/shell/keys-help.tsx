import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "#ui/icon-button.tsx";
import "./keys-help.css";

const KEYS = [
  ["/", "search"],
  ["Esc", "escape"],
  ["U", "up"],
  ["O", "overview"],
  ["A", "alarms"],
  ["L", "layers"],
  ["S", "lasso"],
  ["P", "polygon"],
  ["G", "legend"],
  ["Ctrl+Z", "undo"],
  ["T", "theme"],
  ["Tab", "tab"],
  ["Enter", "enter"],
  ["A", "acknowledge"],
  ["S", "shelve"],
  ["Space", "choose"],
  ["↑ ↓", "move"],
  ["?", "help"],
] as const;

const REPLAY_KEYS = [
  ["R", "keysEnter"],
  ["␣", "keysPlay"],
  [", .", "keysStep"],
  ["B N", "keysAlarm"],
] as const;

/** The list of keys, as a modal dialog: the browser keeps the focus inside and closes it with Esc. */
export function KeysHelp({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="keys-help" aria-label={t("shell.keys.title")} onClose={onClose}>
      <header>
        <h2>{t("shell.keys.title")}</h2>
        <IconButton icon="close" label={t("shell.keys.close")} onClick={() => dialog.current?.close()} />
      </header>
      <dl>
        {KEYS.map(([key, word]) => (
          <div className="keys-row" key={word}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(`shell.keys.${word}`)}</dd>
          </div>
        ))}
        {REPLAY_KEYS.map(([key, word]) => (
          <div className="keys-row" key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(`history.time.${word}`)}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
